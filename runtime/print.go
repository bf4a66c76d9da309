package runtime

import "log/slog"

// Programs print clients, workers and agents, most of all in logs. Without these methods,
// the packages fmt and slog would print their fields: addresses, and tables that other
// calls change at the same time.

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
	if w == nil || w.settings == nil {
		return "no worker"
	}
	callee := w.callee()
	return callee.String() + " of " + callee.Service
}

// LogValue implements [slog.LogValuer]. It returns the attributes service and instance that
// [WithLogger] logs for a call.
func (w *Worker) LogValue() slog.Value {
	if w == nil || w.settings == nil {
		return slog.StringValue(w.String())
	}
	return w.callee().logValue()
}

// String returns the agent's text, like `Account("alice",v1)`, or a text like "an agent of the type
// Account" if the agent has none.
func (a *Agent) String() string {
	switch {
	case a == nil || a.settings == nil:
		return "no agent"
	case a.id == "":
		return "an agent of the type " + a.Type()
	}
	return a.id
}

// LogValue implements [slog.LogValuer]. It returns the attributes service and instance that
// [WithLogger] logs for a call.
func (a *Agent) LogValue() slog.Value {
	if a == nil || a.settings == nil {
		return slog.StringValue(a.String())
	}
	return a.callee().logValue()
}

func (c Callee) logValue() slog.Value {
	return slog.GroupValue(slog.String("service", c.Service), slog.String("instance", c.Instance))
}
