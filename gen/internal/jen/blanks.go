package jen

// blanks returns the number of blanks that gofmt puts before a token that does not begin a
// line.
func (l *layout) blanks(i int) int32 {
	if i == 0 {
		return 0
	}
	if l.touches(i) {
		return 0
	}
	return 1
}

// touches reports whether gofmt puts no blank before a token.
func (l *layout) touches(i int) bool {
	before, t := &l.tokens[i-1], &l.tokens[i]
	switch t.kind {
	case comma, semicolon, colon, dot:
		return true
	case comment, assign:
		return false
	case closing:
		return t.group != block || before.kind == opening
	case dots:
		next := l.tokens[i+1].kind
		return before.kind == opening || next == closing || next == comma
	case operator:
		if l.isBinary(i) {
			return !l.isSpaced(i)
		}
	case opening:
		if touches, decided := l.opensTouching(i); decided {
			return touches
		}
	}
	switch before.kind {
	case dot, qualifier, dots, star:
		return true
	case opening:
		return before.group != block
	case closing:
		// The end of []T or map[K]T, before T.
		return before.group == index && l.isType(int(l.partner[i-1]))
	case operator:
		return !l.isBinary(i-1) || !l.isSpaced(i-1)
	case colon:
		return l.parent[i] >= 0 && l.tokens[l.parent[i]].group == index
	}
	return false
}

// opensTouching reports whether gofmt puts no blank before an opening bracket. decided
// reports whether this depends on nothing else.
func (l *layout) opensTouching(i int) (touches, decided bool) {
	before := &l.tokens[i-1]
	behindOperand := before.kind == word || before.kind == closing
	switch l.tokens[i].group {
	case call, typeArgs:
		return true, true
	case index:
		switch {
		case before.kind == keyword && before.text == "map":
			return true, true
		case l.isType(i):
			return false, false
		}
		return true, behindOperand
	case values, parens:
		return true, behindOperand
	case params:
		receiver := before.kind == keyword && before.lines > 0 && l.parent[i] < 0
		results := before.kind == closing && before.group == params
		return !receiver && !results, before.kind == keyword || behindOperand
	case fields:
		return l.tokens[i+1].kind == closing, true
	case block, defs:
		return false, true
	}
	return false, false
}

// isType reports whether a bracket opens the length of an array or slice type, or the type of
// a map's keys. If so, a type follows.
func (l *layout) isType(open int) bool {
	next := int(l.partner[open]) + 1
	if next == len(l.tokens) || l.tokens[next].lines > 0 {
		return false
	}
	switch t := &l.tokens[next]; t.kind {
	case word, keyword, qualifier, star:
		return true
	case opening:
		return t.group == index
	default:
		return false
	}
}

// isBinary reports whether an operator is between operands.
func (l *layout) isBinary(i int) bool {
	if i == 0 {
		return false
	}
	switch l.tokens[i-1].kind {
	case word, quoted, closing:
		return true
	default:
		return false
	}
}

// precedences has the precedences of all operators that the generator writes.
var precedences = map[string]int{
	"||": 1, "&&": 2,
	"==": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3,
	"+": 4, "-": 4, "|": 4, "^": 4,
	"/": 5, "%": 5, "<<": 5, ">>": 5, "&": 5, "&^": 5,
}

// isSpaced reports whether an operator has blanks around it. Those that bind most loosely
// have, except products, and sums at greater depth.
func (l *layout) isSpaced(i int) bool {
	if l.spaced[i] != 0 {
		return l.spaced[i] > 0
	}
	loosest := len(precedences)
	l.operators(i, func(j int) { loosest = min(loosest, precedences[l.tokens[j].text]) })
	depth := l.depth(l.parent[i])
	l.operators(i, func(j int) {
		l.spaced[j] = -1
		if p := precedences[l.tokens[j].text]; p < 4 || p == loosest && depth == 1 {
			l.spaced[j] = 1
		}
	})
	return l.spaced[i] > 0
}

// operators calls f with the operators of the expression whose first one is at i.
func (l *layout) operators(i int, f func(int)) {
	for j := i; j < len(l.tokens); j++ {
		t := &l.tokens[j]
		switch {
		case t.lines > 0 && l.tokens[j-1].kind != operator:
			return
		case t.kind == operator:
			if l.isBinary(j) {
				f(j)
			}
		case t.kind == opening && t.group != block:
			j = int(l.partner[j])
		case t.kind == word || t.kind == quoted || t.kind == dot || t.kind == qualifier || t.kind == star:
		default:
			return
		}
	}
}

// depth returns the depth of an expression in a bracket, as gofmt counts it.
func (l *layout) depth(open int32) int {
	if open < 0 {
		return 1
	}
	outside := func() int { return l.depth(l.parent[open]) }
	switch l.tokens[open].group {
	case call:
		if l.hasParts(int(open)) {
			return outside() + 1
		}
		return outside()
	case index, typeArgs:
		return outside() + 1
	case parens:
		return max(outside()-1, 1)
	default:
		return 1
	}
}

// hasParts reports whether the parts in brackets are separated by commas.
func (l *layout) hasParts(open int) bool {
	for i := open + 1; i < int(l.partner[open]); i++ {
		if l.tokens[i].kind == opening {
			i = int(l.partner[i])
		}
		if l.tokens[i].kind == comma && l.tokens[i+1].kind != closing {
			return true
		}
	}
	return false
}
