package jen

import "strings"

// tokens returns the tokens of the file's declarations. Each has the ends of lines before
// it, of which at most two follow each other, and none at the edges of brackets.
func (f *File) tokens() []token {
	n := 0
	for _, s := range f.body {
		n += len(s.tokens)
	}
	list := make([]token, 0, n)
	lines := uint8(0)
	for _, s := range f.body {
		lines = min(lines+1, 2)
		for _, t := range s.tokens {
			switch t.kind {
			case lineEnd:
				lines = min(lines+1, 2)
				continue
			case qualifier:
				t.text = f.qualifier(t.text)
			case comment:
				t.text = strings.TrimRight(t.text, " ")
			}
			if lines == 2 && (t.kind == closing || len(list) > 0 && list[len(list)-1].kind == opening) {
				lines = 1
			}
			t.lines = lines
			lines = 0
			list = append(list, t)
		}
	}
	return list
}

// declarations splits tokens at the empty lines between declarations.
func declarations(list []token, yield func([]token)) {
	depth, start := 0, 0
	for i, t := range list {
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
