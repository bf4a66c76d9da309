package runtime_test

import (
	"errors"
	"maps"
	"slices"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// begins models the request for the worker that precedes a call.
func (m *handleModel) begins() {
	if m.vanished {
		m.nextLife(true)
		m.vanished = false
	}
}

// nextLife moves the model to the next life of the worker. If the client is certain that the
// worker was created again, it forgets which handles are gone.
func (m *handleModel) nextLife(certain bool) {
	m.buried[m.life] = m.gone
	for text := range m.names {
		m.former[text] = true
	}
	m.life++
	m.gone, m.names = maps.Clone(m.gone), map[string]string{}
	if certain {
		m.gone = map[string]runtime.HandleReason{}
	}
}

// drifts reports whether a call of the function is refused because of the worker's version.
func (m *handleModel) drifts(function string) bool {
	if !m.exists {
		m.runs = len(m.server.versions) - 1
	}
	drifts := m.runs > 0 && (function == "close" || function == "move")
	m.exists = m.exists || !drifts
	return drifts
}

// dead returns the reason why a call with the values fails, if the client knows one
// before it sends the call.
func (m *handleModel) dead(values []*modelValue) (runtime.HandleReason, bool) {
	for _, v := range values {
		gone := m.gone
		if v.life != m.life {
			gone = m.buried[v.life]
		}
		if reason, ok := gone[v.text]; ok {
			return reason, true
		}
		if v.life != m.life {
			return runtime.HandleFormerWorker, true
		}
	}
	return 0, false
}

// blocked returns the reason why a call cannot take its handles, if there is one. The
// client asks the server for the state of other calls that hold the handles.
func (m *handleModel) blocked(c *modelCall) (runtime.HandleReason, bool) {
	for {
		if reason, dead := m.dead(c.values); dead {
			return reason, true
		}
		by := m.blocker(c)
		switch {
		case by == nil:
			return 0, false
		case !by.ran:
			return runtime.HandleUnresolved, true
		}
		m.settled(by, true)
	}
}

func (m *handleModel) blocker(c *modelCall) *modelCall {
	for _, v := range c.values {
		for _, o := range m.open {
			same := o.key == c.key && o.function == c.function
			if o.life == m.life && o.has(v.text) && (c.owned || o.owned) && !same {
				return o
			}
		}
	}
	return nil
}

func (c *modelCall) has(text string) bool {
	return slices.ContainsFunc(c.values, func(v *modelValue) bool { return v.text == text })
}

func (m *handleModel) settled(o *modelCall, ran bool) {
	m.open = slices.DeleteFunc(m.open, func(e *modelCall) bool { return e == o })
	if ran && o.owned && o.life == m.life {
		m.ends(o)
	}
}

func (m *handleModel) ends(c *modelCall) {
	for _, v := range c.values {
		if _, gone := m.gone[v.text]; gone {
			continue
		}
		m.gone[v.text] = runtime.HandleConsumed
		if c.function == "drop" {
			m.gone[v.text] = runtime.HandleDropped
		}
	}
}

// expect returns the error that a call must return, nil if it must be sent.
func (m *handleModel) expect(c *modelCall) error {
	if reason, dead := m.dead(c.values); dead {
		return reason
	}
	m.begins()
	if m.drifts(c.function) {
		return runtime.ErrDrift
	}
	if reason, blocked := m.blocked(c); blocked {
		return reason
	}
	return nil
}

// done models a call that has returned its result.
func (m *handleModel) done(c *modelCall) {
	if o := m.same(c); o != nil {
		m.settled(o, true)
	}
	if c.owned {
		m.ends(c)
	}
}

// same returns the call that c repeats.
func (m *handleModel) same(c *modelCall) *modelCall {
	for _, o := range m.open {
		if o.key == c.key && o.function == c.function && o.life == m.life {
			return o
		}
	}
	return nil
}

// failed models a call whose answer was lost or altered by a fault.
func (m *handleModel) failed(r *rapid.T, c *modelCall, fault *golemtest.Fault, err error) {
	var call *runtime.CallError
	if !errors.As(err, &call) || call.IdempotencyKey != c.key || call.MayHaveRun() != (fault.Kind != golemtest.TooManyRequests) {
		r.Fatalf("%s after %v: got %v", c.function, fault.Kind, err)
	}
	var status *runtime.StatusError
	var connection *runtime.ConnectionError
	switch fault.Kind {
	case golemtest.ServiceUnavailable, golemtest.GatewayTimeout, golemtest.TooManyRequests:
		if !errors.As(err, &status) {
			r.Fatalf("%s after %v: got %v", c.function, fault.Kind, err)
		}
	default:
		if !errors.As(err, &connection) {
			r.Fatalf("%s after %v: got %v", c.function, fault.Kind, err)
		}
	}
	if len(c.values) == 0 || fault.Kind == golemtest.TooManyRequests {
		return
	}
	o := m.same(c)
	if o == nil {
		o = c
		m.open = append(m.open, c)
	}
	o.ran = o.ran || modelFaults[fault.Kind]
	if fault.Kind == golemtest.Late {
		o.late = fault
	}
}
