package jen

import (
	goComment "go/doc/comment"
	"strings"
)

// documented returns tokens with their doc comments as gofmt formats them. A doc comment is
// separated from what it documents by one line end only.
func (w *Writer) documented(list []token) []token {
	out := w.docs[:0]
	written := 0
	for i := 0; i < len(list); i++ {
		if list[i].kind != comment || list[i].lines == 0 {
			continue
		}
		end := i + 1
		for end < len(list) && list[end].kind == comment && list[end].lines == 1 {
			end++
		}
		if end < len(list) && list[end].lines == 1 && !isPlainDoc(list[i:end]) {
			out = append(append(withRoom(out, len(list)), list[written:i]...), formattedDoc(list[i:end])...)
			written = end
		}
		i = end
	}
	if written == 0 {
		return list
	}
	w.docs = append(withRoom(out, len(list)-written), list[written:]...)
	return w.docs
}

// formattedDoc formats the lines of a doc comment.
func formattedDoc(list []token) []token {
	lines := make([]string, len(list))
	for i, t := range list {
		lines[i] = t.text
	}
	var doc []token
	for i, line := range docComment(lines) {
		t := token{text: line, kind: comment, lines: 1}
		if i == 0 {
			t.lines = list[0].lines
		}
		doc = append(doc, t)
	}
	return doc
}

// isPlainDoc reports whether gofmt leaves a doc comment unchanged, because it is a
// paragraph of plain text, with code after an empty line.
func isPlainDoc(list []token) bool {
	inCode := false
	for i := range list {
		text := list[i].text
		switch {
		case inCode:
			if !strings.HasPrefix(text, "//\t") {
				return false
			}
		case text == "//" && i > 0 && i+1 < len(list) && beginsCode(list[i+1].text):
			inCode = true
		case !isPlainLine(text):
			return false
		}
	}
	return true
}

// beginsCode reports whether a line of a comment is indented by one tab.
func beginsCode(line string) bool {
	code, ok := strings.CutPrefix(line, "//\t")
	return ok && code != "" && code[0] != '\t' && code[0] != ' '
}

// isPlainLine reports whether a line of a comment begins with a letter and has no markup of
// doc comments.
func isPlainLine(line string) bool {
	text, ok := strings.CutPrefix(line, "// ")
	if !ok || text == "" || text[0]|0x20 < 'a' || text[0]|0x20 > 'z' {
		return false
	}
	return strings.IndexByte(text, '[') < 0 && !strings.Contains(text, "``") && !strings.Contains(text, "''")
}

// docComment formats the lines of a doc comment, as go/printer does.
func docComment(lines []string) []string {
	if len(lines) == 0 {
		return nil
	}
	var text strings.Builder
	for _, line := range lines {
		text.WriteString(strings.TrimPrefix(strings.TrimPrefix(line, "//"), " "))
		text.WriteByte('\n')
	}
	doc := new(goComment.Parser).Parse(text.String())
	var list []string
	for line := range strings.Lines(string(new(goComment.Printer).Comment(doc))) {
		line = strings.TrimRight(line, " \n")
		switch {
		case line == "":
			line = "//"
		case line[0] == '\t':
			line = "//" + line
		default:
			line = "// " + line
		}
		list = append(list, line)
	}
	return list
}
