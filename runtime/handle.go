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
type handle struct {
	worker   *Worker
	resource *core.Resource
	text     string // "urn:worker:<component>/<worker>/<number>"
	state    *handleState
}

// Target is the resource, to call methods on.
func (h *handle) Target() core.Target { return &target{worker: h.worker, handle: h} }

// String is the handle as text, which RestoreHandle makes a handle of again.
func (h *handle) String() string { return h.text }

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

// restoreHandle makes a handle of the text that handle.String gave. It has to
// be one of this worker. Whether the resource was dropped meanwhile by somebody
// else cannot be seen, and using it then loses the worker.
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
	return &handle{worker: w, resource: r, text: text, state: w.client.handles.shared(w.handleKey(u))}, nil
}

// DecodeHandle reads a handle that the worker has answered; nil after a failure.
func (b binding) DecodeHandle(d *wire.Decoder, r *core.Resource) core.Handle {
	w := b.worker
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
	return &handle{worker: w, resource: r, text: text, state: w.client.handles.fresh(w.handleKey(u))}
}

// binding is what handles in an answer are bound to.
type binding struct{ worker *Worker }

// AppendHandle writes a handle as a parameter; owned says that the function takes it. One
// that the worker would not accept is reported.
func (c *call) AppendHandle(b []byte, h core.Handle, r *core.Resource, owned bool) []byte {
	own := h.(*handle)
	if reason := c.use(own, r, owned); reason != 0 {
		if c.handle == nil {
			c.handle = c.handleError(own, reason)
		}
		c.Encoder.Fail(b, wire.ReasonUnusableHandle, reason.text(c.target.worker.name))
		return append(b, `""`...)
	}
	return wire.AppendString(b, &c.Encoder, &own.text)
}

// use notes that the request holds h.
func (c *call) use(h *handle, r *core.Resource, owned bool) HandleReason {
	switch {
	case c.target.worker.ephemeral:
		return HandleEphemeral
	case h.state == nil || !h.worker.same(c.target.worker):
		return HandleOtherWorker
	case !sameResource(h.resource, r):
		return HandleOtherResource
	}
	if reason := h.state.usable(); reason != 0 {
		return reason
	}
	c.uses = append(c.uses, use{handle: h, owned: owned})
	return 0
}

func sameResource(r, o *core.Resource) bool {
	return r == o || r != nil && o != nil && r.ID == o.ID && r.Name == o.Name && r.Interface == o.Interface
}

// appendSelf writes the handle that a method is called on.
func (c *call) appendSelf(b []byte) []byte {
	h := c.target.handle
	return c.AppendHandle(b, h, h.resource, c.prepared.OwnsSelf)
}
