package metadata

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// value returns a node as encoding/json decodes it.
func (t *tree) value(i int) any {
	switch n := t.nodes[i]; n.kind {
	case jsonNull:
		return nil
	case jsonFalse, jsonTrue:
		return n.kind == jsonTrue
	case jsonNumber:
		return json.Number(t.text(i))
	case jsonString:
		return t.text(i)
	case jsonArray:
		list := []any{}
		for k := i + 1; k < t.end(i); k = t.end(k) {
			list = append(list, t.value(k))
		}
		return list
	default:
		members := map[string]any{}
		for k := i + 1; k < t.end(i); k = t.end(k + 1) {
			members[t.text(k)] = t.value(k + 1)
		}
		return members
	}
}

// checkParse compares the result of parse with that of encoding/json.
func checkParse(t *testing.T, data []byte) {
	t.Helper()
	found := new(findings)
	tree, ok := parse(string(data), found)
	if valid := json.Valid(data); ok != valid {
		if err := found.err(tree); valid && strings.Contains(err.Error(), "nested more than") {
			return
		}
		t.Fatalf("read: %v, valid JSON: %v: %q", ok, valid, data)
	}
	if ok != (len(found.list) == 0) {
		if !ok {
			t.Fatalf("refused without a reason: %q", data)
		}
		return // readable with problems: encoding/json has no counterpart
	}
	if !ok {
		return
	}
	var want any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&want); err != nil {
		t.Fatal(err)
	}
	if got := tree.value(0); !reflect.DeepEqual(want, got) {
		t.Fatalf("%q: %v instead of %v", data, got, want)
	}
	if n := nodesIn(string(data)); len(tree.nodes) > n {
		t.Fatalf("%d nodes, %d expected at most: %q", len(tree.nodes), n, data)
	}
}

var jsonTexts = []string{
	``, ` `, `null`, `nul`, `nulll`, `true`, `false`, `fals`, `0`, `-0`, `-`, `01`, `1.`, `.5`, `1.5e`, `1.5e+`, `1.5E-07`, `1e5`, `+1`, `- 1`,
	`""`, `"a`, `"`, `"\"`, `"\"\\\/\b\f\n\r\t"`, `"\u0041\u00e9\ud83d\ude00"`, `"\u00ga"`, `"\u00GA"`, `"\u00:0"`, `"\u00/0"`, `"\u00@0"`, "\"\\u00`0\"", `"\ud83d"`, `"\ude00"`, `"\ud83d\u0041"`, `"\ud83dx"`, `"\ud83d\`, `"\ud83d\u00`,
	`"\u12"`, `"\u12G4"`, `"\uABCD\uabcd"`, `"\x"`, "\"\x01\"", "\"a\\n\x01\"", "\"\x7f\"", "\"\xff\"", "\"\\n\xff\"", `"é€😀"`, "\"\ufffd\"", "\"\u2028\"",
	`[]`, `[ ]`, `[1]`, `[1,]`, `[,1]`, `[1 2]`, `[1,[2,[3]],{}]`, `[`, `[1`, `[1,`, `]`,
	`{}`, `{ }`, `{"a":1}`, `{"a":1,}`, `{"a" 1}`, `{"a":}`, `{a:1}`, `{"a":1 "b":2}`, `{"a":{"b":[{"c":"d"}]}}`, `{"a\u0062":1,"c":2}`, `{`, `{"a`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`,
	`{"a":1,"a":2}`, "\t[\r\n1 , 2 ]\n", `[1] x`, "\v1", "\u00a01", `1 /* */`, `NaN`, `'a'`, strings.Repeat("[", 1000) + strings.Repeat("]", 1000), strings.Repeat("[", 1001) + strings.Repeat("]", 1001),
}

func TestParseLikeEncodingJSON(t *testing.T) {
	for _, text := range jsonTexts {
		checkParse(t, []byte(text))
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range jsonTexts {
		f.Add([]byte(text))
	}
	f.Fuzz(checkParse)
}

func TestPaths(t *testing.T) {
	tree, ok := parse(`{"a":[1,{"b c":[[],[2]]}],"":{"d-e":null},"`+strings.Repeat("k", 100)+`":0}`, new(findings))
	if !ok {
		t.Fatal("not read")
	}
	var got []string
	for i := range tree.nodes {
		got = append(got, tree.path(i))
	}
	long := `["` + strings.Repeat("k", 60) + `"… (100 bytes)]`
	want := []string{
		"", "a", "a", "a[0]", "a[1]", `a[1]["b c"]`, `a[1]["b c"]`, `a[1]["b c"][0]`, `a[1]["b c"][1]`, `a[1]["b c"][1][0]`,
		`[""]`, `[""]`, `[""].d-e`, `[""].d-e`, long, long,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestPositionsCountCharacters(t *testing.T) {
	const src = "aé\n€😀x\r\n\xffy"
	for _, c := range []struct{ offset, line, column int }{{0, 1, 1}, {1, 1, 2}, {3, 1, 3}, {4, 2, 1}, {7, 2, 2}, {11, 2, 3}, {14, 3, 1}, {15, 3, 2}, {16, 3, 3}} {
		p := position{line: 1, column: 1}
		p.advance(src, c.offset)
		if p.line != c.line || p.column != c.column {
			t.Errorf("offset %d is at %d:%d instead of %d:%d", c.offset, p.line, p.column, c.line, c.column)
		}
	}
}

// TestAppendString checks that strings of a hand-made model are escaped, and that Decode reads
// them back.
func TestAppendString(t *testing.T) {
	for _, s := range []string{"", "a", `"\`, "\x00\x1f\x7f\n", "é\u2028"} {
		var got string
		if err := json.Unmarshal(appendString(nil, s), &got); err != nil || got != s {
			t.Errorf("%q: %q, %v", s, got, err)
		}
	}
}
