package jen

import "strings"

// A Writer writes files one after the other. The zero value is ready to use. It uses the
// same memory for each file.
type Writer struct {
	layout  layout
	breaker lineBreaker
	flat    []token // of the file
	docs    []token // of a declaration with its comments formatted
	text    []byte
}

// Source returns the text of a file.
func (w *Writer) Source(f *File) []byte {
	w.text = w.text[:0]
	flat := flattener{file: f, list: w.flat[:0]}
	flat.tokens() // finds the imports
	w.flat = flat.list
	declarations(w.flat, w.declaration)
	head := f.head()
	text := make([]byte, 0, len(head)+len(w.text))
	return append(append(text, head...), w.text...)
}

// head returns the text up to the imports.
func (f *File) head() string {
	var head strings.Builder
	for _, line := range f.headers {
		head.WriteString(line + "\n")
	}
	if len(f.headers) > 0 {
		head.WriteByte('\n')
	}
	for _, line := range docComment(f.comments) {
		head.WriteString(line + "\n")
	}
	head.WriteString("package " + f.name + "\n")
	lines := f.importLines()
	if len(lines) == 1 {
		head.WriteString("\nimport " + lines[0] + "\n")
	}
	if len(lines) < 2 {
		return head.String()
	}
	head.WriteString("\nimport (\n")
	for _, line := range lines {
		if line != "" {
			line = "\t" + line
		}
		head.WriteString(line + "\n")
	}
	head.WriteString(")\n")
	return head.String()
}

// declaration writes a declaration after an empty line. It breaks lines until none is too
// long or none can be broken, because breaking a line may make aligned lines too long.
func (w *Writer) declaration(list []token) {
	list = w.documented(list)
	start := len(w.text)
	for {
		w.text = append(w.text[:start], '\n')
		w.layout.lay(list)
		w.text = w.layout.write(w.text)
		w.text = append(w.text, '\n')
		if !hasLongLine(w.text[start:]) {
			return
		}
		broken, changed := w.breaker.breakLines(&w.layout, w.text)
		if !changed {
			return
		}
		list = broken
	}
}
