package jen

import "strings"

// flattener makes one list of the tokens of a file's declarations. Each token has the ends
// of lines before it, of which at most two follow each other, and one at most at the edges
// of brackets.
type flattener struct {
	file  *File
	list  []token
	lines uint8 // that have ended since the last token
}

func (f *flattener) tokens() {
	for _, s := range f.file.body {
		f.lines = min(f.lines+1, 2)
		f.statement(s)
	}
}

func (f *flattener) statement(s *Statement) {
	for i := range s.parts {
		if p := &s.parts[i]; p.code != nil {
			f.statement(p.code)
		} else {
			f.token(p.token)
		}
	}
}

func (f *flattener) token(t token) {
	switch t.kind {
	case lineEnd:
		f.lines = min(f.lines+1, 2)
		return
	case qualifier:
		t.text = f.file.qualifier(t.text)
	case comment:
		t.text = strings.TrimRight(t.text, " ")
	}
	t.lines = f.lines
	if t.lines == 2 && (t.kind == closing || len(f.list) > 0 && f.list[len(f.list)-1].kind == opening) {
		t.lines = 1
	}
	f.lines = 0
	f.list = append(withRoom(f.list, 1), t)
}

// declarations splits tokens at the empty lines between declarations.
func declarations(list []token, yield func([]token)) {
	depth, start := 0, 0
	for i := range list {
		t := &list[i]
		if t.lines == 2 && depth == 0 && i > start {
			yield(list[start:i])
			start = i
		}
		switch t.kind {
		case opening:
			depth++
		case closing:
			depth--
		}
	}
	if start < len(list) {
		yield(list[start:])
	}
}
