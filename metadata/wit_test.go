package metadata

import "testing"

func TestWIT(t *testing.T) {
	u8, str := &Type{Kind: KindU8}, &Type{Kind: KindStr}
	record := &Type{Kind: KindRecord, Fields: []Field{{"a", u8}, {"type", str}}}
	handle := &Type{Kind: KindHandle, ResourceID: 3, Borrowed: true}
	for _, c := range []struct {
		want string
		typ  *Type
	}{
		{"bool", &Type{Kind: KindBool}},
		{"char", &Type{Kind: KindChr}},
		{"f64", &Type{Kind: KindF64}},
		{"_", nil},
		{"record { a: u8, %type: string }", record},
		{"record {}", &Type{Kind: KindRecord}},
		{"variant { a(u8), %list }", &Type{Kind: KindVariant, Cases: []Case{{"a", u8}, {"list", nil}}}},
		{"enum { low, %enum }", &Type{Kind: KindEnum, Names: []string{"low", "enum"}}},
		{"flags { read }", &Type{Kind: KindFlags, Names: []string{"read"}}},
		{"tuple<u8, string>", &Type{Kind: KindTuple, Items: []*Type{u8, str}}},
		{"tuple<>", &Type{Kind: KindTuple}},
		{"list<option<u8>>", &Type{Kind: KindList, Inner: &Type{Kind: KindOption, Inner: u8}}},
		{"result", &Type{Kind: KindResult}},
		{"result<u8>", &Type{Kind: KindResult, Ok: u8}},
		{"result<_, string>", &Type{Kind: KindResult, Err: str}},
		{"result<u8, string>", &Type{Kind: KindResult, Ok: u8, Err: str}},
		{"own<resource-0>", &Type{Kind: KindHandle}},
		{"borrow<resource-3>", handle},
		{"borrow<ledger>", &Type{Kind: KindHandle, Borrowed: true, Name: "ledger"}},
		{"ledger", &Type{Kind: KindHandle, Name: "ledger"}},
		{"list<%record>", &Type{Kind: KindList, Inner: &Type{Kind: KindRecord, Name: "record"}}},
	} {
		if got := c.typ.WIT(); got != c.want {
			t.Errorf("%s instead of %s", got, c.want)
		}
	}
	p := &WITPrinter{Name: func(typ *Type) string {
		switch typ {
		case record:
			return "item"
		case handle:
			return "ledger"
		}
		return ""
	}}
	if got := p.Type(&Type{Kind: KindTuple, Items: []*Type{record, handle, str}}); got != "tuple<item, borrow<ledger>, string>" {
		t.Error(got)
	}
	for _, c := range []struct {
		want string
		typ  *Type
	}{
		{"record %type {\n  a: u8,\n  %type: string,\n}", record},
		{"variant %type {\n  a(item),\n  b,\n}", &Type{Kind: KindVariant, Cases: []Case{{"a", record}, {"b", nil}}}},
		{"enum %type {\n  a,\n}", &Type{Kind: KindEnum, Names: []string{"a"}}},
		{"flags %type {\n}", &Type{Kind: KindFlags}},
		{"type %type = list<item>;", &Type{Kind: KindList, Inner: record}},
		{"type %type = u8;", u8},
	} {
		if got := p.Definition("type", c.typ); got != c.want {
			t.Errorf("%s instead of %s", got, c.want)
		}
	}
	source := &WITPrinter{Source: true}
	if got := source.Definition("type", record); got != "record type {\n  a: u8,\n  type: string,\n}" {
		t.Error(got)
	}
	if got := DefinitionWIT("money", &Type{Kind: KindEnum, Name: "other", Names: []string{"a"}}); got != "enum money {\n  a,\n}" {
		t.Error(got)
	}
}

func TestFunctionWIT(t *testing.T) {
	u8 := &Type{Kind: KindU8}
	self := Parameter{"self", &Type{Kind: KindHandle, Borrowed: true}}
	for _, c := range []struct {
		want string
		f    Function
	}{
		{"func()", Function{}},
		{"func(%from: u8, b: u8) -> u8", Function{Parameters: []Parameter{{"from", u8}, {"b", u8}}, Results: []Result{{"", u8}}}},
		{"func() -> (a: u8)", Function{Results: []Result{{"a", u8}}}},
		{"func() -> (a: u8, b: u8)", Function{Results: []Result{{"a", u8}, {"b", u8}}}},
		{"func(b: u8)", Function{Kind: Method, Parameters: []Parameter{self, {"b", u8}}}},
		{"static func(b: u8) -> u8", Function{Kind: Static, Parameters: []Parameter{{"b", u8}}, Results: []Result{{"", u8}}}},
		{"constructor(b: u8)", Function{Kind: Constructor, Parameters: []Parameter{{"b", u8}}, Results: []Result{{"", self.Type}}}},
		{"drop()", Function{Kind: Drop, Parameters: []Parameter{self}}},
	} {
		if got := c.f.WIT(); got != c.want {
			t.Errorf("%s instead of %s", got, c.want)
		}
	}
}

func TestDeclaration(t *testing.T) {
	u8 := []Parameter{{"n", &Type{Kind: KindU8}}}
	for want, f := range map[string]*Function{
		"add: func(n: u8)":          {LocalName: "add", Parameters: u8},
		"%list: func()":             {LocalName: "list"},
		"merge: static func(n: u8)": {LocalName: "merge", Kind: Static, Parameters: u8},
		"constructor(n: u8)":        {LocalName: "new", Kind: Constructor, Parameters: u8},
	} {
		if got := new(WITPrinter).Declaration(f); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
