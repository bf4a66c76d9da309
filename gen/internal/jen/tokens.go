package jen

import "strings"

// flattener makes one list of the tokens of a file's declarations. Each token has the
// number of line ends before it: at most two, and at most one at the edges of brackets.
type flattener struct {
	file  *File
	list  []token
	lines uint8 // line ends since the last token
}

func (f *flattener) tokens() {
	for _, s := range f.file.body {
		f.lines = min(f.lines+1, 2)
		f.statement(s)
	}
}

func (f *flattener) statement(s *Statement) {
	for i := range s.parts {
		f.part(&s.parts[i])
	}
}

func (f *flattener) part(p *part) {
	switch {
	case p.kind == list || p.kind == lines:
		f.group(p)
	case p.code != nil:
		f.statement(p.code)
	case p.kind == selector:
		f.token(token{text: ".", kind: dot})
		f.token(token{text: p.text, kind: word})
	default:
		f.token(p.token)
	}
}

// group adds the tokens of a group. If commas separate its parts, commas end its lines.
func (f *flattener) group(p *part) {
	b := &brackets[p.group]
	f.token(token{text: b.opening, kind: opening, group: p.group})
	if p.code != nil {
		for i := range p.code.parts {
			switch {
			case p.kind == lines:
				f.token(token{kind: lineEnd})
			case i > 0:
				f.token(b.separator)
			}
			f.part(&p.code.parts[i])
			if p.kind == lines && b.separator.kind == comma {
				f.token(b.separator)
			}
		}
		if p.kind == lines && len(p.code.parts) > 0 {
			f.token(token{kind: lineEnd})
		}
	}
	f.token(token{text: b.closing, kind: closing, group: p.group})
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
