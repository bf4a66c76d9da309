// Package core holds what package runtime, which makes calls, and package stub, by which
// generated code puts calls together, have in common. Users of package runtime do not need
// it.
package core

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Function describes a function. Generated code has one variable for each. It must not be
// copied or changed after its first use.
type Function struct {
	Interface string // "acme:shop/cart@1.4.0", "" for a function of the world
	// Name is the name of the function within its interface, such as "add-item". Functions
	// of resources have names like "ledger.new", "ledger.receive", "[static]ledger.merge"
	// and "ledger.drop".
	Name         string
	Parameters   []Parameter // without the handle of methods and drop
	Self         string      // type of that handle as JSON, "" if there is none
	Result       string      // type of the result as JSON, a record for named results, "" for none
	NamedResults bool

	// For methods and constructors of agents.
	Multimodal       bool        // Parameters are the kinds of parts of a single parameter
	Results          []Parameter // elements of the result
	MultimodalResult bool        // Results are the kinds of parts of the result

	Prepared atomic.Value // what package runtime computes once from the other fields
}

// Parameter is a parameter of a function, or an element of the result of an agent's method.
type Parameter struct {
	Name    string
	Type    string           // as JSON, "" for unstructured elements
	Element wire.ElementType // for agents
}

// AgentType describes a type of agents. Generated code has one variable for each. It must
// not be copied or changed after its first use.
type AgentType struct {
	Name        string // as in its source: "Counter"
	Ephemeral   bool   // each call runs on a new agent
	Constructor *Function
	Config      []ConfigValue // what Create can set

	// The place of the agents that the client was generated from.
	Application, Environment string
	Deployment               uint64 // its revision
	ComponentID              string // UUID of the component that implements the type
	Revision                 uint64 // of that component

	Prepared atomic.Value // what package runtime computes once from the other fields
}

// ConfigValue is a value of the configuration of agents.
type ConfigValue struct {
	Path []string
	Type string // as JSON
}

// Resource describes a resource of a component.
type Resource struct {
	Interface string
	Name      string
	ID        uint64 // as in the types of its handles
}

// Printer has the methods that packages fmt and slog call.
type Printer interface {
	fmt.Stringer
	slog.LogValuer
}

// Target represents a worker, a resource of a worker, or an agent that functions are called on.
type Target interface {
	// String and LogValue describe the target.
	Printer
	// Begin begins a call of fn.
	Begin(fn *Function, opts []CallOption) *Call
	// Enqueuing returns the same target for calls that are accepted and not awaited.
	Enqueuing() Target
	// Scheduled returns the same target for calls that are accepted and made at a given
	// time. Only agents have such calls.
	Scheduled(at time.Time) Target
	// RestoreHandle returns the handle whose String method returned text. It cannot tell
	// whether somebody else has dropped the resource.
	RestoreHandle(text string, r *Resource) (Handle, error)
}

// Handle is a handle of a resource that lives in a worker.
type Handle interface {
	// Target returns the resource as the target of calls of its methods.
	Target() Target
	// String returns the handle as text.
	String() string
}

// CallOption sets up one call. It is documented in package runtime.
type CallOption interface{ ApplyToCall(*Call) }

// Call is a call that is being put together. It is used once, by one goroutine: a
// Target begins it, generated code puts the parameters one by one, and one of Await,
// AwaitValue, AwaitResult and Address ends it. It must not be touched afterwards.
type Call struct {
	Buffer  []byte       // the request as far as it is written
	Encoder wire.Encoder // writes the parameters
	Starts  []int        // offsets of the parameters in Buffer
	Maker   Maker        // makes the call

	// The text around parameters. Elements has the text before each parameter. Element,
	// like `{"value":`, replaces missing ones. Close, like `}`, follows each parameter.
	Element  string
	Elements []string
	Close    string

	Parts []int // indexes of the parameters that Part has started, if some may be left out
}

// Maker is the part of a call that package runtime implements.
type Maker interface {
	Make(ctx context.Context, value any, take func(*wire.Decoder, any), failure func(*wire.Decoder) error) error
	Address() Target
	AppendHandle(b []byte, h Handle, r *Resource, owned bool) []byte
}

// Param starts the next parameter and returns the buffer to append its value to:
//
//	call.Buffer = appendMoney(call.Param(), &call.Encoder, &price)
//
// It is not inlined, to keep clients small.
//
//go:noinline
func (c *Call) Param() []byte {
	return c.open(len(c.Starts))
}

// Part is like Param for a part of a multimodal parameter or for a value of a
// configuration. It starts the i-th of the parameters, others may be left out.
//
//go:noinline
func (c *Call) Part(i int) []byte {
	c.Parts = append(c.Parts, i)
	return c.open(i)
}

func (c *Call) open(i int) []byte {
	b := c.Buffer
	if len(c.Starts) > 0 {
		b = append(b, c.Close...)
		b = append(b, ',')
	}
	if i < len(c.Elements) {
		b = append(b, c.Elements[i]...)
	} else {
		b = append(b, c.Element...)
	}
	c.Starts = append(c.Starts, len(b))
	c.Encoder.Start(b)
	return b
}

// Await sends the call and waits for it to end. The function has no result.
func (c *Call) Await(ctx context.Context) error { return c.Maker.Make(ctx, nil, nil, nil) }

// AwaitValue sends the call, waits for its result and reads it with take into the zero
// variable that value points to. The variable is zero again after an error.
//
//go:noinline
func (c *Call) AwaitValue(ctx context.Context, value any, take func(*wire.Decoder, any)) error {
	return c.Maker.Make(ctx, value, take, nil)
}

// AwaitResult is like AwaitValue for a result that is ok or err. take reads the value of
// ok, and failure the value of err.
//
//go:noinline
func (c *Call) AwaitResult(ctx context.Context, value any, take func(*wire.Decoder, any), failure func(*wire.Decoder) error) error {
	return c.Maker.Make(ctx, value, take, failure)
}

// Address ends a call of a constructor without sending it. It returns a target for calls of
// the implicit resource or the agent that the arguments identify.
func (c *Call) Address() Target { return c.Maker.Address() }
