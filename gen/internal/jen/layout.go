package jen

import "slices"

// layout computes the layout of the tokens of a declaration as gofmt does. It keeps the
// lines that the tokens have.
type layout struct {
	tokens  []token
	partner []int32 // index of the bracket that belongs to a bracket
	parent  []int32 // index of the innermost open bracket, -1 if there is none
	row     []int32 // number of the line on which a token begins
	gap     []int32 // blanks before a token; tabs if it begins a line
	base    []int32 // tabs of the line of an opening bracket
	start   []int32 // offset of a token in the text
	spaced  []int8  // for operators between operands: 1 with blanks around them, -1 without
}

func (l *layout) lay(tokens []token) {
	l.tokens = tokens
	l.match()
	for i := range tokens {
		l.gap[i] = l.blanks(i)
	}
	for i := range tokens {
		if tokens[i].kind == opening && tokens[i].group == block {
			l.layBody(i)
		}
	}
	l.indent()
	for i := range tokens {
		if tokens[i].kind == opening && l.breaks(i) {
			l.align(i)
		}
	}
}

// sized returns a slice with n elements of unknown content.
func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, 2*n)
	}
	return s[:n]
}

// withRoom returns a slice with room for n more elements. It grows by doubling, because
// append grows large slices by a quarter, and so allocates several times the memory that is
// needed in the end.
func withRoom[T any](s []T, n int) []T {
	if cap(s)-len(s) < n {
		return slices.Grow(s, max(n, len(s)))
	}
	return s
}

// match finds the pairs of brackets.
func (l *layout) match() {
	n := len(l.tokens)
	l.partner, l.parent, l.row = sized(l.partner, n), sized(l.parent, n), sized(l.row, n)
	l.gap, l.base, l.start, l.spaced = sized(l.gap, n), sized(l.base, n), sized(l.start, n), sized(l.spaced, n)
	clear(l.spaced)
	open := int32(-1)
	for i := range l.tokens {
		if l.tokens[i].kind == closing {
			l.partner[i], l.partner[open] = open, int32(i)
			open = l.parent[open]
		}
		l.parent[i] = open
		if l.tokens[i].kind == opening {
			open = int32(i)
		}
	}
}

// longestBody is the maximum size of a function that gofmt leaves on one line.
const longestBody = 100

// layBody puts the statements of a function on lines of their own if its line would be too
// long for gofmt, and puts the end of an empty loop on a line of its own.
func (l *layout) layBody(open int) {
	end := int(l.partner[open])
	if l.breaks(open) {
		return
	}
	start := open
	for start > 0 && l.tokens[start].lines == 0 && l.tokens[start].text != "func" {
		start--
		if l.tokens[start].kind == closing && l.tokens[start].lines == 0 {
			start = int(l.partner[start])
		}
	}
	switch l.tokens[start].text {
	case "for":
		l.tokens[end].lines = 1
		return
	case "func":
		// gofmt counts the signature and the statements, and the blank of a declaration's
		// func twice.
		size := l.width(start, open) + int(l.gap[start+1])
		if end > open+1 {
			size += l.width(open+1, end)
		}
		if size <= longestBody && l.isLine(start, open) {
			return
		}
	}
	l.tokens[end].lines = 1
	for i := open + 1; i < end; i++ {
		if l.parent[i] == int32(open) && (i == open+1 || l.tokens[i-1].kind == semicolon) {
			l.tokens[i].lines = 1
		}
		if l.parent[i] == int32(open) && l.tokens[i].kind == semicolon {
			l.tokens[i].text = ""
		}
	}
}

// breaks reports whether the first token in brackets begins a line.
func (l *layout) breaks(open int) bool { return l.tokens[open+1].lines > 0 }

// isLine reports whether the tokens from start up to end are on one line.
func (l *layout) isLine(start, end int) bool {
	for i := start + 1; i < end; i++ {
		if l.tokens[i].lines > 0 {
			return false
		}
	}
	return true
}

// width returns the number of bytes of the tokens from start up to end, which are on one
// line.
func (l *layout) width(start, end int) int {
	n := len(l.tokens[start].text)
	for i := start + 1; i < end; i++ {
		n += int(l.gap[i]) + len(l.tokens[i].text)
	}
	return n
}

// indent sets the tabs of each line, and numbers the lines.
func (l *layout) indent() {
	line, row := int32(0), int32(0) // tabs of the line, its number
	continued := false              // the line continues a list
	for i := range l.tokens {
		t := &l.tokens[i]
		if t.lines > 0 {
			row++
			line = l.tabs(i)
			l.gap[i] = line
			continued = l.continues(i)
		}
		l.row[i] = row
		switch t.kind {
		case opening:
			l.base[i] = line
		case assign:
			// Assigned values are not indented further if the variables took several lines.
			if continued {
				line--
				continued = false
			}
		}
	}
}

// tabs returns the number of tabs before a token that begins a line.
func (l *layout) tabs(i int) int32 {
	t := &l.tokens[i]
	if t.kind == closing {
		return l.base[l.partner[i]]
	}
	n := int32(0)
	if open := l.parent[i]; open >= 0 {
		n = l.base[open]
		if l.breaks(int(open)) {
			n++
		}
	}
	switch {
	case t.kind == keyword && (t.text == "case" || t.text == "default"):
		return n - 1
	case l.continues(i):
		return n + 1
	}
	return n
}

// continues reports whether a token that begins a line continues what the line before has
// begun. In lists whose items begin lines, a comma ends an item.
func (l *layout) continues(i int) bool {
	if i == 0 || l.tokens[i].kind == closing {
		return false
	}
	switch l.tokens[i-1].kind {
	case operator:
		return true
	case comma:
		open := l.parent[i]
		return open < 0 || !l.breaks(int(open)) || l.tokens[open].group == block || l.tokens[open].group == defs
	default:
		return false
	}
}

// write appends the text.
func (l *layout) write(text []byte) []byte {
	for i := range l.tokens {
		t := &l.tokens[i]
		gap := l.gap[i]
		if i == 0 {
			gap = 0
		}
		text = withRoom(text, len("\n\n")+int(gap)+len(t.text))
		blank := byte(' ')
		if t.lines > 0 && i > 0 {
			text = append(text, "\n\n"[:t.lines]...)
			blank = '\t'
		}
		for range gap {
			text = append(text, blank)
		}
		l.start[i] = int32(len(text))
		text = append(text, t.text...)
	}
	return text
}
