package config

import (
	"errors"
	"reflect"
	"strconv"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// number reads an integer in decimal digits.
func (r *reader) number(n ast.Node, into reflect.Value) {
	const want = "an integer of at least 0"
	if _, ok := n.(ast.ScalarNode); !ok {
		r.wrongType(n, want)
		return
	}
	text := scalar(n)
	number, err := strconv.ParseUint(text, 10, 64)
	_, integer := n.(*ast.IntegerNode)
	switch {
	case integer && err == nil:
		into.SetUint(number)
	case isQuoted(n):
		r.add(positionOf(n), "write the number without quotes", "expected %s, found the string %s", want, quote(text))
	case errors.Is(err, strconv.ErrRange): // the YAML library takes it for a string
		r.add(positionOf(n), "correct the value", "expected an integer of at most %d, found %.60s", uint64(1<<64-1), text)
	case integer && text[0] != '-':
		r.add(positionOf(n), "write it in decimal digits", "expected %s, found %.60s", want, text)
	case isNumeral(text):
		r.add(positionOf(n), "correct the value", "expected %s, found %.60s", want, text)
	default:
		r.add(positionOf(n), "correct the value", "expected %s, found %s", want, quote(text))
	}
}

// isQuoted reports whether a scalar is in quotes, or in a block after "|" or ">".
func isQuoted(n ast.Node) bool {
	switch n.GetToken().Type {
	case token.SingleQuoteType, token.DoubleQuoteType, token.LiteralType, token.FoldedType:
		return true
	}
	return false
}

// isNumeral reports whether a text is a number of any size: "-1", "1.5".
func isNumeral(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return !errors.Is(err, strconv.ErrSyntax)
}
