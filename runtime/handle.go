package runtime

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// handle is a handle of a resource that lives in a worker. It is bound to the
// connection, the component and the worker that it came from, and good until it
// is dropped or given away as a parameter that takes it. A worker that meets a
// handle which is not good is lost for ever, so that such calls are refused
// before they are sent, with a [*HandleError]. Handles are safe for concurrent
// use.
//
// A handle is the address of its resource, too.
type handle struct {
	*Worker
	resource *core.Resource
	text     string // "urn:worker:<component>/<worker>/<number>"
	state    *handleState
}

// Target returns the resource, to call methods on.
func (h *handle) Target() core.Target { return &target{address: h} }

// String returns the text that RestoreHandle makes a handle of again.
func (h *handle) String() string { return h.text }

// begin puts the handle as the first parameter of methods and of drop.
func (h *handle) begin(c *call) {
	h.Worker.begin(c)
	if c.function.Self != "" {
		c.self = true
		c.Buffer = c.AppendHandle(c.Param(), h, h.resource, prepare(c.function).ownsSelf)
	}
}

// noHandle is what the methods of a nil handle, or of one that a program did not get from a
// worker, are called on.
var noHandle = &target{address: &Worker{
	client: unusableClient(), component: &Component{}, settings: &settings{}, err: &HandleError{Reason: HandleNil},
}}

// urn is the text of a handle, taken apart.
type urn struct {
	component, worker string
	number            uint64
}

const urnPrefix = "urn:worker:"

func parseURN(text string) (u urn, ok bool) {
	rest, found := strings.CutPrefix(text, urnPrefix)
	last := strings.LastIndexByte(rest, '/')
	if !found || last < 0 {
		return u, false
	}
	u.component, u.worker, found = strings.Cut(rest[:last], "/")
	number, err := strconv.ParseUint(rest[last+1:], 10, 64)
	u.number = number
	return u, found && err == nil && u.component != "" && u.worker != ""
}

// check returns what is wrong with text as a handle of the worker.
func (w *Worker) checkURN(text string) (u urn, reason HandleReason) {
	u, ok := parseURN(text)
	switch {
	case !ok:
		return u, HandleUnreadable
	case !sameID(u.component, w.id) || u.worker != w.name && u.worker != escape(w.name):
		return u, HandleOtherWorker
	}
	return u, 0
}

// restoreHandle makes a handle of the text that handle.String gave. It has to be one of this
// worker. What the client knows about the resource holds for the new handle as well. Whether
// somebody else has dropped it cannot be seen, and using it then loses the worker.
func (w *Worker) restoreHandle(text string, r *core.Resource) (*handle, error) {
	if w == nil || w.err != nil {
		return nil, fmt.Errorf("golem: the handle %s cannot be restored: the worker cannot be used", shortQuote(text))
	}
	if w.ephemeral {
		return nil, &HandleError{Handle: text, Resource: r.Name, Reason: HandleEphemeral}
	}
	u, reason := w.checkURN(text)
	if reason != 0 {
		return nil, &HandleError{Handle: text, Resource: r.Name, Worker: w.name, Reason: reason}
	}
	state, reason := w.life().restore(u.number, r)
	if reason != 0 {
		return nil, &HandleError{Handle: text, Resource: r.Name, Worker: w.name, Reason: reason}
	}
	return &handle{Worker: w, resource: r, text: text, state: state}, nil
}

// DecodeHandle reads the handle that is next, which the worker has answered; nil after a failure.
func (b binding) DecodeHandle(d *wire.Decoder, r *core.Resource) core.Handle {
	w := b.to.home()
	var text string
	d.At = wire.DecodeString(d, d.At, &text)
	if d.Failed() {
		return nil
	}
	u, reason := w.checkURN(text)
	if reason != 0 {
		d.Fail(wire.ReasonInvalidHandle, reason.text(w.name)+": "+shortQuote(text))
		return nil
	}
	if b.life == nil {
		d.Fail(wire.ReasonHandleNotAllowed, "")
		return nil
	}
	text = strings.Clone(text) // a handle may live long, and the answer be large
	state, good := b.life.answered(u.number, r)
	if !good || b.gives(state) { // a repeated answer, or somebody has made the worker anew: look before the next call
		w.known().forget()
	}
	return &handle{Worker: w, resource: r, text: text, state: state}
}

// binding is what handles in an answer are bound to.
type binding struct{ *call }

// AppendHandle writes a handle as a parameter; owned says that the function takes it. It
// reports a handle that the worker would not accept.
func (c *call) AppendHandle(b []byte, h core.Handle, r *core.Resource, owned bool) []byte {
	own, ok := h.(*handle)
	if !ok || own == nil {
		c.failHandle(b, &HandleError{Resource: r.Name, Reason: HandleNil}, wire.ReasonNilHandle)
		return append(b, `""`...)
	}
	if reason := c.use(own, r, owned); reason != 0 {
		c.failHandle(b, c.handleError(own, reason), wire.ReasonUnusableHandle)
		return append(b, `""`...)
	}
	return wire.AppendString(b, &c.Encoder, &own.text)
}

// failHandle reports e, unless a parameter before it cannot be written.
func (c *call) failHandle(b []byte, e *HandleError, reason wire.EncodeReason) {
	if !c.Encoder.Failed() {
		c.handle = e
		detail := e.Reason.text(e.Worker)
		if e.Reason == HandleNil {
			detail = "" // the encoder's reason says it all
		}
		c.Encoder.Fail(b, reason, detail)
	}
}

// use notes that the request holds h.
func (c *call) use(h *handle, r *core.Resource, owned bool) HandleReason {
	w := c.to.home()
	switch {
	case w == nil || h.Worker == nil || h.state == nil:
		return HandleOtherWorker
	case w.ephemeral:
		return HandleEphemeral
	case !h.same(w):
		return HandleOtherWorker
	case !sameResource(h.resource, r):
		return HandleOtherResource
	}
	if reason := h.state.dead(); reason != 0 {
		return reason
	}
	c.uses = append(c.uses, use{handle: h, owned: owned})
	return 0
}

func sameResource(r, o *core.Resource) bool {
	return r == o || r != nil && o != nil && r.ID == o.ID && r.Name == o.Name && r.Interface == o.Interface
}
