package gen

import (
	"go/token"
	"unicode/utf8"
)

// brackets is a pair of brackets on a line: the indices of their tokens.
type brackets struct{ open, close int }

// breakable returns the pairs of brackets that can be broken and are in no other such
// pair of the line.
func breakable(tokens []sourceToken) []brackets {
	partner := map[int]int{}
	var open []int
	for i, t := range tokens {
		switch t.kind {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			open = append(open, i)
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if len(open) > 0 {
				partner[open[len(open)-1]] = i
				open = open[:len(open)-1]
			}
		}
	}
	var pairs []brackets
	for i := 0; i < len(tokens); i++ {
		if other, ok := partner[i]; ok && isBreakable(tokens, brackets{i, other}) {
			pairs = append(pairs, brackets{i, other})
			i = other
		}
	}
	return pairs
}

// split splits tokens at the separators that are in no brackets.
func split(tokens []sourceToken, separator token.Token) [][]sourceToken {
	var parts [][]sourceToken
	depth, start := 0, 0
	for i, t := range tokens {
		switch t.kind {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth--
		case separator:
			if depth == 0 {
				parts = append(parts, tokens[start:i])
				start = i + 1
			}
		}
	}
	if start < len(tokens) {
		parts = append(parts, tokens[start:])
	}
	return parts
}

// breakBrackets breaks a line at the brackets that hold most, and reports whether there
// are any that can be broken.
func (b *lineBreaker) breakBrackets(tokens []sourceToken, indent int) bool {
	var widest brackets
	width := 0
	for _, pair := range breakable(tokens) {
		if w := len(b.text(tokens[pair.open+1 : pair.close])); w > width {
			widest, width = pair, w
		}
	}
	if width == 0 {
		return false
	}
	inside := tokens[widest.open+1 : widest.close]
	separator := token.COMMA
	if b.isBlock(tokens, widest.open) {
		separator = token.SEMICOLON
	} else if body, ok := b.onlyFunction(inside); ok {
		widest = brackets{widest.open + 1 + body.open, widest.open + 1 + body.close}
		inside, separator = tokens[widest.open+1:widest.close], token.SEMICOLON
	}
	b.line(tokens[:widest.open+1], indent)
	b.out.WriteByte('\n')
	b.parts(split(inside, separator), separator, indent+1)
	b.line(tokens[widest.close:], indent)
	return true
}

// isBreakable reports whether Go allows a line for each part of what is in the brackets:
// it does in lists and literals, but not in (*v), and nobody wants it in a receiver.
func isBreakable(tokens []sourceToken, pair brackets) bool {
	if pair.open+1 == pair.close {
		return false
	}
	switch tokens[pair.open].kind {
	case token.LBRACK:
		return len(split(tokens[pair.open+1:pair.close], token.COMMA)) > 1
	case token.LBRACE:
		return true
	}
	if pair.open == 0 {
		return false
	}
	if pair.open == 1 && tokens[0].kind == token.FUNC && pair.close+1 < len(tokens) {
		return tokens[pair.close+1].kind != token.IDENT
	}
	switch tokens[pair.open-1].kind {
	case token.IDENT, token.FUNC, token.RBRACK, token.RPAREN, token.RBRACE:
		return true
	default:
		return false
	}
}

// isBlock reports whether a brace opens a block of statements: a formatted file has a
// blank before it, and none before the brace of a literal behind a type.
func (b *lineBreaker) isBlock(tokens []sourceToken, open int) bool {
	return tokens[open].kind == token.LBRACE && open > 0 && tokens[open-1].end < tokens[open].start &&
		(tokens[open-1].kind == token.RPAREN || tokens[open-1].kind == token.IDENT || tokens[open-1].kind == token.RBRACK)
}

// onlyFunction returns the body of a function that is the only part of what tokens list.
// It is then broken instead of the list.
func (b *lineBreaker) onlyFunction(tokens []sourceToken) (brackets, bool) {
	if tokens[0].kind != token.FUNC || len(split(tokens, token.COMMA)) > 1 {
		return brackets{}, false
	}
	pairs := breakable(tokens)
	last := pairs[len(pairs)-1]
	return last, last.close == len(tokens)-1 && b.isBlock(tokens, last.open)
}

// parts writes a line for each part; texts share lines.
func (b *lineBreaker) parts(parts [][]sourceToken, separator token.Token, indent int) {
	column := 0
	for i, part := range parts {
		width := utf8.RuneCount(b.text(part)) + len(", ")
		short := len(part) == 1 && part[0].kind == token.STRING
		switch {
		case i == 0:
			b.line(part, indent)
			column = tabWidth*indent + width
		case short && len(parts[i-1]) == 1 && column+width <= longestLine:
			b.out.WriteByte(' ')
			b.write(0, b.text(part))
			column += width
		default:
			b.out.WriteByte('\n')
			b.line(part, indent)
			column = tabWidth*indent + width
		}
		if separator == token.COMMA {
			b.out.WriteByte(',')
		}
	}
	b.out.WriteByte('\n')
}
