package golemtest

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// Handler runs the calls of a worker, one at a time.
type Handler interface {
	// Invoke runs one call and returns its result in Golem's value form: an
	// object if the function has named results, nil if it has none. The err of a
	// WIT result is a result as well: {"err":…}. The result of an agent's method is
	// the value of its element, an array of values for several elements, or for
	// multimodal output the array of the parts.
	//
	// An error is a trap: it loses the worker, and callers get its text. A panic
	// is a trap, too.
	//
	// The context is done when the server is closed. It does not depend on the
	// request, as workers go on when their callers do not wait.
	Invoke(ctx context.Context, call *Invocation) (json.RawMessage, error)
}

// HandlerFunc is a function that runs calls.
type HandlerFunc func(ctx context.Context, call *Invocation) (json.RawMessage, error)

// Invoke calls f.
func (f HandlerFunc) Invoke(ctx context.Context, call *Invocation) (json.RawMessage, error) {
	return f(ctx, call)
}

// Invocation is a call that the server has accepted.
type Invocation struct {
	Component *metadata.Component // the worker's version; nil for an agent
	Worker    string              // made up for a call without a worker name; of an agent its id: Counter("a")
	Interface *metadata.Interface // nil for a function exported by the world
	Resource  *metadata.Resource  // nil for a freestanding function
	Function  *metadata.Function

	// Agent and Method are set for a call of an agent. Method is nil for the constructor.
	Agent  *metadata.AgentType
	Method *metadata.AgentMethod

	// Name is the function's name in its canonical form, like
	// "acme:shop/inventory@1.4.0.{ledger.receive}", of an agent's method
	// "Counter.increment", and of an agent's constructor "Counter".
	Name string

	// Parameters holds the values as canonical JSON of the function's parameter
	// types, without self. Those of an agent are the values of the elements: for
	// unstructured text and binary an object of type Inline or Url. Multimodal
	// parameters are one, the array of the parts, each with a name and an element.
	Parameters []json.RawMessage

	// Handle is the number of the resource that a method is called on, and Self
	// the value that was passed to NewHandle for it. The server calls the
	// constructor of an implicit resource before its first method.
	Handle uint64
	Self   any

	IdempotencyKey string // the caller's, or one that the server has made

	// Replayed reports whether an update runs an earlier call of an agent again, on a new
	// handler: nobody gets the answer.
	Replayed bool

	worker *worker
	config map[string]configValue // of an agent
}

type invocationKey struct{}

// InvocationFrom returns the call whose handler got the context, nil for any other
// context. Implementations of generated interfaces use it to find the worker's name
// and the idempotency key.
func InvocationFrom(ctx context.Context) *Invocation {
	call, _ := ctx.Value(invocationKey{}).(*Invocation)
	return call
}

// Context returns the context that the call's handler gets: the one that [InvocationFrom]
// finds the call in, done when the server is closed. Functions that make handlers pass it on.
func (call *Invocation) Context() context.Context {
	ctx := context.Background()
	if call.worker != nil {
		ctx = call.worker.server.context
	}
	return context.WithValue(ctx, invocationKey{}, call)
}

// Phantom returns the phantom id of the agent, a UUID: the one that its caller gave, or that
// the server has made for an ephemeral agent. It is "" for other agents and for workers.
func (call *Invocation) Phantom() string {
	if parts := agentIDForm.FindStringSubmatch(call.Worker); call.Agent != nil && parts != nil {
		return parts[3]
	}
	return ""
}

// Decode unmarshals the parameters into the pointers, in order, and skips pointers that are
// nil. There may be fewer pointers than parameters. Types of generated packages read
// Golem's value form. A []byte does not: encoding/json expects base64 for it. The error
// names the first parameter that does not fit its pointer.
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

// NewHandle makes a resource of this worker and returns its handle, the text
// "urn:worker:…/0" that constructors return as a JSON string. Later calls on the handle
// have object as their Self.
//
// If object has a method Drop() or Drop(context.Context) error, the server calls it when
// the resource is dropped. An error is a trap.
//
// NewHandle panics if no server has passed the call to a handler.
func (call *Invocation) NewHandle(object any) string {
	if call.worker == nil {
		panic("golemtest: NewHandle needs an Invocation that a server has passed to a handler")
	}
	return call.worker.newHandle(object).text()
}

// HandleResult is like NewHandle but returns the handle as a constructor's result.
func (call *Invocation) HandleResult(object any) json.RawMessage {
	return appendJSONString(nil, call.NewHandle(object))
}

// Object returns the value that was passed to NewHandle for a handle of this worker, even
// if the resource was dropped. It returns an error for any other text.
func (call *Invocation) Object(handle string) (any, error) {
	h, err := call.handle(handle)
	if err != nil {
		return nil, err
	}
	return h.Object, nil
}

func (call *Invocation) handle(text string) (*handle, error) {
	if call.worker == nil {
		return nil, fmt.Errorf("golemtest: the handle %s is unknown: the Invocation was not passed to a handler by a server", text)
	}
	number, err := strconv.ParseUint(text[strings.LastIndexByte(text, '/')+1:], 10, 64)
	if h := call.worker.handles[number]; err == nil && h != nil && h.text() == text {
		return h, nil
	}
	return nil, fmt.Errorf("golemtest: %s is not a handle of worker %s", text, call.Worker)
}

// Handle sets how workers get their handlers: newHandler is called with a worker's
// name before its first call, and the handler it returns holds the worker's state.
// Each ephemeral call gets a new handler. Later versions of the component use
// newHandler as well unless Handle is called for them.
func (c *Component) Handle(newHandler func(worker string) Handler) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.factory = newHandler
}

// HandleFunc sets the handler of one function for all workers. It takes precedence
// over Handle. The function's name is written as in URLs or short ("cart.total"); an
// unknown name ends the test.
func (c *Component) HandleFunc(function string, run HandlerFunc) {
	c.server.marker().Helper()
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

// Answer adds results of a function in Golem's value form. Each call takes the next
// one, and all further calls the last one.
func (c *Component) Answer(function string, results ...string) {
	c.server.marker().Helper()
	f := c.mustFind(function)
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, result := range results {
		c.script[f] = append(c.script[f], scripted{result: result})
	}
}

// Trap adds a call that traps with the message after the results that were added
// before.
func (c *Component) Trap(function, message string) {
	c.server.marker().Helper()
	f := c.mustFind(function)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.script[f] = append(c.script[f], scripted{trap: message, isTrap: true})
}

// scriptedHandler returns the handler of one function, nil if a test has set none.
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
	return next.run
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
