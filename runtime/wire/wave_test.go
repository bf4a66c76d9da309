package wire_test

import (
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

type nameVector struct {
	Function, Wave string
	Typ, Value     json.RawMessage
	Parsed         bool
	ValueSurvives  bool
}

// TestWaveVectors compares the writer with what the servers' own parsers read. Every
// argument that it writes must survive in every version.
func TestWaveVectors(t *testing.T) {
	versions := []string{"function-names-v1.1.0", "function-names-v1.2.5"}
	lost := map[string]bool{} // function names whose argument does not survive somewhere
	var all []nameVector
	for _, version := range versions {
		for _, v := range readVectors[nameVector](t, version+".jsonl") {
			if len(v.Typ) == 0 || string(v.Typ) == "null" {
				continue
			}
			if !v.ValueSurvives {
				lost[v.Wave+string(v.Typ)] = true
			}
			if len(v.Value) > 0 {
				all = append(all, v)
			}
		}
	}
	written, refused, strict := 0, 0, 0
	for _, v := range all {
		b, err := wire.AppendWAVE([]byte("x"), string(v.Typ), string(v.Value))
		survives := !lost[v.Wave+string(v.Typ)]
		switch {
		case err != nil:
			var inline *wire.InlineArgumentError
			if !errors.As(err, &inline) || string(b) != "x" {
				t.Errorf("%s: %v, %s", v.Wave, err, b)
			}
			refused++
			if survives {
				strict++
			}
		case string(b) != "x"+v.Wave && !sameWave(v, string(b[1:])):
			t.Errorf("%s of %s is written %s, want %s", v.Value, v.Typ, b[1:], v.Wave)
		case !survives && string(b) == "x"+v.Wave:
			t.Errorf("%s is written, but does not survive on every server", v.Wave)
		default:
			written++
		}
	}
	t.Logf("%d written, %d refused (%d of them survive)", written, refused, strict)
	if written < 300 {
		t.Error("too much is refused")
	}
}

func TestWaveStrings(t *testing.T) {
	for _, c := range []struct {
		s      string
		reason string // "" where it is written
	}{
		{"plain", ""},
		{"with space", ""},
		{"  lead", ""},
		{"", ""},
		{"[x]", ""},
		{"(a)", ""},
		{"é日本😀", ""},
		{"semi;slash/?&#%41", ""},
		{"`~!@#^&*-_=+|:<>.", ""},
		{"//c", ""},
		{"it's", ""},
		{"null", ""},
		{"[1,2]", ""},
		{"𝒳", ""},
		{"a,b", "comma"},
		{"a)b", "unbalanced"},
		{"a(b", "unbalanced"},
		{"{x}", "{"},
		{"$", "$"},
		{"${1}", "$"},
		{"x}", "}"},
		{`x"y`, `"`},
		{`back\slash`, `\`},
		{"new\nline", "control"},
		{"tab\t", "control"},
		{"\x00", "control"},
		{"\x7f", "control"},
		{"(]", "unbalanced"},
		{"(a,b)", ""},
		{"(a,b),c", "comma"},
		{"a\u200db", "control"},
		{"\u00a0", "white space"},
		{"\u2028", "white space"},
		{"\u0085", "control"},
		{"[(,)]", ""},
		{")(", "unbalanced"},
	} {
		b, err := wire.AppendWAVE(nil, `{"type":"Str"}`, quoted(c.s))
		switch {
		case c.reason == "" && (err != nil || string(b) != `"`+c.s+`"`):
			t.Errorf("%q: %s, %v", c.s, b, err)
		case c.reason != "" && (err == nil || !strings.Contains(err.Error(), c.reason)):
			t.Errorf("%q: %s, %v, want %s", c.s, b, err, c.reason)
		}
	}
}

// TestWaveCommas writes strings with commas within brackets, where servers accept them.
func TestWaveCommas(t *testing.T) {
	const str = `{"type":"Str"}`
	for _, c := range []struct{ typ, value, want string }{
		{`{"type":"List","inner":` + str + `}`, `["a,b","c"]`, `["a,b", "c"]`},
		{`{"type":"Tuple","items":[` + str + `,` + str + `]}`, `["a","b,c"]`, `("a", "b,c")`},
		{`{"type":"Record","fields":[{"name":"x","typ":` + str + `}]}`, `{"x":"a,b"}`, `{x: "a,b"}`},
		{`{"type":"Option","inner":` + str + `}`, `"a,b"`, `some("a,b")`},
		{`{"type":"Result","ok":` + str + `,"err":` + str + `}`, `{"ok":"a,b"}`, `ok("a,b")`},
		{`{"type":"Variant","cases":[{"name":"x","typ":` + str + `}]}`, `{"x":"a,b"}`, `x("a,b")`},
	} {
		b, err := wire.AppendWAVE(nil, c.typ, c.value)
		if err != nil || string(b) != c.want {
			t.Errorf("%s: %s, %v, want %s", c.value, b, err, c.want)
		}
	}
}

// TestWaveRefused writes arguments that cannot be read, and names that servers take as
// something else.
func TestWaveRefused(t *testing.T) {
	const u8, str = `{"type":"U8"}`, `{"type":"Str"}`
	enum := func(name string) string { return `{"type":"Enum","cases":["a","` + name + `"]}` }
	flags := func(name string) string { return `{"type":"Flags","names":["a","` + name + `"]}` }
	record := func(name, typ string) string {
		return `{"type":"Record","fields":[{"name":"x","typ":` + u8 + `},{"name":"` + name + `","typ":` + typ + `}]}`
	}
	for _, c := range []struct{ typ, value, written, refused string }{
		{enum("in-flight"), `"in-flight"`, "in-flight", ""},
		{enum("null-island"), `"null-island"`, "null-island", ""},
		{enum("v2-beta"), `"v2-beta"`, "v2-beta", ""},
		{enum("android"), `"android"`, "android", ""},
		{enum("and-so"), `"and-so"`, "", `the name of the case "and-so"`},
		{enum("in"), `"in"`, "", `the name of the case "in"`},
		{enum("letter"), `"letter"`, "", `the name of the case "letter"`},
		{enum("Low"), `"Low"`, "", `the name of the case "Low"`},
		{enum("lOw"), `"lOw"`, "", `the name of the case "lOw"`},
		{enum("1st"), `"1st"`, "", `the name of the case "1st"`},
		{enum("-a"), `"-a"`, "", `the name of the case "-a"`},
		{enum("a_b"), `"a_b"`, "", `the name of the case "a_b"`},
		{flags("b2"), `["b2","a"]`, "{a, b2}", ""},
		{flags("B"), `["a"]`, "{a}", ""},
		{flags("B"), `["a","B"]`, "", `the flag "B"`},
		{record("y", u8), `{"y":2,"x":1}`, "{x: 1, y: 2}", ""},
		{record("y", record("z", u8)), `{"x":1,"z":2}`, "", `the field "y" is missing`},
		{record("y", record("z", u8)), `{"x":1,"y":{"x":3}}`, "", `(at y) cannot name a resource: the field "z" is missing`},
		{record("Y", u8), `{"x":1,"Y":2}`, "", "a record field with a digit in its name"},
		{record("y2", u8), `{"x":1,"y2":2}`, "", "a record field with a digit in its name"},
		{`{"type":"Record","fields":[]}`, `{}`, "", "a record without fields"},
		{`{"type":"Tuple","items":[]}`, `[]`, "", "an empty tuple"},
		{`{"type":"Tuple","items":[` + u8 + `,` + str + `]}`, `[1,1]`, "", "an argument (at [1]) cannot name a resource: the value cannot be read"},
		{u8, `256`, "", "the value cannot be read: out of range"},
		{u8, `1 1`, "", "the value cannot be read: something follows the value"},
		{`{"type":"Shape"}`, `1`, "", "its type is unknown: Shape"},
		{`{"type":`, `1`, "", "its type cannot be read: "},
		{``, `1`, "", "its type cannot be read: "},
	} {
		b, err := wire.AppendWAVE([]byte("before"), c.typ, c.value)
		var inline *wire.InlineArgumentError
		switch {
		case string(b) != "before"+c.written:
			t.Errorf("%s of %s: got %s, %v, want %s", c.value, c.typ, b, err, c.written)
		case c.refused == "" && err != nil, c.refused != "" && (!errors.As(err, &inline) || !strings.Contains(err.Error(), c.refused)):
			t.Errorf("%s of %s: got %v, want %q", c.value, c.typ, err, c.refused)
		}
	}
}

// TestInlineArgumentText describes arguments with and without a name and a path.
func TestInlineArgumentText(t *testing.T) {
	const rest = " cannot name a resource: why; use the explicit constructor (New…), which takes any value"
	for _, c := range []struct {
		err  wire.InlineArgumentError
		want string
	}{
		{wire.InlineArgumentError{Reason: "why"}, "an argument" + rest},
		{wire.InlineArgumentError{Argument: "city", Reason: "why"}, `the argument "city"` + rest},
		{wire.InlineArgumentError{Argument: "city", Path: "[1].name", Reason: "why"}, `the argument "city" (at [1].name)` + rest},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

// sameWave compares a written text with that of a vector. They may differ if the vector has
// escapes, if its value is some(none), which JSON cannot express, and in the last digits of
// floats, because servers read the value inexactly.
func sameWave(v nameVector, text string) bool {
	want := regexp.MustCompile(`\\u\{[0-9a-f]+\}|\\'`).ReplaceAllStringFunc(v.Wave, func(escape string) string {
		if escape == `\'` {
			return "'"
		}
		n, _ := strconv.ParseUint(escape[3:len(escape)-1], 16, 32)
		return string(rune(n))
	})
	for strings.Contains(want, "some(none)") {
		want = strings.ReplaceAll(want, "some(none)", "none")
	}
	for strings.Contains(text, "some(none)") {
		text = strings.ReplaceAll(text, "some(none)", "none")
	}
	if strings.Contains(string(v.Typ), `"F64"`) || strings.Contains(string(v.Typ), `"F32"`) {
		digits := regexp.MustCompile(`[0-9.]+`)
		text, want = digits.ReplaceAllString(text, "0"), digits.ReplaceAllString(want, "0")
	}
	return text == want
}
