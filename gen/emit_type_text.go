package gen

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/metadata"
)

// Every named type has a constant with its type in JSON, which consists of the constants of its
// parts. It has the form in which servers write types (keys in alphabetical order, no spaces),
// because the type in an answer is first compared with the pinned one byte by byte.

// typeText is a constant string expression: a sum of literals and constants.
type typeText struct {
	operands  []operand
	text      strings.Builder // a literal that is not in operands yet
	breakable bool            // a line can end inside
}

// operand is a literal or a constant.
type operand struct {
	sort    operandSort
	text    string // of a literal, or the name of a constant
	lineEnd bool   // a line can end after it
}

type operandSort uint8

const (
	literal       operandSort = iota
	ofPackage                 // a constant of the package
	ofWirePackage             // a constant of package wire
)

// code returns the operand as an expression.
func (o *operand) code() *jen.Statement {
	switch o.sort {
	case ofPackage:
		return jen.Id(o.text)
	case ofWirePackage:
		return inWire(o.text)
	default:
		return goString(o.text)
	}
}

// appendSource appends the text of that expression. It is called for types with parts only,
// which are never a constant of package wire.
func (o *operand) appendSource(b []byte) []byte {
	if o.sort == literal {
		return append(b, goLiteral(o.text)...)
	}
	return append(b, o.text...)
}

func (x *typeText) add(texts ...string) {
	for _, text := range texts {
		x.text.WriteString(text)
	}
}

// constant adds a constant of the package.
func (x *typeText) constant(name string) {
	x.flush()
	x.operands = append(x.operands, operand{sort: ofPackage, text: name})
}

// ofWire adds a constant of package wire.
func (x *typeText) ofWire(name string) {
	x.flush()
	x.operands = append(x.operands, operand{sort: ofWirePackage, text: name})
}

// lineEnd allows a line to end here, if the expression is too long for one line.
func (x *typeText) lineEnd() {
	x.flush()
	x.operands[len(x.operands)-1].lineEnd = true
	x.breakable = true
}

func (x *typeText) flush() {
	if x.text.Len() > 0 {
		x.operands = append(x.operands, operand{text: x.text.String()})
		x.text.Reset()
	}
}

// joined returns the operands, with consecutive literals joined to one. If broken is not set,
// no line ends inside.
func (x *typeText) joined(broken bool) []operand {
	x.flush()
	if !x.breakable {
		return x.operands
	}
	var list []operand
	var text strings.Builder
	literals := func(lineEnd bool) {
		if text.Len() > 0 {
			list = append(list, operand{text: text.String(), lineEnd: lineEnd})
			text.Reset()
		}
	}
	for _, o := range x.operands {
		if o.sort != literal {
			literals(false)
			o.lineEnd = o.lineEnd && broken
			list = append(list, o)
			continue
		}
		text.WriteString(o.text)
		if broken && o.lineEnd {
			literals(true)
		}
	}
	literals(false)
	return list
}

// code returns the expression on one line.
func (x *typeText) code() *jen.Statement { return sum(x.joined(false)) }

// constantOf returns the definition of a constant. If it is too long for one line, lines end
// where lineEnd allows it.
func (x *typeText) constantOf(name string) jen.Code {
	operands := x.joined(false)
	if jen.TabWidth+utf8.RuneCountInString(name+" = ")+utf8.RuneCount(appendSource(nil, operands)) > jen.LongestLine {
		operands = x.joined(true)
	}
	return jen.Id(name).Op("=").Add(sum(operands))
}

// sum returns the expression that joins operands.
func sum(operands []operand) *jen.Statement {
	s := &jen.Statement{}
	for i := range operands {
		s.Add(operands[i].code())
		if i == len(operands)-1 {
			break
		}
		s.Op("+")
		if operands[i].lineEnd {
			s.Line()
		}
	}
	return s
}

func appendSource(b []byte, operands []operand) []byte {
	for i := range operands {
		if i > 0 {
			b = append(b, " + "...)
		}
		b = operands[i].appendSource(b)
	}
	return b
}

// appendSource appends the text of the expression, which differs from that of every other type.
func (x *typeText) appendSource(b []byte) []byte { return appendSource(b, x.joined(false)) }

// typeOf returns the expression for a use of a type.
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

// use adds a type: the constant of a named type, or null for nil.
func (x *typeText) use(t *goType) {
	switch {
	case t == nil:
		x.add("null")
	case t.named != nil:
		x.constant("type" + t.named.goName)
	case t.resource != nil:
		x.add(`{"mode":"`, mode(t.source), `","resource_id":`, strconv.FormatUint(t.source.ResourceID, 10), `,"type":"Handle"}`)
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
		x.add(`,"type":"`, t.source.Kind.String(), `"}`)
	case metadata.KindResult:
		x.add(`{"err":`)
		x.use(t.items[1])
		x.add(`,"ok":`)
		x.use(t.items[0])
		x.add(`,"type":"Result"}`)
	case metadata.KindTuple:
		x.items(t.items)
	default:
		x.add(`{"type":"`, t.source.Kind.String(), `"}`)
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

// definition adds the definition of a named type.
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
	x.add(`,"type":"`, t.source.Kind.String(), `"}`)
}

func (x *typeText) members(key string, members []member) {
	x.add(`{"`, key, `":[`)
	for i := range members {
		x.lineEnd()
		x.add(`{"name":`, quoteJSON(members[i].name), `,"typ":`)
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
	x.add(`{"`, key, `":[`)
	for i, name := range names {
		if i > 0 {
			x.add(",")
		}
		x.add(quoteJSON(name))
	}
	x.add("]")
}

// quoteJSON returns a name as a JSON string.
func quoteJSON(name string) string {
	text, err := json.Marshal(name)
	if err != nil { // strings always marshal
		panic(err)
	}
	return string(text)
}

// goString returns JSON, or a part of it, as a string literal, which is raw if possible.
func goString(text string) *jen.Statement { return jen.Op(goLiteral(text)) }

func goLiteral(text string) string {
	if strings.ContainsAny(text, "`\r\n") {
		return strconv.Quote(text)
	}
	return "`" + text + "`"
}
