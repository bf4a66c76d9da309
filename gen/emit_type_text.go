package gen

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/golem-gen/golem-gen/metadata"
)

// Every named type has a constant with its type in JSON, made of the constants of
// its parts, in the form in which servers write it (keys in alphabetical order, no
// spaces): an answer's type is first compared with the pinned one byte by byte.

// typeText is a constant string expression under construction.
type typeText struct {
	parts []typePart
	text  strings.Builder // not yet in parts
}

// typePart is a constant or a literal, and how it is written in Go.
type typePart struct {
	code   *jen.Statement
	source string
}

func (x *typeText) add(format string, arguments ...any) {
	fmt.Fprintf(&x.text, format, arguments...)
}

func (x *typeText) constant(name string) { x.part(jen.Id(name), name) }

// ofWire adds a constant of package wire.
func (x *typeText) ofWire(name string) { x.part(inWire(name), "wire."+name) }

func (x *typeText) part(code *jen.Statement, source string) {
	x.flush()
	x.parts = append(x.parts, typePart{code, source})
}

func (x *typeText) flush() {
	if x.text.Len() > 0 {
		literal := goLiteral(x.text.String())
		x.parts = append(x.parts, typePart{jen.Op(literal), literal})
		x.text.Reset()
	}
}

func (x *typeText) code() *jen.Statement {
	x.flush()
	s := &jen.Statement{}
	for i, part := range x.parts {
		if i > 0 {
			s.Op("+")
		}
		s.Add(part.code)
	}
	return s
}

// source is the text of the expression, which no other type has.
func (x *typeText) source() string {
	x.flush()
	list := make([]string, len(x.parts))
	for i, part := range x.parts {
		list[i] = part.source
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

// isBasic tells the types without parts.
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
		if i > 0 {
			x.add(",")
		}
		x.add(`{"name":%s,"typ":`, quoteJSON(members[i].name))
		x.use(members[i].typ)
		x.add("}")
	}
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

// goString is a string literal: raw where that is easier to read and possible.
func goString(text string) *jen.Statement { return jen.Op(goLiteral(text)) }

func goLiteral(text string) string {
	if strings.ContainsAny(text, "`\r\n") || !strings.Contains(text, `"`) {
		return strconv.Quote(text)
	}
	return "`" + text + "`"
}
