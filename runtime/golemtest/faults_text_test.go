package golemtest

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestJSONFaults parses what is not JSON. The texts are those of serde_json, the servers' parser.
func TestJSONFaults(t *testing.T) {
	for _, test := range [][2]string{
		{`{"a":x}`, `expected value at`},
		{`{"a`, `EOF while parsing a string at`},
		{`"\`, `EOF while parsing a string at`},
		{`"\x"`, `invalid escape at`},
		{`"\u12`, `EOF while parsing a string at`},
		{`"\u12g4"`, `invalid escape at`},
		{`"\udc00"`, `lone leading surrogate in hex escape at`},
		{`"\ud800x"`, `unexpected end of hex escape at`},
		{`"\ud800\u12"`, `EOF while parsing a string at`},
		{`"\ud800\u0041"`, `lone leading surrogate in hex escape at`},
		{"\"\xff\"", `invalid unicode code point at`},
		{"\"a\n\"", `control character (\u0000-\u001F) found while parsing a string at`},
		{"-", `EOF while parsing a value at`},
		{"-x", `invalid number at`},
		{"[-]", `invalid number at`},
		{"01", `invalid number at`},
		{"1.", `EOF while parsing a value at`},
		{"1.x", `invalid number at`},
		{"1e", `EOF while parsing a value at`},
		{"1e+", `EOF while parsing a value at`},
		{"1ex", `invalid number at`},
		{"1e400", `number out of range at`},
		{"[1,]", `trailing comma at`},
		{"{\"a\":1,}", `trailing comma at`},
		{"1 2", `trailing characters at`},
	} {
		_, err := parseJSON(test[0])
		if got := fmt.Sprint(err); !strings.HasPrefix(got, test[1]+" line ") {
			t.Errorf("%q: got %s, want %s …", test[0], got, test[1])
		}
	}
	for _, text := range []string{"0e-400", "0.0e999", "0e400"} {
		n, err := parseJSONAsServers(text)
		if err != nil || n.number.float() != 0 {
			t.Errorf("%s: %v %v", text, n, err)
		}
	}
}

// typeOf reads a type.
func typeOf(text string) (*metadata.Type, error) {
	n, err := parseJSON(text)
	if err != nil {
		return nil, err
	}
	return readType(&n)
}

// TestTypeFaults reads types of parameters that are none.
func TestTypeFaults(t *testing.T) {
	for _, test := range [][2]string{
		{`{}`, "missing field `type`"},
		{`{"type":"Tuple"}`, "missing field `items`"},
		{`{"type":"Tuple","items":[1.5]}`, "invalid type: floating point `1.5`, expected internally tagged enum AnalysedType"},
		{`{"type":"Tuple","items":{}}`, `invalid type: map, expected another`},
		{`{"type":"List"}`, "missing field `inner`"},
		{`{"type":"Option","inner":true}`, "invalid type: boolean `true`, expected internally tagged enum AnalysedType"},
		{`{"type":"Result","ok":"x"}`, `invalid type: string "x", expected internally tagged enum AnalysedType`},
		{`{"type":"Result","ok":null,"err":[]}`, `invalid type: sequence, expected internally tagged enum AnalysedType`},
		{`{"type":"Handle","mode":"Owned"}`, "missing field `resource_id`"},
		{`{"type":"Handle","resource_id":0}`, "missing field `mode`"},
		{`{"type":"Handle","resource_id":0,"mode":"Shared"}`, "unknown variant `Shared`, expected `Owned` or `Borrowed`"},
		{`{"type":"Record"}`, "missing field `fields`"},
		{`{"type":"Record","fields":[{"typ":{"type":"Bool"}}]}`, "missing field `name`"},
		{`{"type":"Record","fields":[{"name":"a"}]}`, "missing field `typ`"},
		{`{"type":"Record","fields":[{"name":"a","typ":7}]}`, "invalid type: integer `7`, expected internally tagged enum AnalysedType"},
		{`{"type":"Variant","cases":[{"name":"a","typ":{}}]}`, "missing field `type`"},
		{`{"type":"Enum"}`, "missing field `cases`"},
		{`{"type":"Enum","cases":[null]}`, `invalid type: null, expected a string`},
		{`{"type":"Flags","names":"a"}`, `invalid type: string "a", expected another`},
	} {
		_, err := typeOf(test[0])
		want(t, test[0], fmt.Sprint(err), test[1])
	}
	if typ, err := typeOf(`{"type":"Variant","cases":[{"name":"a"}]}`); err != nil || typ.Cases[0].Type != nil {
		t.Errorf("a case without a type: %v %v", typ, err)
	}
}

// TestInlineFaults reads arguments of implicit resources that are not of the constructor's types.
func TestInlineFaults(t *testing.T) {
	const (
		record  = `{"type":"Record","fields":[{"name":"a","typ":{"type":"U8"}},{"name":"b","typ":{"type":"Option","inner":{"type":"U8"}}}]}`
		flags   = `{"type":"Flags","names":["a","b"]}`
		variant = `{"type":"Variant","cases":[{"name":"a","typ":null},{"name":"b","typ":{"type":"U8"}}]}`
		tuple   = `{"type":"Tuple","items":[{"type":"U8"},{"type":"U8"}]}`
		result  = `{"type":"Result","ok":{"type":"U8"},"err":null}`
	)
	for _, test := range []struct{ typ, raw, want string }{
		{record, "{a: 1}", `{"a":1,"b":null}`},
		{record, "{%a: 1, b: some(2)}", `{"a":1,"b":2}`},
		{record, "{b: 1}", `missing field at 0..6`},
		{record, "{c: 1}", `unknown field at 1..2`},
		{record, "{a 1}", `unexpected token at 3..4`},
		{flags, "{b}", `["b"]`},
		{flags, "{:}", `[]`},
		{flags, "{c}", `invalid value at 1..2`},
		{variant, "a", `{"a":null}`},
		{variant, "b(1)", `{"b":1}`},
		{variant, "c", `unknown case at 0..1`},
		{variant, "b", `unexpected token at 1..1`},
		{tuple, "(1, 2)", "[1,2]"},
		{tuple, "(1)", `invalid value at 3..3`},
		{tuple, "(1, 2, 3)", `invalid value at 7..8`},
		{result, "ok(1)", `{"ok":1}`},
		{result, "err", `{"err":null}`},
		{result, "7", `invalid value at 0..1`},
		{`{"type":"U8"}`, "256", `invalid value at 0..3`},
		{`{"type":"S8"}`, "-129", `invalid value at 0..4`},
		{`{"type":"U8"}`, "1 2", `trailing characters after value at 2..3`},
		{`{"type":"U8"}`, "1, 2", `Unexpected number of parameters (got 2, expected 1)`},
		{`{"type":"Str"}`, `"a`, `invalid token at 0..2`},
		{`{"type":"Str"}`, `"a" b`, `trailing characters after value at 4..5`},
		{`{"type":"Bool"}`, "maybe", `invalid value at 0..5`},
	} {
		typ, err := typeOf(test.typ)
		if err != nil {
			t.Fatal(err)
		}
		v, _ := parseServerVersion("1.2.0")
		values, err := readArguments(test.raw, []metadata.Parameter{{Type: typ}}, v)
		got := fmt.Sprint(err)
		if err == nil {
			got = string(appendValue(nil, &values[0], typ))
		}
		want(t, test.raw, got, test.want)
	}
}

// TestValueFaultsInIDs reads parameters in ids of agents that are not of the constructor's types.
func TestValueFaultsInIDs(t *testing.T) {
	const (
		variant = `{"type":"Variant","cases":[{"name":"a","typ":null},{"name":"b","typ":{"type":"U8"}}]}`
		result  = `{"type":"Result","ok":{"type":"U8"},"err":null}`
	)
	deep := strings.Repeat(`{"type":"Option","inner":`, maxIDDepth) + `{"type":"U8"}` + strings.Repeat("}", maxIDDepth)
	for _, test := range []struct{ typ, id, want string }{
		{`{"type":"Bool"}`, "yes", "Parse error at position 0: Expected 'true' or 'false'"},
		{`{"type":"F64"}`, "NaN", "Parse error at position 0: Expected number"},
		{`{"type":"F64"}`, "1x", "Parse error at position 0: Expected number"},
		{`{"type":"F32"}`, "-0.5", "-0.5"},
		{`{"type":"Chr"}`, `"a"`, `Parse error at position 0: Expected c" for char literal`},
		{`{"type":"Chr"}`, `c"a"`, "97"},
		{`{"type":"Str"}`, `"a`, "Parse error at position 0: EOF while parsing a string at line 1 column 2"},
		{`{"type":"Enum","cases":["a","b"]}`, "v1", `"b"`},
		{`{"type":"Enum","cases":["a","b"]}`, "1", "Parse error at position 0: Expected 'v' for enum"},
		{`{"type":"Enum","cases":["a","b"]}`, "v2", "Parse error at position 2: Enum case index 2 out of range (2 cases)"},
		{`{"type":"Enum","cases":["a","b"]}`, "vx", "Parse error at position 1: Expected number"},
		{variant, "v1(7)", `{"b":7}`},
		{variant, "v1", "Parse error at position 2: Variant case requires payload but none provided"},
		{variant, "v0(7)", "Parse error at position 3: Variant case has no payload type but got '('"},
		{result, "ok(7)", `{"ok":7}`},
		{result, "ok", "Parse error at position 2: Result ok type requires payload but none provided"},
		{result, "err(7)", "Parse error at position 4: Result err type has no payload type but got '('"},
		{result, "7", "Parse error at position 0: Expected 'ok' or 'err' for result"},
		{`{"type":"Flags","names":["a","b"]}`, "f(1)", `["b"]`},
		{`{"type":"Flags","names":["a","b"]}`, "(1)", "Parse error at position 0: Expected 'f(' for flags"},
		{`{"type":"Flags","names":["a","b"]}`, "f(2)", "Parse error at position 3: Flag index 2 out of range (2 cases)"},
		{`{"type":"List","inner":{"type":"U8"}}`, "[1,2", "Parse error at position 4: Expected ']', got None"},
		{deep, strings.Repeat("s(", maxIDDepth) + "1" + strings.Repeat(")", maxIDDepth), "Parse error at position 64: Max nesting depth (32) exceeded"},
	} {
		typ, err := typeOf(test.typ)
		if err != nil {
			t.Fatal(err)
		}
		p := idParser{text: test.id}
		list, got := p.data(&metadata.DataSchema{Elements: []metadata.Element{{Name: "v", Type: typ}}})
		if got == "" {
			got = string(appendValue(nil, &list[0].value, typ))
		}
		want(t, test.id, got, test.want)
	}
	deepest := value{kind: metadata.KindU8}
	for range maxIDDepth {
		deepest = value{kind: metadata.KindOption, items: []value{deepest}}
	}
	typ, err := typeOf(deep)
	if err != nil {
		t.Fatal(err)
	}
	agent := &metadata.AgentType{Name: "A", Constructor: metadata.AgentConstructor{Input: metadata.DataSchema{Elements: []metadata.Element{{Name: "v", Type: typ}}}}}
	_, fault := agentID(agent, []element{{value: deepest}}, "")
	want(t, "too deep to be written", fault, "Max nesting depth (32) exceeded")
}

// TestMediaFaultsInIDs reads unstructured and multimodal data in ids of agents.
func TestMediaFaultsInIDs(t *testing.T) {
	text := metadata.Element{Name: "t", Kind: metadata.UnstructuredText}
	for _, test := range []struct {
		kind     metadata.SchemaKind
		id, want string
	}{
		{metadata.SchemaTuple, `@x"a"`, "Parse error at position 0: Expected '@t'"},
		{metadata.SchemaTuple, `@t[en"a"`, "Parse error at position 3: Expected ']'"},
		{metadata.SchemaTuple, `@t"a`, "Parse error at position 2: EOF while parsing a string at line 1 column 4"},
		{metadata.SchemaMultimodal, `x(@t"a")`, "Parse error at position 0: Expected number"},
		{metadata.SchemaMultimodal, `1(@t"a")`, "Parse error at position 1: Element index 1 out of range (1 cases)"},
		{metadata.SchemaMultimodal, `0(@t"a"),0(@t"b"`, "Parse error at position 16: Expected ')', got None"},
	} {
		p := idParser{text: test.id}
		_, fault := p.data(&metadata.DataSchema{Kind: test.kind, Elements: []metadata.Element{text}})
		want(t, test.id, fault, test.want)
	}
}

// TestDebugText writes values as servers write them in the message about an update that failed
// (update.jsonl has numbers and texts).
func TestDebugText(t *testing.T) {
	u8 := value{kind: metadata.KindU8, bits: 7}
	for _, test := range []struct {
		v    value
		want string
	}{
		{u8, "U8(7)"},
		{value{kind: metadata.KindStr, text: "a\""}, `String("a\"")`},
		{value{kind: metadata.KindChr, bits: 'a'}, "Char('a')"},
		{value{kind: metadata.KindEnum, bits: 2}, "Enum(2)"},
		{value{kind: metadata.KindFlags, set: []bool{true, false}}, "Flags([true, false])"},
		{value{kind: metadata.KindOption}, "Option(None)"},
		{value{kind: metadata.KindOption, items: []value{u8}}, "Option(Some(U8(7)))"},
		{value{kind: metadata.KindResult, bits: 1, items: []value{u8}}, "Result(Ok(Some(U8(7))))"},
		{value{kind: metadata.KindResult}, "Result(Err(None))"},
		{value{kind: metadata.KindVariant, bits: 1, items: []value{u8}}, "Variant { case_idx: 1, case_value: Some(U8(7)) }"},
		{value{kind: metadata.KindRecord, items: []value{u8, u8}}, "Record([U8(7), U8(7)])"},
	} {
		want(t, test.want, test.v.debugText(), test.want)
	}
	parts := []element{
		{kind: metadata.UnstructuredText, media: media{text: "a", tag: "en", tagged: true}},
		{kind: metadata.UnstructuredBinary, media: media{bytes: []byte{1, 2}, tag: "a/b"}, alternative: 1},
		{kind: metadata.UnstructuredBinary, media: media{remote: true, text: "https://x"}, alternative: 1},
	}
	schema := &metadata.DataSchema{Kind: metadata.SchemaMultimodal, Elements: []metadata.Element{{Name: "t", Kind: metadata.UnstructuredText}, {Name: "b", Kind: metadata.UnstructuredBinary}}}
	want(t, "parts", dataText(parts, schema), `Multimodal([t: UnstructuredText(Inline("a", "en")), b: UnstructuredBinary(Inline("[1 2]", "a/b")), b: UnstructuredBinary(Url("https://x", ""))])`)
}

// TestNegativeZeroInIDs writes zeros into ids of agents. They have no sign.
func TestNegativeZeroInIDs(t *testing.T) {
	for _, kind := range []metadata.Kind{metadata.KindF32, metadata.KindF64} {
		agent := &metadata.AgentType{Name: "A", Constructor: metadata.AgentConstructor{Input: metadata.DataSchema{Elements: []metadata.Element{{Name: "f", Type: &metadata.Type{Kind: kind}}}}}}
		id, fault := agentID(agent, []element{{value: value{kind: kind, bits: math.Float64bits(math.Copysign(0, -1))}}}, "")
		want(t, kind.String(), id+fault, "A(0.0)")
	}
}

// TestShapeFaults checks values against types of the agent's revision. drift.jsonl has records and enums.
func TestShapeFaults(t *testing.T) {
	u8, text := value{kind: metadata.KindU8}, value{kind: metadata.KindStr}
	list := func(kind metadata.Kind, items ...value) value { return value{kind: kind, items: items} }
	for _, test := range []struct {
		v         value
		typ, want string
	}{
		{list(metadata.KindTuple, u8), `{"type":"Tuple","items":[{"type":"U8"},{"type":"U8"}]}`, "tuple has 1 items, expected 2"},
		{list(metadata.KindTuple, text), `{"type":"Tuple","items":[{"type":"U8"}]}`, "expected u8, got string"},
		{list(metadata.KindList, u8, text), `{"type":"List","inner":{"type":"U8"}}`, "expected u8, got string"},
		{list(metadata.KindOption, text), `{"type":"Option","inner":{"type":"U8"}}`, "expected u8, got string"},
		{list(metadata.KindRecord, u8, list(metadata.KindRecord)), `{"type":"Record","fields":[{"name":"a","typ":{"type":"U8"}},{"name":"b","typ":{"type":"Record","fields":[{"name":"c","typ":{"type":"U8"}}]}}]}`, "record has 0 fields, expected 1"},
		{value{kind: metadata.KindFlags, set: []bool{true}}, `{"type":"Flags","names":["a","b"]}`, "flags has 1 bits, expected 2"},
		{value{kind: metadata.KindEnum, bits: 1}, `{"type":"Enum","cases":["a"]}`, "enum case index 1 out of range (type has 1 cases)"},
		{value{kind: metadata.KindVariant, bits: 1}, `{"type":"Variant","cases":[{"name":"a"}]}`, "variant case index 1 out of range (type has 1 cases)"},
		{value{kind: metadata.KindVariant, items: []value{text}}, `{"type":"Variant","cases":[{"name":"a","typ":{"type":"U8"}}]}`, "expected u8, got string"},
		{value{kind: metadata.KindResult, bits: 1, items: []value{u8}}, `{"type":"Result","ok":{"type":"U8"},"err":null}`, ""},
	} {
		typ, err := typeOf(test.typ)
		if err != nil {
			t.Fatal(err)
		}
		want(t, test.typ, checkShape(&test.v, typ), test.want)
	}
	if fault := checkElement(&element{kind: metadata.UnstructuredText}, &metadata.Element{Type: &metadata.Type{}}); fault != "expected component-model, got unstructured-text" {
		t.Error(fault)
	}
}
