package golemtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// What generated test packages hand over; golden packages call all of it with values
// that fit, these tests with those that do not.

type door struct{ name string }

// level is a type that reads and writes itself, as generated ones do.
type level uint8

func (l level) MarshalJSON() ([]byte, error) {
	if l == 0 {
		return nil, errors.New("unset")
	}
	return fmt.Appendf(nil, "%d", uint8(l)), nil
}

// shape is a variant.
type shape interface{ isShape() }

func unmarshalShape([]byte) (shape, error) {
	return nil, &wire.DecodeError{Path: "circle", Reason: wire.ReasonWrongKind, Detail: "expected a number"}
}

// typedCall is a call of a function with these parameters, by a worker with two doors:
// number 0 made by a test package, number 1 by hand.
func typedCall(t *testing.T, parameters ...string) *Invocation {
	t.Helper()
	s, c := shop(t)
	call := &Invocation{Name: "cart.enter", Worker: "w", worker: newWorker(s, c, "w")}
	call.NewHandle(&typedResource[door]{value: &door{"front"}})
	call.NewHandle("back")
	for _, p := range parameters {
		call.Parameters = append(call.Parameters, json.RawMessage(strings.ReplaceAll(p, "DOOR", call.worker.urn())))
	}
	return call
}

func TestParameterFaults(t *testing.T) {
	for _, test := range []struct {
		parameter string
		read      func(*Invocation)
		want      string
	}{
		{`"a"`, func(c *Invocation) { Parameter(c, 1, wire.DecodeString) }, "golemtest: cart.enter has 1 parameters, and the test package wants 2"},
		{`7`, func(c *Invocation) { Parameter(c, 0, wire.DecodeString) }, "golemtest: cart.enter, parameter 1: "},
		{`"a" 7`, func(c *Invocation) { Parameter(c, 0, wire.DecodeString) }, "golemtest: cart.enter, parameter 1: "},
		{`[1,"a"]`, func(c *Invocation) { Parameter(c, 0, readLevels) }, "golemtest: cart.enter, parameter 1: cannot decode [1]: "},
		{`{"circle":1}`, func(c *Invocation) { Parameter(c, 0, DecodeVariant(unmarshalShape)) }, "at circle: expected a number"},
		{`DOOR/0`, func(c *Invocation) { Parameter(c, 0, DecodeHandle[door]) }, "golemtest: cart.enter, parameter 1: "},
		{`7`, func(c *Invocation) { Parameter(c, 0, DecodeHandle[door]) }, "golemtest: cart.enter, parameter 1: "},
		{`"DOOR/2"`, func(c *Invocation) { Parameter(c, 0, DecodeHandle[door]) }, "/2 is no handle of worker w"},
		{`"DOOR/2"`, func(c *Invocation) { Parameter(c, 0, DecodeForeignHandle[door]) }, "/2 is no handle of worker w"},
		{`"DOOR/1"`, func(c *Invocation) { Parameter(c, 0, DecodeHandle[door]) }, "the resource is a string that the test package has not made"},
		{`"a"`, func(c *Invocation) { Self[door](c) }, "golemtest: cart.enter: the resource is a <nil> that the test package has not made"},
	} {
		got := fmt.Sprint(panicOf(func() { test.read(typedCall(t, test.parameter)) }))
		if !strings.Contains(got, test.want) {
			t.Errorf("%s: %s, want %q", test.parameter, got, test.want)
		}
	}
}

func readLevels(d *wire.Decoder, v *[]level) { wire.DecodeList(d, v, DecodeJSON[level]) }

func panicOf(f func()) (p any) {
	defer func() { p = recover() }()
	f()
	return nil
}

func TestHandlesOfTestPackages(t *testing.T) {
	call := typedCall(t, `"DOOR/0"`, `"DOOR/1"`)
	if got := Parameter(call, 0, DecodeForeignHandle[door]); got.name != "front" {
		t.Errorf("a resource of its own type is %v", got)
	}
	first, again := Parameter(call, 1, DecodeForeignHandle[door]), Parameter(call, 1, DecodeForeignHandle[door])
	if first == nil || first != again {
		t.Errorf("one resource is %p and %p", first, again)
	}
	if other := Parameter(call, 1, DecodeForeignHandle[level]); other == nil {
		t.Error("nothing stands for a resource as another type")
	}
}

func TestAnswerFaults(t *testing.T) {
	broken := errors.New("broken")
	for _, test := range []struct {
		name   string
		answer func(*Invocation) (json.RawMessage, error)
		want   string
	}{
		{"ok", func(c *Invocation) (json.RawMessage, error) {
			return AnswerResult(c, 7, nil, AppendJSON[int], wire.AppendString)
		}, `{"ok":7}`},
		{"err", func(c *Invocation) (json.RawMessage, error) {
			return AnswerResult(c, 0, fmt.Errorf("wrapped: %w", &runtime.ResultError[string]{Value: "no"}), AppendJSON[int], wire.AppendString)
		}, `{"err":"no"}`},
		{"an err of another type", func(c *Invocation) (json.RawMessage, error) {
			return AnswerResult(c, 0, &runtime.ResultError[int]{Value: 7}, AppendJSON[int], wire.AppendString)
		}, "7"},
		{"a trap", func(c *Invocation) (json.RawMessage, error) { return Answer(c, "", broken, wire.AppendString) }, "broken"},
		{"a trap beside a result", func(c *Invocation) (json.RawMessage, error) {
			return AnswerResult(c, 0, broken, AppendJSON[int], wire.AppendString)
		}, "broken"},
		{"what cannot be written", func(c *Invocation) (json.RawMessage, error) { return Answer(c, level(0), nil, AppendJSON[level]) }, "unset"},
		{"nil for a variant", func(c *Invocation) (json.RawMessage, error) { return Answer(c, shape(nil), nil, AppendJSON[shape]) }, "the variant is nil"},
		{"nil for a resource", func(c *Invocation) (json.RawMessage, error) { return Answer(c, nil, nil, appendDoor) }, "the handle is nil"},
		{"another version", NotServed, "golemtest: cart.enter is not a function of the version that the test package was generated for"},
	} {
		text, err := test.answer(typedCall(t))
		if err != nil {
			text = json.RawMessage(err.Error())
		}
		if !strings.Contains(string(text), test.want) {
			t.Errorf("%s: %s, want %q", test.name, text, test.want)
		}
	}
}

func appendDoor(b []byte, e *wire.Encoder, v **door) []byte { return AppendHandle(b, e, *v, nil) }

// TestHandlesNeedACall reads and writes handles where there is no worker to ask.
func TestHandlesNeedACall(t *testing.T) {
	var v *door
	d := wire.NewDecoder(`"urn:worker:…/0"`)
	if DecodeHandle(&d, &v); d.Err() == nil || d.Err().Reason != wire.ReasonHandleNotAllowed {
		t.Errorf("reading: %v", d.Err())
	}
	var e wire.Encoder
	v = &door{}
	b := appendDoor(nil, &e, &v)
	if err := e.Err(b); err == nil || err.Reason != wire.ReasonBadBinding {
		t.Errorf("writing: %v", err)
	}
}

// TestDrop ends resources of each kind that NewHandle takes.
func TestDrop(t *testing.T) {
	broken, dropped := errors.New("broken"), ""
	drop := func(d *door, _ context.Context, _ ...runtime.CallOption) error {
		dropped = d.name
		return broken
	}
	for _, test := range []struct {
		object any
		want   string
	}{
		{"no methods", "<nil>"},
		{&typedResource[door]{value: &door{"front"}}, "<nil>"},
		{&typedResource[door]{value: &door{"back"}, drop: drop}, "broken"},
		{dropping(func() {}), "<nil>"},
		{dropping(func() { panic("it is stuck") }), "it is stuck"},
	} {
		h := &handle{object: test.object}
		if got := fmt.Sprint(h.drop(t.Context())); got != test.want || !h.gone {
			t.Errorf("%v: %s, gone %t, want %s", test.object, got, h.gone, test.want)
		}
	}
	if dropped != "back" {
		t.Errorf("dropped %q, want back", dropped)
	}
}

type dropping func()

func (d dropping) Drop() { d() }
