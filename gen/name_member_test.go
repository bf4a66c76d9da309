package gen

import (
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestMembersOfOneSpelling gives members of one type names that are spelled alike in Go. A
// problem names the member, its type, and what has the name.
func TestMembersOfOneSpelling(t *testing.T) {
	record := func(names ...string) *metadata.Type {
		typ := &metadata.Type{Kind: metadata.KindRecord}
		for _, name := range names {
			typ.Fields = append(typ.Fields, metadata.Field{Name: name, Type: str})
		}
		return typ
	}
	const fix = "; name the type in the configuration, its members follow:\n  names:\n    api.a.x: AnotherName"
	for _, test := range []struct {
		typ  *metadata.Type
		want string // Go names of the members, or the problem
	}{
		{record("a-b", "c"), "AB C"},
		{record("a-b", "a_b"), "AB ABField"},
		{record("a-b", "a_b", "aB"), "AB ABField A_b"},
		{
			record("a-b", "a_b", "aB", "a--b"),
			"the member a--b of the type of api.a.x would be called AB, which is already the name of the member a-b of the type of api.a.x" + fix,
		},
		{record("string", "string-field"), "StringField StringFieldField"},
		{enumOf("a-b", "a_b", "aB"), "AXAB AXABCase AXA_b"},
		{
			enumOf("a-b", "a_b", "aB", "a--b"),
			"the member a--b of the type of api.a.x would be called AXAB, which is already the name of the member a-b of the type of api.a.x" + fix,
		},
	} {
		m, _, _, err := buildModel(version(map[string]*metadata.Type{"a": test.typ}), Options{})
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			var names []string
			for _, member := range m.scopes[0].types[0].members {
				names = append(names, member.goName)
			}
			got = strings.Join(names, " ")
		}
		if got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.typ.WIT(), got, test.want)
		}
	}
}

// TestMethodsOfResources gives a function the name of a method that a resource has in its interface.
func TestMethodsOfResources(t *testing.T) {
	handle := &metadata.Type{Kind: metadata.KindHandle, ResourceID: 1}
	for function, want := range map[string]string{
		"Ledger":           "api.f=Ledger api.ledger=APILedger",
		"LedgerFromHandle": "api.f=LedgerFromHandle api.ledger=APILedger",
		"LedgerHandle":     "api.f=LedgerHandle api.ledger=Ledger",
	} {
		c := version(nil)
		api := c.Interfaces[0]
		api.Functions = []*metadata.Function{{Name: "f", LocalName: "f"}}
		api.Resources = []*metadata.Resource{{Name: "ledger", ID: 1, HasID: true, Constructor: &metadata.Function{
			Name: "[constructor]ledger", LocalName: "new", Kind: metadata.Constructor,
			Results: []metadata.Result{{Type: handle}},
		}}}
		m, names, _, err := buildModel(c, Options{Names: map[string]string{"api.f": function}})
		if err != nil {
			t.Errorf("%s: %v", function, err)
			continue
		}
		checkModel(t, m)
		if got := "api.f=" + names["api.f"].Name + " api.ledger=" + names["api.ledger"].Name; got != want {
			t.Errorf("%s: got %s, want %s", function, got, want)
		}
	}
}
