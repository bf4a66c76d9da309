package jen

import "strings"

// Source returns the text of the file.
func (f *File) Source() []byte {
	w := &writer{}
	list := f.tokens() // finds the imports
	declarations(documented(list), w.declaration)
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
	switch lines := f.importLines(); len(lines) {
	case 0:
	case 1:
		head.WriteString("\nimport " + lines[0] + "\n")
	default:
		head.WriteString("\nimport (\n")
		for _, line := range lines {
			if line != "" {
				line = "\t" + line
			}
			head.WriteString(line + "\n")
		}
		head.WriteString(")\n")
	}
	text := make([]byte, 0, head.Len()+len(w.text))
	return append(append(text, head.String()...), w.text...)
}

// writer writes the declarations of a file one after the other.
type writer struct {
	layout
	text []byte
}

// declaration writes a declaration with an empty line before it. Its lines are broken until
// none is too long or nothing can be broken: what is aligned with broken lines may be too
// long in turn.
func (w *writer) declaration(list []token) {
	start := len(w.text)
	for {
		w.text = append(w.text[:start], '\n')
		w.lay(list)
		w.text = w.write(w.text)
		w.text = append(w.text, '\n')
		if !hasLongLine(w.text[start:]) {
			return
		}
		broken, changed := w.breakLines(w.text)
		if !changed {
			return
		}
		list = broken
	}
}
