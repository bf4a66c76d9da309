package wire_test

import (
	"testing"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestPassedAlike compares types by whether values of the first one can be passed by position as
// values of the second one.
func TestPassedAlike(t *testing.T) {
	const (
		u8, u16, ab, abc = `{"type":"U8"}`, `{"type":"U16"}`, `{"type":"Enum","cases":["a","b"]}`, `{"type":"Enum","cases":["a","b","c"]}`
		variant          = `{"type":"Variant","cases":[{"name":"a","typ":` + u8 + `},{"name":"b","typ":null}]}`
		longer           = `{"type":"Variant","cases":[{"name":"a","typ":` + u8 + `},{"name":"b","typ":null},{"name":"c","typ":` + u8 + `}]}`
	)
	in := func(inner string) []string {
		return []string{
			inner,
			`{"type":"List","inner":` + inner + `}`, `{"type":"Option","inner":` + inner + `}`, `{"type":"Tuple","items":[` + u8 + `,` + inner + `]}`,
			`{"type":"Result","ok":` + inner + `,"err":null}`, `{"type":"Result","ok":null,"err":` + inner + `}`,
			`{"type":"Record","fields":[{"name":"x","typ":` + inner + `}]}`, `{"type":"Variant","cases":[{"name":"x","typ":` + inner + `}]}`,
		}
	}
	for _, c := range []struct{ pinned, found, difference string }{
		{u8, `{"type" : "U8"}`, ""},
		{ab, ab, ""},
		{ab, abc, ""},
		{variant, longer, ""},
		{`{"type":"Enum","cases":[]}`, ab, ""},

		{u8, u16, "it was U8, now it is U16"},
		{abc, ab, `enum case 3 "c" is gone`},
		{ab, `{"type":"Enum","cases":["b","a"]}`, `enum case 1 was "a", now it is "b"`},
		{ab, `{"type":"Enum","cases":["a","c","b"]}`, `enum case 2 was "b", now it is "c"`},
		{ab, `{"type":"Enum","cases":["a","c","d"]}`, `enum case 2 was "b", now it is "c"`},
		{longer, variant, `variant case 3 "c" is gone`},
		{variant, `{"type":"Variant","cases":[{"name":"a","typ":` + u16 + `},{"name":"b","typ":null},{"name":"c","typ":null}]}`, "it was U8, now it is U16"},
		{variant, `{"type":"Variant","cases":[{"name":"a","typ":` + u8 + `},{"name":"b","typ":` + u8 + `},{"name":"c","typ":null}]}`, "there was no type, now it is U8"},
		{ab, `{"type":"Flags","names":["a","b"]}`, "it was Enum, now it is Flags"},
		{`{"type":"Flags","names":["a","b"]}`, `{"type":"Flags","names":["a","b","c"]}`, `flag 3 "c" is new`},
		{`{"type":"Record","fields":[{"name":"a","typ":` + u8 + `}]}`, `{"type":"Record","fields":[{"name":"a","typ":` + u8 + `},{"name":"b","typ":` + u8 + `}]}`, `field 2 "b" is new`},
		{`{"type":"Tuple","items":[` + u8 + `]}`, `{"type":"Tuple","items":[` + u8 + `,` + u8 + `]}`, "it had 1 items, now it has 2"},
	} {
		found := in(c.found)
		for i, pinned := range in(c.pinned) {
			if _, difference, alike := wire.PassedAlike(pinned, found[i]); difference != c.difference || alike != (difference == "") {
				t.Errorf("%s and %s: got %q, %v; want %q", pinned, found[i], difference, alike, c.difference)
			}
		}
	}
	for _, c := range [][3]string{
		{"x", u8, "the pinned type cannot be read: "},
		{u8, "x", "the type found cannot be read: "},
		{in(ab)[6], in(u8)[6], "it was Enum, now it is U8"},
	} {
		path, difference, alike := wire.PassedAlike(c[0], c[1])
		if alike || len(difference) < len(c[2]) || difference[:len(c[2])] != c[2] || (path == "x") != (c[0] != "x" && c[1] != "x") {
			t.Errorf("%s and %s: got %q, %q, %v", c[0], c[1], path, difference, alike)
		}
	}
}
