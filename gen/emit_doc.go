package gen

import (
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// functionDoc returns the doc comment of a function: what it does, the author's comment, and its
// declaration in WIT.
func (e *emitter) functionDoc(fn *function) []string {
	what := fn.goName + " calls " + fn.label() + "."
	switch fn.source.Kind {
	case metadata.Constructor:
		what = fn.goName + " calls " + fn.label() + ", and returns a handle to the new resource."
	case metadata.Drop:
		what = fn.goName + " drops the resource. A handle to it becomes invalid."
	}
	if fn.answer() == failing || fn.answer() == failedOnly {
		what += " If the result is err, the error is a " + fn.results[0].typ.items[1].resultError() + "."
	}
	what += fn.consumedDoc()
	if fn.data != nil && fn.data.input.Kind == metadata.SchemaMultimodal {
		what += " Servers take one part of each kind, in the order below."
	}
	list := docLines(wrap(what), fn.doc)
	if fn.source.Kind == metadata.Drop {
		return list // WIT does not declare it
	}
	text := ""
	if fn.method != nil {
		text = fn.label() + ": " + e.printer().AgentMethod(fn.method)
	} else {
		text = e.printer().Declaration(fn.source)
	}
	return append(append(list, ""), code(declaration(text))...)
}

// consumedDoc returns the sentence about parameters with handles that the function takes, "" if
// there are none. In WIT, only the missing borrow<> shows that a caller loses a handle.
func (fn *function) consumedDoc() string {
	var names []string
	direct := true
	for _, p := range fn.parameters {
		if p.typ.ownsHandle(map[*namedType]bool{}) {
			names = append(names, p.goName)
			direct = direct && p.typ.resource != nil
		}
	}
	switch {
	case len(names) == 0:
		return ""
	case !direct:
		return " The call consumes the handles in " + joinAnd(names) + ": they are invalid afterwards."
	case len(names) == 1:
		return " The call consumes the handle " + names[0] + ": it is invalid afterwards."
	}
	return " The call consumes the handles " + joinAnd(names) + ": they are invalid afterwards."
}

// ownsHandle reports whether a value of the type can have an owned handle.
func (t *goType) ownsHandle(seen map[*namedType]bool) bool {
	switch {
	case t == nil:
		return false
	case t.resource != nil:
		return !t.source.Borrowed
	case t.named != nil && !seen[t.named]:
		seen[t.named] = true
		return slices.ContainsFunc(t.named.members, func(m member) bool { return m.typ.ownsHandle(seen) })
	}
	return slices.ContainsFunc(t.items, func(item *goType) bool { return item.ownsHandle(seen) })
}

// joinAnd joins words for a sentence: "a", "a and b", "a, b and c".
func joinAnd(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// label returns the function's name for a sentence.
func (fn *function) label() string {
	if resource, ok := strings.CutPrefix(fn.source.Name, "[constructor]"); ok {
		return "the constructor of " + strings.Map(printable, resource)
	}
	return printableName(fn.source.LocalName)
}

func printableName(name string) string { return strings.Map(printable, name) }

// resultError returns the Go type of an error with an err value of the type.
func (t *goType) resultError() string {
	const name = "*runtime.ResultError"
	switch {
	case t == nil:
		return name + "[struct{}]"
	case t.named != nil:
		return name + "[" + t.named.goName + "]"
	case t.isBasic():
		return name + "[" + goTypes[t.source.Kind] + "]"
	default:
		return name
	}
}

// typeDoc returns the doc comment of a type, with a note about its values. Fields and constants
// have comments of their own.
func (e *emitter) typeDoc(t *namedType, note string) []string {
	what := t.goName + " is " + article[t.source.Kind] + " of " + e.author() + "."
	if t.witName != "" {
		what = t.goName + " is the " + kindPhrase(t.source.Kind) + " " + t.witName + "."
	}
	return docLines(wrap(what+" "+note), t.doc)
}

// author returns the owner of the types in a sentence.
func (e *emitter) author() string {
	if e.model.deployment != nil {
		return "the agents"
	}
	return "the component"
}

// source returns where the names of cases come from.
func (e *emitter) source() string {
	if e.model.deployment != nil {
		return "the source"
	}
	return "the component"
}

// kindPhrase returns the noun for a kind of type.
func kindPhrase(kind metadata.Kind) string {
	if kind == metadata.KindFlags {
		return "flags type"
	}
	return kindWord(kind)
}

// definition returns the lines of a type's definition in WIT.
func (e *emitter) definition(t *namedType) []string {
	if t.source.Kind == kindPart {
		return code(declaration(e.printer().Schema(multimodalSchema(t.source))))
	}
	return code(strings.Split(e.printer().Definition(e.types[t.source], t.source), "\n"))
}

var article = map[metadata.Kind]string{
	metadata.KindRecord:  "a record",
	metadata.KindVariant: "a variant",
	metadata.KindEnum:    "an enum",
	metadata.KindFlags:   "a set of flags",
	metadata.KindTuple:   "a tuple",
	kindPart:             "a part of multimodal data",
}

// printer returns a printer of WIT. It prints types with their own names, or with their Go names
// if they have none.
func (e *emitter) printer() *metadata.WITPrinter {
	return &metadata.WITPrinter{Name: func(t *metadata.Type) string { return e.types[t] }}
}

// witNames returns the names of types in printed WIT.
func witNames(m *model) map[*metadata.Type]string {
	names := map[*metadata.Type]string{}
	seen := map[*namedType]bool{}
	var visit func(t *goType)
	visit = func(t *goType) {
		if t == nil {
			return
		}
		switch {
		case t.named != nil:
			names[t.source] = t.named.label()
			if seen[t.named] {
				return
			}
			seen[t.named] = true
			names[t.named.source] = t.named.label()
			for i := range t.named.members {
				visit(t.named.members[i].typ)
			}
		case t.resource != nil:
			names[t.source] = t.handleLabel()
		}
		for _, item := range t.items {
			visit(item)
		}
	}
	for _, s := range m.scopes {
		for _, fn := range s.withTypes() {
			for _, p := range fn.parameters {
				visit(p.typ)
			}
			for _, r := range fn.results {
				visit(r.typ)
			}
		}
	}
	return names
}

func (t *namedType) label() string {
	if t.witName != "" {
		return t.witName
	}
	return t.goName
}

// handleLabel returns the name of the handle's resource. The printer adds whether it is owned.
func (t *goType) handleLabel() string {
	if t.resource.source != nil {
		return t.resource.source.Name
	}
	return t.resource.goName
}
