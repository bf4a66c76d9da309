package jen

import "unicode/utf8"

// pair is a pair of brackets on a line: the indices of their tokens.
type pair struct{ open, close int }

// breakable returns the pairs of brackets that can be broken and are not inside of another
// such pair of the line.
func breakable(tokens []placed) []pair {
	var found []pair // in the order of their ends
	var open []int
	for i, t := range tokens {
		switch t.kind {
		case opening:
			open = append(open, i)
		case closing:
			if len(open) == 0 {
				continue
			}
			p := pair{open[len(open)-1], i}
			open = open[:len(open)-1]
			if !isBreakable(tokens, p) {
				continue
			}
			for len(found) > 0 && found[len(found)-1].open > p.open {
				found = found[:len(found)-1]
			}
			found = append(found, p)
		}
	}
	return found
}

// isSeparator reports whether a token separates parts: a comma, a semicolon, or a plus.
func isSeparator(t *token, separator kind) bool {
	return t.kind == separator && (separator != operator || t.text == "+")
}

// split splits tokens at separators that are not in brackets.
func split(tokens []placed, separator kind) [][]placed {
	var parts [][]placed
	depth, start := 0, 0
	for i := range tokens {
		switch t := &tokens[i]; {
		case t.kind == opening:
			depth++
		case t.kind == closing:
			depth--
		case depth == 0 && isSeparator(&t.token, separator):
			parts = append(parts, tokens[start:i])
			start = i + 1
		}
	}
	if start < len(tokens) {
		parts = append(parts, tokens[start:])
	}
	return parts
}

// breakBrackets breaks a line at the pair of brackets with the longest content, and reports
// whether there is a pair that can be broken.
func (b *lineBreaker) breakBrackets(tokens []placed, indent int) bool {
	var widest pair
	width := 0
	for _, p := range breakable(tokens) {
		if w := len(b.textOf(tokens[p.open+1 : p.close])); w > width {
			widest, width = p, w
		}
	}
	if width == 0 {
		return false
	}
	inside := tokens[widest.open+1 : widest.close]
	separator := comma
	if tokens[widest.open].group == block {
		separator = semicolon
	} else if body, ok := onlyFunction(inside); ok {
		widest = pair{widest.open + 1 + body.open, widest.open + 1 + body.close}
		inside, separator = tokens[widest.open+1:widest.close], semicolon
	}
	b.line(tokens[:widest.open+1], indent)
	b.atLine = true
	b.parts(split(inside, separator), separator, indent+1)
	b.line(tokens[widest.close:], indent)
	return true
}

// isBreakable reports whether each part in the brackets can have its own line. Go allows
// that in lists and literals, but not in (*v). In a receiver, nobody wants it.
func isBreakable(tokens []placed, p pair) bool {
	if p.open+1 == p.close {
		return false
	}
	switch tokens[p.open].group {
	case index:
		return false
	case typeArgs:
		return len(split(tokens[p.open+1:p.close], comma)) > 1
	case values, block, fields:
		return true
	}
	if p.open == 0 {
		return false
	}
	if p.open == 1 && tokens[0].text == "func" && p.close+1 < len(tokens) {
		return tokens[p.close+1].kind != word
	}
	switch before := tokens[p.open-1]; before.kind {
	case word, closing:
		return true
	case keyword:
		return before.text == "func"
	default:
		return false
	}
}

// onlyFunction returns the body of a function that is the only item in tokens. The body is
// then broken instead of the list.
func onlyFunction(tokens []placed) (pair, bool) {
	if tokens[0].text != "func" || len(split(tokens, comma)) > 1 {
		return pair{}, false
	}
	pairs := breakable(tokens)
	last := pairs[len(pairs)-1]
	return last, last.close == len(tokens)-1 && tokens[last.open].group == block
}

// parts writes a line for each part. Short texts share lines.
func (b *lineBreaker) parts(parts [][]placed, separator kind, indent int) {
	column := 0
	for i, part := range parts {
		width := utf8.RuneCount(b.textOf(part)) + len(", ")
		short := len(part) == 1 && part[0].kind == quoted
		switch {
		case i == 0:
			b.line(part, indent)
			column = TabWidth*indent + width
		case short && len(parts[i-1]) == 1 && column+width <= LongestLine:
			b.copy(part)
			column += width
		default:
			b.atLine = true
			b.line(part, indent)
			column = TabWidth*indent + width
		}
		if separator == comma {
			b.put(token{text: ",", kind: comma})
		}
	}
	b.atLine = true
}
