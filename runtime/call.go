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

// call is a call from its begin to its end. Generated code holds the core.Call inside. What
// it goes through has a file for each step:
//
//	call.go               begin, options, the end
//	call_parameters.go    what generated code wrote
//	call_interception.go  interceptors around the rest
//	call_send.go          what must be so before sending; tries until an answer counts
//	call_attempt.go       one try: its time, what the transport returned
//	call_fate.go          before another try: what became of the last one
//	call_request.go       the HTTP request
//	call_body.go          its body, and when its buffer may be used again
//	call_answer.go        the HTTP response
//	call_result.go        the result in it
//
// What depends on what is called is in the files of its [address].
type call struct {
	core.Call
	plan
	run
	own     settings // what settings points to when the call has options
	decoder wire.Decoder
}

// plan is what is known of a call once it is complete. It does not change afterwards.
type plan struct {
	to       address
	enqueue  bool      // the call is accepted, and not awaited
	at       time.Time // when an enqueued call is made, zero for at once
	function *core.Function
	// constructor is that of an implicit resource, whose arguments are part of the function's
	// name; nil for other calls.
	constructor *core.Function
	client      *Client
	settings    *settings
	partial     bool  // parameters may be left out
	self        bool  // the first parameter is the handle that the call is made on
	uses        []use // handles that are part of the request
	handle      *HandleError
	err         error // the first thing that keeps the call from being made
	end         int   // of the last parameter in Buffer
	complete    bool
	key         string
	given       bool    // the key is the caller's, or is known to the caller
	earlier     bool    // the call may have been made before under the key
	keyTo       *string // where to store the key
	outcome     outcome
	info        *interception // nil for a call without interceptors
}

// run is what changes while a call is made.
type run struct {
	moment   moment   // when it began, or went on after something that took time
	first    *request // memory for the first attempt, nil if that is not there yet
	where    place    // where the agent is
	settled  any      // what the address found out
	recheck  bool     // the address checks again after the call
	pinned   bool     // the worker runs the version that the client was generated for
	typed    bool     // parameters are sent with their types
	revision uint64   // of the component that an agent should run
	scratch  []byte   // the request in another form, empty until it is needed
	envelope envelope
	attempts int
	paused   bool  // before the next attempt or question
	last     error // of the last attempt that failed
	refused  int   // attempts in a row that failed as unheard says
	fate     CallState
	inquiry  inquiry
	out      *request // that the transport has and has not answered, nil for none
	life     *life    // of the worker that handles in the answer are of, nil if there are none
	unclear  bool     // an attempt failed in a way that the call may have been run
	response []byte
	secret   []string // what the last attempt sent as the header Authorization

	attempted *attempted // nil: attempts need not be kept apart
	alone     attempted  // for a call whose key nobody else has

	open atomic.Int32 // bodies that the transport may still read
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
		if c.own.rechains {
			c.own.rechain()
		}
	}
}

// ownSettings returns settings that hold for this call only. They are part of the memory
// that later calls use again: what may outlive the call has to copy them.
func (c *call) ownSettings() *settings {
	if c.settings != &c.own {
		c.own = *c.settings
		c.settings = &c.own
	}
	return c.settings
}

// fail keeps the call from being made, unless something else does already.
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
	_ = c.completed() // constructed keeps the error
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

// keptBytes is the size up to which buffers are kept for other calls.
const keptBytes = 1 << 20

// release gives the call back for reuse. While a transport may still read its buffers,
// they are left to the garbage collector instead.
func (c *call) release() {
	if c.open.Load() != 0 {
		return
	}
	clear(c.uses)
	if c.settings == &c.own {
		c.own = settings{}
	}
	uses, scratch, response := c.uses[:0], kept(c.scratch), kept(c.response)
	c.plan, c.run = plan{}, run{}
	c.uses, c.scratch, c.response = uses, scratch, response
	c.Buffer, c.Starts, c.Parts = kept(c.Buffer), c.Starts[:0], c.Parts[:0]
	c.Maker, c.Element, c.Elements, c.Close = nil, "", nil, ""
	c.Encoder.Binding, c.decoder.Binding = nil, nil
	c.Encoder.Reset()
	c.decoder.Reset("")
	calls.Put(c)
}

func kept(b []byte) []byte {
	if cap(b) > keptBytes {
		return nil
	}
	return b[:0]
}
