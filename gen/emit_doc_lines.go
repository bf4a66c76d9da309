package gen

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
)

// docLines returns the lines of a doc comment: the sentences in what, then the author's comment.
func docLines(what []string, doc string) []string {
	if doc == "" {
		return what
	}
	return append(append(what, ""), lines(doc)...)
}

// lines splits an author's comment into lines and breaks lines that are too long. It removes
// everything that could end the Go comment or make it look like something else: line ends of any
// kind, other control characters, and characters that change the direction of text.
func lines(doc string) []string {
	var list []string
	for line := range strings.SplitSeq(strings.TrimSpace(doc), "\n") {
		line = strings.TrimRight(strings.Map(printable, line), " ")
		line = inert(line)
		text := strings.TrimLeft(line, " ")
		if utf8.RuneCountInString(line) <= longestComment {
			list = append(list, line)
			continue
		}
		indent := line[:len(line)-len(text)]
		hanging := indent
		if strings.HasPrefix(text, "- ") || strings.HasPrefix(text, "* ") {
			hanging += "  "
		}
		for i, part := range wrap(text) {
			if i > 0 {
				indent = hanging
			}
			list = append(list, indent+part)
		}
	}
	return list
}

// inert returns a line that the go command does not read as a build constraint.
func inert(line string) string {
	text := strings.TrimLeft(line, " \t")
	if rest, ok := strings.CutPrefix(text, "+build"); ok {
		return line[:len(line)-len(text)] + "'+build'" + rest
	}
	return line
}

func printable(r rune) rune {
	if !unicode.IsPrint(r) {
		return ' '
	}
	return r
}

// Sentences of doc comments are broken at commentWidth. Other lines are left alone up to
// longestComment. Comments are indented by at most one tab.
const (
	commentWidth   = 96
	longestComment = jen.LongestLine - jen.TabWidth - len("// ") - jen.TabWidth
)

// wrap breaks a text into lines at spaces. A type that is too long for one line is broken
// inside.
func wrap(text string) []string {
	if len(text) <= commentWidth && !strings.ContainsAny(text, "\t\n") && !strings.Contains(text, "  ") && text == strings.TrimSpace(text) {
		return []string{text}
	}
	var list []string
	line := ""
	var words []string
	for _, word := range strings.Fields(text) {
		for len(word) > commentWidth {
			end := strings.LastIndexByte(word[:commentWidth], '<') + 1
			if end == 0 {
				break
			}
			words = append(words, word[:end])
			word = word[end:]
		}
		words = append(words, word)
	}
	for _, word := range words {
		if line != "" && utf8.RuneCountInString(line+" "+word) > commentWidth {
			list = append(list, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(list, line)
}

// code returns text as an indented block of a doc comment. Lines that are too long continue in
// the next line, one tab deeper.
func code(text []string) []string {
	var list []string
	for _, line := range text {
		line = strings.Map(printable, strings.ReplaceAll(line, "\t", "  "))
		words := strings.TrimLeft(line, " ")
		indent := "\t" + strings.Repeat("\t", (len(line)-len(words))/2)
		for i, part := range wrap(words) {
			if i == 1 {
				indent += "\t"
			}
			list = append(list, indent+part)
		}
	}
	return list
}

// declaration returns the lines of a function's declaration. A long one has a line for each
// parameter.
func declaration(text string) []string {
	open := strings.IndexByte(text, '(')
	if utf8.RuneCountInString(text) <= commentWidth || open < 0 {
		return []string{text}
	}
	list := []string{text[:open+1]}
	depth, start := 0, open+1
	for i := start; i < len(text); i++ {
		switch {
		case strings.IndexByte("(<{", text[i]) >= 0:
			depth++
		case depth == 0 && text[i] == ',':
			list = append(list, "  "+strings.TrimSpace(text[start:i+1]))
			start = i + 1
		case depth == 0 && text[i] == ')':
			if parameter := strings.TrimSpace(text[start:i]); parameter != "" {
				list = append(list, "  "+parameter+",")
			}
			return append(list, text[i:])
		case strings.IndexByte(")>}", text[i]) >= 0:
			depth--
		}
	}
	return []string{text}
}
