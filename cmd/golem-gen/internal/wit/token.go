package wit

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

type tokenKind uint8

const (
	tokenEnd     tokenKind = iota
	tokenWord              // identifier or keyword
	tokenEscaped           // identifier after %, never a keyword
	tokenNumber
	tokenSymbol // one of symbols
	tokenOther  // a character that WIT does not use
)

// token is a word or symbol, with the comments before it.
type token struct {
	kind    tokenKind
	text    string // without the % of an escaped identifier
	offset  int
	doc     string // documentation comments between this token and the one before
	newline bool   // the token is the first of its line
}

func (t token) is(symbol string) bool { return t.kind == tokenSymbol && t.text == symbol }

func (t token) isWord(word string) bool { return t.kind == tokenWord && t.text == word }

func (t token) isName() bool { return t.kind == tokenWord || t.kind == tokenEscaped }

// String returns the token for messages.
func (t token) String() string {
	switch t.kind {
	case tokenEnd:
		return "the end of the text"
	case tokenEscaped:
		return `"%` + t.text + `"`
	default:
		return fmt.Sprintf("%q", t.text)
	}
}

// symbols are the texts of symbols. A longer one comes before its prefixes.
var symbols = []string{"->", "=", ",", ":", ";", "(", ")", "{", "}", "<", ">", "*", "/", ".", "@", "_", "+"}

// source is the text being read.
type source struct {
	name string
	text []byte
}

// fail returns an error at an offset of the text.
func (s *source) fail(offset int, what string, args ...any) *Error {
	return &Error{source: s, offset: offset, What: fmt.Sprintf(what, args...), Fix: "correct the WIT"}
}

// lexer splits a text into tokens.
type lexer struct {
	*source
	at  int
	err *Error // for a comment without an end
}

func (l *lexer) next() token {
	t := l.space()
	t.offset = l.at
	rest := l.text[l.at:]
	switch {
	case len(rest) == 0:
		return t
	case isLetter(rest[0]):
		t.kind, t.text = tokenWord, l.take(isNameByte)
	case rest[0] == '%' && len(rest) > 1 && isLetter(rest[1]):
		l.at++
		t.kind, t.text = tokenEscaped, l.take(isNameByte)
	case isDigit(rest[0]):
		t.kind, t.text = tokenNumber, l.take(isDigit)
	default:
		t.kind, t.text = l.symbol(rest)
		l.at += len(t.text)
	}
	return t
}

func (l *lexer) symbol(rest []byte) (tokenKind, string) {
	for _, s := range symbols {
		if len(rest) >= len(s) && string(rest[:len(s)]) == s {
			return tokenSymbol, s
		}
	}
	_, size := utf8.DecodeRune(rest)
	return tokenOther, string(rest[:size])
}

// take reads bytes as long as they are in a set, and returns them.
func (l *lexer) take(in func(byte) bool) string {
	start := l.at
	for l.at < len(l.text) && in(l.text[l.at]) {
		l.at++
	}
	return string(l.text[start:l.at])
}

// version reads a version, which does not consist of tokens: "1.4.0-rc.1+build". In
// "@0.2.3.{error}", the last dot is not part of the version.
func (l *lexer) version() string {
	l.take(isSpace)
	text := l.take(isVersionByte)
	trimmed := strings.TrimRight(text, ".")
	l.at -= len(text) - len(trimmed)
	return trimmed
}

// space skips spaces and comments, and collects documentation.
func (l *lexer) space() token {
	var doc []string
	newline := l.at == 0
	for {
		spaces := l.take(isSpace)
		newline = newline || strings.Contains(spaces, "\n")
		comment, ok := l.comment()
		if !ok {
			return token{doc: strings.TrimSpace(strings.Join(doc, "\n")), newline: newline}
		}
		doc = append(doc, documentation(comment)...)
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isNameByte(c byte) bool { return isLetter(c) || isDigit(c) || c == '-' }

func isVersionByte(c byte) bool { return isNameByte(c) || c == '.' || c == '+' }
