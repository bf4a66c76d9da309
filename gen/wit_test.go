package gen

import (
	"maps"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/goldenfile"
	"github.com/golem-gen/golem-gen/metadata"
)

// twoCarts returns a component whose two interfaces use the same enum, and equal enums of another
// name.
func twoCarts() *metadata.Component {
	c := &metadata.Component{}
	for i, short := range []string{"cart", "archive"} {
		money := &metadata.Type{Kind: metadata.KindRecord, Fields: []metadata.Field{
			{Name: "currency", Type: &metadata.Type{Kind: metadata.KindEnum, Names: []string{"eur", "usd"}}},
			{Name: "owner", Type: &metadata.Type{Kind: metadata.KindHandle, ResourceID: uint64(i)}},
		}}
		c.Interfaces = append(c.Interfaces, &metadata.Interface{
			Name: "acme:shop/" + short + "@1.4.0", Namespace: "acme", Package: "shop", ShortName: short, Version: "1.4.0",
			Functions: []*metadata.Function{
				{Name: "pay", LocalName: "pay", Parameters: []metadata.Parameter{{Name: "amount", Type: money}}},
				{Name: "convert", LocalName: "convert", Parameters: []metadata.Parameter{
					{Name: "from", Type: &metadata.Type{Kind: metadata.KindList, Inner: money.Fields[0].Type}},
					{Name: "to", Type: &metadata.Type{Kind: metadata.KindEnum, Names: []string{"eur", "usd"}}},
				}},
			},
		})
	}
	return c
}

func twoCartsWIT() *WIT {
	currency := &WITType{
		Kind: metadata.KindEnum, Name: "currency", Owner: "acme:shop/types", Doc: "What is paid with.",
		Members: []WITMember{{Name: "eur", Doc: "Euro"}, {Name: "usd"}},
	}
	target := &WITType{Kind: metadata.KindEnum, Name: "target", Owner: "acme:shop/types", Members: currency.Members}
	money := &WITType{Kind: metadata.KindRecord, Name: "money", Owner: "acme:shop/types", Members: []WITMember{
		{Name: "currency", Doc: "Of both.", Type: currency},
		{Name: "owner", Type: &WITType{Kind: metadata.KindHandle, Name: "person", Owner: "acme:shop/people"}},
	}}
	functions := map[string]*WITFunction{
		"pay": {Doc: "Pays.", Parameters: []WITMember{{Name: "amount", Type: money}}},
		"convert": {Parameters: []WITMember{
			{Name: "from", Type: &WITType{Kind: metadata.KindList, Items: []*WITType{currency}}},
			{Name: "to", Type: target},
		}},
	}
	return &WIT{Interfaces: map[string]*WITInterface{
		"acme:shop/cart@1.4.0":    {Doc: "Carts.", Functions: functions},
		"acme:shop/archive@1.3.9": {Functions: functions}, // another version is good enough
	}}
}

func TestWITNames(t *testing.T) {
	m, names, warnings, err := buildModel(twoCarts(), Options{WIT: twoCartsWIT()})
	if err != nil {
		t.Fatal(err)
	}
	if len(warnings) > 0 {
		t.Errorf("warnings: %q", warnings)
	}
	checkModel(t, m)
	goldenfile.Check(t, "testdata/names/wit.golden", listNames(m))
	cart := m.scopes[0]
	if cart.doc != "Carts." || cart.functions[0].doc != "Pays." {
		t.Errorf("comments are lost: %q, %q", cart.doc, cart.functions[0].doc)
	}
	for _, named := range cart.types {
		if named.goName == "Currency" && (named.doc != "What is paid with." || named.members[0].doc != "Euro" || named.witName != "currency") {
			t.Errorf("comments of Currency are lost: %+v", named)
		}
	}

	// Without the WIT, the lock keeps what the WIT gave.
	again, _, _, err := buildModel(twoCarts(), Options{Locked: names})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Money", "Currency", "Target"} {
		if !strings.Contains(listNames(again), " = "+name+" {") {
			t.Errorf("%s is gone:\n%s", name, listNames(again))
		}
	}
}

// TestWITMismatch uses a WIT of another component.
func TestWITMismatch(t *testing.T) {
	w := twoCartsWIT()
	functions := w.Interfaces["acme:shop/cart@1.4.0"].Functions
	currency := functions["convert"].Parameters[0].Type.Items[0]
	currency.Members = append(currency.Members, WITMember{Name: "gbp"})
	delete(functions, "pay")
	m, _, warnings, err := buildModel(twoCarts(), Options{WIT: w})
	if err != nil {
		t.Fatal(err)
	}
	checkModel(t, m)
	if text := listNames(m); strings.Contains(text, "Currency {") || !strings.Contains(text, "enum cart.convert.to = Target") {
		t.Errorf("unexpected names:\n%s", text)
	}
	want := "the WIT does not describe cart.pay, cart.convert, archive.pay, archive.convert as the metadata does, so CartAmount, CartFromItem, ArchiveAmount, ArchiveFromItem are named without it: " +
		"if it is not that of the component's version 0, give that one"
	if len(warnings) != 1 || warnings[0] != want {
		t.Errorf("warnings are %q, want %q", warnings, want)
	}
}

// TestWITOfVersionBefore uses the WIT of an earlier version, which describes one function that
// takes money and not the other.
func TestWITOfVersionBefore(t *testing.T) {
	money := &metadata.Type{Kind: metadata.KindRecord, Fields: []metadata.Field{
		{Name: "currency", Type: &metadata.Type{Kind: metadata.KindEnum, Names: []string{"eur", "usd"}}},
	}}
	component := func(parameters ...metadata.Parameter) *metadata.Component {
		return &metadata.Component{Interfaces: []*metadata.Interface{{
			Name: "acme:shop/cart", Namespace: "acme", Package: "shop", ShortName: "cart",
			Functions: []*metadata.Function{
				{Name: "pay", LocalName: "pay", Parameters: append([]metadata.Parameter{{Name: "amount", Type: money}}, parameters...)},
				{Name: "total", LocalName: "total", Results: []metadata.Result{{Type: money}}},
			},
		}}}
	}
	before, after := component(), component(metadata.Parameter{Name: "tip", Type: money})
	described := WITMember{Name: "amount", Type: &WITType{Kind: metadata.KindRecord, Name: "money", Owner: "acme:shop/cart", Members: []WITMember{
		{Name: "currency", Type: &WITType{Kind: metadata.KindEnum, Name: "currency", Owner: "acme:shop/cart", Members: []WITMember{{Name: "eur"}, {Name: "usd"}}}},
	}}}
	w := &WIT{Interfaces: map[string]*WITInterface{"acme:shop/cart": {Functions: map[string]*WITFunction{
		"pay":   {Parameters: []WITMember{described}},
		"total": {Results: []WITMember{{Type: described.Type}}},
	}}}}
	_, byPlace, _, err := buildModel(before, Options{})
	if err != nil {
		t.Fatal(err)
	}
	apart := maps.Clone(byPlace)
	apart["cart.total.result"] = LockedName{"Sum", byPlace["cart.total.result"].Structure}
	for name, c := range map[string]struct {
		locked map[string]LockedName
		amount string // the names of pay's parameters
		total  string // that of total's result
	}{
		"no lock":                       {nil, "Money", "Money"},
		"a lock with another name":      {byPlace, byPlace["cart.total.result"].Name, byPlace["cart.total.result"].Name},
		"a lock that tells two of them": {apart, byPlace["cart.pay.amount"].Name, "Sum"},
	} {
		_, names, warnings, err := buildModel(after, Options{WIT: w, Locked: c.locked})
		if err != nil {
			t.Fatal(err)
		}
		for place, want := range map[string]string{"cart.pay.amount": c.amount, "cart.pay.tip": c.amount, "cart.total.result": c.total} {
			if names[place].Name != want {
				t.Errorf("%s: %s is called %s, want %s", name, place, names[place].Name, want)
			}
		}
		if len(warnings) != 1 || !strings.HasPrefix(warnings[0], "the WIT does not describe cart.pay as the metadata does") {
			t.Errorf("%s: warnings are %q", name, warnings)
		}
	}
}

func TestWithoutVersion(t *testing.T) {
	for name, want := range map[string]string{
		"acme:shop/cart@1.4.0": "acme:shop/cart",
		"acme:shop@1.4.0/cart": "acme:shop/cart",
		"acme:shop/cart":       "acme:shop/cart",
		"inline":               "inline",
	} {
		if got := withoutVersion(name); got != want {
			t.Errorf("withoutVersion(%q) = %q, want %q", name, got, want)
		}
	}
}

// TestWITMatches checks that a type of the WIT stands for a type of the component only if the kind and
// the members are the same.
func TestWITMatches(t *testing.T) {
	basic := &WITType{Kind: metadata.KindStr}
	members := func(kind metadata.Kind, list ...WITMember) *WITType { return &WITType{Kind: kind, Members: list} }
	items := func(kind metadata.Kind, list ...*WITType) *WITType { return &WITType{Kind: kind, Items: list} }
	record := &metadata.Type{Kind: metadata.KindRecord, Fields: []metadata.Field{{Name: "a", Type: str}, {Name: "b", Type: str}}}
	variant := &metadata.Type{Kind: metadata.KindVariant, Cases: []metadata.Case{{Name: "a", Type: str}, {Name: "b"}}}
	result := func(ok, err *metadata.Type) *metadata.Type {
		return &metadata.Type{Kind: metadata.KindResult, Ok: ok, Err: err}
	}
	tuple := &metadata.Type{Kind: metadata.KindTuple, Items: []*metadata.Type{str}}
	list := &metadata.Type{Kind: metadata.KindList, Inner: str}
	a, b, c := WITMember{Name: "a"}, WITMember{Name: "b"}, WITMember{Name: "c"}
	for _, test := range []struct {
		name string
		wit  *WITType
		typ  *metadata.Type
		want bool
	}{
		{"unknown", nil, record, false},
		{"opaque", &WITType{Kind: metadata.KindHandle, Opaque: true}, record, true},
		{"another kind", basic, record, false},
		{"basic", basic, str, true},
		{"record", members(metadata.KindRecord, a, b), record, true},
		{"another order", members(metadata.KindRecord, b, a), record, false},
		{"fewer fields", members(metadata.KindRecord, a), record, false},
		{"more fields", members(metadata.KindRecord, a, b, c), record, false},
		{"variant", members(metadata.KindVariant, WITMember{Name: "a", Type: basic}, b), variant, true},
		{"another case", members(metadata.KindVariant, WITMember{Name: "a", Type: basic}, c), variant, false},
		{"payload gone", members(metadata.KindVariant, a, b), variant, false},
		{"payload added", members(metadata.KindVariant, WITMember{Name: "a", Type: basic}, WITMember{Name: "b", Type: basic}), variant, false},
		{"enum", members(metadata.KindEnum, a, b), enumOf("a", "b"), true},
		{"another enum", members(metadata.KindEnum, a, c), enumOf("a", "b"), false},
		{"tuple", items(metadata.KindTuple, basic), tuple, true},
		{"longer tuple", items(metadata.KindTuple, basic, basic), tuple, false},
		{"list", items(metadata.KindList, basic), list, true},
		{"list of nothing", items(metadata.KindList), list, false},
		{"result", items(metadata.KindResult, basic, nil), result(str, nil), true},
		{"result with error", items(metadata.KindResult, nil, basic), result(nil, str), true},
		{"result without ok", items(metadata.KindResult, nil, basic), result(str, str), false},
		{"result with another ok", items(metadata.KindResult, basic, basic), result(nil, str), false},
		{"result without error", items(metadata.KindResult, basic, nil), result(str, str), false},
		{"result with another error", items(metadata.KindResult, basic, basic), result(str, nil), false},
		{"result of one side", items(metadata.KindResult, basic), result(str, nil), false},
	} {
		if got := test.wit.matches(test.typ); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}
