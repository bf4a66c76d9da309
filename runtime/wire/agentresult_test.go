package wire_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestAgentResultsInOpen checks that Open reports results that cannot be read. With a
// result of another shape it returns what the answer says of the agent, because that may be
// another agent.
func TestAgentResultsInOpen(t *testing.T) {
	one, none, parts := wire.NewAgentResult(wire.ComponentModel), wire.NewAgentResult(), wire.NewMultimodalResult()
	known, err := one.Open([]byte(agentHead+oneString), new(wire.Decoder), nil)
	if err != nil {
		t.Fatal(err)
	}
	const swapped = `{"result":{"type":"Tuple","elements":[]},"componentRevision":3,"agentId":{"agentId":"A(\"x\")","componentId":"c"}}`
	for _, c := range []struct {
		r          *wire.AgentResult
		text       string
		pinned     string // of a TypeMismatchError
		found      string
		difference string
	}{
		{one, agentHead + `"result":{"elements":[],"type":"Tuple"}}`, "(ComponentModel)", "()", "there is no result"},
		{one, swapped, "(ComponentModel)", "()", "there is no result"},
		{one, agentHead + `"result":null}`, "(ComponentModel)", "", "there is no result"},
		{one, agentHead + `"result":{"type":"Multimodal","elements":[]}}`, "(ComponentModel)", "Multimodal", "it was Tuple, now it is Multimodal"},
		{none, agentHead + oneString, "()", "", "there was no result, now there is one"},
		{none, agentHead + `"result":{"type":"Tuple","elements":[{}]}}`, "()", "", "there was no result, now there is one"},
		{parts, agentHead + `"result":null}`, "Multimodal", "", "there is no result"},
		{parts, swapped, "Multimodal", "Tuple", "it was Multimodal, now it is Tuple"},
	} {
		for _, envelope := range []*wire.AgentEnvelope{nil, known.Envelope()} {
			a, err := c.r.Open([]byte(c.text), new(wire.Decoder), envelope)
			var mismatch *wire.TypeMismatchError
			if !errors.As(err, &mismatch) || mismatch.Pinned != c.pinned || mismatch.Found != c.found || mismatch.Difference != c.difference {
				t.Errorf("%s: got %#v", c.text, err)
			}
			if a.AgentID() != `A("x")` || a.ComponentID != "c" || !a.HasRevision || a.Revision != 3 {
				t.Errorf("%s: got %+v", c.text, a)
			}
		}
	}
	for _, text := range []string{
		agentHead + `"result":{"elements":[{"type":"UnstructuredText","value":"x"}],"type":"Tuple"}}`,
		agentHead + `"result":{"type":"Tuple","elements":[{"type":"UnstructuredText","value":"x"}]}}`,
		agentHead + `"result":{"elements":{},"type":"Tuple"}}`,
		agentHead + `"result":{"elements":[{"value":"x"}],"type":"Tuple"}}`,
		agentHead + `"result":{"type":1,"elements":[{"type":"ComponentModel","value":"x"}]}}`,
		agentHead + `"result":{"type":"Tuple"}}`,
		agentHead + `"result":{"elements":[`,
		agentHead + `"result":{"elements":[ `,
		`<html>`,
		``,
	} {
		for _, envelope := range []*wire.AgentEnvelope{nil, known.Envelope()} {
			for _, r := range []*wire.AgentResult{one, none} {
				var failure *wire.DecodeError
				_, err := r.Open([]byte(text), new(wire.Decoder), envelope)
				if r == none && strings.Contains(text, `"elements":[{`) && !strings.Contains(text, `"type":1`) {
					continue // the result is not expected, whatever it is
				}
				if !errors.As(err, &failure) {
					t.Errorf("%v: %s: got %v", r, text, err)
				}
			}
		}
	}
}

// TestAgentResultElements reads results of several elements.
func TestAgentResultElements(t *testing.T) {
	r := wire.NewAgentResult(wire.ComponentModel, wire.UnstructuredText)
	const first, second = `{"type":"ComponentModel","value":7}`, `{"type":"UnstructuredText","value":{"type":"Url","value":"u"}}`
	for elements, want := range map[string]string{
		first + `,` + second:       "",
		first + ` , ` + second:     "",
		first + second:             "expected ,",
		first:                      "expected ,",
		first + `,`:                "expected a",
		second + `,` + first:       "expected an element of type ComponentModel",
		first + `,` + first:        "expected an element of type UnstructuredText",
		first + `,` + second + `,`: "expected ",
	} {
		for _, text := range []string{
			agentHead + `"result":{"elements":[` + elements + `],"type":"Tuple"}}`,
			agentHead + `"result":{"type":"Tuple","elements":[` + elements + `]}}`,
		} {
			var d wire.Decoder
			var number uint8
			var reference wire.Text
			_, err := r.Open([]byte(text), &d, nil)
			if err == nil {
				d.At = wire.DecodeUint8(&d, d.At, &number)
				r.Next(&d, 1)
				d.At = wire.DecodeText(&d, d.At, &reference)
				r.Close(&d)
				if failure := d.Err(); failure != nil {
					err = failure
				}
			}
			switch {
			case want == "" && (err != nil || number != 7 || reference.URL != "u"):
				t.Errorf("%s: got %d, %+v, %v", text, number, reference, err)
			case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
				t.Errorf("%s: got %v, want %s", text, err, want)
			}
		}
	}
}
