package runtime

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Call is a call that is being put together by generated code. It is used once,
// by one goroutine: begun by [Target.Begin], filled parameter by parameter, and
// ended by one of [Call.Await], [Call.AwaitValue], [Call.AwaitResult] and
// [Call.Indexed], after which it must not be touched.
type Call struct {
	// Buffer holds the request as far as it is written, values without types.
	Buffer []byte
	// Encoder is the one that writes the parameters.
	Encoder wire.Encoder

	decoder  wire.Decoder
	function *Function
	prepared *preparedFunction
	target   Target
	settings *settings
	own      settings // what settings points to when the call has options
	starts   []int    // where the parameters start in Buffer
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

var calls = sync.Pool{New: func() any { return new(Call) }}

const (
	valueOpen = `{"value":`
	paramsEnd = `}]}`
)

// Begin begins a call of fn.
func (t *Target) Begin(fn *Function, opts []CallOption) *Call {
	c := calls.Get().(*Call)
	c.function, c.prepared, c.target = fn, fn.prepared(), *t
	c.Encoder.Binding = c
	c.Buffer = append(c.Buffer[:0], `{"params":[`...)
	w := t.worker
	if w == nil {
		c.target.worker = newWorker(nil, fn.Component, nil)
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
	return c
}

func (c *Call) apply(opts []CallOption) {
	for _, opt := range opts {
		if opt == nil {
			c.fail(errors.New("an option of the call is nil"))
			continue
		}
		opt.applyToCall(c)
	}
	if c.settings == &c.own {
		c.fail(c.own.err)
		if c.own.rechains {
			c.own.rechain()
		}
	}
}

// ownSettings are settings that hold for this call only.
func (c *Call) ownSettings() *settings {
	if c.settings != &c.own {
		c.own = *c.settings
		c.settings = &c.own
	}
	return c.settings
}

func (c *Call) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// Param starts the next parameter and returns the buffer that its value has to
// be appended to:
//
//	call.Buffer = appendMoney(call.Param(), &call.Encoder, &price)
//
// PutString and the other Put methods do so for the types that have no such
// function in generated code.
//
// It is not inlined: repeated for every type of a parameter, it would be much of
// the code of a client, for a nanosecond a call.
//
//go:noinline
func (c *Call) Param() []byte {
	b := c.Buffer
	if len(c.starts) > 0 {
		b = append(b, `},`...)
	}
	b = append(b, valueOpen...)
	c.starts = append(c.starts, len(b))
	c.Encoder.Start(b)
	return b
}

// expected is the number of parameters that the request must have.
func (c *Call) expected() int {
	n := len(c.function.Parameters)
	if c.hasSelf() {
		n++
	}
	return n
}

func (c *Call) hasSelf() bool { return c.target.handle != nil && c.function.Self != "" }

// parameter is the i-th parameter of the request.
func (c *Call) parameter(i int) Parameter {
	if c.hasSelf() {
		if i == 0 {
			return Parameter{Name: "self", Type: c.function.Self}
		}
		i--
	}
	return c.function.Parameters[i]
}

// seal ends the request. The error is what keeps it from being sent.
func (c *Call) seal() error {
	if c.err != nil || c.sealed {
		return c.err
	}
	switch n := len(c.starts); {
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
func (c *Call) encodeError() error {
	err := c.named(c.Encoder.Err(c.Buffer))
	if err.Reason == wire.ReasonUnusableHandle && c.handle != nil {
		c.handle.Path, c.handle.Err = err.Path, err
		return c.handle
	}
	return err
}

// named puts the name of the parameter into the path of the error.
func (c *Call) named(err *wire.EncodeError) *wire.EncodeError {
	for i, start := range c.starts {
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
func (c *Call) typedBody() []byte {
	if len(c.typed) > 0 {
		return c.typed
	}
	b, done := c.typed, 0
	for i, start := range c.starts {
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
func (c *Call) release() {
	if c.open.Load() != 0 {
		return
	}
	clear(c.uses)
	*c = Call{
		Buffer: kept(c.Buffer), typed: kept(c.typed), response: kept(c.response),
		starts: c.starts[:0], uses: c.uses[:0],
		Encoder: c.Encoder, decoder: c.decoder,
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
