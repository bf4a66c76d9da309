package wire_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestDifferential compares the decoder with a model that uses encoding/json, on random
// texts of random types. Both accept the same texts and read the same values.
func TestDifferential(t *testing.T) { rapid.Check(t, checkDifferential) }

func checkDifferential(t *rapid.T) {
	// Several types side by side, because rapid prefers small ones.
	tuple := &typ{Type: "Tuple"}
	for range rapid.IntRange(1, 3).Draw(t, "types") {
		tuple.Items = append(tuple.Items, drawType(t, 3))
	}
	compareWithModel(t, tuple, drawText(t, tuple))
}

// drawText returns the text of a random value with up to three changes.
func drawText(t *rapid.T, typ *typ) string {
	value, c := drawValue(t, typ), newCodec(typ)
	b, err := wire.Marshal(&value, c.append)
	if err != nil {
		b = []byte("null") // some(none) has no text
	}
	text := string(b)
	snippets := append(snippetsOf(typ), changes...)
	for range rapid.IntRange(0, 3).Draw(t, "changes") {
		i := rapid.IntRange(0, len(text)).Draw(t, "at")
		if rapid.Bool().Draw(t, "at a boundary") {
			i += max(strings.IndexAny(text[i:], `{}[],:`), 0)
			i = min(i+rapid.IntRange(0, 1).Draw(t, "behind"), len(text))
		}
		with := rapid.SampledFrom(snippets).Draw(t, "with")
		text = text[:i] + with + text[min(i+rapid.IntRange(0, 2).Draw(t, "cut"), len(text)):]
	}
	return text
}

var changes = []string{
	"", " ", "\t\r\n", "0", "1", "01", "-0", "-1", "1.0", "1.5", "1e2", "256", "3.4028235e38", "1e39", "1e400", "18446744073709551616", "55296",
	"-", ".", "e", `"`, `\`, "{", "}", "[", "]", ",", ":", "n", "null", "null,", ",null", "true", `""`, `"a"`, "{}", "[]", "\x00", "\n", "\xff",
	`\u0061`, `\ud800`, `\ud83d\ude00`, `\/`, "<", "\u2028", `"x":1,`, `,"x":[{"y":null}]`, `{"ok":null}`, `"ok":null,`, `,"err":null`, `"err":1,`,
}

// snippetsOf returns members with names that occur in the type, and the names.
func snippetsOf(t *typ) []string {
	if t == nil {
		return nil
	}
	list := []string{}
	for _, m := range append(t.Fields, t.Cases...) {
		list = append(list, quoted(m.Name), quoted(m.Name)+":null,", ","+quoted(m.Name)+":1", quoted(strings.ToUpper(m.Name))+":1,")
		list = append(list, snippetsOf(m.Typ)...)
	}
	for _, name := range t.Names {
		list = append(list, quoted(name)+",")
	}
	for _, part := range append(t.Items, t.Inner, t.Ok, t.Err) {
		list = append(list, snippetsOf(part)...)
	}
	return list
}

func compareWithModel(t *rapid.T, typ *typ, text string) {
	var value any
	err := wire.Unmarshal([]byte(text), &value, newCodec(typ).decode)
	tree, invalid := readTree(text)
	if invalid != nil {
		if err == nil {
			t.Fatalf("%q of %s is accepted: %v", text, typ.json(), invalid)
		}
		return
	}
	want, verdict := model(typ, tree)
	switch {
	case err == nil && verdict == refusal:
		t.Fatalf("%q of %s is accepted, the model refuses it", text, typ.json())
	case err != nil && verdict == acceptance:
		t.Fatalf("%q of %s is refused, the model takes it: %v", text, typ.json(), err)
	case err == nil && !reflect.DeepEqual(value, want):
		t.Fatalf("%q of %s is read as %#v, the model reads %#v", text, typ.json(), value, want)
	}
}

// TestModel compares the model with vectors of servers, so that it is not only a model of
// the decoder. The package refuses a few texts on purpose that servers accept.
func TestModel(t *testing.T) {
	for _, v := range readVectors[vector](t, "codec-golem-1.2.5.jsonl") {
		if v.Kind != "decode" || isHandle(v) {
			continue
		}
		var typ typ
		if err := json.Unmarshal(v.Typ, &typ); err != nil {
			t.Fatal(err)
		}
		tree, err := readTree(v.Text)
		verdict := refusal
		if err == nil {
			_, verdict = model(&typ, tree)
		}
		var value any
		failure := wire.Unmarshal([]byte(v.Text), &value, newCodec(&typ).decode)
		if v.Accepted && verdict == refusal && !stricterThanServers(v, failure) || !v.Accepted && verdict == acceptance && !refusedByServersOnly(v) {
			t.Errorf("%q of %s: the model says %d, servers: accepted %t", v.Text, v.Typ, verdict, v.Accepted)
		}
	}
}
