package runtime

import (
	"errors"
	"strings"
	"sync/atomic"
)

// Worker is one worker of a component, or, made by [NewEphemeral], a new one for
// each call. It is safe for concurrent use.
type Worker struct {
	client    *Client
	component *Component
	name      string
	ephemeral bool
	settings  *settings
	err       error // what keeps it from being called

	self, await, enqueue location

	named   atomic.Pointer[dialect] // whose rule the name follows
	checked atomic.Bool             // the component's version was compared
}

// NewWorker is the worker of that name. Nothing is sent; the first call creates
// the worker on the server if it does not exist, and reports a name that no
// server accepts.
func NewWorker(c *Client, component *Component, name string, opts ...WorkerOption) *Worker {
	w := newWorker(c, component, opts)
	w.name = name
	if w.err == nil {
		w.self = c.base.at("/v1/components/", component.ID, "/workers/", name)
		w.await, w.enqueue = w.self.at("/invoke-and-await"), w.self.at("/invoke")
	}
	return w
}

// NewEphemeral stands for a new worker for each call, which the server accepts
// for components of either kind. Nothing is kept from call to call, so that
// there are no handles, and an idempotency key does not keep a call from being
// run twice, so that nothing is retried.
func NewEphemeral(c *Client, component *Component, opts ...WorkerOption) *Worker {
	w := newWorker(c, component, opts)
	w.ephemeral = true
	if w.err == nil {
		w.self = c.base.at("/v1/components/", component.ID)
		w.await, w.enqueue = w.self.at("/invoke-and-await"), w.self.at("/invoke")
	}
	return w
}

func newWorker(c *Client, component *Component, opts []WorkerOption) *Worker {
	w := &Worker{client: c, component: component}
	switch {
	case c == nil:
		w.client = &Client{settings: &settings{}}
		w.err = errors.New("the client that the worker was made with is nil")
	case component == nil:
		w.component = &Component{}
		w.err = errors.New("the component that the worker was made with is nil")
	default:
		if reason := checkComponentID(component.ID); reason != "" {
			w.err = &NameError{What: "component id", Name: component.ID, Reason: reason}
		}
	}
	w.settings = w.client.settings
	if len(opts) > 0 {
		w.apply(opts)
	}
	return w
}

func (w *Worker) apply(opts []WorkerOption) {
	own := *w.client.settings
	for _, opt := range opts {
		if opt == nil {
			own.fail("an option of the worker is nil")
			continue
		}
		opt.applyToWorker(&own)
	}
	if own.rechains {
		own.rechain()
	}
	w.settings = &own
	if w.err == nil {
		w.err = own.err
	}
}

// Name is the worker's name, "" for one made by [NewEphemeral].
func (w *Worker) Name() string { return w.name }

// Component is the component version that calls are made for.
func (w *Worker) Component() *Component { return w.component }

// Client is the connection that the worker is reached by.
func (w *Worker) Client() *Client { return w.client }

// accepts tells why a server that speaks d does not accept the worker's name.
func (w *Worker) accepts(d *dialect) error {
	if w.ephemeral || w.named.Load() == d {
		return nil
	}
	if reason := d.names.check(w.name); reason != "" {
		return &NameError{What: "worker name", Name: w.name, Reason: reason}
	}
	w.named.Store(d)
	return nil
}

// same tells whether both are the same worker on the same connection.
func (w *Worker) same(o *Worker) bool {
	return w == o || w != nil && o != nil && w.client == o.client && w.name == o.name &&
		w.ephemeral == o.ephemeral && sameID(w.component.ID, o.component.ID)
}

func sameID(a, b string) bool { return a == b || strings.EqualFold(a, b) }
