package runtime_test

import (
	"errors"
	"net/http"
	"slices"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// delete deletes the worker by one of the shops, and may lose the answer.
func (m *handleModel) delete(r *rapid.T) {
	m.deliver()
	var kind golemtest.FaultKind
	if rapid.Bool().Draw(r, "fault?") {
		kind = rapid.SampledFrom([]golemtest.FaultKind{golemtest.ResetBefore, golemtest.ResetAfter, golemtest.TooManyRequests}).Draw(r, "fault")
	}
	blocked := false
	for _, o := range slices.Clone(m.open) {
		switch {
		case o.life != m.life || blocked:
		case o.ran && !m.vanished: // a new worker does not know the call
			if kind != golemtest.Delay { // a delay would affect the client's question
				if _, err := m.shops[0].worker.CallStatus(ctx, o.key); err != nil {
					r.Fatal(err)
				}
			}
			m.settled(o, true)
		default:
			blocked = true
		}
	}
	existed := m.existsOnServer(r)
	if !blocked {
		question := &golemtest.Fault{Path: "/workers/w", Kind: golemtest.Delay, Call: 1}
		m.server.Inject(question, &golemtest.Fault{Path: "/workers/w", Kind: kind})
	}
	err := m.shop(r).worker.Delete(ctx)
	m.server.Inject()
	if blocked {
		if !errors.Is(err, runtime.HandleUnresolved) {
			r.Fatalf("delete: got %v", err)
		}
		return
	}
	m.begins()
	if !existed { // the client looks first, and sends nothing else
		kind = golemtest.Delay
	}
	var handle *runtime.HandleError
	if (err == nil) != (kind == golemtest.Delay) || errors.As(err, &handle) {
		r.Fatalf("delete with %v: got %v", kind, err)
	}
	if kind == golemtest.Delay || kind == golemtest.ResetAfter {
		m.deletedOnServer()
		m.vanished = kind == golemtest.ResetAfter
	}
	if kind != golemtest.TooManyRequests {
		m.nextLife(kind == golemtest.Delay)
	}
}

// existsOnServer asks the server. A lookup may have created a worker of a version that the client does
// not fit, which is not in exists.
func (m *handleModel) existsOnServer(r *rapid.T) bool {
	response, err := http.Get(m.server.URL + "/v1/components/" + shopComponent.ID + "/workers/w")
	if err != nil {
		r.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// deletedOnServer models the end of the worker.
func (m *handleModel) deletedOnServer() {
	m.exists = false
	m.server.mu.Lock()
	clear(m.server.names)
	m.server.mu.Unlock()
}

// othersDelete deletes the worker behind the client's back. Only a client that checks the
// worker before every call can notice. No client can call back copies of calls that arrive
// afterwards.
func (m *handleModel) othersDelete(r *rapid.T) {
	if !m.looks {
		r.Skip("goes unnoticed")
	}
	m.deliver()
	m.server.versions[0].DeleteWorker("w")
	m.vanished = m.vanished || m.exists
	m.deletedOnServer()
	if rapid.Bool().Draw(r, "made anew") {
		v := rapid.IntRange(0, len(m.server.versions)-1).Draw(r, "version")
		m.server.versions[v].CreateWorker("w")
		m.exists, m.runs = true, v
	}
}

func (m *handleModel) upload(r *rapid.T) {
	if len(m.server.versions) > 1 {
		r.Skip("there are enough")
	}
	m.server.upload()
}

func (m *handleModel) update(r *rapid.T) {
	if !m.looks || !m.exists {
		r.Skip("goes unnoticed")
	}
	m.deliver()
	m.runs = len(m.server.versions) - 1
	m.server.versions[m.runs].UpdateWorker("w")
}

// deliver delivers what was held back.
func (m *handleModel) deliver() {
	for _, f := range m.late {
		f.Deliver()
		m.server.Settle()
		for _, o := range m.open {
			o.ran = o.ran || o.late == f
		}
	}
	m.late = nil
}

// finish checks what the program has done to the worker.
func (m *handleModel) finish(r *rapid.T) {
	m.deliver()
	if _, err := m.shops[0].totalOnHand(ctx); err != nil {
		r.Fatalf("the worker afterwards: %v", err)
	}
	for _, v := range m.values {
		if reason, dead := m.dead([]*modelValue{v}); dead {
			if err := v.ledger.drop(ctx); !errors.Is(err, reason) {
				r.Fatalf("%s: got %v, want: %v", v.text, err, reason)
			}
		}
	}
}
