package testserve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// What generated test packages pass. Golden packages call all of it with values that fit.
// These tests use values that do not.

type door struct{ name string }

// level is a type that reads and writes itself, like generated types.
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

// typedCall returns a call of a function with these parameters on a worker with two doors.
// A test package has made number 0, and a handler number 1. DOOR in a parameter stands for
// the part of their handles before the number.
func typedCall(t *testing.T, parameters ...string) *golemtest.Invocation {
	t.Helper()
	server := golemtest.NewServer(t, golemtest.Quiet())
	document, err := os.ReadFile("../../../testdata/metadata/recorded/golem-1.2.0/shop-v0.json")
	if err != nil {
		t.Fatal(err)
	}
	component := server.AddComponent(document)
	var call *golemtest.Invocation
	component.HandleFunc("health", func(_ context.Context, c *golemtest.Invocation) (json.RawMessage, error) {
		call = c
		return json.RawMessage(`"ok"`), nil
	})
	invoke(t, server.URL+"/v1/components/"+component.Metadata().ID+"/workers/w/invoke-and-await?function=health")
	door0 := call.NewHandle(&typedResource[door]{value: &door{"front"}})
	call.NewHandle("back")
	call.Name = "cart.enter"
	for _, p := range parameters {
		call.Parameters = append(call.Parameters, json.RawMessage(strings.ReplaceAll(p, "DOOR/", strings.TrimSuffix(door0, "0"))))
	}
	return call
}

func invoke(t *testing.T, url string) {
	t.Helper()
	response, err := http.Post(url, "application/json", strings.NewReader(`{"params":[]}`))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Fatalf("health: %s", response.Status)
	}
}

func TestParameterFaults(t *testing.T) {
	for _, test := range []struct {
		parameter string
		read      func(*golemtest.Invocation)
		want      string
	}{
		{`"a"`, func(c *golemtest.Invocation) { Parameter(c, 1, wire.DecodeString) }, "golemtest: cart.enter has 1 parameters, and the test package wants 2"},
		{`7`, func(c *golemtest.Invocation) { Parameter(c, 0, wire.DecodeString) }, "golemtest: cart.enter, parameter 1: "},
		{`"a" 7`, func(c *golemtest.Invocation) { Parameter(c, 0, wire.DecodeString) }, "golemtest: cart.enter, parameter 1: "},
		{`[1,"a"]`, func(c *golemtest.Invocation) { Parameter(c, 0, readLevels) }, "golemtest: cart.enter, parameter 1: cannot decode [1]: "},
		{`{"circle":1}`, func(c *golemtest.Invocation) { Parameter(c, 0, DecodeVariant(unmarshalShape)) }, "at circle: expected a number"},
		{`DOOR/0`, func(c *golemtest.Invocation) { Parameter(c, 0, DecodeHandle[door]) }, "golemtest: cart.enter, parameter 1: "},
		{`7`, func(c *golemtest.Invocation) { Parameter(c, 0, DecodeHandle[door]) }, "golemtest: cart.enter, parameter 1: "},
		{`"DOOR/2"`, func(c *golemtest.Invocation) { Parameter(c, 0, DecodeHandle[door]) }, "/2 is not a handle of worker w"},
		{`"DOOR/2"`, func(c *golemtest.Invocation) { Parameter(c, 0, DecodeForeignHandle[door]) }, "/2 is not a handle of worker w"},
		{`"DOOR/1"`, func(c *golemtest.Invocation) { Parameter(c, 0, DecodeHandle[door]) }, "the resource is a string that the test package has not made"},
		{`"a"`, func(c *golemtest.Invocation) { Self[door](c) }, "golemtest: cart.enter: the resource is a <nil> that the test package has not made"},
	} {
		got := fmt.Sprint(panicOf(func() { test.read(typedCall(t, test.parameter)) }))
		if !strings.Contains(got, test.want) {
			t.Errorf("%s: %s, want %q", test.parameter, got, test.want)
		}
	}
}

func readLevels(d *wire.Decoder, at int, v *[]level) int {
	return wire.DecodeList(d, at, v, DecodeJSON[level])
}

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
		answer func(*golemtest.Invocation) (json.RawMessage, error)
		want   string
	}{
		{"ok", func(c *golemtest.Invocation) (json.RawMessage, error) {
			return AnswerResult(c, 7, nil, AppendJSON[int], wire.AppendString)
		}, `{"ok":7}`},
		{"err", func(c *golemtest.Invocation) (json.RawMessage, error) {
			return AnswerResult(c, 0, fmt.Errorf("wrapped: %w", &runtime.ResultError[string]{Value: "no"}), AppendJSON[int], wire.AppendString)
		}, `{"err":"no"}`},
		{"an err of another type", func(c *golemtest.Invocation) (json.RawMessage, error) {
			return AnswerResult(c, 0, &runtime.ResultError[int]{Value: 7}, AppendJSON[int], wire.AppendString)
		}, "7"},
		{"a trap", func(c *golemtest.Invocation) (json.RawMessage, error) {
			return Answer(c, "", broken, wire.AppendString)
		}, "broken"},
		{"a trap beside a result", func(c *golemtest.Invocation) (json.RawMessage, error) {
			return AnswerResult(c, 0, broken, AppendJSON[int], wire.AppendString)
		}, "broken"},
		{"what cannot be written", func(c *golemtest.Invocation) (json.RawMessage, error) {
			return Answer(c, level(0), nil, AppendJSON[level])
		}, "unset"},
		{"nil for a variant", func(c *golemtest.Invocation) (json.RawMessage, error) {
			return Answer(c, shape(nil), nil, AppendJSON[shape])
		}, "the variant is nil"},
		{"nil for a resource", func(c *golemtest.Invocation) (json.RawMessage, error) { return Answer(c, nil, nil, appendDoor) }, "the handle is nil"},
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

// TestHandlesNeedACall checks that reading or writing a handle outside a call returns an
// error.
func TestHandlesNeedACall(t *testing.T) {
	var v *door
	d := wire.NewDecoder(`"urn:worker:…/0"`)
	if DecodeHandle(&d, d.At, &v); d.Err() == nil || d.Err().Reason != wire.ReasonHandleNotAllowed {
		t.Errorf("reading: %v", d.Err())
	}
	var e wire.Encoder
	v = &door{}
	b := appendDoor(nil, &e, &v)
	if err := e.Err(b); err == nil || err.Reason != wire.ReasonBadBinding {
		t.Errorf("writing: %v", err)
	}
}

// TestTypedDrop drops resources with and without a Drop method.
func TestTypedDrop(t *testing.T) {
	broken, dropped := errors.New("broken"), ""
	drop := func(d *door, _ context.Context, _ ...runtime.CallOption) error {
		dropped = d.name
		return broken
	}
	if err := (&typedResource[door]{value: &door{"front"}}).Drop(t.Context()); err != nil {
		t.Errorf("without a drop: %v", err)
	}
	if err := (&typedResource[door]{value: &door{"back"}, drop: drop}).Drop(t.Context()); err != broken || dropped != "back" {
		t.Errorf("got %v and dropped %q", err, dropped)
	}
}
