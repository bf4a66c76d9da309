package runtime

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// call is one call, from its begin to its end. Generated code holds the embedded core.Call.
// Each step of a call has its own file:
//
//	call.go               begin, options, end
//	call_parameters.go    the parameters that generated code wrote
//	call_interception.go  interceptors
//	call_send.go          preparations, and attempts until one of them counts
//	call_attempt.go       time limit of an attempt, and errors of the transport
//	call_fate.go          the fate of the last attempt, before another one is made
//	call_request.go       the HTTP request
//	call_body.go          the body of the request, and the reuse of its buffer
//	call_answer.go        the HTTP response
//	call_result.go        the result in the response
//
// What depends on the callee is done by methods of its [address].
type call struct {
	core.Call
	plan
	run
	own     settings // settings points to own if the call has options
	decoder wire.Decoder
}

// plan is the part of a call that does not change once its parameters are complete.
type plan struct {
	to       address
	enqueue  bool      // the call is accepted and not awaited
	at       time.Time // time of a scheduled call, zero for an immediate one
	function *core.Function
	// constructor is the constructor of an implicit resource, nil for other calls. Its arguments
	// are part of the function's name.
	constructor *core.Function
	client      *Client
	settings    *settings
	partial     bool  // parameters may be left out
	self        bool  // the first parameter is the handle that the call is made on
	uses        []use // handles in the request
	handle      *HandleError
	err         error // the first error that prevents the call
	end         int   // end of the last parameter in Buffer
	complete    bool
	key         string
	given       bool    // the caller gave the key or knows it
	earlier     bool    // the key may have been used for this call before, see RepeatCall
	keyTo       *string // where to store the key
	outcome     outcome
	info        *interception // nil for a call without interceptors
}

// run is the part of a call that changes while the call is made.
type run struct {
	moment   moment            // when it began, or went on after something that took time
	first    *request          // memory for the first attempt, nil if that is not there yet
	where    place             // where the agent is
	prepared any               // what address.prepare found out
	recheck  bool              // the address checks the version again after the call
	pinned   bool              // the worker runs the version that the client was generated for
	before   uint64            // latest version before a call that creates its worker
	found    *componentVersion // that the worker runs, nil for the pinned one or if it is not known
	typed    bool              // parameters are sent with their types
	renewed  bool              // the next attempt has another request than the last one
	revision uint64            // component revision that an agent should run
	scratch  []byte            // the request in another form, empty until it is needed
	envelope envelope
	attempts int
	paused   bool  // the pause before the next attempt or question is over
	repeated bool  // the server repeats an earlier attempt, and refuses others until that has ended
	last     error // error of the last attempt that failed
	refused  int   // consecutive attempts for whose error resultNotSendable reports true
	fate     CallState
	inquiry  inquiry
	out      *request // request that the transport has not answered yet, nil for none
	life     *life    // life of the worker that handles in the answer belong to, nil if there are none
	unclear  bool     // the server may have run an attempt that failed
	response []byte
	secret   []string // Authorization header of the last attempt

	attempted *attempted // nil if attempts need not be kept apart
	alone     attempted  // used if nobody else has the key
	marked    bool       // attempted has been marked as unclear because of plan.earlier

	open atomic.Int32 // request bodies that the transport may still read
}

var errNilContext = errors.New("the context is nil")

var calls = sync.Pool{New: func() any { return new(call) }}

func (t *target) Begin(fn *core.Function, opts []CallOption) *core.Call {
	c := calls.Get().(*call)
	c.function, c.to, c.enqueue, c.at = fn, t.address, t.enqueue, t.at
	c.Encoder.Binding, c.Maker = c, c
	c.Buffer = c.Buffer[:0]
	c.to.begin(c)
	if len(opts) > 0 {
		c.apply(opts)
	}
	return &c.Call
}

func (c *call) apply(opts []CallOption) {
	for _, opt := range opts {
		if opt == nil {
			c.fail(errors.New("an option of the call is nil"))
			continue
		}
		opt.ApplyToCall(&c.Call)
	}
	if c.settings == &c.own {
		c.fail(c.own.err)
		if c.own.chainChanged {
			c.own.buildChain()
		}
	}
}

// ownSettings returns settings for this call only. Later calls reuse their memory, so anything
// that may outlive the call must copy them.
func (c *call) ownSettings() *settings {
	if c.settings != &c.own {
		c.own = *c.settings
		c.settings = &c.own
	}
	return c.settings
}

// fail makes the call fail with err, unless it fails already.
func (c *call) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// name returns the function as servers name it.
func (c *call) name() string { return c.to.functionName(c.function) }

// Address ends the call of a constructor, see [core.Call].
func (c *call) Address() core.Target {
	t := &target{enqueue: c.enqueue, at: c.at}
	_ = c.completed() // the address from constructed keeps the error
	t.address = c.to.constructed(c)
	c.release()
	return t
}

// Make makes the call, see [core.Call].
func (c *call) Make(ctx context.Context, value any, take func(*wire.Decoder, any), failure func(*wire.Decoder) error) error {
	c.outcome = outcome{value: value, take: take, failure: failure}
	if ctx == nil {
		ctx = context.Background()
		c.fail(errNilContext)
	}
	if c.settings.chain != nil {
		return c.intercepted(ctx)
	}
	err := c.perform(ctx)
	if err != nil {
		c.outcome.clear()
	}
	c.release()
	return err
}

// keptBytes is the maximum size of buffers that are kept for other calls.
const keptBytes = 1 << 20

// release makes the call available for reuse. If a transport may still read its buffers,
// release leaves the call to the garbage collector.
func (c *call) release() {
	if c.open.Load() != 0 {
		return
	}
	clear(c.uses)
	if c.settings == &c.own {
		c.own = settings{}
	}
	uses, scratch, response := c.uses[:0], reusable(c.scratch), reusable(c.response)
	c.plan, c.run = plan{}, run{}
	c.uses, c.scratch, c.response = uses, scratch, response
	c.Buffer, c.Starts, c.Parts = reusable(c.Buffer), c.Starts[:0], c.Parts[:0]
	c.Maker, c.Element, c.Elements, c.Close = nil, "", nil, ""
	c.Encoder.Binding, c.decoder.Binding = nil, nil
	c.Encoder.Reset()
	c.decoder.Reset("")
	calls.Put(c)
}

// reusable returns b as an empty buffer, or nil if it is too large to keep.
func reusable(b []byte) []byte {
	if cap(b) > keptBytes {
		return nil
	}
	return b[:0]
}
