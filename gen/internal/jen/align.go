package jen

import "unicode/utf8"

// tableRow is a line whose cells gofmt aligns with those of the lines around it.
type tableRow struct {
	cells [3]cell
	n     int
	carry int // blanks of cells that nothing followed
}

// cell is a cell of a row. next is the token that follows in the next column, 0 if there is
// none.
type cell struct{ width, next int }

func (r *tableRow) add(width, next int) {
	r.cells[r.n] = cell{width, next}
	r.n++
}

// align aligns the lines in brackets.
func (l *layout) align(open int) {
	switch l.tokens[open].group {
	case fields:
		l.alignFields(open)
	case defs:
		l.alignDefs(open)
	case values:
		l.alignValues(open)
	}
}

// items calls f with each item in brackets. Each item begins a line.
func (l *layout) items(open int, f func(start, end int)) {
	last := int(l.partner[open])
	for start := open + 1; start < last; {
		end := start + 1
		for end < last && (l.tokens[end].lines == 0 || l.parent[end] != int32(open) || l.continues(end)) {
			end++
		}
		f(start, end)
		start = end
	}
}

// table is a sequence of rows that are aligned.
type table struct {
	*layout
	rows []tableRow
}

// begin ends the table before an item if gofmt does not align across it.
func (t *table) begin(start int) {
	if t.tokens[start].lines > 1 || t.tokens[start].kind == comment {
		t.end()
	}
}

// end aligns the rows. A column consists of cells below each other.
func (t *table) end() {
	rows := t.rows
	for column := range len(tableRow{}.cells) {
		for first := 0; first < len(rows); {
			last, widest := first, 0
			for last < len(rows) && rows[last].n > column {
				widest = max(widest, rows[last].cells[column].width)
				last++
			}
			if widest > 0 {
				widest++
			}
			for i := first; i < last; i++ {
				t.pad(&rows[i], column, widest)
			}
			first = last + 1
		}
	}
	t.rows = rows[:0]
}

// pad fills a cell up to a width.
func (t *table) pad(r *tableRow, column, width int) {
	c := &r.cells[column]
	r.carry += width - c.width
	if c.next > 0 {
		t.gap[c.next] = int32(r.carry)
		r.carry = 0
	}
}

// alignFields aligns the names, types and comments of a struct.
func (l *layout) alignFields(open int) {
	count := 0
	l.items(open, func(start, _ int) {
		if l.tokens[start].kind != comment {
			count++
		}
	})
	if count < 2 {
		return
	}
	t := &table{layout: l}
	l.items(open, func(start, end int) {
		t.begin(start)
		if l.tokens[start].kind != comment {
			t.rows = append(t.rows, l.field(start, end))
		}
		if l.row[start] != l.row[end-1] {
			t.end()
		}
	})
	t.end()
}

// field returns a field or method as a row.
func (l *layout) field(start, end int) (r tableRow) {
	beside := 0 // the comment
	if l.tokens[end-1].kind == comment {
		beside = end - 1
		end--
	}
	named := l.tokens[start].kind == word && end > start+1 && l.tokens[start+1].kind != opening
	if named || end > start+1 && l.tokens[start+1].group == index && l.tokens[start+1].kind == opening {
		r.add(l.runes(start, start+1), start+1)
		start++
	} else if beside > 0 {
		r.add(l.runes(start, end), 0)
		r.add(0, beside)
		return r
	}
	if beside > 0 {
		r.add(l.runes(start, end), beside)
	}
	return r
}

// runes returns the number of characters of the tokens from start up to end.
func (l *layout) runes(start, end int) int {
	n := 0
	for i := start; i < end; i++ {
		n += utf8.RuneCountInString(l.tokens[i].text)
		if i > start {
			n += int(l.gap[i])
		}
	}
	return n
}

// definition is a definition in parentheses.
type definition struct {
	start, end      int
	value, beside   int // the tokens = and comment, 0 if there is none
	typed, keepType bool
}

// alignDefs aligns the names, types, values and comments of definitions.
func (l *layout) alignDefs(open int) {
	var list []definition
	l.items(open, func(start, end int) {
		d := definition{start: start, end: end}
		for i := start; i < end && l.parent[i] == int32(open) && d.value == 0; i++ {
			if l.tokens[i].kind == assign {
				d.value = i
			}
		}
		if last := end - 1; last > start && l.tokens[last].kind == comment {
			d.beside, d.end = last, last
		}
		d.typed = d.value == 0 && d.end > start+1 || d.value > start+1
		list = append(list, d)
	})
	if !keepTypes(l, list) {
		return
	}
	t := &table{layout: l}
	for _, d := range list {
		t.begin(d.start)
		if l.tokens[d.start].kind != comment {
			t.rows = append(t.rows, l.row4(&d))
		}
		if l.row[d.start] != l.row[d.end-1] {
			t.end()
		}
	}
	t.end()
}

// keepTypes finds out which definitions have a column for types: consecutive ones with
// values, if one of them has a type. It reports whether there is more than one definition.
func keepTypes(l *layout, list []definition) bool {
	count := 0
	var run []*definition
	keep := false
	end := func() {
		for _, d := range run {
			d.keepType = keep
		}
		run, keep = nil, false
	}
	for i := range list {
		d := &list[i]
		if l.tokens[d.start].kind == comment {
			continue
		}
		count++
		if d.value == 0 {
			end()
			continue
		}
		run = append(run, d)
		keep = keep || d.typed
	}
	end()
	return count > 1
}

// row4 returns a definition as a row: name, type, value, comment.
func (l *layout) row4(d *definition) (r tableRow) {
	last := d.start + 1 // the end of the cell
	width := l.runes(d.start, last)
	tabs := 3
	if d.typed || d.keepType {
		next := 0
		if d.typed {
			next = last
		}
		r.add(width, next)
		tabs--
		width = 0
		if d.typed {
			end := d.end
			if d.value > 0 {
				end = d.value
			}
			width = l.runes(last, end)
		}
	}
	if d.value > 0 {
		r.add(width, d.value)
		tabs--
		width = 0
		if d.beside > 0 {
			width = l.runes(d.value, d.end)
		}
	}
	if d.beside > 0 {
		for ; tabs > 1; tabs-- {
			r.add(width, 0)
			width = 0
		}
		r.add(width, d.beside)
	}
	return r
}
