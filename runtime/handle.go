package runtime

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Handle is a handle of a resource that lives in a worker. It is bound to the
// connection, the component and the worker that it came from, and good until it
// is dropped or given away as a parameter that takes it. A worker that meets a
// handle which is not good is lost for ever, so that such calls are refused
// before they are sent, with a [*HandleError]. Handles are safe for concurrent
// use.
type Handle struct {
	worker   *Worker
	resource *Resource
	text     string // "urn:worker:<component>/<worker>/<number>"
	state    *handleState
}

// Target is the resource, to call methods on.
func (h *Handle) Target() Target {
	if h == nil {
		return Target{err: &HandleError{Reason: HandleNil}}
	}
	return Target{worker: h.worker, handle: h}
}

// String is the handle as text, which [Worker.RestoreHandle] makes a handle of
// again; "" for nil.
func (h *Handle) String() string {
	if h == nil {
		return ""
	}
	return h.text
}

// Drop calls fn, the resource's drop, on the handle. The handle cannot be used
// any more afterwards; a second Drop is refused before anything is sent.
func (h *Handle) Drop(ctx context.Context, fn *Function, opts []CallOption) error {
	t := h.Target()
	return t.Begin(fn, opts).Await(ctx)
}

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

// check tells what is wrong with text as a handle of the worker.
func (w *Worker) checkURN(text string) (u urn, reason HandleReason) {
	u, ok := parseURN(text)
	switch {
	case !ok:
		return u, HandleUnreadable
	case !sameID(u.component, w.component.ID) || u.worker != w.name && u.worker != escape(w.name):
		return u, HandleOtherWorker
	}
	return u, 0
}

// RestoreHandle makes a handle of the text that [Handle.String] gave. It has to
// be one of this worker. Whether the resource was dropped meanwhile by somebody
// else cannot be seen, and using it then loses the worker.
func (w *Worker) RestoreHandle(text string, r *Resource) (*Handle, error) {
	if w == nil || w.err != nil {
		return nil, fmt.Errorf("golem: the handle %s cannot be restored: the worker cannot be used", shortQuote(text))
	}
	if w.ephemeral {
		return nil, &HandleError{Handle: text, Resource: r.Name, Reason: HandleEphemeral}
	}
	u, reason := w.checkURN(text)
	if reason == 0 && r.Component != nil && !sameID(r.Component.ID, w.component.ID) {
		reason = HandleOtherResource
	}
	if reason != 0 {
		return nil, &HandleError{Handle: text, Resource: r.Name, Worker: w.name, Reason: reason}
	}
	return &Handle{worker: w, resource: r, text: text, state: w.client.handles.shared(w.handleKey(u))}, nil
}

// DecodeHandle reads a handle that the worker has answered; nil after a failure.
func DecodeHandle(d *wire.Decoder, r *Resource) *Handle {
	w, ok := d.Binding.(*Worker)
	if !ok {
		d.Fail(wire.ReasonHandleNotAllowed, "")
		return nil
	}
	var text string
	wire.DecodeString(d, &text)
	if d.Failed() {
		return nil
	}
	u, reason := w.checkURN(text)
	if reason != 0 {
		d.Fail(wire.ReasonInvalidHandle, reason.text(w.name)+": "+shortQuote(text))
		return nil
	}
	text = strings.Clone(text) // a handle may live long, and the answer be large
	return &Handle{worker: w, resource: r, text: text, state: w.client.handles.fresh(w.handleKey(u))}
}

// AppendHandle writes a handle as a parameter of the call that e.Binding is;
// owned says that the function takes it. A handle that the worker would not
// accept is reported to e.
func AppendHandle(b []byte, e *wire.Encoder, h *Handle, r *Resource, owned bool) []byte {
	c, ok := e.Binding.(*Call)
	switch {
	case h == nil:
		e.Fail(b, wire.ReasonNilHandle, "")
	case !ok:
		e.Fail(b, wire.ReasonBadBinding, "")
	default:
		if reason := c.use(h, r, owned); reason != 0 {
			if c.handle == nil {
				c.handle = c.handleError(h, reason)
			}
			e.Fail(b, wire.ReasonUnusableHandle, reason.text(c.target.worker.name))
			break
		}
		return wire.AppendString(b, e, &h.text)
	}
	return append(b, `""`...)
}

// use notes that the request holds h.
func (c *Call) use(h *Handle, r *Resource, owned bool) HandleReason {
	switch {
	case c.target.worker.ephemeral:
		return HandleEphemeral
	case h.state == nil || !h.worker.same(c.target.worker):
		return HandleOtherWorker
	case !h.resource.same(r):
		return HandleOtherResource
	}
	if reason := h.state.usable(); reason != 0 {
		return reason
	}
	c.uses = append(c.uses, use{handle: h, owned: owned})
	return 0
}

func (r *Resource) same(o *Resource) bool {
	return r == o || r != nil && o != nil && r.ID == o.ID && r.Name == o.Name && r.Interface == o.Interface &&
		(r.Component == o.Component || r.Component != nil && o.Component != nil && sameID(r.Component.ID, o.Component.ID))
}

// appendSelf writes the handle that a method is called on.
func (c *Call) appendSelf(b []byte) []byte {
	h := c.target.handle
	return AppendHandle(b, &c.Encoder, h, h.resource, c.prepared.ownsSelf)
}
