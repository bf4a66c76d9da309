package metadata

import (
	"os"
	"strings"
	"testing"
)

func ids(changes []Change) string {
	var list []string
	for _, c := range changes {
		list = append(list, c.Rule.ID+" "+c.Place())
	}
	return strings.Join(list, "; ")
}

// TestCompareTypes uses types in a parameter and in a result.
func TestCompareTypes(t *testing.T) {
	cases := []struct {
		old, new *Type
		want     string // ids with the rest of the place
	}{
		{record("a", tU8), record("a", tU8, "b", tStr), "field-added .b"},
		{record("a", tU8), record("a", tU8, "b", option(tStr)), "option-field-added .b"},
		{record("a", tU8, "b", tStr), record("a", tU8), "field-removed .b"},
		{record("a", tU8, "b", tU8), record("b", tU8), "field-removed .a"},
		{record("a", tU8, "b", tStr), record("b", tStr), "field-removed-shifting .a"},
		{record("a", tuple(tU8), "b", tuple(tU8, tStr)), record("b", tuple(tU8, tStr)), "field-removed-shifting .a"},
		{record("a", tuple(tStr), "b", tuple(tU8)), record("b", tuple(tU8)), "field-removed-shifting .a"},
		{record("a", tuple(tU8), "b", tuple(tU8)), record("b", tuple(tU8)), "field-removed .a"},
		{record("a", record("x", tStr), "b", record("x", tU8)), record("b", record("x", tU8)), "field-removed-shifting .a"},
		{record("a", record("x", tU8), "b", record("x", tU8, "y", tU8)), record("b", record("x", tU8, "y", tU8)), "field-removed-shifting .a"},
		{record("a", variant("x", tU8), "b", variant("x", tStr)), record("b", variant("x", tStr)), "field-removed-shifting .a"},
		{record("a", variant("x"), "b", variant("x", tU8)), record("b", variant("x", tU8)), "field-removed-shifting .a"},
		{record("a", list(tU8), "b", list(tStr)), record("b", list(tStr)), "field-removed-shifting .a"},
		{record("a", option(tU8), "b", option(tStr)), record("b", option(tStr)), "field-removed-shifting .a"},
		{record("a", result(tU8, nil), "b", result(tStr, nil)), record("b", result(tStr, nil)), "field-removed-shifting .a"},
		{record("a", result(nil, tU8), "b", result(nil, tStr)), record("b", result(nil, tStr)), "field-removed-shifting .a"},
		{record("a", tU8, "b", tStr), record("c", tU8, "b", tStr), "field-renamed .c"},
		{record("a", option(tU8)), record("c", option(tU8)), "option-field-renamed .c"},
		{record("a", tU8), record("c", tStr), "field-removed-shifting .a; field-added .c"},
		{record("a", tU32, "b", tU32), record("b", tU32, "a", tU32), "fields-reordered "},
		{record("a", tU32, "b", tStr), record("b", tStr, "a", tU32), "fields-reordered-mixed "},
		{record("a", tU32, "b", tU32), record("b", tU32, "c", tU32), "fields-reordered ; field-removed .a; field-added .c"},
		{enum("a", "b"), enum("a", "b", "c"), "enum-case-appended .c"},
		{enum("a", "b"), enum("c", "a", "b"), "enum-case-inserted .c"},
		{enum("a", "b"), enum("b"), "enum-case-removed .a"},
		{enum("a", "b"), enum("a"), "enum-last-case-removed .b"},
		{enum("a", "b"), enum("a", "c"), "enum-case-renamed .c"},
		{enum("a", "b", "c"), enum("a", "c", "b"), "enum-cases-reordered "},
		{enum("a", "b", "c"), enum("b", "a", "c"), "enum-cases-reordered "},
		{enum("a", "b", "c"), enum("b", "c", "d"), "enum-case-removed .a; enum-case-appended .d"},
		{flags("a", "b"), flags("a", "b", "c"), "flag-appended .c"},
		{flags("a", "b"), flags("c", "a", "b"), "flag-inserted .c"},
		{flags("a", "b"), flags("b"), "flag-removed .a"},
		{flags("a", "b"), flags("a"), "last-flag-removed .b"},
		{flags("a", "b"), flags("a", "c"), "flag-renamed .c"},
		{flags("a", "b"), flags("b", "a"), "flags-reordered "},
		{variant("a", tU8, "b"), variant("a", tU8, "b", "c"), "variant-case-appended .c"},
		{variant("a", tU8, "b"), variant("c", "a", tU8, "b"), "variant-case-inserted .c"},
		{variant("a", "b"), variant("b"), "variant-case-removed .a"},
		{variant("a", "b"), variant("a"), "variant-last-case-removed .b"},
		{variant("a", "b"), variant("a", "c"), "variant-case-renamed .c"},
		{variant("a", "b"), variant("b", "a"), "variant-cases-reordered "},
		{variant("a", "b"), variant("a", "b", tU8), "payload-added .b"},
		{variant("a", "b"), variant("a", "b", option(tU8)), "optional-payload-added .b"},
		{variant("a", "b", tU8), variant("a", "b"), "payload-removed .b"},
		{variant("a", tU8), variant("a", tU32), "integer-widened .a"},
		{tuple(result(nil, tStr)), tuple(result(tU8, nil)), "payload-added .0.ok; payload-removed .0.err"},
		{tU8, tU32, "integer-widened "},
		{tU32, prim(KindS64), "integer-widened "},
		{prim(KindS8), prim(KindS16), "integer-widened "},
		{tU8, prim(KindS8), "integer-narrowed "},
		{tU64, tU32, "integer-narrowed "},
		{tU32, tS32, "integer-narrowed "},
		{tS32, tU64, "integer-narrowed "},
		{tF32, tF64, "float-widened "},
		{tF64, tF32, "float-narrowed "},
		{tU32, tF64, "number-kind-changed "},
		{tChr, tU32, "number-kind-changed "},
		{tStr, option(tStr), "became-optional "},
		{option(tStr), tStr, "became-required "},
		{option(tU8), tU32, "became-required ; integer-widened "},
		{option(tU8), option(option(tU8)), "became-optional "},
		{tuple(tU8), tuple(tU8, tStr), "tuple-item-added .1"},
		{tuple(tU8, tStr), tuple(tU8), "tuple-item-removed .1"},
		{tStr, tU32, "type-changed "},
		{tBool, tStr, "type-changed "},
		{enum("a"), tStr, "type-reinterpreted "},
		{flags("a"), list(tStr), "type-reinterpreted "},
		{variant("a", tU8), record("b", option(tU8)), "type-reinterpreted "},
		{variant("a", tU8), record("a", tU8, "c", tU8), "type-changed "},
		{record("a", tU8), variant("a", tU8), "type-reinterpreted "},
		{record("a", tU8), variant("b", tU8), "type-changed "},
		{variant("a", tU8), record("a", tU8), "type-reinterpreted "},
		{variant("ok", tU8, "err", tU8), result(tU8, tU8), "type-reinterpreted "},
		{list(record("a", option(tU8))), list(record("a", option(tU32))), "integer-widened .a"},
		{own(1), borrow(1), "handle-now-borrowed "},
		{borrow(1), own(1), "handle-now-owned "},
		{own(1), own(2), "resource-renumbered "},
		{named("x", *tuple()), named("y", *tuple()), "type-name-changed "},
		{named("x", *tuple()), tuple(), ""},
		{owned("a:b@1.0.0/i"), owned("a:b@1.0.0/j"), "type-name-changed "},
		{owned("a:b/i"), owned("a:c/i"), "type-name-changed "},
		{owned("a:b@1.0.0/i"), owned("a:b@2.0.0/i"), ""},
		{owned("a:b/i@1.0.0"), owned("a:b/i@2.0.0"), ""},
		{owned("a:b@1.0.0/i"), owned("a:b/i"), ""},
		{owned("a:b/i"), owned(""), ""},
		{tU8, tU8, ""},
	}
	for _, test := range cases {
		for use, place := range map[Use]string{UseParameter: "p", UseResult: "result"} {
			make := func(typ *Type) *Component {
				if use == UseResult {
					return exporting(inInterface("a:b/i@1.0.0", function("f", tuple(typ))))
				}
				return exporting(inInterface("a:b/i@1.0.0", function("f", "p", tuple(typ), nil)))
			}
			changes := Compare(make(test.old), make(test.new))
			want := strings.ReplaceAll(test.want, " ", " a:b/i.f."+place+".0")
			want = strings.ReplaceAll(want, "; a:b/i.f."+place+".0", "; ")
			if got := ids(changes); got != want {
				t.Errorf("%s → %s in a %s:\n got %s\nwant %s", test.old.WIT(), test.new.WIT(), use, got, want)
			}
			for _, c := range changes {
				if c.Use != use {
					t.Errorf("%s: use is %s, want %s", c.Rule.ID, c.Use, use)
				}
				if use == UseResult && c.Rule.ID != "type-name-changed" && c.Effects.Untyped != AnswerRefused {
					t.Errorf("%s in a result: %s", c.Rule.ID, c.Effects.Untyped)
				}
			}
		}
	}
}

func TestCompareExports(t *testing.T) {
	ledger := func(id uint64, parts ...*Function) *Resource {
		r := &Resource{Name: "ledger", ID: id, HasID: true}
		for _, f := range parts {
			switch f.Kind {
			case Constructor:
				r.Constructor = f
			case Drop:
				r.Drop = f
			case Method:
				r.Methods = append(r.Methods, f)
			case Static:
				r.Statics = append(r.Statics, f)
			}
		}
		return r
	}
	makes := func(parts ...any) *Function { return ofKind(Constructor, "ledger", function("new", parts...)) }
	method := func(id uint64) *Function { return ofKind(Method, "ledger", function("m", "self", borrow(id), nil)) }
	static := ofKind(Static, "ledger", function("m", nil))
	i := func(functions ...*Function) *Component { return exporting(inInterface("a:b/i", functions...)) }
	res := func(r ...*Resource) *Component { return withResources(inInterface("a:b/i"), r...) }
	f := func(parts ...any) *Component { return i(function("f", parts...)) }
	two := func() *Interface { return inInterface("a:b/two", function("g", nil)) }
	cases := []struct {
		name     string
		old, new *Component
		want     string
	}{
		{"kind", &Component{}, &Component{Kind: Ephemeral}, "component-kind-changed component"},
		{"interface added", f(nil), exporting(inInterface("a:b/i", function("f", nil)), two()), "interface-added a:b/two"},
		{"interface of types removed", exporting(inInterface("a:b/types")), exporting(), ""},
		{"interface of types in another version", exporting(inInterface("a:b/types@1.0.0")), exporting(inInterface("a:b/types@2.0.0")), ""},
		{"interface removed", exporting(inInterface("a:b/i", function("f", nil)), two()), f(nil), "interface-removed a:b/two"},
		{
			"package version", exporting(inInterface("a:b/i@1.0.0", function("f", "p", tU8, nil))),
			exporting(inInterface("a:b/i@2.0.0", function("f", "p", tF64, nil))), "package-version-changed a:b/i; number-kind-changed a:b/i.f.p",
		},
		{
			"package name", exporting(inInterface("a:b/i@1.0.0", function("f", nil))),
			exporting(inInterface("a:c/i@1.0.0", function("f", nil))), "package-renamed a:c/i",
		},
		{
			"nothing in common", exporting(inInterface("a:b/i", function("f", nil))),
			exporting(inInterface("a:c/i", function("g", nil))), "interface-removed a:b/i; interface-added a:c/i",
		},
		{
			"two versions side by side", exporting(inInterface("a:b/i@1.0.0", function("f", nil)), inInterface("a:b/i@2.0.0", function("f", nil))),
			exporting(inInterface("a:b/i@2.0.0", function("f", nil)), inInterface("a:b/i@1.0.0", function("f", "p", tU8, nil))), "parameter-added a:b/i@1.0.0.f.p",
		},
		{"function added", i(), f(nil), "function-added a:b/i.f"},
		{"function removed", f(nil), i(), "function-removed a:b/i.f"},
		{"world", &Component{Functions: []*Function{function("f", nil)}}, &Component{}, "function-removed world.f"},
		{"parameter added", f(nil), f("p", option(tU8), nil), "parameter-added a:b/i.f.p"},
		{"parameter removed", f("p", tU8, nil), f(nil), "parameter-removed a:b/i.f.p"},
		{"parameter renamed", f("p", tU8, nil), f("q", tU8, nil), "parameter-renamed a:b/i.f.q"},
		{"parameter type", f("p", tU8, nil), f("p", tStr, nil), "type-changed a:b/i.f.p"},
		{"swapped", f("p", tU8, "q", tU8, nil), f("q", tU8, "p", tU8, nil), "parameters-swapped a:b/i.f"},
		{"reordered", f("p", tU8, "q", tStr, nil), f("q", tStr, "p", tU8, nil), "parameters-reordered a:b/i.f"},
		{"reordered alike", f("p", tU8, "q", tF64, nil), f("q", tF64, "p", tU8, nil), "parameters-reordered-alike a:b/i.f"},
		{
			"swapped and added", f("p", tU8, "q", tU8, nil), f("q", tU8, "p", tU8, "r", tU8, nil),
			"parameters-swapped a:b/i.f; parameter-added a:b/i.f.r",
		},
		{
			"shifted", f("p", tU8, "q", tU8, nil), f("q", tU8, "r", tU8, nil),
			"parameters-swapped a:b/i.f; parameter-removed a:b/i.f.p; parameter-added a:b/i.f.r",
		},
		{"result added", f(nil), f(tU8), "result-added a:b/i.f.result"},
		{"result removed", f(tU8), f(nil), "result-removed a:b/i.f.result"},
		{
			"named results", i(&Function{Name: "f", LocalName: "f", Results: []Result{{"x", tU8}}}),
			i(&Function{Name: "f", LocalName: "f", Results: []Result{{"y", tU8}}}), "results-changed a:b/i.f.result",
		},
		{
			"type of a named result", i(&Function{Name: "f", LocalName: "f", Results: []Result{{"x", tU8}, {"y", tU8}}}),
			i(&Function{Name: "f", LocalName: "f", Results: []Result{{"x", tU8}, {"y", tU32}}}), "integer-widened a:b/i.f.y",
		},
		{"value became a result", f(tU8), f(result(tU8, tStr)), "type-changed a:b/i.f.result"},
		{"result became a value", f(result(tU8, tStr)), f(tU8), "type-changed a:b/i.f.result"},
		{"ok", f(result(tU8, tStr)), f(result(tU32, tStr)), "integer-widened a:b/i.f.ok"},
		{"resource added", res(), res(ledger(1)), "resource-added a:b/i.ledger"},
		{"resource removed", res(ledger(1)), res(), "resource-removed a:b/i.ledger"},
		{"renumbered", res(ledger(1, method(1))), res(ledger(2, method(2))), "resource-renumbered a:b/i.ledger"},
		{"numbered for the first time", res(&Resource{Name: "ledger", Statics: []*Function{static}}), res(ledger(3, static)), ""},
		{"constructor added", res(ledger(1)), res(ledger(1, makes(own(1)))), "constructor-added a:b/i.ledger.new"},
		{"constructor removed", res(ledger(1, makes(own(1)))), res(ledger(1)), "constructor-removed a:b/i.ledger.new"},
		{"constructor changed", res(ledger(1, makes(own(1)))), res(ledger(1, makes("p", tU8, own(1)))), "parameter-added a:b/i.ledger.new.p"},
		{"method to static", res(ledger(1, method(1))), res(ledger(1, static)), "method-became-static a:b/i.ledger.m"},
		{"static to method", res(ledger(1, static)), res(ledger(1, method(1))), "static-became-method a:b/i.ledger.m"},
		{"method removed", res(ledger(1, method(1))), res(ledger(1)), "function-removed a:b/i.ledger.m"},
		{
			"another resource", withResources(inInterface("a:b/i", function("f", "h", own(0), nil)), ledger(0), &Resource{Name: "x", ID: 1, HasID: true}),
			withResources(inInterface("a:b/i", function("f", "h", own(1), nil)), ledger(0), &Resource{Name: "x", ID: 1, HasID: true}),
			"handle-resource-changed a:b/i.f.h",
		},
	}
	for _, test := range cases {
		if got := ids(Compare(test.old, test.new)); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}

// TestChangedSelf checks that a change of the handle that a method takes counts as one of a parameter.
func TestChangedSelf(t *testing.T) {
	component := func(owner string) *Component {
		self := &Type{Kind: KindHandle, Borrowed: true, Name: "ledger", Owner: owner}
		method := ofKind(Method, "ledger", function("m", "self", self, nil))
		return withResources(inInterface("a:b/i"), &Resource{Name: "ledger", HasID: true, Methods: []*Function{method}})
	}
	changes := Compare(component("a:b/i"), component("a:b/types"))
	if got := ids(changes); got != "type-name-changed a:b/i.m.self" && got != "type-name-changed a:b/i.ledger.m.self" {
		t.Fatal(got)
	}
	if changes[0].Use != UseParameter || changes[0].Text != "a:b/i.ledger is now a:b/types.ledger" {
		t.Errorf("%s: %s", changes[0].Use, changes[0].Text)
	}
	unowned := func(name string) *Component {
		return exporting(inInterface("a:b/i", function("f", "p", &Type{Kind: KindTuple, Name: name}, nil)))
	}
	if changes := Compare(unowned("x"), unowned("y")); len(changes) != 1 || changes[0].Text != "x is now y" {
		t.Errorf("%+v", changes)
	}
}

// TestDeclined checks that no change is harmless for which generated clients send nothing.
func TestDeclined(t *testing.T) {
	f := func(parts ...any) *Component { return exporting(inInterface("a:b/i", function("f", parts...))) }
	for _, test := range []struct {
		old, new *Component
		want     Severity
	}{
		{f("p", tU8, nil), f("q", tU8, nil), SeverityBreaking},
		{f("p", tU8, nil), f("p", tU32, nil), SeverityBreaking},
		{f("p", tF32, nil), f("p", tF64, nil), SeverityBreaking},
		{f("p", tU8, nil), f("p", option(tU8), nil), SeverityBreaking},
		{f("p", record("a", tU8), nil), f("p", record("a", tU8, "b", option(tU8)), nil), SeverityBreaking},
		{f("p", variant("a"), nil), f("p", variant("a", option(tU8)), nil), SeverityBreaking},
		{f("p", owned("a:b/i"), nil), f("p", owned("a:c/i"), nil), SeverityHarmless},
		{f("p", tU64, nil), f("p", tU32, nil), SeverityBreaking},
		{f("p", tuple(tU8, tU8), nil), f("p", tuple(tU8), nil), SeverityBreaking},
		{f(nil), f("p", tU8, nil), SeverityDangerous},
	} {
		for _, c := range Compare(test.old, test.new) {
			if c.Severity() != test.want || c.Rule.Severity(c.Use) != test.want {
				t.Errorf("%s: %s, rule %s, want %s", c.Rule.ID, c.Severity(), c.Rule.Severity(c.Use), test.want)
			}
		}
	}
}

// TestExplain checks that only what the client notices in an answer is explained by the client.
func TestExplain(t *testing.T) {
	const answer = "The call is done;"
	for _, r := range Rules() {
		for use := UseExport; use <= UseResult; use++ {
			noticed := use == UseResult && r.Effects(use).Untyped == AnswerRefused
			if got := r.Explain(use); noticed != (got != r.Explanation) || noticed && !strings.HasPrefix(got, answer) {
				t.Errorf("%s in a %s: %s", r.ID, use, got)
			}
		}
	}
	for _, r := range AgentRules() {
		for use := UseExport; use <= UseIdentity; use++ {
			own := strings.HasPrefix(r.Explain(use), r.Explanation)
			named := strings.Contains(r.Explain(use), "runs on another agent.")
			if own == (use == UseResult && r.Effects(use).New == AnswerRefused) && !strings.HasPrefix(r.Explanation, answer) {
				t.Errorf("%s in a %s: %s", r.ID, use, r.Explain(use))
			}
			if named != (use == UseIdentity && r.Effects(use).Existing == AnotherAgent) {
				t.Errorf("%s in a %s: %s", r.ID, use, r.Explain(use))
			}
		}
	}
}

// TestShielded checks that, if the function's name does not resolve, the worst outcome is a
// refused request.
func TestShielded(t *testing.T) {
	old := exporting(inInterface("a:b/i@1.0.0", function("f", "p", tF64, nil)))
	new := exporting(inInterface("a:b/i@2.0.0", function("f", "p", tF32, nil)))
	changes := Compare(old, new)
	if len(changes) != 2 || changes[0].Shielded || !changes[1].Shielded {
		t.Fatalf("%s", ids(changes))
	}
	want := Effects{SourceBroken, RequestRefused, RequestRefused}
	if changes[1].Effects != want || changes[1].Severity() != SeverityBreaking {
		t.Errorf("%+v", changes[1].Effects)
	}
	new = exporting(inInterface("a:b/i@2.0.0", function("f", "p", tF64, nil), function("g", nil)))
	changes = Compare(old, new)
	if len(changes) != 2 || !changes[1].Shielded || changes[1].Effects != (Effects{}) || changes[1].Severity() != SeverityHarmless {
		t.Errorf("a new function: %+v", changes)
	}
}

// TestCompareTexts checks the texts of changes that name positions.
func TestCompareTexts(t *testing.T) {
	for _, test := range []struct {
		old, new *Type
		want     string
	}{
		{record("a", tU8, "b", tU8), record("b", tU8, "a", tU8), "field 1 was a and is b; "},
		{record("a", tU8, "b", tU8, "c", tU8), record("a", tU8, "c", tU8, "b", tU8), "field 2 was b and is c; "},
		{record("a", tU8, "b", tU8, "c", tU8), record("c", tU8, "b", tU8), "field 1 was a and is c; a: u8, field 1 of 3; "},
		{record("a", tU8, "b", tU8, "c", tU8), record("c", tU8), "a: u8, field 1 of 3; b: u8, field 2 of 3; "},
		{record("a", tU8), record("a", tU8, "b", tStr), "b: string, field 2 of 2; "},
		{enum("a", "b", "c"), enum("b", "c", "a"), "b was behind a and is in front of it; "},
		{enum("a", "b", "c"), enum("a", "c"), "case b was number 2 of 3; "},
		{enum("a", "b", "c"), enum("a", "b"), "case c was the last of 3; "},
		{flags("a", "b"), flags("c", "a", "b"), "flag c as number 1 of 3; "},
		{tuple(tU8, tStr), tuple(tU8), "item 1: string; "},
	} {
		component := func(typ *Type) *Component {
			return exporting(inInterface("a:b/i", function("f", "p", typ, nil)))
		}
		got := ""
		for _, c := range Compare(component(test.old), component(test.new)) {
			got += c.Text + "; "
		}
		if got != test.want {
			t.Errorf("%s → %s:\n got %s\nwant %s", test.old.WIT(), test.new.WIT(), got, test.want)
		}
	}
}

// TestTextsOfInterfaces checks the texts of changes that count functions.
func TestTextsOfInterfaces(t *testing.T) {
	one := inInterface("a:b/one", function("f", nil))
	two := inInterface("a:b/two", function("f", nil))
	two.Resources = []*Resource{{Name: "r", Constructor: ofKind(Constructor, "r", function("new", own(0)))}}
	got := ""
	for _, c := range Compare(exporting(one), exporting(two)) {
		got += c.Text + "; "
	}
	if want := "interface a:b/one with 1 function; interface a:b/two with 2 functions; "; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestLongTypes checks where the text of a type is cut.
func TestLongTypes(t *testing.T) {
	for text, want := range map[string]string{
		strings.Repeat("a", 72):                                strings.Repeat("a", 72),
		strings.Repeat("a", 73):                                strings.Repeat("a", 72) + "…",
		strings.Repeat("a", 71) + "é":                          strings.Repeat("a", 71) + "…",
		strings.Repeat("a", 70) + "é" + strings.Repeat("a", 9): strings.Repeat("a", 70) + "é…",
	} {
		if got := clip(text); got != want {
			t.Errorf("%s becomes %s", text, got)
		}
	}
}

// TestVersionsSideBySide compares components that export an interface in several versions. A star
// marks names that are bound to their versions.
func TestVersionsSideBySide(t *testing.T) {
	component := func(versions string) *Component {
		var list []*Interface
		for version := range strings.FieldsSeq(strings.ReplaceAll(versions, "*", "")) {
			list = append(list, inInterface("a:b/i@"+version, function("f", nil)))
		}
		return exporting(list...)
	}
	for _, test := range []struct{ old, new, want string }{
		{"1.0.0", "1.0.0 2.0.0", "interface-added a:b/i@2.0.0"},
		{"1.0.0 2.0.0*", "2.0.0 1.0.0", ""},
		{"1.0.0 2.0.0*", "1.0.0", "interface-removed a:b/i@2.0.0"},
		{"1.0.0 2.0.0*", "2.0.0", "interface-removed a:b/i@1.0.0"},
		{"1.0.0 2.0.0*", "2.0.0 3.0.0", "interface-removed a:b/i@1.0.0; interface-added a:b/i@3.0.0"},
		{"1.0.0 2.0.0*", "3.0.0", "interface-name-handed-on a:b/i; interface-removed a:b/i@2.0.0"},
		{"1.0.0* 2.0.0*", "3.0.0", "interface-removed a:b/i@1.0.0; interface-removed a:b/i@2.0.0; interface-added a:b/i"},
		{"1.0.0", "2.0.0", "package-version-changed a:b/i"},
		{"2.0.0*", "3.0.0", "interface-removed a:b/i; interface-added a:b/i"},
		{"1.0.0", "2.0.0 3.0.0", "interface-removed a:b/i; interface-added a:b/i@2.0.0; interface-added a:b/i@3.0.0"},
	} {
		bound := func(i *Interface) bool { return strings.Contains(test.old, i.Version+"*") }
		if got := ids(CompareBound(component(test.old), component(test.new), bound)); got != test.want {
			t.Errorf("%s → %s\n got %s\nwant %s", test.old, test.new, got, test.want)
		}
	}
	// One version is gone while another one stays: an interface of another package is a new one.
	old := exporting(inInterface("a:b/i@1.0.0", function("f", nil)), inInterface("a:b/i@2.0.0", function("f", nil)))
	new := exporting(inInterface("a:b/i@2.0.0", function("f", nil)), inInterface("a:c/i@1.0.0", function("f", nil)))
	never := func(*Interface) bool { return false }
	if got := ids(CompareBound(old, new, never)); got != "interface-removed a:b/i@1.0.0; interface-added a:c/i" {
		t.Error(got)
	}
	// Without a lock, all of several versions are bound.
	if got := ids(Compare(component("1.0.0 2.0.0"), component("2.0.0 3.0.0"))); got != "interface-removed a:b/i@1.0.0; interface-added a:b/i@3.0.0" {
		t.Error(got)
	}
}

// TestRuleTable checks that the table is consistent, and that every rule is in one of the tables
// above.
func TestRuleTable(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.ID] || r.Title == "" || r.Explanation == "" || r.Export == nil && r.Parameter == nil {
			t.Errorf("rule %q is doubled or incomplete", r.ID)
		}
		seen[r.ID] = true
		if rule(r.ID).Title != r.Title {
			t.Errorf("rule %q is not found", r.ID)
		}
	}
	source, err := os.ReadFile("compare_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for id := range seen {
		if !strings.Contains(string(source), `"`+id+" ") && !strings.Contains(string(source), "; "+id+" ") {
			t.Errorf("no test has rule %q", id)
		}
	}
}

// TestEffectsWithoutUse checks that a rule has no effects at uses where it cannot happen.
func TestEffectsWithoutUse(t *testing.T) {
	for use := UseExport; use <= UseIdentity; use++ {
		if got := (&Rule{}).Effects(use); got != (Effects{}) {
			t.Errorf("%s: %v", use, got)
		}
	}
}
