// Package jen writes Go source in the format of gofmt, and breaks lines that are too long.
//
// Its functions are named, and behave, like those of github.com/dave/jennifer/jen. There
// are only those that the generator calls. Unlike jennifer, the package keeps tokens
// instead of text, and lays them out itself, because parsing and printing by go/format
// takes most of the time of generating.
package jen

// A Statement is a list of tokens. The zero value is empty. Methods append to it and return
// it. Their arguments become a part of it, and nothing must be added to them afterwards.
type Statement struct {
	parts []part
	// afterCase is set after a case, whose statements are not in braces.
	afterCase bool
}

// Code is a part of a statement. nil stands for nothing.
type Code = *Statement

// part is a token, all tokens of a statement, or a group whose parts are those of code.
type part struct {
	token
	code Code
}

// token is a token of Go source, a comment or the end of a line.
type token struct {
	text  string // of a qualifier: the import path
	kind  kind
	group group // of brackets
	lines uint8 // number of line ends before it; 2 is an empty line
}

type kind uint8

const (
	word kind = iota // an identifier, or a literal other than a string
	keyword
	quoted    // a string literal
	qualifier // a package and the dot after it
	operator  // + and the like, and & and - before an operand
	star      // * before an operand or type; there is no multiplication
	assign    // = := |=
	dots      // ...
	comma
	semicolon
	colon
	dot
	opening
	closing
	comment
	lineEnd

	// Kinds of parts that consist of several tokens.
	selector // a dot and a name
	list     // a group on one line
	lines    // a group with a line for each part
)

// group is the kind of content of brackets.
type group uint8

const (
	params   group = iota // ( of a signature
	call                  // ( of a call
	parens                // ( around an expression or type
	defs                  // ( of const and var
	index                 // [ of an index, slice or array
	typeArgs              // [ of type arguments
	values                // { of a literal
	block                 // { of statements
	fields                // { of a struct or interface
)

// brackets has the texts that open and close each group, and the separator of its parts.
var brackets = [...]struct {
	opening, closing string
	separator        token
}{
	params:   {"(", ")", token{text: ",", kind: comma}},
	call:     {"(", ")", token{text: ",", kind: comma}},
	parens:   {opening: "(", closing: ")"},
	defs:     {opening: "(", closing: ")"},
	index:    {"[", "]", token{text: ":", kind: colon}},
	typeArgs: {"[", "]", token{text: ",", kind: comma}},
	values:   {"{", "}", token{text: ",", kind: comma}},
	block:    {"{", "}", token{text: ";", kind: semicolon}},
	fields:   {opening: "{", closing: "}"},
}

func (s *Statement) add(k kind, text string) *Statement {
	s.parts = append(s.parts, part{token: token{text: text, kind: k}})
	s.afterCase = false
	return s
}

func (s *Statement) isEmpty() bool { return s == nil || len(s.parts) == 0 }

// listed appends items with separators between them. It leaves out empty items.
func (s *Statement) listed(separator kind, text string, items []Code) *Statement {
	first := true
	for _, item := range items {
		if item.isEmpty() {
			continue
		}
		if !first {
			s.add(separator, text)
		}
		s.Add(item)
		first = false
	}
	return s
}

// grouped appends a group of items, on one line or on lines of their own. It leaves out
// empty items.
func (s *Statement) grouped(k kind, g group, items []Code) *Statement {
	p := part{token: token{kind: k, group: g}}
	if len(items) > 0 {
		p.code = startFor(len(items)).Add(items...)
	}
	s.parts = append(s.parts, p)
	s.afterCase = false
	return s
}
