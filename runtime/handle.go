package runtime

import (
	"fmt"
	"log/slog"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// handle is a handle of a resource that lives in a worker. It belongs to the connection, the
// component and the worker that it came from. It is valid until it is dropped or passed to a
// function that takes it. A worker that receives an invalid handle never answers a call again.
// The client therefore refuses such calls before it sends anything, with a [*HandleError].
// Handles are safe for concurrent use.
//
// A handle is also the address of calls of its resource.
type handle struct {
	*Worker
	resource *core.Resource
	text     string // "urn:worker:<component>/<worker>/<number>"
	state    *handleState
}

// Target returns the resource as the target of calls of its methods.
func (h *handle) Target() core.Target { return &target{address: h} }

// String returns a text from which RestoreHandle makes the handle again.
func (h *handle) String() string { return h.text }

// begin adds the handle as the first parameter of methods and of drop.
func (h *handle) begin(c *call) {
	h.Worker.begin(c)
	if c.function.Self != "" {
		c.self = true
		c.Buffer = c.AppendHandle(c.Param(), h, h.resource, prepare(c.function).ownsSelf)
	}
}

// noHandle is the target of calls on a nil handle, or on one that did not come from a worker.
var noHandle = &target{address: noResource{&Worker{
	client: unusableClient(), component: &Component{}, settings: &settings{}, err: &HandleError{Reason: HandleNil},
}}}

type noResource struct{ *Worker }

func (noResource) String() string { return "no resource" }

// LogValue implements [slog.LogValuer].
func (n noResource) LogValue() slog.Value { return slog.StringValue(n.String()) }

// urn is the parsed text of a handle.
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

// checkURN parses the text of a handle. reason says why it is not a handle of the worker, 0 if
// it is.
func (w *Worker) checkURN(text string) (u urn, reason HandleReason) {
	u, ok := parseURN(text)
	switch {
	case !ok:
		return u, HandleUnreadable
	case !sameID(u.component, w.id) || !w.isNamed(u.worker):
		return u, HandleOtherWorker
	}
	return u, 0
}

// isNamed reports whether a text in a handle is the worker's name. Servers before 1.2 escape
// names in handles. Their names contain only letters, digits, dashes and underscores, so an
// escaped name is never that of another worker. On other servers, it may be.
func (w *Worker) isNamed(text string) bool {
	if text == w.name {
		return true
	}
	d := w.client.dialect.known()
	return text == escape(w.name) && nameRule11.check(w.name) == "" && (d == nil || d.names != nameRule12)
}

// String returns the text of the handle as servers write it. They compare texts, so that another
// spelling of the component's id or of the number would lose the worker.
func (u urn) String() string {
	return urnPrefix + lowerID(u.component) + "/" + u.worker + "/" + strconv.FormatUint(u.number, 10)
}

// restoreHandle returns a handle for a text that handle.String returned. The handle must belong
// to w. What the client knows about the resource holds for the new handle as well. The client
// cannot see whether somebody else has dropped the resource. Using the handle then loses the
// worker.
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
	return &handle{Worker: w, resource: r, text: u.String(), state: state}, nil
}

// DecodeHandle decodes the next handle in an answer of the worker. It returns nil after a
// failure.
func (b binding) DecodeHandle(d *wire.Decoder, r *core.Resource) core.Handle {
	w := b.to.handleOwner()
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
	if b.found != nil {
		if difference := b.found.compareResource(r); difference != "" {
			d.Fail(wire.ReasonInvalidHandle, difference)
			return nil
		}
	}
	text = strings.Clone(text) // the handle must not keep a large answer in memory
	state, good := b.life.answered(u.number, r)
	if !good || b.givesAway(state) {
		// The answer repeats an earlier one, or the worker was made again. The next call asks the
		// server for the worker.
		w.known().forget()
	}
	return &handle{Worker: w, resource: r, text: text, state: state}
}

// binding binds the handles in an answer to the worker of the call.
type binding struct{ *call }

// AppendHandle appends a handle as a parameter. owned means that the function takes it.
// AppendHandle reports a handle that the worker would not accept.
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

// failHandle reports e, unless an earlier parameter failed.
func (c *call) failHandle(b []byte, e *HandleError, reason wire.EncodeReason) {
	if !c.Encoder.Failed() {
		c.handle = e
		detail := e.Reason.text(e.Worker)
		if e.Reason == HandleNil { // the encoder's reason needs no detail
			detail = ""
		}
		c.Encoder.Fail(b, reason, detail)
	}
}

// use records that the request contains h. It returns why that is not possible, or 0.
func (c *call) use(h *handle, r *core.Resource, owned bool) HandleReason {
	w := c.to.handleOwner()
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
	if reason := h.state.goneReason(); reason != 0 {
		return reason
	}
	c.uses = append(c.uses, use{handle: h, owned: owned})
	return 0
}

func sameResource(r, o *core.Resource) bool {
	return r == o || r != nil && o != nil && r.ID == o.ID && r.Name == o.Name && r.Interface == o.Interface
}
