package runtime

import (
	"log/slog"
	"slices"
	"time"
)

// Programs print clients, workers, agents, and what they call functions on, most of all in logs.
// Without these methods, the packages fmt and slog would print their fields: addresses, and tables
// that other calls change at the same time.

// String returns the URL of the server.
func (c *Client) String() string {
	if url := c.BaseURL(); url != "" {
		return url
	}
	return "no server"
}

// GoString returns the same as String for the verb %#v.
func (c *Client) GoString() string { return c.String() }

// LogValue implements [slog.LogValuer]. It returns the URL of the server.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }

// String returns a text like `worker "cart-42" of shop`.
func (w *Worker) String() string {
	if w.isNone() {
		return "no worker"
	}
	callee := w.callee()
	return callee.String() + " of " + callee.Service
}

// LogValue implements [slog.LogValuer]. It returns the attributes service and instance that
// [WithLogger] logs for a call.
func (w *Worker) LogValue() slog.Value {
	if w.isNone() {
		return slog.StringValue(w.String())
	}
	return w.callee().logValue()
}

// isNone reports whether no generated client made w.
func (w *Worker) isNone() bool { return w == nil || w.settings == nil || w.err == errNoWorker }

// String returns the agent's text, like `Account("alice",v1)`, or a text like "an agent of the type
// Account" if the agent has none.
func (a *Agent) String() string {
	switch {
	case a.isNone():
		return "no agent"
	case a.id == "":
		return "an agent of the type " + a.Type()
	}
	return a.id
}

// LogValue implements [slog.LogValuer]. It returns the attributes service and instance that
// [WithLogger] logs for a call.
func (a *Agent) LogValue() slog.Value {
	if a.isNone() {
		return slog.StringValue(a.String())
	}
	return a.callee().logValue()
}

// isNone reports whether no generated client made a.
func (a *Agent) isNone() bool { return a == nil || a.settings == nil || a.err == errNoAgent }

// String returns a text like `ledger("Lyon", 50) of worker "cart-42" of shop`.
func (r *implicitResource) String() string {
	if r.text == "" { // an argument of the constructor is invalid
		return "a resource of " + r.Worker.String()
	}
	return r.text + " of " + r.Worker.String()
}

// LogValue implements [slog.LogValuer]. It returns the attributes of the worker, and the resource.
func (r *implicitResource) LogValue() slog.Value {
	return withAttributes(r.Worker.LogValue(), slog.String("resource", r.text))
}

// LogValue implements [slog.LogValuer]. It returns the text of the handle.
func (h *handle) LogValue() slog.Value { return slog.StringValue(h.text) }

// String returns a text like `enqueued calls of worker "cart-42" of shop`, or that of the address
// if calls are awaited.
func (t *target) String() string {
	switch {
	case !t.enqueue:
		return t.address.String()
	case t.at.IsZero():
		return "enqueued calls of " + t.address.String()
	}
	return "calls of " + t.address.String() + " at " + t.at.Format(time.RFC3339Nano)
}

// LogValue implements [slog.LogValuer]. It returns the attributes of the address, and enqueue and at
// of calls that are not awaited.
func (t *target) LogValue() slog.Value {
	v := t.address.LogValue()
	switch {
	case !t.enqueue:
		return v
	case v.Kind() != slog.KindGroup:
		return slog.StringValue(t.String())
	case t.at.IsZero():
		return withAttributes(v, slog.Bool("enqueue", true))
	}
	return withAttributes(v, slog.Bool("enqueue", true), slog.Time("at", t.at))
}

// withAttributes adds attributes to a group.
func withAttributes(group slog.Value, attributes ...slog.Attr) slog.Value {
	return slog.GroupValue(append(slices.Clone(group.Group()), attributes...)...)
}

func (c Callee) logValue() slog.Value {
	return slog.GroupValue(slog.String("service", c.Service), slog.String("instance", c.Instance))
}
