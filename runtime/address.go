package runtime

import (
	"context"
	"fmt"
	"time"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// address represents a worker, a resource of a worker, or an agent that functions are called on.
// Its methods do the part of a call that depends on the API of the server. The rest is the same
// for all addresses and belongs to [call]: options, keys, retries, time limits, interceptors,
// handles in use, and the codec. Addresses are safe for concurrent use.
//
// The methods are in the order in which a call uses them.
type address interface {
	core.Printer
	// begin prepares c, whose function is set. It sets the client and the initial settings,
	// fails c if no call of the address can be made, writes what precedes the first parameter,
	// and adds the parameters that generated code does not write.
	begin(c *call)
	// constructed returns the address that c, a complete call of a constructor, constructs. If
	// the arguments are invalid, each call of that address fails in its begin.
	constructed(c *call) address
	// callee describes the address to interceptors, logs and errors.
	callee() Callee
	// functionName returns fn as the server spells it.
	functionName(fn *core.Function) string
	// handleOwner returns the worker whose handles may be parameters, nil for none.
	handleOwner() *Worker
	// protection says when the server recognizes the key of a call and does not run the call
	// again.
	protection() protection
	// scope returns the scope in which idempotency keys are distinguished.
	scope() workerKey
	// inquire asks the server about the state of c, after an attempt that the server may have
	// run. It returns CallUnknown if another question is needed. If protection is
	// protectsAlways, it is called only while the server refuses c because it repeats an
	// earlier attempt.
	inquire(ctx context.Context, c *call) (CallState, error)
	// prepare finds out what must be known before c is sent and stores it in c.prepared.
	prepare(ctx context.Context, c *call) error
	// request returns the URL, the query and the body of c. If c.enqueue is set, the server
	// does not wait for the end of the call.
	request(c *call) (at *location, query string, body []byte)
	// prepareAgain reports whether err, the error of an attempt, shows that the server did nothing
	// with c and may do it if c is sent again: c.prepared was wrong, and prepareAgain has corrected
	// it, or c.repeated is set.
	prepareAgain(ctx context.Context, c *call, err error) (again bool, failure error)
	// renew updates c.prepared before c is sent again, and reports whether the request has
	// changed.
	renew(ctx context.Context, c *call) (changed bool, failure error)
	// answered checks c.response, a successful answer. It leaves c.decoder at the start of the
	// result and stores the reader of the text after the result in c.envelope. Its errors are
	// passed to explain.
	answered(ctx context.Context, c *call) error
	// explain returns the error that the caller gets for err, the error of the last attempt or
	// of reading its answer.
	explain(ctx context.Context, c *call, err error) error
}

// envelope reads the part of an answer that follows the result.
type envelope interface{ Close(d *wire.Decoder) }

// target is an address and the way in which its functions are called.
type target struct {
	address address
	enqueue bool      // calls are accepted and not awaited
	at      time.Time // time of scheduled calls, zero for immediate ones
}

func (t *target) Enqueuing() core.Target { return &target{address: t.address, enqueue: true} }

func (t *target) Scheduled(at time.Time) core.Target {
	return &target{address: t.address, enqueue: true, at: at}
}

func (t *target) RestoreHandle(text string, r *core.Resource) (core.Handle, error) {
	w := t.address.handleOwner()
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
	case c.Kind == "agent" && c.Instance == "": // the parameters of its constructor are invalid
		return "an agent"
	case c.Ephemeral:
		return "ephemeral " + c.Kind + " " + shortQuote(c.Instance)
	}
	return c.Kind + " " + shortQuote(c.Instance)
}
