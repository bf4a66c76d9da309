package runtime

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// call is a call that is being put together or made.
type call struct {
	core.Call

	decoder  wire.Decoder
	function *core.Function
	prepared *core.Prepared
	target   target
	settings *settings
	own      settings // what settings points to when the call has options
	uses     []use    // handles that are part of the request
	handle   *HandleError
	err      error // the first thing that keeps the call from being made

	key       string
	returnKey *string
	sealed    bool
	attempts  int
	recheck   bool // versions are compared after the call as well
	unclear   bool // an attempt failed so that the call may have been run
	info      *CallInfo
	typed     []byte // the request with types, empty until it is needed
	outcome   outcome
	response  []byte

	open atomic.Int32 // bodies that the transport may still read
}

var calls = sync.Pool{New: func() any { return new(call) }}

const (
	valueOpen = `{"value":`
	paramsEnd = `}]}`
)

// Begin begins a call of fn.
func (t *target) Begin(fn *core.Function, opts []CallOption) *core.Call {
	c := calls.Get().(*call)
	c.function, c.prepared, c.target = fn, prepare(fn), *t
	c.Encoder.Binding, c.Maker, c.Element = c, c, valueOpen
	c.Buffer = append(c.Buffer[:0], `{"params":[`...)
	w := t.worker
	if w == nil {
		c.target.worker = newWorker(nil, nil, nil)
		w = c.target.worker
	}
	c.settings = w.settings
	c.fail(t.err)
	c.fail(w.err)
	if len(opts) > 0 {
		c.apply(opts)
	}
	if t.handle != nil && fn.Self != "" {
		c.Buffer = c.appendSelf(c.Param())
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

// ownSettings are settings that hold for this call only.
func (c *call) ownSettings() *settings {
	if c.settings != &c.own {
		c.own = *c.settings
		c.settings = &c.own
	}
	return c.settings
}

func (c *call) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// expected is the number of parameters that the request must have.
func (c *call) expected() int {
	n := len(c.function.Parameters)
	if c.hasSelf() {
		n++
	}
	return n
}

func (c *call) hasSelf() bool { return c.target.handle != nil && c.function.Self != "" }

// parameter is the i-th parameter of the request.
func (c *call) parameter(i int) core.Parameter {
	if c.hasSelf() {
		if i == 0 {
			return core.Parameter{Name: "self", Type: c.function.Self}
		}
		i--
	}
	return c.function.Parameters[i]
}

// seal ends the request. The error is what keeps it from being sent.
func (c *call) seal() error {
	if c.err != nil || c.sealed {
		return c.err
	}
	switch n := len(c.Starts); {
	case n != c.expected():
		return fmt.Errorf("the generated code wrote %d parameters, and the function has %d: generate the client again", n, c.expected())
	case c.Encoder.Failed():
		return c.encodeError()
	case n == 0:
		c.Buffer = append(c.Buffer, `]}`...)
	default:
		c.Buffer = append(c.Buffer, paramsEnd...)
	}
	c.sealed = true
	return nil
}

// encodeError is the encoder's error with the name of the parameter in its path.
func (c *call) encodeError() error {
	err := c.named(c.Encoder.Err(c.Buffer))
	if err.Reason == wire.ReasonUnusableHandle && c.handle != nil {
		c.handle.Path, c.handle.Err = err.Path, err
		return c.handle
	}
	return err
}

// named puts the name of the parameter into the path of the error.
func (c *call) named(err *wire.EncodeError) *wire.EncodeError {
	for i, start := range c.Starts {
		if start == err.Start {
			err.Path = joinPath(c.parameter(i).Name, err.Path)
		}
	}
	return err
}

func joinPath(name, path string) string {
	if path == "" || strings.HasPrefix(path, "[") {
		return name + path
	}
	return name + "." + path
}

// typedBody is the request with the type of each parameter.
func (c *call) typedBody() []byte {
	if len(c.typed) > 0 {
		return c.typed
	}
	b, done := c.typed, 0
	for i, start := range c.Starts {
		before := start - len(valueOpen)
		b = append(b, c.Buffer[done:before]...)
		b = append(b, `{"typ":`...)
		b = append(b, c.parameter(i).Type...)
		b = append(b, ',')
		done = before + 1 // behind the brace
	}
	c.typed = append(b, c.Buffer[done:]...)
	return c.typed
}

// keptBytes is the size up to which buffers are kept for other calls.
const keptBytes = 1 << 20

// release gives the call back for reuse, unless a transport may still read its
// buffers: then it is left to the garbage collector.
func (c *call) release() {
	if c.open.Load() != 0 {
		return
	}
	clear(c.uses)
	*c = call{
		Call:  core.Call{Buffer: kept(c.Buffer), Starts: c.Starts[:0], Encoder: c.Encoder},
		typed: kept(c.typed), response: kept(c.response), uses: c.uses[:0], decoder: c.decoder,
	}
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
