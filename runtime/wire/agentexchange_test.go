package wire_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// agentExchange is a recorded invocation of an agent, with its answer.
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

// shape returns the reader of the recorded result.
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

// readAgent reads an answer as generated code does, and returns the values of elements as
// JSON. Before the values of parts are their names. readAgent reads the answer again with
// its envelope, and returns an error if the two results differ.
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

// readElement returns the value of an element as JSON.
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

// canonicalJSON returns text with sorted members and no spaces. It returns text that is not
// JSON unchanged.
func canonicalJSON(text string) string {
	tree, err := readTree(text)
	if err != nil {
		return text
	}
	return inOrder(tree)
}

// expected returns the values that readAgent should return.
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

// envelope returns the type of the answer, with the parts that [spelling.of] uses.
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
