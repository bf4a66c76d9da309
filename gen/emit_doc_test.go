package gen

import (
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/metadata"
)

// TestFunctionDoc shows the doc comments of functions: what a call does, the author's text, and
// the declaration in WIT, with a line for each parameter if it is long.
func TestFunctionDoc(t *testing.T) {
	long := strings.Repeat("long-", 18) + "name"
	one := []metadata.Parameter{{Name: "p", Type: str}}
	for _, c := range []struct {
		name, doc  string
		parameters []metadata.Parameter
		want       string
	}{
		{"ping", "", nil, "F calls ping.\n\n\tping: func()"},
		{"ping", "Answers.\r\nAt once.", one, "F calls ping.\n\nAnswers.\nAt once.\n\n\tping: func(p: string)"},
		{"list", "", one, "F calls list.\n\n\t%list: func(p: string)"},
		{"a\nb\u202e", "", one, "F calls a b .\n\n\t\"a\\nb\\u202e\": func(p: string)"},
		{long, "", one, "F calls\n" + long + ".\n\n\t" + long + ":\n\t\tfunc(\n\t\tp: string,\n\t)"},
		{
			"pick", "",
			[]metadata.Parameter{{Name: long, Type: str}, {Name: "q", Type: optionOf(listOf(str))}},
			"F calls pick.\n\n\tpick: func(\n\t\t" + long + ":\n\t\t\tstring,\n\t\tq: option<list<string>>,\n\t)",
		},
	} {
		source := &metadata.Function{Name: c.name, LocalName: c.name, Parameters: c.parameters}
		got := (&emitter{}).functionDoc(&function{source: source, goName: "F", doc: c.doc})
		if text := strings.Join(got, "\n"); text != c.want {
			t.Errorf("%q: got\n%s\nwant\n%s", c.name, text, c.want)
		}
	}
}

// TestFunctionDocOfErr shows the comments about the err side of a result.
func TestFunctionDocOfErr(t *testing.T) {
	order := &namedType{goName: "Order", source: recordOf("a", str)}
	for _, c := range []struct {
		err  *goType
		want string
	}{
		{nil, "[struct{}]"},
		{stringType, "[string]"},
		{&goType{source: order.source, named: order}, "[Order]"},
		{&goType{source: listOf(str), items: []*goType{stringType}}, ""},
	} {
		typ := &goType{source: &metadata.Type{Kind: metadata.KindResult}, items: []*goType{nil, c.err}}
		fn := &function{source: &metadata.Function{Name: "f", LocalName: "f"}, goName: "F", results: []result{{typ: typ}}}
		want := "F calls f. If the result is err, the error is a *runtime.ResultError" + c.want + "."
		if got := (&emitter{}).functionDoc(fn)[0]; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// TestLongComment wraps long lines of authors, and keeps other lines.
func TestLongComment(t *testing.T) {
	words := strings.TrimSpace(strings.Repeat("word ", 30))
	for _, c := range []struct{ doc, want string }{
		{"Short.\n  - item\n", "Short.\n  - item"},
		{strings.Repeat("list<", 30) + "u8" + strings.Repeat(">", 30), strings.Repeat("list<", 19) + "\n" + strings.Repeat("list<", 11) + "u8" + strings.Repeat(">", 30)},
		{words, words[:94] + "\n" + words[95:]},
		{"List:\n  - " + words, "List:\n  - " + words[:94] + "\n    " + words[95:]},
	} {
		if got := strings.Join(lines(c.doc), "\n"); got != c.want {
			t.Errorf("got\n%s\nwant\n%s", got, c.want)
		}
	}
}

// TestRecordFields shows the place of a field's WIT: beside the field or, if it is long, above
// it, before the author's own comment.
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
	f := jen.NewFile("client")
	f.ImportName(runtimePath, "runtime")
	f.Type().Id("T").Struct(fields...)
	if _, got, _ := strings.Cut(string(new(jen.Writer).Source(f)), "type T "); got != want+"\n" {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
