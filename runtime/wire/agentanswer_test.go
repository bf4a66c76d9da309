package wire_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// agentExchange is a recorded invocation of an agent that was answered.
type agentExchange struct {
	name, request, response string
	answer                  struct {
		AgentID           struct{ AgentID, ComponentID string }
		ComponentRevision *uint64
		Result            *dataValue
	}
}

// dataValue is a data value as encoding/json reads it.
type dataValue struct {
	Type     string
	Elements []struct {
		Type, Name string
		Value      json.RawMessage
	}
}

func agentExchanges(t testing.TB) []agentExchange {
	t.Helper()
	var list []agentExchange
	for _, file := range []string{"agents", "media", "values"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "testdata", "recordings", "golem-1.5.9", file+".jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
			var e struct {
				Path, Request, Response, Note string
				Status                        int
			}
			if err := json.Unmarshal([]byte(line), &e); err != nil {
				t.Fatal(err)
			}
			if e.Path != "/v1/agents/invoke-agent" || e.Status != 200 {
				continue
			}
			x := agentExchange{name: file + ": " + e.Note, request: e.Request, response: e.Response}
			if err := json.Unmarshal([]byte(e.Response), &x.answer); err != nil {
				t.Fatal(err)
			}
			list = append(list, x)
		}
	}
	return list
}

var elementTypes = map[string]wire.ElementType{
	"ComponentModel": wire.ComponentModel, "UnstructuredText": wire.UnstructuredText, "UnstructuredBinary": wire.UnstructuredBinary,
}

// shape is the shape of the recorded result.
func (x *agentExchange) shape() *wire.AgentResult {
	if x.answer.Result == nil {
		return wire.NewAgentResult()
	}
	if x.answer.Result.Type == "Multimodal" {
		return wire.NewMultimodalResult()
	}
	var types []wire.ElementType
	for _, e := range x.answer.Result.Elements {
		types = append(types, elementTypes[e.Type])
	}
	return wire.NewAgentResult(types...)
}

// readAgent reads an answer as generated code does. The values of elements come
// back as JSON, those of parts after their names. An answer whose envelope is known is
// read in another way, and has to be the same.
func (x *agentExchange) readAgent(text string) (a wire.AgentAnswer, values []string, err error) {
	a, values, err = x.readAgentAfter(text, nil)
	known := a.Envelope()
	if known == nil {
		return a, values, err
	}
	again, sameValues, sameErr := x.readAgentAfter(text, known)
	if again.Envelope() != nil {
		return a, nil, fmt.Errorf("the envelope of %s is not known", text)
	}
	same := again.AgentID() == a.AgentID() && again.ComponentID == a.ComponentID && again.Revision == a.Revision && again.HasRevision == a.HasRevision
	if !same || !reflect.DeepEqual(values, sameValues) || !reflect.DeepEqual(err, sameErr) {
		return a, nil, fmt.Errorf("%s is read as %q (%v) behind a known envelope, and as %q (%v) otherwise", text, sameValues, sameErr, values, err)
	}
	return a, values, err
}

func (x *agentExchange) readAgentAfter(text string, known *wire.AgentEnvelope) (a wire.AgentAnswer, values []string, err error) {
	r := x.shape()
	var d wire.Decoder
	if a, err = r.Open([]byte(text), &d, known); err != nil {
		return a, nil, err
	}
	switch result := x.answer.Result; {
	case result == nil:
	case result.Type == "Multimodal":
		values = x.readParts(&d)
	default:
		for i, e := range result.Elements {
			if i > 0 {
				r.Next(&d, i)
			}
			values = append(values, readElement(&d, elementTypes[e.Type]))
		}
	}
	r.Close(&d)
	if err := d.Err(); err != nil {
		return a, nil, err
	}
	return a, values, nil
}

func (x *agentExchange) readParts(d *wire.Decoder) (values []string) {
	var names []string
	var types []wire.ElementType
	for _, e := range x.answer.Result.Elements {
		var element struct{ Type string }
		if err := json.Unmarshal(e.Value, &element); err != nil {
			panic(err)
		}
		names, types = append(names, e.Name), append(types, elementTypes[element.Type])
	}
	known := wire.NewNames(names...)
	d.At = wire.DecodeList(d, d.At, &values, func(d *wire.Decoder, at int, v *string) int {
		i, at := d.BeginPart(at, known)
		if i < 0 {
			return at
		}
		d.At = d.BeginElement(at, types[i])
		*v = names[i] + " " + readElement(d, types[i])
		return d.EndPart(d.EndElement(d.At))
	})
	return values
}

// readElement is the JSON of the value of an element.
func readElement(d *wire.Decoder, t wire.ElementType) string {
	var b []byte
	var e wire.Encoder
	switch t {
	case wire.UnstructuredText:
		var v wire.Text
		d.At = wire.DecodeText(d, d.At, &v)
		b = wire.AppendText(nil, &e, &v)
	case wire.UnstructuredBinary:
		var v wire.Binary
		d.At = wire.DecodeBinary(d, d.At, &v)
		b = wire.AppendBinary(nil, &e, &v)
	default:
		return canonicalJSON(d.Raw())
	}
	return canonicalJSON(string(b))
}

// canonicalJSON has the members sorted, without spaces; it is text itself where
// that is not JSON.
func canonicalJSON(text string) string {
	tree, err := readTree(text)
	if err != nil {
		return text
	}
	return inOrder(tree)
}

// expected is what readAgent should find.
func (x *agentExchange) expected() (values []string) {
	if x.answer.Result == nil {
		return nil
	}
	for _, e := range x.answer.Result.Elements {
		text := canonicalJSON(string(e.Value))
		if e.Name != "" {
			var element struct{ Value json.RawMessage }
			if err := json.Unmarshal(e.Value, &element); err != nil {
				panic(err)
			}
			text = e.Name + " " + canonicalJSON(string(element.Value))
		}
		values = append(values, text)
	}
	return values
}

func (x *agentExchange) check(t fataler, text string) {
	t.Helper()
	a, values, err := x.readAgent(text)
	if err != nil {
		t.Fatalf("%s: %s: %v", x.name, text, err)
	}
	if want := x.expected(); len(values) != len(want) || len(want) > 0 && !reflect.DeepEqual(values, want) {
		t.Fatalf("%s: %s is read as %q, want %q", x.name, text, values, want)
	}
	x.checkHead(t, a)
	if a, err = wire.ReadAgentAnswer(text); err != nil {
		t.Fatalf("%s: %s: %v", x.name, text, err)
	}
	x.checkHead(t, a)
}

func (x *agentExchange) checkHead(t fataler, a wire.AgentAnswer) {
	t.Helper()
	want, revision := x.answer.AgentID, x.answer.ComponentRevision
	if a.AgentID() != want.AgentID || a.ComponentID != want.ComponentID || a.HasRevision != (revision != nil) || a.HasRevision && a.Revision != *revision {
		t.Fatalf("%s: %+v, %s", x.name, a, a.AgentID())
	}
}

// TestAgentAnswerRecorded: every recorded answer is read as encoding/json reads it.
func TestAgentAnswerRecorded(t *testing.T) {
	list := agentExchanges(t)
	if len(list) < 180 {
		t.Fatalf("%d exchanges", len(list))
	}
	for _, x := range list {
		x.check(t, x.response)
	}
}

// TestAgentAnswerRespelled: the same with members in another order, members that
// nobody knows, spaces and escapes.
func TestAgentAnswerRespelled(t *testing.T) {
	list := agentExchanges(t)
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SampledFrom(list).Draw(t, "exchange")
		tree, err := readTree(x.response)
		if err != nil {
			t.Fatal(err)
		}
		x.check(t, drawSpelling(t).of(x.envelope(), tree))
	})
}

// envelope is the type of the answer as far as [spelling.of] has to know it.
func (x *agentExchange) envelope() *typ {
	record := func(name string, t *typ) *typ {
		return &typ{Type: "Record", Fields: []member{{Name: name, Typ: t}}}
	}
	element := record("value", nil)
	if x.answer.Result != nil && x.answer.Result.Type == "Multimodal" {
		element = record("value", element)
	}
	answer := record("result", record("elements", &typ{Type: "List", Inner: element}))
	answer.Fields = append(answer.Fields, member{Name: "agentId", Typ: record("", nil)})
	return answer
}

const (
	agentHead = `{"agentId":{"agentId":"A(\"x\")","componentId":"c"},"componentRevision":3,`
	oneString = `"result":{"elements":[{"type":"ComponentModel","value":"x"}],"type":"Tuple"}}`
)

func openAgentString(text string) (s string, err error) {
	r := wire.NewAgentResult(wire.ComponentModel)
	var d wire.Decoder
	if _, err := r.Open([]byte(text), &d, nil); err != nil {
		return "", err
	}
	d.At = wire.DecodeString(&d, d.At, &s)
	r.Close(&d)
	if err := d.Err(); err != nil {
		return "", err
	}
	return s, nil
}

func TestAgentAnswerRefused(t *testing.T) {
	for text, want := range map[string]string{
		agentHead + oneString:        "",
		`{` + oneString:              "", // a server that says no more
		agentHead + oneString + `]`:  "something follows the value",
		agentHead + `"result":null}`: "there is no result",
		`{}`:                         "there is no result",
		agentHead + `"result":{"elements":[],"type":"Tuple"}}`:                                                                            "there is no result",
		agentHead + `"result":{"type":"Tuple","elements":[]}}`:                                                                            "there is no result",
		agentHead + `"result":{"elements":[{"type":"ComponentModel","value":"x"},{"type":"ComponentModel","value":"y"}],"type":"Tuple"}}`: "something follows the value",
		agentHead + `"result":{"type":"Tuple","elements":[{"type":"ComponentModel","value":"x"},{"type":"ComponentModel","value":"y"}]}}`: "something follows the value",
		agentHead + `"result":{"elements":[{"type":"UnstructuredText","value":"x"}],"type":"Tuple"}}`:                                     "expected an element of type ComponentModel, found UnstructuredText",
		agentHead + `"result":{"elements":[{"type":"ComponentModel"}],"type":"Tuple"}}`:                                                   "cannot decode value: the field is missing",
		agentHead + `"result":{"elements":[{"value":"x"}],"type":"Tuple"}}`:                                                               "cannot decode type: the field is missing",
		agentHead + `"result":{"elements":[{"type":"ComponentModel","value":"x","value":"y"}],"type":"Tuple"}}`:                           "the member occurs twice: value",
		agentHead + `"result":{"elements":[{"value":"x","type":"ComponentModel","value":"y"}],"type":"Tuple"}}`:                           "the member occurs twice: value",
		agentHead + `"result":{"elements":[{"type":"ComponentModel","value":"x"}],"type":"Multimodal"}}`:                                  "expected a result of type Tuple, found Multimodal",
		agentHead + `"result":{"type":"Multimodal","elements":[{"type":"ComponentModel","value":"x"}]}}`:                                  "it was Tuple, now it is Multimodal",
		agentHead + `"result":{"elements":[{"type":"ComponentModel","value":"x"}]}}`:                                                      "type: the field is missing",
		agentHead + `"result":{"elements":[{"type":"ComponentModel","value":"x"}],"type":"Tuple","type":"Tuple"}}`:                        "the member occurs twice: type",
		agentHead + `"result":{"elements":[{"type":"ComponentModel","value":"x"}],"type":"Tuple","elements":[]}}`:                         "the member occurs twice: elements",
		agentHead + `"result":{"elements":[{"type":"ComponentModel","value":"x"}],"type":"Tuple"},"componentRevision":4}`:                 "the member occurs twice: componentRevision",
		agentHead + `"agentId":{},"result":null}`:                                                                                         "the member occurs twice: agentId",
		agentHead + `"result":{"elements":[{"type":"ComponentModel","value":1}],"type":"Tuple"}}`:                                         "expected a string",
		agentHead + `"result":{"elements":{},"type":"Tuple"}}`:                                                                            "an array of elements",
		agentHead + `"result":"x"}`:                                    "expected an object",
		`{"agentId":"A()","result":null}`:                              "expected an object",
		`{"agentId":{"agentId":"\q","componentId":"c"},"result":null}`: "bad escape",
		`{"componentRevision":-1,"result":null}`:                       "out of range",
		``:                                                             "expected an object",
		`null`:                                                         "expected an object",
		`<html>`:                                                       "expected an object",
	} {
		s, err := openAgentString(text)
		if want == "" && (err != nil || s != "x") || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %q, %v, want %q", text, s, err, want)
		}
	}
}

func TestAgentAnswerWithoutResult(t *testing.T) {
	r := wire.NewAgentResult()
	for _, text := range []string{
		agentHead + `"result":{"elements":[],"type":"Tuple"}}`, agentHead + `"result":{"type":"Tuple","elements":[ ]}, "more":1}`, agentHead + `"result":null}`, `{}`,
	} {
		var d wire.Decoder
		_, err := r.Open([]byte(text), &d, nil)
		r.Close(&d)
		if err != nil || d.Err() != nil {
			t.Errorf("%s: %v, %v", text, err, d.Err())
		}
	}
	for _, text := range []string{agentHead + oneString, agentHead + `"result":{"type":"Tuple","elements":[{}]}}`} {
		var d wire.Decoder
		var mismatch *wire.TypeMismatchError
		if _, err := r.Open([]byte(text), &d, nil); !errors.As(err, &mismatch) || mismatch.Difference != "there was no result, now there is one" {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestAgentAnswerPath: the path is that within the value.
func TestAgentAnswerPath(t *testing.T) {
	element := func(v string) string { return `"elements":[{"type":"ComponentModel","value":` + v + `}]` }
	r := wire.NewAgentResult(wire.ComponentModel)
	for _, text := range []string{
		agentHead + `"result":{` + element(`{"name":1}`) + `,"type":"Tuple"}}`,
		agentHead + `"result":{"type":"Tuple",` + element(`{"name":1}`) + `}}`,
		agentHead + `"result":{"elements":[{"value":{"name":1},"type":"ComponentModel"}],"type":"Tuple"}}`,
	} {
		var d wire.Decoder
		if _, err := r.Open([]byte(text), &d, nil); err != nil {
			t.Fatal(err)
		}
		var v productItem
		d.At = decodeProductItem(&d, d.At, &v)
		r.Close(&d)
		if err := d.Err(); err == nil || err.Path != "name" || text[err.Offset:err.Offset+2] != "1}" {
			t.Errorf("%s: %+v", text, err)
		}
	}
}

func TestAgentAnswerAllocations(t *testing.T) {
	r := wire.NewAgentResult(wire.ComponentModel)
	var d wire.Decoder
	var s string
	var known *wire.AgentEnvelope
	if n := testing.AllocsPerRun(100, func() {
		a, err := r.Open([]byte(agentHead+oneString), &d, known)
		if known == nil {
			known = a.Envelope()
		}
		d.At = wire.DecodeString(&d, d.At, &s)
		if r.Close(&d); err != nil || d.Failed() || s != "x" {
			t.Error(err, d.Err(), s)
		}
	}); n > 1 { // a copy of the value
		t.Errorf("%v allocations", n)
	}
}

// TestAgentEnvelopes: an envelope that differs from the known one is read.
func TestAgentEnvelopes(t *testing.T) {
	r := wire.NewAgentResult(wire.ComponentModel)
	var d wire.Decoder
	first, err := r.Open([]byte(agentHead+oneString), &d, nil)
	known := first.Envelope()
	if err != nil || known == nil {
		t.Fatal(err, known)
	}
	for _, change := range []struct{ old, text string }{{`A(`, `B(`}, {`"c"`, `"d"`}, {`Revision":`, `Revision":1`}} {
		text := strings.Replace(agentHead+oneString, change.old, change.text, 1)
		got, err := r.Open([]byte(text), &d, known)
		want, wantErr := r.Open([]byte(text), &d, nil)
		if err != nil || wantErr != nil || got != want || got == first {
			t.Errorf("%s: %+v (%v), want %+v (%v)", text, got, err, want, wantErr)
		}
	}
}

// FuzzAgentAnswer: no text makes reading panic, and what is accepted is JSON.
func FuzzAgentAnswer(f *testing.F) {
	for _, x := range agentExchanges(f) {
		f.Add(x.response)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := openAgentString(text); err == nil && !json.Valid([]byte(text)) {
			t.Fatalf("%q is accepted", text)
		}
		multimodal := agentExchange{}
		multimodal.answer.Result = &dataValue{Type: "Multimodal", Elements: []struct {
			Type, Name string
			Value      json.RawMessage
		}{{Name: "text", Value: json.RawMessage(`{"type":"UnstructuredText"}`)}, {Name: "b", Value: json.RawMessage(`{"type":"UnstructuredBinary"}`)}}}
		if _, _, err := multimodal.readAgent(text); err == nil && !json.Valid([]byte(text)) {
			t.Fatalf("%q is accepted", text)
		}
	})
}
