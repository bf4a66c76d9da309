package metadata

import (
	"fmt"
	"strings"
)

// WITPrinter writes types and functions as WIT-like text. The zero value is ready to use.
// It writes types that have a name in the document by their name, and other types in full.
type WITPrinter struct {
	// Name returns the name under which a type is written, or "" to write the type in full.
	// Nil stands for the type's own Name. Name is called for every record, variant, enum,
	// flags, tuple, list, option, result and handle.
	Name func(*Type) string

	// Source writes names as in an agent's source, without the % that WIT puts before
	// keywords.
	Source bool
}

// WIT returns the type as WIT-like text on one line: "list<u8>", "record { a: u32 }".
func (t *Type) WIT() string { return (&WITPrinter{}).Type(t) }

// WIT returns the function as WIT-like text on one line, see WITPrinter.Function.
func (f *Function) WIT() string { return (&WITPrinter{}).Function(f) }

// DefinitionWIT returns the definition of a type under a name, see WITPrinter.Definition.
func DefinitionWIT(name string, t *Type) string { return (&WITPrinter{}).Definition(name, t) }

// Type returns the type as WIT-like text on one line. "_" stands for nil.
func (p *WITPrinter) Type(t *Type) string {
	var b strings.Builder
	p.typ(&b, t)
	return b.String()
}

// Function returns the function's type: "func(item: money) -> result<u32, string>",
// "constructor(capacity: u32)", "static func() -> u32", and "drop()", which WIT itself does
// not have. As in WIT, the handle that methods take is left out.
func (p *WITPrinter) Function(f *Function) string {
	var b strings.Builder
	parameters, results := f.Parameters, f.Results
	switch f.Kind {
	case Constructor:
		b.WriteString("constructor(")
		results = nil
	case Drop:
		return "drop()"
	case Static:
		b.WriteString("static func(")
	case Method:
		b.WriteString("func(")
		parameters = parameters[min(1, len(parameters)):]
	default:
		b.WriteString("func(")
	}
	for i, param := range parameters {
		p.named(&b, i, param.Name, param.Type)
	}
	b.WriteByte(')')
	p.results(&b, results)
	return b.String()
}

// Declaration returns the function as it is declared in WIT: "add: func(item: money)",
// and constructors as Function returns them.
func (p *WITPrinter) Declaration(f *Function) string {
	if f.Kind == Constructor {
		return p.Function(f)
	}
	return p.ident(f.LocalName) + ": " + p.Function(f)
}

func (p *WITPrinter) results(b *strings.Builder, results []Result) {
	if len(results) == 0 {
		return
	}
	b.WriteString(" -> ")
	if len(results) == 1 && results[0].Name == "" {
		p.typ(b, results[0].Type)
		return
	}
	b.WriteByte('(')
	for i, r := range results {
		p.named(b, i, r.Name, r.Type)
	}
	b.WriteByte(')')
}

// Definition returns the text that defines a type under a name: several lines
// without a last line end for records, variants, enums and flags, one line
// ("type names = list<string>;") for others. Types inside it are written by
// their names.
func (p *WITPrinter) Definition(name string, t *Type) string {
	var b strings.Builder
	name = p.ident(name)
	switch t.Kind {
	case KindRecord, KindVariant, KindEnum, KindFlags:
		fmt.Fprintf(&b, "%s %s {\n", witWords[t.Kind], name)
		p.members(t, func(i int, text string) { fmt.Fprintf(&b, "  %s,\n", text) })
		b.WriteByte('}')
	default:
		fmt.Fprintf(&b, "type %s = ", name)
		p.expanded(&b, t)
		b.WriteByte(';')
	}
	return b.String()
}

// Members returns the text of each member of a type: "price: money" for the fields of
// a record, "card(string)" for the cases of a variant, "eur" for those of an enum and
// for flags, "u32" for the items of a tuple.
func (p *WITPrinter) Members(t *Type) []string {
	var list []string
	p.members(t, func(_ int, text string) { list = append(list, text) })
	for _, item := range t.Items {
		list = append(list, p.Type(item))
	}
	return list
}

func (p *WITPrinter) named(b *strings.Builder, index int, name string, t *Type) {
	if index > 0 {
		b.WriteString(", ")
	}
	if name != "" {
		b.WriteString(p.ident(name) + ": ")
	}
	p.typ(b, t)
}

// typ writes a type by its name or expanded.
func (p *WITPrinter) typ(b *strings.Builder, t *Type) {
	if t == nil {
		b.WriteByte('_')
		return
	}
	name := p.nameOf(t)
	switch {
	case t.Kind == KindHandle && t.Borrowed && name != "":
		b.WriteString("borrow<" + p.ident(name) + ">")
	case name != "":
		b.WriteString(p.ident(name))
	default:
		p.expanded(b, t)
	}
}

func (p *WITPrinter) nameOf(t *Type) string {
	switch {
	case t.Kind < KindRecord:
		return ""
	case p.Name == nil:
		return t.Name
	}
	return p.Name(t)
}

// expanded writes the type in full.
func (p *WITPrinter) expanded(b *strings.Builder, t *Type) {
	b.WriteString(witWords[t.Kind])
	switch t.Kind {
	case KindRecord, KindVariant, KindEnum, KindFlags:
		p.body(b, t)
	case KindTuple:
		p.arguments(b, t.Items)
	case KindList, KindOption:
		p.arguments(b, []*Type{t.Inner})
	case KindResult:
		switch {
		case t.Err != nil:
			p.arguments(b, []*Type{t.Ok, t.Err})
		case t.Ok != nil:
			p.arguments(b, []*Type{t.Ok})
		}
	case KindHandle:
		// The document links a handle to its resource by number only.
		mode := "own"
		if t.Borrowed {
			mode = "borrow"
		}
		fmt.Fprintf(b, "%s<resource-%d>", mode, t.ResourceID)
	}
}

func (p *WITPrinter) arguments(b *strings.Builder, types []*Type) {
	b.WriteByte('<')
	for i, t := range types {
		p.named(b, i, "", t)
	}
	b.WriteByte('>')
}

// body writes " { a: u32, b }".
func (p *WITPrinter) body(b *strings.Builder, t *Type) {
	b.WriteString(" {")
	p.members(t, func(i int, text string) {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(" " + text)
	})
	if len(t.Fields)+len(t.Cases)+len(t.Names) > 0 {
		b.WriteByte(' ')
	}
	b.WriteByte('}')
}

// members calls f with the text of each field, case or flag.
func (p *WITPrinter) members(t *Type, f func(i int, text string)) {
	for i, field := range t.Fields {
		f(i, p.ident(field.Name)+": "+p.Type(field.Type))
	}
	for i, c := range t.Cases {
		text := p.ident(c.Name)
		if c.Type != nil {
			text += "(" + p.Type(c.Type) + ")"
		}
		f(i, text)
	}
	for i, name := range t.Names {
		f(i, p.ident(name))
	}
}

// witWords are the words with which types begin. Handles have none.
var witWords = [...]string{
	KindBool: "bool", KindS8: "s8", KindU8: "u8", KindS16: "s16", KindU16: "u16", KindS32: "s32", KindU32: "u32",
	KindS64: "s64", KindU64: "u64", KindF32: "f32", KindF64: "f64", KindChr: "char", KindStr: "string",
	KindRecord: "record", KindVariant: "variant", KindEnum: "enum", KindFlags: "flags", KindTuple: "tuple",
	KindList: "list", KindOption: "option", KindResult: "result", KindHandle: "",
}

var witKeywords = func() map[string]bool {
	words := strings.Fields(`as async bool borrow char constructor enum error-context export f32 f64 flags float32
		float64 from func future import include interface list map option own package record resource result
		s16 s32 s64 s8 static stream string tuple type u16 u32 u64 u8 union use variant with world`)
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}()

// ident writes an identifier. It puts a % before keywords of WIT, and quotes names of other
// languages if necessary.
func (p *WITPrinter) ident(s string) string {
	if witKeywords[s] && !p.Source {
		return "%" + s
	}
	return quotedName(s)
}
