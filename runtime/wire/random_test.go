package wire_test

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

var leafTypes = []string{"Bool", "U8", "U16", "U32", "U64", "S8", "S16", "S32", "S64", "F32", "F64", "Chr", "Str"}

func drawNames(t *rapid.T, label string, most int) []string {
	return rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z]{1,6}(-[a-z0-9]{1,5})?`), 1, most, rapid.ID[string]).Draw(t, label)
}

// drawType returns a random type with at most depth levels of nesting.
func drawType(t *rapid.T, depth int) *typ {
	kinds := append([]string{"Enum", "Flags"}, leafTypes...)
	if depth > 0 {
		kinds = append(kinds, "Record", "Variant", "Tuple", "List", "List", "Option", "Result")
	}
	r := &typ{Type: rapid.SampledFrom(kinds).Draw(t, "kind")}
	optional := func() *typ {
		if rapid.IntRange(0, 3).Draw(t, "unit") == 0 {
			return nil
		}
		return drawType(t, depth-1)
	}
	switch r.Type {
	case "Enum":
		for _, name := range drawNames(t, "cases", 12) {
			r.Cases = append(r.Cases, member{Name: name})
		}
	case "Flags":
		r.Names = drawNames(t, "flags", 70)
	case "Record":
		for _, name := range drawNames(t, "fields", 10) {
			r.Fields = append(r.Fields, member{Name: name, Typ: drawType(t, depth-1)})
		}
	case "Variant":
		for _, name := range drawNames(t, "cases", 10) {
			r.Cases = append(r.Cases, member{Name: name, Typ: optional()})
		}
	case "Tuple":
		for range rapid.IntRange(0, 4).Draw(t, "items") {
			r.Items = append(r.Items, drawType(t, depth-1))
		}
	case "List", "Option":
		r.Inner = drawType(t, depth-1)
	case "Result":
		r.Ok, r.Err = optional(), optional()
	}
	return r
}

// drawValue returns a random value of a type. A nil type means no type.
func drawValue(t *rapid.T, typ *typ) any {
	if typ == nil {
		return struct{}{}
	}
	switch typ.Type {
	case "Bool":
		return rapid.Bool().Draw(t, "v")
	case "U8":
		return rapid.Uint8().Draw(t, "v")
	case "U16":
		return rapid.Uint16().Draw(t, "v")
	case "U32":
		return rapid.Uint32().Draw(t, "v")
	case "U64":
		return rapid.Uint64().Draw(t, "v")
	case "S8":
		return rapid.Int8().Draw(t, "v")
	case "S16":
		return rapid.Int16().Draw(t, "v")
	case "S32":
		return rapid.Int32().Draw(t, "v")
	case "S64":
		return rapid.Int64().Draw(t, "v")
	case "F32":
		return rapid.Float32().Filter(func(f float32) bool { return !math.IsInf(float64(f), 0) && f == f }).Draw(t, "v")
	case "F64":
		return rapid.Float64().Filter(func(f float64) bool { return !math.IsInf(f, 0) && f == f }).Draw(t, "v")
	case "Chr":
		return rapid.Rune().Draw(t, "v")
	case "Str":
		return rapid.String().Draw(t, "v")
	case "Enum":
		return number(rapid.IntRange(1, len(typ.Cases)).Draw(t, "v"))
	case "Flags":
		set := make([]byte, len(typ.Names))
		for i := range set {
			set[i] = byte(rapid.IntRange(0, 1).Draw(t, "v"))
		}
		return bitset(set)
	case "Record":
		values := []any{}
		for _, f := range typ.Fields {
			values = append(values, drawValue(t, f.Typ))
		}
		return values
	case "Tuple":
		values := []any{}
		for _, item := range typ.Items {
			values = append(values, drawValue(t, item))
		}
		return values
	case "Variant":
		i := rapid.IntRange(0, len(typ.Cases)-1).Draw(t, "case")
		return one{index: i, payload: drawValue(t, typ.Cases[i].Typ)}
	case "Option":
		if rapid.Bool().Draw(t, "some") {
			return runtime.Some(drawValue(t, typ.Inner))
		}
		return runtime.None[any]()
	case "Result":
		if rapid.Bool().Draw(t, "ok") {
			return runtime.Ok[any, any](drawValue(t, typ.Ok))
		}
		return runtime.Err[any](drawValue(t, typ.Err))
	}
	n := rapid.IntRange(0, 6).Draw(t, "length")
	if typ.Inner.Type == "U8" {
		return rapid.SliceOfN(rapid.Byte(), n, n).Draw(t, "v")
	}
	values := []any{}
	for range n {
		values = append(values, drawValue(t, typ.Inner))
	}
	return values
}

// TestRoundTrip checks that written values are valid JSON and are read as the same values,
// also with members in another order or with spaces. Only some(none) may be refused.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typ := drawType(t, 4)
		value := drawValue(t, typ)
		c := newCodec(typ)
		b, err := wire.Marshal(&value, c.append)
		if err != nil {
			if e := err.(*wire.EncodeError); e.Reason != wire.ReasonNestedNull {
				t.Fatal(err)
			}
			return
		}
		if !json.Valid(b) || !utf8.Valid(b) {
			t.Fatalf("%s is no JSON", b)
		}
		texts := []string{string(b), reformatted(t, b)}
		for _, text := range texts {
			var back any
			if err := wire.Unmarshal([]byte(text), &back, c.decode); err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			if !reflect.DeepEqual(back, value) {
				t.Fatalf("%s: %v, want %v", text, back, value)
			}
		}
		differential(t, typ, c, string(b))
	})
}

// reformatted returns b with sorted members and white space.
func reformatted(t *rapid.T, b []byte) string {
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		t.Fatal(err)
	}
	sorted, err := json.MarshalIndent(tree, " ", "\t")
	if err != nil {
		t.Fatal(err)
	}
	return string(sorted) + "\r\n"
}

// differential changes one place of the text and checks it with checkAccepted.
func differential(t *rapid.T, typ *typ, c codec, text string) {
	i := rapid.IntRange(0, len(text)-1).Draw(t, "at")
	with := rapid.SampledFrom([]string{"", " ", "0", "1", "-", ".", "e", "\"", "\\", "{", "}", "[", "]", ",", ":", "n", "null", "\x00", "\xff", "\\ud800", "a", "\n"}).Draw(t, "with")
	changed := text[:i] + with + text[min(i+rapid.IntRange(0, 2).Draw(t, "cut"), len(text)):]
	checkAccepted(t, typ, c, changed)
}

type fataler interface {
	Fatalf(format string, args ...any)
	Helper()
}

// checkAccepted checks that a text is refused, or is valid JSON whose value can be written
// and read again.
func checkAccepted(t fataler, typ *typ, c codec, text string) {
	t.Helper()
	var value any
	if err := wire.Unmarshal([]byte(text), &value, c.decode); err != nil {
		if e := err.(*wire.DecodeError); e.Offset < 0 || e.Error() == "" {
			t.Fatalf("%q: %+v", text, e)
		}
		return
	}
	if !json.Valid([]byte(text)) || !utf8.ValidString(text) {
		t.Fatalf("%q of %s is accepted", text, typ.json())
	}
	b, err := wire.Marshal(&value, c.append)
	if err != nil {
		t.Fatalf("%q of %s is accepted and cannot be written back: %v", text, typ.json(), err)
	}
	var back any
	if err := wire.Unmarshal(b, &back, c.decode); err != nil || !reflect.DeepEqual(back, value) {
		t.Fatalf("%q of %s is written back as %s: %v", text, typ.json(), b, err)
	}
}

var fuzzTypes = []string{
	`{"type":"U64"}`, `{"type":"S8"}`, `{"type":"F64"}`, `{"type":"F32"}`, `{"type":"Str"}`, `{"type":"Chr"}`, `{"type":"Bool"}`,
	`{"inner":{"type":"U8"},"type":"List"}`, `{"inner":{"inner":{"type":"Str"},"type":"List"},"type":"List"}`,
	`{"fields":[{"name":"b","typ":{"inner":{"type":"Str"},"type":"Option"}},{"name":"a","typ":{"type":"U8"}}],"type":"Record"}`,
	`{"cases":[{"name":"x","typ":null},{"name":"y","typ":{"inner":{"type":"F64"},"type":"Option"}}],"type":"Variant"}`,
	`{"items":[{"err":{"type":"Str"},"ok":null,"type":"Result"},{"names":["p","q"],"type":"Flags"},{"cases":["m","n"],"type":"Enum"}],"type":"Tuple"}`,
}

func FuzzDecode(f *testing.F) {
	for i, text := range []string{
		"1", "-128", "1.5e300", "3.4e38", `"a\u00e9\ud83d\ude00"`, "97", "true", "[1,2,255]", `[["a"],[]]`, `{"a":1,"b":null}`, `{"y":1.0}`,
		`[{"ok":null},["p"],"n"]`,
	} {
		f.Add(uint8(i), text)
	}
	type prepared struct {
		typ   *typ
		codec codec
	}
	var types []prepared
	for _, text := range fuzzTypes {
		var typ typ
		if err := json.Unmarshal([]byte(text), &typ); err != nil {
			f.Fatal(err)
		}
		types = append(types, prepared{&typ, newCodec(&typ)})
	}
	f.Fuzz(func(t *testing.T, n uint8, text string) {
		p := types[int(n)%len(types)]
		checkAccepted(t, p.typ, p.codec, text)
	})
}
