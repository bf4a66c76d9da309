package wire_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestAgentAnswerRecorded compares the values of all recorded answers with those that
// encoding/json reads.
func TestAgentAnswerRecorded(t *testing.T) {
	list := agentExchanges(t)
	if len(list) < 180 {
		t.Fatalf("%d exchanges", len(list))
	}
	for _, x := range list {
		x.check(t, x.response)
	}
}

// TestAgentAnswerRespelled reads recorded answers with members in another order, unknown
// members, spaces and escapes.
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
		`{` + oneString:              "", // no agent id and no revision
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
		`{"agentId":{"agentId":x","componentId":"c"},"componentRevision":3,` + oneString:                                                  "expected a string",
		`{"agentId":{"agentId":"A","componentId":c"},"componentRevision":3,` + oneString:                                                  "expected a string",
		`{"agentId":{"agentId":1,"componentId":"c"},"componentRevision":3,` + oneString:                                                   "expected a string",
		`{"agentId":{"componentId":1,"agentId":"A"},"componentRevision":3,` + oneString:                                                   "expected a string",
		`{"agentId":{"agentId":"A","componentId":"c"3,` + oneString:                                                                       "expected , or }",
		agentHead + `"result":{"elements":[{"type":"ComponentModel","value":"x"}],"more":1,"type":"Tuple"}}`:                              "",
		agentHead + `"result":{"elements":[{"type":"ComponentModel","value":"x"}],"more":1,"type":"Tuple"}`:                               "the text ends too early",
		agentHead + `"result":{"elements":[{"type":"ComponentModel","value":"x"}],"type":1}}`:                                             "expected a result of type Tuple, found ?",
		`"A","componentId":"c"},"componentRevision":3,` + oneString:                                                                       "expected an object",
		`{"agentId":{"agentId":"A""c"},"componentRevision":3,` + oneString:                                                                "expected , or }",
		`{"agentId":{"agentId":"A",` + oneString:                                                                                          "the text ends too early",
		agentHead + `"result":{"type":"Tuple"}}`:                                                                                          "cannot decode result.elements: the field is missing",
		agentHead + `"result":{"more":1,"elements":[{"type":"ComponentModel","value":"x"}]}}`:                                             "cannot decode result.type: the field is missing",
		agentHead + `"result":{"type":1,"elements":[{"type":"ComponentModel","value":"x"}]}}`:                                             "expected a string",
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

// TestAgentAnswerHead reads answers without their results.
func TestAgentAnswerHead(t *testing.T) {
	for text, want := range map[string]string{
		agentHead + `"result":null}`:         `A("x") c 3 true`,
		`{"result":null}`:                    `  0 false`,
		`{"agentId":null}`:                   `  0 false`,
		`{"componentRevision":null}`:         `  0 false`,
		`{"agentId":{"agentId":1}}`:          "cannot decode agentId.agentId: another kind of value: expected a string",
		`{"agentId":{"componentId":1}}`:      "cannot decode agentId.componentId: another kind of value: expected a string",
		agentHead + `"componentRevision":4}`: "the member occurs twice: componentRevision",
		`{"componentRevision":-1}`:           "out of range",
		`{} {}`:                              "something follows the value",
	} {
		a, err := wire.ReadAgentAnswer(text)
		got := fmt.Sprint(a.AgentID(), " ", a.ComponentID, " ", a.Revision, " ", a.HasRevision)
		if err != nil {
			if a != (wire.AgentAnswer{}) {
				t.Errorf("%s: got %+v with %v", text, a, err)
			}
			got = err.Error()
		}
		if err == nil && got != want || err != nil && !strings.Contains(got, want) {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// TestAgentAnswerHasID compares names by their text.
func TestAgentAnswerHasID(t *testing.T) {
	a, err := wire.ReadAgentAnswer(agentHead + `"result":null}`)
	if err != nil {
		t.Fatal(err)
	}
	for quoted, want := range map[string]bool{`"A(\"x\")"`: true, `"A(\"y\")"`: false, `"A(\u0022x\")"`: false, ``: false} {
		if a.HasID(quoted) != want {
			t.Errorf("%s: got %v, want %v", quoted, !want, want)
		}
	}
}

// TestAgentAnswerPath checks that paths are relative to the value.
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

// TestAgentEnvelopes reads answers whose envelope differs from the known one.
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

// FuzzAgentAnswer checks that no text causes a panic, and that accepted texts are JSON.
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
