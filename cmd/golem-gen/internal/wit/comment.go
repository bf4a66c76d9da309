package wit

import "strings"

// comment reads a comment at the current offset, and reports whether there is one.
func (l *lexer) comment() (string, bool) {
	start := l.at
	rest := l.text[l.at:]
	if len(rest) < 2 || rest[0] != '/' {
		return "", false
	}
	switch rest[1] {
	case '/':
		l.take(func(c byte) bool { return c != '\n' })
	case '*':
		l.block()
	default:
		return "", false
	}
	return string(l.text[start:l.at]), true
}

// block skips a comment between /* and */, which may contain others.
func (l *lexer) block() {
	start, depth := l.at, 0
	for l.at+1 < len(l.text) {
		switch {
		case l.text[l.at] == '/' && l.text[l.at+1] == '*':
			depth++
			l.at += 2
		case l.text[l.at] == '*' && l.text[l.at+1] == '/':
			depth--
			l.at += 2
			if depth == 0 {
				return
			}
		default:
			l.at++
		}
	}
	l.at = len(l.text)
	l.err = l.fail(start, "the comment does not end")
}

// documentation returns the lines of a documentation comment, and nil for other comments.
func documentation(comment string) []string {
	comment = strings.ToValidUTF8(comment, "\uFFFD")
	switch {
	case strings.HasPrefix(comment, "///"):
		return []string{strings.TrimRight(strings.TrimPrefix(comment[3:], " "), " \t\r")}
	case strings.HasPrefix(comment, "/**") && len(comment) > len("/**/"):
		return []string{blockText(strings.TrimSuffix(comment[3:], "*/"))}
	}
	return nil
}

// blockText returns the lines of a block comment without leading stars and spaces.
func blockText(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		line = strings.TrimSpace(line)
		if i > 0 && strings.HasPrefix(line, "*") {
			line = strings.TrimPrefix(line[1:], " ")
		}
		lines[i] = line
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
