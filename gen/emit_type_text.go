package gen

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/metadata"
)

// Every named type has a constant with its type in JSON, made of the constants of
// its parts, in the form in which servers write it (keys in alphabetical order, no
// spaces): an answer's type is first compared with the pinned one byte by byte.

// typeText is a constant string expression: literals and constants that are joined.
type typeText struct {
	parts []typePart
	text  strings.Builder // a literal that is not yet in parts
}

// typePart is a constant, or the text of a literal.
type typePart struct {
	text     string
	constant *jen.Statement // nil: a literal
	name     string         // how the constant is written
	lineEnd  bool           // a line can end behind it
}

func (x *typeText) add(format string, arguments ...any) {
	fmt.Fprintf(&x.text, format, arguments...)
}

// constant adds a constant of the package.
func (x *typeText) constant(name string) {
	x.flush()
	x.parts = append(x.parts, typePart{constant: jen.Id(name), name: name})
}

// ofWire adds a constant of package wire.
func (x *typeText) ofWire(name string) {
	x.flush()
	x.parts = append(x.parts, typePart{constant: inWire(name), name: "wire." + name})
}

// lineEnd lets a line end here, where the expression is too long for one line.
func (x *typeText) lineEnd() {
	x.flush()
	x.parts[len(x.parts)-1].lineEnd = true
}

func (x *typeText) flush() {
	if x.text.Len() > 0 {
		x.parts = append(x.parts, typePart{text: x.text.String()})
		x.text.Reset()
	}
}

// operand is a literal or constant as Go code, and its text.
type operand struct {
	code    jen.Code
	source  string
	lineEnd bool
}

// operands are what is joined by +. Literals that follow each other are one, unless
// lines end between them.
func (x *typeText) operands(broken bool) []operand {
	x.flush()
	var list []operand
	var text strings.Builder
	literal := func(lineEnd bool) {
		if text.Len() > 0 {
			list = append(list, operand{goString(text.String()), goLiteral(text.String()), lineEnd})
			text.Reset()
		}
	}
	for _, part := range x.parts {
		if part.constant != nil {
			literal(false)
			list = append(list, operand{part.constant, part.name, part.lineEnd})
			continue
		}
		text.WriteString(part.text)
		if broken && part.lineEnd {
			literal(true)
		}
	}
	literal(false)
	return list
}

// code is the expression on one line.
func (x *typeText) code() *jen.Statement { return joined(x.operands(false), false) }

// constantOf is the definition of a constant. Where it is too long for one line, lines
// end where the text lets them.
func (x *typeText) constantOf(name string) jen.Code {
	start := jen.Id(name).Op("=")
	if jen.TabWidth+utf8.RuneCountInString(name+" = "+x.source()) <= jen.LongestLine {
		return start.Add(x.code())
	}
	return start.Add(joined(x.operands(true), true))
}

// joined joins operands, on several lines if it should be broken.
func joined(operands []operand, broken bool) *jen.Statement {
	s := &jen.Statement{}
	for i, o := range operands {
		s.Add(o.code)
		if i == len(operands)-1 {
			break
		}
		s.Op("+")
		if broken && o.lineEnd {
			s.Line()
		}
	}
	return s
}

// source is the text of the expression, which no other type has.
func (x *typeText) source() string {
	operands := x.operands(false)
	list := make([]string, len(operands))
	for i, o := range operands {
		list[i] = o.source
	}
	return strings.Join(list, " + ")
}

// typeOf is the expression for a use of a type.
func typeOf(t *goType) *typeText {
	x := &typeText{}
	if t.isBasic() {
		x.ofWire("Type" + wireNames[t.source.Kind])
	} else {
		x.use(t)
	}
	return x
}

// isBasic reports whether a type has no parts.
func (t *goType) isBasic() bool { return wireNames[t.source.Kind] != "" }

// use adds a type, named ones by their constant; null where there is none.
func (x *typeText) use(t *goType) {
	switch {
	case t == nil:
		x.add("null")
	case t.named != nil:
		x.constant("type" + t.named.goName)
	case t.resource != nil:
		x.add(`{"mode":%q,"resource_id":%d,"type":"Handle"}`, mode(t.source), t.source.ResourceID)
	default:
		x.anonymous(t)
	}
}

func mode(t *metadata.Type) string {
	if t.Borrowed {
		return "Borrowed"
	}
	return "Owned"
}

func (x *typeText) anonymous(t *goType) {
	switch t.source.Kind {
	case metadata.KindList, metadata.KindOption:
		x.add(`{"inner":`)
		x.use(t.items[0])
		x.add(`,"type":"%s"}`, t.source.Kind)
	case metadata.KindResult:
		x.add(`{"err":`)
		x.use(t.items[1])
		x.add(`,"ok":`)
		x.use(t.items[0])
		x.add(`,"type":"Result"}`)
	case metadata.KindTuple:
		x.items(t.items)
	default:
		x.add(`{"type":"%s"}`, t.source.Kind)
	}
}

func (x *typeText) items(items []*goType) {
	x.add(`{"items":[`)
	for i, item := range items {
		if i > 0 {
			x.add(",")
		}
		x.use(item)
	}
	x.add(`],"type":"Tuple"}`)
}

// definition adds a named type itself.
func (x *typeText) definition(t *namedType) {
	switch t.source.Kind {
	case metadata.KindRecord:
		x.members("fields", t.members)
	case metadata.KindVariant:
		x.members("cases", t.members)
	case metadata.KindEnum:
		x.names("cases", t.source.Names)
	case metadata.KindFlags:
		x.names("names", t.source.Names)
	case metadata.KindTuple:
		items := make([]*goType, len(t.members))
		for i := range t.members {
			items[i] = t.members[i].typ
		}
		x.items(items)
		return
	}
	x.add(`,"type":"%s"}`, t.source.Kind)
}

func (x *typeText) members(key string, members []member) {
	x.add(`{"%s":[`, key)
	for i := range members {
		x.lineEnd()
		x.add(`{"name":%s,"typ":`, quoteJSON(members[i].name))
		x.use(members[i].typ)
		x.add("}")
		if i < len(members)-1 {
			x.add(",")
		}
	}
	x.lineEnd()
	x.add("]")
}

func (x *typeText) names(key string, names []string) {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = quoteJSON(name)
	}
	x.add(`{"%s":[%s]`, key, strings.Join(quoted, ","))
}

// quoteJSON is a name as a JSON string.
func quoteJSON(name string) string {
	text, err := json.Marshal(name)
	if err != nil { // strings always marshal
		panic(err)
	}
	return string(text)
}

// goString is JSON, or a part of it, as a string literal: raw where that is possible.
func goString(text string) *jen.Statement { return jen.Op(goLiteral(text)) }

func goLiteral(text string) string {
	if strings.ContainsAny(text, "`\r\n") {
		return strconv.Quote(text)
	}
	return "`" + text + "`"
}
