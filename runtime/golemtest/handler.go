package golemtest

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// Handler plays a worker: it runs its invocations, one after the other.
type Handler interface {
	// Invoke runs one function. The result is its result in Golem's value
	// form, of several named results an object; nil for a function without
	// one. An error is a trap: the worker is lost, as a real one is, and the
	// error's text is what callers get. Component errors, the err of a WIT
	// result, are results: {"err":…}.
	//
	// The context ends with the server, not with the request: a worker goes
	// on when its caller does not wait.
	Invoke(ctx context.Context, call *Invocation) (json.RawMessage, error)
}

// HandlerFunc runs one function of a component for every worker.
type HandlerFunc func(ctx context.Context, call *Invocation) (json.RawMessage, error)

// Invoke calls f.
func (f HandlerFunc) Invoke(ctx context.Context, call *Invocation) (json.RawMessage, error) {
	return f(ctx, call)
}

// Invocation is one call of a function, after all that the server checks.
type Invocation struct {
	Component *metadata.Component // the version that the worker has
	Worker    string              // a made-up name for a call without a worker
	Interface *metadata.Interface // nil for a function exported by the world
	Resource  *metadata.Resource  // nil for a freestanding function
	Function  *metadata.Function

	// Name is the function's name without what callers may write differently:
	// "acme:shop/inventory@1.4.0.{ledger.receive}".
	Name string

	// Parameters are the values by the function's own parameter types, in the
	// servers' canonical JSON. Self is not among them.
	Parameters []json.RawMessage

	// Handle is the number of the resource that a method or drop is called on,
	// and Self the Go value that was given to NewHandle for it. An implicit
	// resource is made by a call of its constructor before the first method.
	Handle uint64
	Self   any

	IdempotencyKey string

	worker *worker
}

type invocationKey struct{}

// InvocationFrom returns the call that the context of a handler is for, nil for
// another context: implementations of generated interfaces find the worker's name and
// the idempotency key in it.
func InvocationFrom(ctx context.Context) *Invocation {
	call, _ := ctx.Value(invocationKey{}).(*Invocation)
	return call
}

// Decode unmarshals the parameters, in order, into what the pointers point to;
// nil pointers skip one. The types of generated packages read Golem's value
// form; of Go's own, []byte does not, as it means base64 to encoding/json.
func (call *Invocation) Decode(into ...any) error {
	if len(into) > len(call.Parameters) {
		return fmt.Errorf("golemtest: %s has %d parameters, not %d", call.Name, len(call.Parameters), len(into))
	}
	for i, v := range into {
		if v == nil {
			continue
		}
		if err := json.Unmarshal(call.Parameters[i], v); err != nil {
			return fmt.Errorf("golemtest: %s, parameter %d: %w", call.Name, i+1, err)
		}
	}
	return nil
}

// NewHandle makes a resource of this worker and returns its handle as servers
// write it, "urn:worker:…/0": what a constructor returns, as a JSON string.
// Later calls on the handle have object as their Self. If object has a method
// Drop() or Drop(context.Context) error, it is called when the resource is dropped;
// its error is a trap.
func (call *Invocation) NewHandle(object any) string { return call.worker.newHandle(object).text() }

// HandleResult is NewHandle as the result of a constructor.
func (call *Invocation) HandleResult(object any) json.RawMessage {
	return appendJSONString(nil, call.NewHandle(object))
}

// Object returns the Go value behind a handle among the parameters, by its text.
func (call *Invocation) Object(handle string) (any, error) {
	h, err := call.handle(handle)
	if err != nil {
		return nil, err
	}
	return h.Object, nil
}

func (call *Invocation) handle(text string) (*handle, error) {
	number, err := strconv.ParseUint(text[strings.LastIndexByte(text, '/')+1:], 10, 64)
	if h := call.worker.handles[number]; err == nil && h != nil && h.text() == text {
		return h, nil
	}
	return nil, fmt.Errorf("golemtest: %s is no handle of worker %s", text, call.Worker)
}

// Handle plays the component's workers: newHandler is called before a worker's
// first call, with its name, and the handler it returns is the worker's state.
// Each ephemeral call is the first one of a worker. It holds for this version of the
// component and for later ones that have no handlers of their own.
func (c *Component) Handle(newHandler func(worker string) Handler) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.factory = newHandler
}

// HandleFunc plays one function, named as in URLs or short ("cart.total"), in
// place of the handler that Handle gives. An unknown name ends the test.
func (c *Component) HandleFunc(function string, run HandlerFunc) {
	f := c.mustFind(function)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls[f] = run
}

type scripted struct {
	result string
	trap   string
	isTrap bool
}

// Answer scripts the results of a function, in Golem's value form: each call
// takes the next, the last one stays.
func (c *Component) Answer(function string, results ...string) {
	f := c.mustFind(function)
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, result := range results {
		c.script[f] = append(c.script[f], scripted{result: result})
	}
}

// Trap scripts a call that traps with the message, after the answers scripted so far.
func (c *Component) Trap(function, message string) {
	f := c.mustFind(function)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.script[f] = append(c.script[f], scripted{trap: message, isTrap: true})
}

// scriptedHandler returns what a test said for a function of its own, nil if nothing.
func (c *Component) scriptedHandler(f *metadata.Function) HandlerFunc {
	c.mu.Lock()
	defer c.mu.Unlock()
	if run, ok := c.calls[f]; ok {
		return run
	}
	script := c.script[f]
	if len(script) == 0 {
		return nil
	}
	next := script[0]
	if len(script) > 1 {
		c.script[f] = script[1:]
	}
	return func(context.Context, *Invocation) (json.RawMessage, error) {
		if next.isTrap {
			return nil, fmt.Errorf("%s", next.trap)
		}
		return json.RawMessage(next.result), nil
	}
}

// newHandler makes the handler of a worker of this version, nil if there is none.
func (c *Component) newHandler(worker string) Handler {
	for v := c; v != nil; v = v.before {
		v.mu.Lock()
		factory := v.factory
		v.mu.Unlock()
		if factory != nil {
			return factory(worker)
		}
	}
	return nil
}
