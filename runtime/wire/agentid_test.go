package wire_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestAgentID writes ids of agents. The texts follow golem-common/src/model/agent in the
// sources of Golem 1.5.9. Tests of package runtime compare other ids with those in recorded
// answers.
func TestAgentID(t *testing.T) {
	const (
		point   = `{"type":"Record","fields":[{"name":"x","typ":{"type":"S32"}},{"name":"y","typ":{"type":"S32"}}]}`
		shape   = `{"type":"Variant","cases":[{"name":"none","typ":null},{"name":"at","typ":` + point + `}]}`
		flags   = `{"type":"Flags","names":["a","b","c"]}`
		outcome = `{"type":"Result","ok":{"type":"U8"},"err":null}`
	)
	for _, c := range []struct{ typ, value, want string }{
		{`{"type":"Bool"}`, `true`, `true`},
		{`{"type":"S64"}`, `-9223372036854775808`, `-9223372036854775808`},
		{`{"type":"U64"}`, `18446744073709551615`, `18446744073709551615`},
		{`{"type":"F64"}`, `0`, `0.0`},
		{`{"type":"F64"}`, `-0.0`, `0.0`},
		{`{"type":"F64"}`, `1e21`, `1000000000000000000000.0`},
		{`{"type":"F64"}`, `-1.5`, `-1.5`},
		{`{"type":"F32"}`, `0.1`, `0.1`},
		{`{"type":"F32"}`, `16777216`, `16777216.0`},
		{`{"type":"Chr"}`, `34`, `c"\""`},
		{`{"type":"Chr"}`, `128512`, `c"😀"`},
		{`{"type":"Str"}`, `"a\"\\\n\r\t\b\f\u0000\u001f\u007f\u0085/é☕"`, `"a\"\\\n\r\t\b\f\u0000\u001f\u007f\u0085/é☕"`},
		{`{"type":"Str"}`, `"(,)[]"`, `"(,)[]"`},
		{point, `{"x":-1,"y":2}`, `(-1,2)`},
		{`{"type":"Record","fields":[]}`, `{}`, `()`},
		{`{"type":"Tuple","items":[{"type":"U8"},` + point + `]}`, `[1,{"x":1,"y":2}]`, `(1,(1,2))`},
		{`{"type":"Tuple","items":[]}`, `[]`, `()`},
		{`{"type":"List","inner":{"type":"U8"}}`, `[]`, `[]`},
		{`{"type":"List","inner":{"type":"Option","inner":{"type":"U8"}}}`, `[1,null,3]`, `[s(1),n,s(3)]`},
		{`{"type":"Option","inner":{"type":"Option","inner":{"type":"U8"}}}`, `1`, `s(s(1))`},
		{shape, `{"none":null}`, `v0`},
		{shape, `{"at":{"x":1,"y":2}}`, `v1((1,2))`},
		{`{"type":"Enum","cases":["b","a"]}`, `"a"`, `v1`},
		{`{"type":"Enum","cases":["a","b","c","d","e","f","g","h","i","j","k","l"]}`, `"l"`, `v11`},
		{flags, `[]`, `f()`},
		{flags, `["a","c"]`, `f(0,2)`},
		{outcome, `{"ok":7}`, `ok(7)`},
		{outcome, `{"err":null}`, `err`},
	} {
		f, err := wire.NewAgentIDFormat("T", false, []wire.ElementType{wire.ComponentModel}, []string{c.typ})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := f.Format([][]byte{[]byte(c.value)}); err != nil || got != "T("+c.want+")" {
			t.Errorf("%s of %s: got %s, %v; want T(%s)", c.value, c.typ, got, err, c.want)
		}
	}
}

// TestAgentIDRefused writes ids of agents that servers would read as those of others, or not
// at all.
func TestAgentIDRefused(t *testing.T) {
	const (
		f64   = `{"type":"F64"}`
		point = `{"type":"Record","fields":[{"name":"x","typ":{"type":"S32"}},{"name":"y","typ":` + f64 + `}]}`
		wrong = "parameter 2 of the constructor cannot be part of an agent's id: "
		y     = "parameter 2 of the constructor (at y) cannot be part of an agent's id: "
		other = "servers would read another number, and so reach another agent"
	)
	for _, c := range []struct{ typ, value, want string }{
		{point, `{"x":1,"y":2,"z":3}`, "the fields are not in declared order"},
		{point, `{"y":2,"x":1}`, "the fields are not in declared order"},
		{point, `{"x":1}`, "parameter 2 of the constructor (at y) cannot be part of an agent's id: the field is missing"},
		{point, `{"x":"1","y":2}`, "parameter 2 of the constructor (at x) cannot be part of an agent's id: another kind of value"},
		{point, `{"x":1,"y":18446744073709551616}`, y + other},
		{f64, `18446744073709551616`, wrong + other}, // more digits than a uint64 has, but a float64
		{f64, `1 2`, wrong + "something follows the value"},
		{`{"type":"Handle","resource_id":0,"mode":"Owned"}`, `"x"`, "the type Handle has no values here"},
	} {
		f, err := wire.NewAgentIDFormat("T", false, []wire.ElementType{wire.ComponentModel, wire.ComponentModel}, []string{f64, c.typ})
		if err != nil {
			t.Fatal(err)
		}
		id, err := f.Format([][]byte{[]byte("1"), []byte(c.value)})
		var refused *wire.AgentIDError
		if !errors.As(err, &refused) || refused.Parameter != 1 || !strings.Contains(err.Error(), c.want) || id != "" {
			t.Errorf("%s of %s: got %s, %v; want %s", c.value, c.typ, id, err, c.want)
		}
	}
	for _, typ := range []string{``, `x`, `{"type":`} {
		f, err := wire.NewAgentIDFormat("T", false, []wire.ElementType{wire.UnstructuredText, wire.ComponentModel}, []string{"", typ})
		if err == nil || f != nil || !strings.Contains(err.Error(), "the type of parameter 2 cannot be read: ") {
			t.Errorf("the type %q: got %v, %v", typ, f, err)
		}
	}
}

// TestAgentIDElements writes ids with several elements, and with parts and their numbers.
func TestAgentIDElements(t *testing.T) {
	elements := []wire.ElementType{wire.ComponentModel, wire.UnstructuredText, wire.UnstructuredBinary}
	types := []string{`{"type":"U8"}`, "", ""}
	text, binary := wire.Text{Data: `a"b`, Language: "en"}, wire.Binary{Data: []byte{1, 2}, Type: "image/png"}
	values := func(text wire.Text, binary wire.Binary) [][]byte {
		var e wire.Encoder
		return [][]byte{[]byte("1"), wire.AppendText(nil, &e, &text), wire.AppendBinary(nil, &e, &binary)}
	}
	for _, c := range []struct {
		multimodal bool
		values     [][]byte
		want       string
	}{
		{false, values(text, binary), `T(1,@t[en]"a\"b",@b[image/png]"AQI=")`},
		{false, values(wire.Text{Language: "e\x7f"}, wire.Binary{Type: "!/~"}), `T(1,@t[e` + "\x7f" + `]"",@b[!/~]"")`},
		{false, values(wire.Text{}, wire.Binary{Type: "a/b"}), `T(1,@t"",@b[a/b]"")`},
		{false, values(wire.Text{Remote: true, URL: "u"}, wire.Binary{Remote: true, URL: "v"}), `T(1,@tu"u",@bu"v")`},
		{true, values(text, binary)[:2], `T(0(1),1(@t[en]"a\"b"))`},
		{true, nil, `T()`},
	} {
		f, err := wire.NewAgentIDFormat("T", c.multimodal, elements, types)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := f.Format(c.values); err != nil || got != c.want {
			t.Errorf("got %s, %v; want %s", got, err, c.want)
		}
	}
	f, _ := wire.NewAgentIDFormat("T", false, elements, types)
	for _, bad := range []string{"e]n", `e"n`, "e n", "é"} {
		text := wire.Text{Data: "x", Language: bad}
		var refused *wire.AgentIDError
		if _, err := f.Format(values(text, binary)); !errors.As(err, &refused) || refused.Parameter != 1 {
			t.Errorf("%q: got %v", bad, err)
		}
	}
}
