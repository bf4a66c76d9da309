package runtime

import (
	"context"
	"fmt"
	"time"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// An address is what functions are called on: a worker, or a resource that lives in one.
// It holds what depends on the API that reaches it. The call holds the rest, which is the
// same for all addresses: options, keys, retries, time limits, interceptors, handles in
// use, and the codec. Addresses are safe for concurrent use.
//
// The methods are in the order in which a call uses them.
type address interface {
	// begin prepares c, whose function is set: the client, the settings to begin with,
	// what keeps all calls from being made, what stands before the first parameter, and
	// the parameters that generated code does not know of.
	begin(c *call)
	// constructed returns the address that the arguments of c, a complete call of a
	// constructor, make. Its begin reports arguments that make none.
	constructed(c *call) address
	// callee describes the address to interceptors, logs and errors.
	callee() Callee
	// functionName returns fn as the server spells it.
	functionName(fn *core.Function) string
	// home returns the worker whose handles may be parameters, nil for none.
	home() *Worker
	// protection says when the server recognizes the key of a call, and does not run it
	// again.
	protection() protection
	// scope returns where keys are told apart.
	scope() workerKey
	// inquire asks the server, with one question, for the state of c, a call of which an
	// attempt may have been run. It returns CallUnknown if another question is needed.
	// It is not called if protection is protectsAlways.
	inquire(ctx context.Context, c *call) (CallState, error)
	// settle finds out what has to be known before c is sent, and keeps it in c.settled.
	settle(ctx context.Context, c *call) error
	// request returns where c is sent to, and what. c.enqueue reports whether it is awaited.
	request(c *call) (at *location, query string, body []byte)
	// resettle reports whether err, a failed attempt, says that the server did nothing
	// because what settle found out is wrong. It has then found that out anew.
	resettle(ctx context.Context, c *call, err error) (again bool, failure error)
	// renew finds out again what may have changed since settle, before c is sent once more, and
	// reports whether the request is another one.
	renew(ctx context.Context, c *call) (changed bool, failure error)
	// answered checks c.response, a successful answer, and leaves c.decoder at the result and
	// the reader of what follows it in c.envelope. explain is asked about its errors.
	answered(ctx context.Context, c *call) error
	// explain returns the error that says what err means, the failure of the last attempt
	// or of reading its answer.
	explain(ctx context.Context, c *call, err error) error
}

// envelope reads what stands behind the result in an answer.
type envelope interface{ Close(d *wire.Decoder) }

// target is an address together with how its functions are called.
type target struct {
	address address
	enqueue bool      // calls are accepted, and not awaited
	at      time.Time // when they are made, zero for at once
}

func (t *target) Enqueuing() core.Target { return &target{address: t.address, enqueue: true} }

func (t *target) Scheduled(at time.Time) core.Target {
	return &target{address: t.address, enqueue: true, at: at}
}

func (t *target) RestoreHandle(text string, r *core.Resource) (core.Handle, error) {
	w := t.address.home()
	if w == nil || w.err != nil {
		return nil, fmt.Errorf("golem: the handle %s cannot be restored: the worker cannot be used", shortQuote(text))
	}
	h, err := w.restoreHandle(text, r)
	if err != nil {
		return nil, err
	}
	return h, nil
}

// Callee is the worker or agent that a call goes to.
type Callee struct {
	Kind      string // "worker" or "agent"
	Service   string // the name of the component, or its id if it has no name; or the type of the agent
	Instance  string // the name of the worker, "" if NewEphemeral made it; or the text of the agent
	Ephemeral bool   // each call runs on a new worker or agent, and its key does not prevent a second run

	Component *Component // the version that the client was generated for
}

// String returns `worker "cart-42"`, or "an ephemeral worker" for one without a name.
func (c Callee) String() string {
	switch {
	case c.Ephemeral && c.Instance == "":
		return "an ephemeral " + c.Kind
	case c.Kind == "agent" && c.Instance == "": // its parameters make none
		return "an agent"
	case c.Ephemeral:
		return "ephemeral " + c.Kind + " " + shortQuote(c.Instance)
	}
	return c.Kind + " " + shortQuote(c.Instance)
}
