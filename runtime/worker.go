package runtime

import (
	"errors"
	"strings"
	"sync/atomic"
)

// Worker is one worker of a component. The generated NewWorker and NewEphemeral make workers.
// The first call creates the worker on the server if it does not exist.
//
// A Worker made by NewEphemeral has no name and uses a new worker for each call, which keeps no
// state. It has no handles. Its calls are not retried, because an idempotency key does not
// prevent a second run.
//
// A Worker is safe for concurrent use.
type Worker struct {
	client    *Client
	component *Component // the version that calls are made for
	id        string     // of the component on the client's server
	lowerID   string
	elsewhere bool // the component has another id on the server
	name      string
	nameless  bool // made by NewEphemeral
	// ephemeral means that each call runs on a new worker that keeps nothing, because the
	// Worker is nameless or its component is ephemeral.
	ephemeral bool
	settings  *settings
	err       error // why the worker cannot be called, nil if it can

	self, await, enqueue location

	named atomic.Pointer[dialect] // dialect that accepts the name
}

// newNamedWorker returns the worker with the name. If no server accepts the name, the first call
// returns an error.
func newNamedWorker(c *Client, component *Component, name string, opts []WorkerOption) *Worker {
	w := newWorker(c, component, opts)
	w.name = name
	w.locate("/workers/", name)
	return w
}

// newEphemeral returns a worker without a name. Servers accept it for durable and ephemeral
// components.
func newEphemeral(c *Client, component *Component, opts []WorkerOption) *Worker {
	w := newWorker(c, component, opts)
	w.ephemeral, w.nameless = true, true
	w.locate()
	return w
}

// locate sets the URLs of requests, with a path within the component, see [location.at].
func (w *Worker) locate(path ...string) {
	if w.err != nil {
		return
	}
	w.self = w.client.base.at(append([]string{"/v1/components/", w.id}, path...)...)
	w.await, w.enqueue = w.self.at("/invoke-and-await"), w.self.at("/invoke")
}

var errNoWorker = errors.New("the worker is nil, or was not made by the NewWorker of a generated client")

// noWorker returns a worker that cannot be called. It replaces workers that NewWorker did not
// make.
func noWorker() *Worker {
	return &Worker{client: unusableClient(), component: &Component{}, settings: unusableClient().settings, err: errNoWorker}
}

func newWorker(c *Client, component *Component, opts []WorkerOption) *Worker {
	w := &Worker{client: c, component: component}
	switch {
	case c == nil:
		w.client, w.err = unusableClient(), errors.New("the client that the worker was made with is nil")
	case c.settings == nil:
		w.client, w.err = unusableClient(), errors.New("the client that the worker was made with is the zero Client: use NewClient")
	case component == nil:
		w.err = errors.New("the component that the worker was made with is nil")
	}
	if w.component == nil {
		w.component = &Component{}
	}
	w.settings = w.client.settings
	if len(opts) > 0 {
		w.apply(opts)
	}
	w.ephemeral = w.component.Ephemeral
	w.identify()
	return w
}

// identify sets the id of the component on the client's server, see [WithComponentID].
func (w *Worker) identify() {
	w.id = w.component.ID
	if id, ok := w.settings.componentIDs[lowerID(w.id)]; ok {
		w.elsewhere = !sameID(id, w.id)
		w.id = id
	}
	w.lowerID = lowerID(w.id)
	if reason := checkComponentID(w.id); reason != "" && w.err == nil {
		w.err = &NameError{What: "component id", Name: w.id, Reason: reason}
	}
}

// unusableClient replaces a client that is nil or the zero Client.
func unusableClient() *Client { return &Client{settings: &settings{}} }

func (w *Worker) apply(opts []WorkerOption) {
	own := *w.client.settings
	for _, opt := range opts {
		if opt == nil {
			own.fail("an option of the worker is nil")
			continue
		}
		opt.applyToWorker(&own)
	}
	if own.chainChanged {
		own.buildChain()
	}
	w.settings = &own
	if w.err == nil {
		w.err = own.err
	}
}

// Name returns the name of the worker. It returns "" if NewEphemeral made it, and for a nil
// worker.
func (w *Worker) Name() string {
	if w == nil {
		return ""
	}
	return w.name
}

// Component returns the version of the component that the worker's client was generated
// for. It returns nil for a nil worker.
func (w *Worker) Component() *Component {
	if w == nil {
		return nil
	}
	return w.component
}

// ComponentID returns the id of the component on the worker's server, see
// [WithComponentID]. It returns "" for a nil worker.
func (w *Worker) ComponentID() string {
	if w == nil {
		return ""
	}
	return w.id
}

// Client returns the client that was passed to the worker's constructor. It returns nil for
// a nil worker.
func (w *Worker) Client() *Client {
	if w == nil {
		return nil
	}
	return w.client
}

// accepts returns an error if a server with the dialect d does not accept the worker's name.
func (w *Worker) accepts(d *dialect) error {
	switch {
	case w.nameless && d.named:
		return &NameError{What: "worker name", Reason: "servers from 1.3 on have no calls without one; name the worker with the client's NewWorker"}
	case w.nameless || w.named.Load() == d:
		return nil
	}
	if reason := d.names.check(w.name); reason != "" {
		return &NameError{What: "worker name", Name: w.name, Reason: reason}
	}
	w.named.Store(d)
	return nil
}

// same reports whether both are the same worker on the same connection.
func (w *Worker) same(o *Worker) bool {
	return w == o || w != nil && o != nil && w.client == o.client && w.name == o.name &&
		w.nameless == o.nameless && w.lowerID == o.lowerID
}

func sameID(a, b string) bool { return a == b || strings.EqualFold(a, b) }
