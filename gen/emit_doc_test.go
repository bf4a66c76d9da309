package gen

import (
	"strings"
	"testing"

	"github.com/dave/jennifer/jen"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestFunctionDoc shows the doc comments of functions: one line where that fits,
// and never more lines than are comments.
func TestFunctionDoc(t *testing.T) {
	long := strings.Repeat("long-", 30) + "name"
	for _, c := range []struct{ name, doc, want string }{
		{"ping", "", "F invokes ping: func(p: string)."},
		{"ping", "Answers.\r\nAt once.", "F invokes ping: func(p: string).\n\nAnswers.\nAt once."},
		{long, "", "F invokes\n" + long + ".\n\n\tfunc(p: string)"},
		{long, "Answers.", "F invokes\n" + long + ".\n\nAnswers.\n\n\tfunc(p: string)"},
		{"a\nb\u202e", "", "F invokes a b : func(p: string)."},
	} {
		source := &metadata.Function{Name: c.name, LocalName: c.name, Parameters: []metadata.Parameter{{Name: "p", Type: str}}}
		got := (&emitter{}).functionDoc(&function{source: source, goName: "F", doc: c.doc})
		if text := strings.Join(got, "\n"); text != c.want {
			t.Errorf("%q: got\n%s\nwant\n%s", c.name, text, c.want)
		}
	}
}

// TestRecordFields shows where fields have their WIT: beside them, or above where it
// is long, before the component's own comment.
func TestRecordFields(t *testing.T) {
	deep := &metadata.Type{Kind: metadata.KindTuple, Items: []*metadata.Type{
		listOf(optionOf(listOf(str))), optionOf(listOf(optionOf(str))), {Kind: metadata.KindBool},
	}}
	record := recordOf("id", str, "all-of-it", deep, "rest", listOf(str), "more-of-it", deep)
	c := &metadata.Component{Interfaces: []*metadata.Interface{{
		Name: "acme:shop/api", Namespace: "acme", Package: "shop", ShortName: "api",
		Functions: []*metadata.Function{{Name: "use", LocalName: "use", Parameters: []metadata.Parameter{{Name: "v", Type: record}}}},
	}}}
	m, _, _, err := buildModel(c, Options{Package: "client"})
	if err != nil {
		t.Fatal(err)
	}
	typ := m.scopes[0].types[0]
	typ.members[2].doc, typ.members[3].doc = "What is left.", "Nobody knows."
	e := &emitter{model: m, types: witNames(m)}
	var fields []jen.Code
	for i, wit := range e.printer().Members(typ.source) {
		fields = append(fields, e.field(&typ.members[i], wit)...)
	}
	const want = `struct {
	ID string // id: string
	// all-of-it: tuple<list<option<list<string>>>, option<list<option<string>>>, bool>
	AllOfIt runtime.Tuple3[[]runtime.Option[[]string], runtime.Option[[]runtime.Option[string]], bool]
	// What is left.
	Rest []string // rest: list<string>
	// more-of-it: tuple<list<option<list<string>>>, option<list<option<string>>>, bool>
	//
	// Nobody knows.
	MoreOfIt runtime.Tuple3[[]runtime.Option[[]string], runtime.Option[[]runtime.Option[string]], bool]
}`
	if got := jen.Struct(fields...).GoString(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
