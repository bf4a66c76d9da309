package jen

import "math"

// element is an element of a literal.
type element struct {
	start, end int
	size       int // of the key, or of an element without one; 0 if it has several lines
	value      int // the first token after the colon
}

// alignValues aligns the values after keys.
func (l *layout) alignValues(open int) {
	t := &table{layout: l}
	var logs float64 // of the sizes since the last break
	count, size, inLine := 0, 0, 0
	l.elements(open, func(e element) {
		begins := l.tokens[e.start].lines > 0
		if begins && (l.tokens[e.start].lines > 1 || inLine > 1 || !similar(size, e.size, logs, count)) {
			t.end()
			logs, count = 0, 0
		}
		if begins {
			inLine = 0
		}
		inLine++
		switch {
		case e.value > 0 && e.size > 0 && begins:
			t.rows = append(t.rows, tableRow{cells: [3]cell{{l.runes(e.start, e.value), e.value}}, n: 1})
		case begins:
			t.end()
		}
		if size = e.size; size > 0 {
			logs += math.Log(float64(size))
			count++
		}
	})
	t.end()
}

// elements calls f with the elements of a literal.
func (l *layout) elements(open int, f func(element)) {
	last := int(l.partner[open])
	for start := open + 1; start < last; {
		e := element{start: start, end: start}
		for e.end < last && l.tokens[e.end].kind != comma {
			if l.tokens[e.end].kind == opening {
				e.end = int(l.partner[e.end])
			}
			e.end++
		}
		key := e.end
		if l.tokens[start+1].kind == colon {
			e.value = start + 2
			key = start + 1
		}
		if l.row[start] == l.row[e.end-1] {
			e.size = l.width(start, key)
		}
		f(e)
		start = e.end + 1
	}
}

// similar reports whether gofmt aligns a key with the one before: both are short, or the
// size is close enough to the mean of those before.
func similar(before, size int, logs float64, count int) bool {
	const short, most = 40, 2.5
	switch {
	case before == 0 || size == 0:
		return false
	case count == 0 || before <= short && size <= short:
		return true
	}
	ratio := float64(size) / math.Exp(logs/float64(count))
	return most*ratio > 1 && ratio < most
}
