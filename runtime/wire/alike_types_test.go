package wire_test

import (
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestReadAlike compares types by what a server does that reads values by name.
func TestReadAlike(t *testing.T) {
	const u8, u16, str = `{"type":"U8"}`, `{"type":"U16"}`, `{"type":"Str"}`
	record := func(fields ...string) string {
		return `{"type":"Record","fields":[` + strings.Join(fields, ",") + `]}`
	}
	member := func(name, typ string) string { return `{"name":"` + name + `","typ":` + typ + `}` }
	variant := func(cases ...string) string {
		return `{"type":"Variant","cases":[` + strings.Join(cases, ",") + `]}`
	}
	tuple := func(items ...string) string {
		return `{"type":"Tuple","items":[` + strings.Join(items, ",") + `]}`
	}
	list := func(inner string) string { return `{"type":"List","inner":` + inner + `}` }
	option := func(inner string) string { return `{"type":"Option","inner":` + inner + `}` }
	result := func(ok, err string) string { return `{"type":"Result","ok":` + ok + `,"err":` + err + `}` }
	for _, c := range []struct{ pinned, found, path, difference string }{
		{u8, u8, "", ""},
		{u8, `{"type" : "U8"}`, "", ""},
		{record(member("a", u8), member("b", str)), record(member("b", str), member("a", u8)), "", ""},
		{variant(member("a", u8), member("b", "null")), variant(member("c", u8), member("b", "null"), member("a", u8)), "", ""},
		{`{"type":"Enum","cases":["a","b"]}`, `{"type":"Enum","cases":["b","c","a"]}`, "", ""},
		{`{"type":"Flags","names":["a","b"]}`, `{"type":"Flags","names":["b","c","a"]}`, "", ""},
		{tuple(u8, str), `{"items":[` + u8 + `,` + str + `],"type":"Tuple"}`, "", ""},
		{list(record(member("a", u8), member("b", u8))), list(record(member("b", u8), member("a", u8))), "", ""},

		{`{"type":"Enum","cases":["a"]}`, `{"type":"Flags","names":["a"]}`, "", "it was Enum, now it is Flags"},
		{list(u8), option(u8), "", "it was List, now it is Option"},
		{record(member("a", u8)), variant(member("a", u8)), "", "it was Record, now it is Variant"},
		{variant(member("a", u8)), record(member("a", u8)), "", "it was Variant, now it is Record"},
		{variant(member("a", "null")), variant(member("a", u8)), "a", "there was no type, now it is U8"},
		{record(member("a", record(member("b", u8)))), record(member("a", record(member("c", u8)))), "a", `field "c" is new`},
		{record(member("a", variant(member("b", u8)))), record(member("a", variant(member("c", u8)))), "a", `variant case "b" is gone`},
		{record(member("a", tuple(u8))), record(member("a", tuple(u8, u8))), "a", "it had 1 items, now it has 2"},

		{`x`, u8, "", "the pinned type cannot be read: "},
		{u8, `x`, "", "the type found cannot be read: "},
		{u8, u16, "", "it was U8, now it is U16"},
		{u8, `null`, "", "it was U8, now there is no type"},
		{record(member("a", u8)), record(member("a", u8), member("b", option(u8))), "", `field "b" is new`},
		{record(member("a", u8), member("b", u8)), record(member("b", u8)), "", `field "a" is gone`},
		{record(member("a", u8), member("b", u8)), record(member("a", u8), member("b", u16)), "b", "it was U8, now it is U16"},
		{record(member("a", record(member("b", u8)))), record(member("a", record(member("b", u16)))), "a.b", "it was U8, now it is U16"},
		{variant(member("a", u8), member("b", u8)), variant(member("b", u8)), "", `variant case "a" is gone`},
		{variant(member("a", u8)), variant(member("a", "null")), "a", "it was U8, now there is no type"},
		{`{"type":"Enum","cases":["a","b"]}`, `{"type":"Enum","cases":["b"]}`, "", `enum case "a" is gone`},
		{`{"type":"Flags","names":["a","b"]}`, `{"type":"Flags","names":["b"]}`, "", `flag "a" is gone`},
		{tuple(u8, str), tuple(u8), "", "it had 2 items, now it has 1"},
		{tuple(u8), tuple(u8, str), "", "it had 1 items, now it has 2"},
		{tuple(u8, str), tuple(str, u8), "[0]", "it was U8, now it is Str"},
		{tuple(u8, u8, str), tuple(u8, u16, str), "[1]", "it was U8, now it is U16"},
		{list(u8), list(u16), "[]", "it was U8, now it is U16"},
		{option(u8), option(u16), "", "it was U8, now it is U16"},
		{result(u8, str), result(u16, str), "ok", "it was U8, now it is U16"},
		{result(u8, str), result(u8, "null"), "err", "it was Str, now there is no type"},
		{`{"type":"Handle","resource_id":1,"mode":"Owned"}`, `{"type":"Handle","resource_id":1,"mode":"Borrowed"}`, "", "the handle's resource or mode differs: "},
	} {
		path, difference, alike := wire.ReadAlike(c.pinned, c.found)
		if path != c.path || c.difference == "" && difference != "" || !strings.HasPrefix(difference, c.difference) || alike != (c.difference == "") {
			t.Errorf("%s and %s: got %q, %q, %v; want %q, %q", c.pinned, c.found, path, difference, alike, c.path, c.difference)
		}
	}
}
