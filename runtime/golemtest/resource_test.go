package golemtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime/golemtest/internal/resource"
)

type dropping func()

func (d dropping) Drop() { d() }

type failingDrop struct{ err error }

func (d failingDrop) Drop(context.Context) error { return d.err }

// TestDrop drops resources of each kind that NewHandle takes.
func TestDrop(t *testing.T) {
	for _, test := range []struct {
		object any
		want   string
	}{
		{"no methods", "<nil>"},
		{failingDrop{}, "<nil>"},
		{failingDrop{errors.New("broken")}, "broken"},
		{dropping(func() {}), "<nil>"},
		{dropping(func() { panic("it is stuck") }), "it is stuck"},
	} {
		h := &handle{Resource: resource.Resource{Object: test.object}}
		if got := fmt.Sprint(h.drop(t.Context())); got != test.want || !h.gone {
			t.Errorf("%v: %s, gone %t, want %s", test.object, got, h.gone, test.want)
		}
	}
}

func TestResources(t *testing.T) {
	s, c := shop(t)
	call := caller{t, s, c.Metadata().ID, "w"}
	urn := "urn:worker:" + c.Metadata().ID + "/w/"
	want(t, "new", call.await(inventoryName+".{ledger.new}", `"Paris"`, `10`), `200 "`+urn+`0"`)
	want(t, "implicit", call.await(inventoryName+`.{ledger("Lyon",10).warehouse}`), `200 "Lyon"`)
	want(t, "the next number", call.await(inventoryName+".{ledger.new}", `"Nice"`, `10`), `200 "`+urn+`2"`)
	want(t, "self", call.await(inventoryName+".{ledger.warehouse}", `"`+urn+`2"`), `200 "Nice"`)
	want(t, "static in full", call.await(inventoryName+".{[static]ledger.merge}", `"`+urn+`0"`, `"`+urn+`2"`, `"F"`), `200 "`+urn+`3"`)
	want(t, "static in short, without types", call.await(inventoryName+".{ledger.merge}", `"`+urn+`0"`, `"`+urn+`2"`, `"F"`),
		`500 {"golemError":{"details":"Can't find exported function in component (`+inventoryName+`.{ledger.merge})","type":"InvalidRequest"}}`)
	want(t, "drop", call.await(inventoryName+".{ledger.drop}", `"`+urn+`0"`), "200 ")
	want(t, "never made", call.await(inventoryName+".{ledger.levels}", `"`+urn+`99"`), `500 {"golemError":{"details":"Value mismatch: in $ resource not found","type":"RuntimeError"}}`)
	want(t, "lost by it", call.await("health"), `500 {"golemError":{"details":"Value mismatch: in $ resource not found","type":"PreviousInvocationFailed"}}`)
}

type droppable struct{ dropped *bool }

func (d droppable) Drop() { *d.dropped = true }

func TestDropNotifies(t *testing.T) {
	s, c := shop(t)
	dropped := false
	c.HandleFunc("inventory.ledger.new", func(_ context.Context, call *Invocation) (json.RawMessage, error) {
		return call.HandleResult(droppable{&dropped}), nil
	})
	call := caller{t, s, c.Metadata().ID, "w"}
	call.await(inventoryName+".{ledger.new}", `"Paris"`, `10`)
	call.await(inventoryName+".{ledger.drop}", `"urn:worker:`+c.Metadata().ID+`/w/0"`)
	if !dropped {
		t.Error("the object's Drop was not called")
	}
}

// TestHandlesWithoutServer uses handles with an Invocation that a test has made itself.
func TestHandlesWithoutServer(t *testing.T) {
	call := &Invocation{Name: "f"}
	if _, err := call.Object("urn:worker:x/w/0"); err == nil || !strings.Contains(err.Error(), "was not passed to a handler by a server") {
		t.Errorf("Object: got %v", err)
	}
	defer func() {
		if text, _ := recover().(string); !strings.HasPrefix(text, "golemtest: NewHandle needs an Invocation") {
			t.Errorf("NewHandle: got the panic %q", text)
		}
	}()
	call.NewHandle(nil)
}
