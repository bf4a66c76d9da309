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

// Clone returns a copy. Adding to it does not change s.
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
func (s *Statement) Dot(name string) *Statement { return s.add(selector, name) }

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
func (s *Statement) Params(code ...Code) *Statement { return s.grouped(list, params, code) }

// Call appends the arguments of a call.
func (s *Statement) Call(code ...Code) *Statement { return s.grouped(list, call, code) }

// CallLines appends the arguments of a call, with a line for each.
func (s *Statement) CallLines(code ...Code) *Statement { return s.grouped(lines, call, code) }

// Parens appends an expression or type in parentheses.
func (s *Statement) Parens(code Code) *Statement { return s.grouped(list, parens, []Code{code}) }

// Assert appends a type assertion.
func (s *Statement) Assert(code Code) *Statement { return s.add(dot, ".").Parens(code) }

// Index appends an index, the bounds of a slice or the length of an array. Without items,
// it begins a slice type.
func (s *Statement) Index(code ...Code) *Statement { return s.grouped(list, index, code) }

// Map begins a map type with the type of its keys.
func (s *Statement) Map(key Code) *Statement {
	return s.add(keyword, "map").grouped(list, index, []Code{key})
}

// Types appends type arguments, or nothing if there are none.
func (s *Statement) Types(code ...Code) *Statement {
	if len(code) == 0 {
		return s
	}
	return s.grouped(list, typeArgs, code)
}

// Values appends the elements of a literal.
func (s *Statement) Values(code ...Code) *Statement { return s.grouped(list, values, code) }

// ValueLines appends the elements of a literal, with a line for each.
func (s *Statement) ValueLines(code ...Code) *Statement { return s.grouped(lines, values, code) }

// Block appends statements in braces, or without braces after Case and Default.
func (s *Statement) Block(code ...Code) *Statement {
	if !s.afterCase {
		return s.grouped(lines, block, code)
	}
	for _, statement := range code {
		s.Line().Add(statement)
	}
	return s
}

// BlockLine appends the body of a function literal on one line.
func (s *Statement) BlockLine(code ...Code) *Statement { return s.grouped(list, block, code) }

// Struct appends a struct type.
func (s *Statement) Struct(code ...Code) *Statement {
	return s.add(keyword, "struct").grouped(lines, fields, code)
}

// Interface appends an interface type.
func (s *Statement) Interface(code ...Code) *Statement {
	return s.add(keyword, "interface").grouped(lines, fields, code)
}

// Defs appends the definitions of a const or var.
func (s *Statement) Defs(code ...Code) *Statement { return s.grouped(lines, defs, code) }

// List appends items separated by commas.
func (s *Statement) List(code ...Code) *Statement { return s.listed(comma, ",", code) }

// Return appends a return statement.
func (s *Statement) Return(code ...Code) *Statement {
	return s.add(keyword, "return").listed(comma, ",", code)
}

// If appends an if and its clauses before the block.
func (s *Statement) If(code ...Code) *Statement { return s.clause("if", code) }

// For appends a for and its clauses before the block.
func (s *Statement) For(code ...Code) *Statement { return s.clause("for", code) }

// Switch appends a switch and its clauses before the block.
func (s *Statement) Switch(code ...Code) *Statement { return s.clause("switch", code) }

func (s *Statement) clause(name string, code []Code) *Statement {
	return s.add(keyword, name).listed(semicolon, ";", code)
}

// Case appends a case of a switch. The Block after it has its statements.
func (s *Statement) Case(code ...Code) *Statement {
	s.add(keyword, "case").listed(comma, ",", code).add(colon, ":")
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
func (s *Statement) Append(code ...Code) *Statement { return s.Id("append").Call(code...) }

// New appends a call of new.
func (s *Statement) New(typ Code) *Statement { return s.Id("new").Call(typ) }

// Panic appends a call of panic.
func (s *Statement) Panic(value Code) *Statement { return s.Id("panic").Call(value) }
