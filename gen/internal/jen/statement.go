package jen

import (
	"slices"
	"strconv"
	"strings"
)

// Add appends code.
func (s *Statement) Add(code ...Code) *Statement {
	for _, c := range code {
		switch {
		case c.isEmpty():
		case len(c.parts) == 1:
			s.parts = append(s.parts, c.parts[0])
		default:
			s.parts = append(s.parts, part{code: c})
		}
	}
	s.afterCase = false
	return s
}

// Clone returns a copy, to which can be added without changing s.
func (s *Statement) Clone() *Statement { return &Statement{parts: slices.Clone(s.parts)} }

// Line ends a line.
func (s *Statement) Line() *Statement { return s.add(lineEnd, "") }

// Comment appends a comment of one line, with its slashes.
func (s *Statement) Comment(text string) *Statement { return s.add(comment, text) }

// Id appends an identifier.
func (s *Statement) Id(name string) *Statement { return s.add(word, name) }

// Qual appends a name of another package, which the file then imports.
func (s *Statement) Qual(path, name string) *Statement {
	return s.add(qualifier, path).add(word, name)
}

// Dot appends a selector.
func (s *Statement) Dot(name string) *Statement { return s.add(dot, ".").add(word, name) }

// Op appends an operator or literal as it is written in Go.
func (s *Statement) Op(text string) *Statement {
	switch text {
	case "*":
		return s.add(star, text)
	case "...":
		return s.add(dots, text)
	case ":":
		return s.add(colon, text)
	case "=", ":=", "|=":
		return s.add(assign, text)
	}
	switch {
	case strings.HasPrefix(text, "//"):
		return s.add(comment, text)
	case text[0] == '"' || text[0] == '`':
		return s.add(quoted, text)
	case '0' <= text[0] && text[0] <= '9':
		return s.add(word, text)
	}
	return s.add(operator, text)
}

// Lit appends a string, an int or a bool as a literal.
func (s *Statement) Lit(value any) *Statement {
	switch v := value.(type) {
	case string:
		return s.add(quoted, strconv.Quote(v))
	case int:
		return s.add(word, strconv.Itoa(v))
	default:
		return s.add(word, strconv.FormatBool(v.(bool)))
	}
}

// LitRune appends a character as a literal.
func (s *Statement) LitRune(r rune) *Statement { return s.add(word, strconv.QuoteRune(r)) }

// Params appends the parameters or results of a signature.
func (s *Statement) Params(list ...Code) *Statement { return s.list(params, comma, ",", list) }

// Call appends the arguments of a call.
func (s *Statement) Call(list ...Code) *Statement { return s.list(call, comma, ",", list) }

// CallLines appends the arguments of a call, with a line for each.
func (s *Statement) CallLines(list ...Code) *Statement { return s.lined(call, true, list) }

// Parens appends an expression or type in parentheses.
func (s *Statement) Parens(code Code) *Statement { return s.open(parens).Add(code).close(parens) }

// Assert appends a type assertion.
func (s *Statement) Assert(code Code) *Statement { return s.add(dot, ".").Parens(code) }

// Index appends an index, the bounds of a slice or the length of an array; without items,
// what a slice type begins with.
func (s *Statement) Index(list ...Code) *Statement { return s.list(index, colon, ":", list) }

// Types appends type arguments, or nothing if there are none.
func (s *Statement) Types(list ...Code) *Statement {
	if len(list) == 0 {
		return s
	}
	return s.list(typeArgs, comma, ",", list)
}

// Values appends the elements of a literal.
func (s *Statement) Values(list ...Code) *Statement { return s.list(values, comma, ",", list) }

// ValueLines appends the elements of a literal, with a line for each.
func (s *Statement) ValueLines(list ...Code) *Statement { return s.lined(values, true, list) }

// Block appends statements in braces, without them behind Case and Default.
func (s *Statement) Block(list ...Code) *Statement {
	if !s.afterCase {
		return s.lined(block, false, list)
	}
	for _, statement := range list {
		s.Line().Add(statement)
	}
	return s
}

// BlockLine appends the body of a function literal on one line.
func (s *Statement) BlockLine(list ...Code) *Statement { return s.list(block, semicolon, ";", list) }

// Struct appends a struct type.
func (s *Statement) Struct(list ...Code) *Statement {
	return s.add(keyword, "struct").lined(fields, false, list)
}

// Interface appends an interface type.
func (s *Statement) Interface(list ...Code) *Statement {
	return s.add(keyword, "interface").lined(fields, false, list)
}

// Defs appends the definitions of a const or var.
func (s *Statement) Defs(list ...Code) *Statement { return s.lined(defs, false, list) }

// List appends what is separated by commas.
func (s *Statement) List(list ...Code) *Statement { return s.listed(comma, ",", list) }

// Return appends a return statement.
func (s *Statement) Return(list ...Code) *Statement {
	return s.add(keyword, "return").listed(comma, ",", list)
}

// If appends an if and what stands before its block.
func (s *Statement) If(list ...Code) *Statement { return s.clause("if", list) }

// For appends a for and what stands before its block.
func (s *Statement) For(list ...Code) *Statement { return s.clause("for", list) }

// Switch appends a switch and what stands before its block.
func (s *Statement) Switch(list ...Code) *Statement { return s.clause("switch", list) }

func (s *Statement) clause(name string, list []Code) *Statement {
	return s.add(keyword, name).listed(semicolon, ";", list)
}

// Case appends a case of a switch. Its statements are those of the Block behind it.
func (s *Statement) Case(list ...Code) *Statement {
	s.add(keyword, "case").listed(comma, ",", list).add(colon, ":")
	s.afterCase = true
	return s
}

// Default appends the default case of a switch.
func (s *Statement) Default() *Statement {
	s.add(keyword, "default").add(colon, ":")
	s.afterCase = true
	return s
}

// Func appends the keyword func.
func (s *Statement) Func() *Statement { return s.add(keyword, "func") }

// Range appends the keyword range.
func (s *Statement) Range() *Statement { return s.add(keyword, "range") }

// Type appends the keyword type.
func (s *Statement) Type() *Statement { return s.add(keyword, "type") }

// Var appends the keyword var.
func (s *Statement) Var() *Statement { return s.add(keyword, "var") }

// Const appends the keyword const.
func (s *Statement) Const() *Statement { return s.add(keyword, "const") }

// Append appends a call of append.
func (s *Statement) Append(list ...Code) *Statement { return s.Id("append").Call(list...) }

// New appends a call of new.
func (s *Statement) New(typ Code) *Statement { return s.Id("new").Call(typ) }

// Panic appends a call of panic.
func (s *Statement) Panic(value Code) *Statement { return s.Id("panic").Call(value) }
