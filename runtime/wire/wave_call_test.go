package wire_test

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

type tested interface {
	fataler
	Errorf(format string, args ...any)
}

// checkCall writes the arguments. If they are not refused, it reads the call as servers do
// and compares the values.
func checkCall(t tested, types []*typ, values []string) (written bool) {
	t.Helper()
	b := []byte(callBefore)
	var err error
	for i, typ := range types {
		if i > 0 {
			b = append(b, ", "...)
		}
		if b, err = wire.AppendWAVE(b, typ.json(), values[i]); err != nil {
			return false
		}
	}
	name := string(b) + callAfter
	arguments, err := readCall(name)
	if err != nil {
		t.Fatalf("%q: %v", name, err)
	}
	if len(arguments) != len(types) {
		t.Fatalf("%q is read as %d arguments", name, len(arguments))
	}
	for i, typ := range types {
		value, err := readArgument(typ, arguments[i])
		if err != nil {
			t.Fatalf("%q, argument %d: %v", name, i, err)
		}
		if err := sameJSON(typ, value, values[i]); err != nil {
			t.Fatalf("%q, argument %d is read %s, want %s: %v", name, i, value, values[i], err)
		}
	}
	return true
}

// drawCall checks a call with random arguments.
func drawCall(t *rapid.T) (written bool) {
	var types []*typ
	var values []string
	for range rapid.IntRange(0, 3).Draw(t, "arguments") {
		typ := drawType(t, 2)
		value := drawValue(t, typ)
		b, err := wire.Marshal(&value, newCodec(typ).append)
		if err != nil {
			return false
		}
		types, values = append(types, typ), append(values, string(b))
	}
	return checkCall(t, types, values)
}

func TestWaveModel(t *testing.T) {
	written := 0
	rapid.Check(t, func(t *rapid.T) {
		if drawCall(t) {
			written++
		}
	})
	if written < 10 {
		t.Errorf("only %d calls were written", written)
	}
}

// FuzzWave checks that no string changes the call, alone or inside other values.
func FuzzWave(f *testing.F) {
	for _, s := range []string{"", "plain", `"`, `x", true)`, ").drop}", "a,b", "[1,2]", "(", "[(])", "${x}", `\`, "\n", "é日本😀", "//", "/*", "'", "]]", "[,", "\u2028"} {
		f.Add(s, s)
	}
	var types []*typ
	for _, text := range []string{
		typeStr, `{"inner":{"type":"Str"},"type":"List"}`, `{"fields":[{"name":"a","typ":{"type":"Str"}},{"name":"b","typ":{"type":"Str"}}],"type":"Record"}`,
		`{"cases":[{"name":"named","typ":{"type":"Str"}}],"type":"Variant"}`, `{"items":[{"type":"Str"},{"type":"Str"}],"type":"Tuple"}`,
	} {
		t := new(typ)
		if err := json.Unmarshal([]byte(text), t); err != nil {
			f.Fatal(err)
		}
		types = append(types, t)
	}
	f.Fuzz(func(t *testing.T, x, y string) {
		a, errA := wire.Marshal(&x, wire.AppendString)
		b, errB := wire.Marshal(&y, wire.AppendString)
		if errA != nil || errB != nil {
			return
		}
		values := []string{
			string(a), "[" + string(a) + "," + string(b) + "]", `{"a":` + string(a) + `,"b":` + string(b) + `}`,
			`{"named":` + string(b) + `}`, "[" + string(b) + "," + string(a) + "]",
		}
		for i := range types {
			checkCall(t, types[i:i+1], values[i:i+1])
		}
		checkCall(t, types, values)
	})
}
