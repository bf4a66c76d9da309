package runtime_test

import (
	"context"
	"errors"
	goruntime "runtime"
	"slices"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// adopt adds the ledgers of an answer to the model.
func (m *handleModel) adopt(r *rapid.T, ledgers ...*ledger) {
	for _, l := range ledgers {
		text := l.handle.String()
		m.server.mu.Lock()
		made := m.server.names[text]
		m.server.mu.Unlock()
		if made == nil {
			r.Fatalf("%s: the worker has not made it", text)
		}
		m.names[text] = made.name
		m.values = append(m.values, &modelValue{l, text, m.life})
		m.texts = append(m.texts, text)
	}
}

func (m *handleModel) make(r *rapid.T) {
	c := &modelCall{function: "make", key: m.newKey()}
	if len(m.keys) > 0 && rapid.Bool().Draw(r, "again") {
		c.key = rapid.SampledFrom(m.keys).Draw(r, "key")
	}
	m.keys = append(m.keys, c.key)
	open := rapid.Bool().Draw(r, "open")
	var l *ledger
	if m.try(r, c, func(opts ...runtime.CallOption) (err error) {
		if open {
			l, err = m.shop(r).open(ctx, "opened", opts...)
		} else {
			l, err = m.shop(r).newLedger(ctx, "new", 1, opts...)
		}
		return err
	}) {
		m.adopt(r, l)
	}
}

func (m *handleModel) makePair(r *rapid.T) {
	var pair []*ledger
	if m.try(r, &modelCall{function: "pair", key: m.newKey()}, func(opts ...runtime.CallOption) (err error) {
		pair, err = m.shop(r).pair(ctx, "of", opts...)
		return err
	}) {
		m.adopt(r, pair...)
	}
}

func (m *handleModel) value(r *rapid.T) *modelValue {
	if len(m.values) == 0 {
		r.Skip("no handles")
	}
	// The newest values are the most likely to be usable.
	i := rapid.IntRange(0, len(m.values)-1).Draw(r, "handle")
	return m.values[len(m.values)-1-i]
}

func (m *handleModel) use(r *rapid.T) {
	v := m.value(r)
	m.again(r, &modelCall{function: "use", key: m.newKey(), values: []*modelValue{v}})
}

func (m *handleModel) total(r *rapid.T) {
	c := &modelCall{function: "total", key: m.newKey()}
	for range rapid.IntRange(1, 3).Draw(r, "handles") {
		c.values = append(c.values, m.value(r))
	}
	m.again(r, c)
}

// drop drops a ledger, sometimes without a key: a drop of unknown fate repeats the same
// key.
func (m *handleModel) drop(r *rapid.T) {
	v := m.value(r)
	c := &modelCall{function: "drop", key: m.newKey(), values: []*modelValue{v}, owned: true}
	keyless := rapid.Bool().Draw(r, "without a key")
	for _, o := range m.open {
		if keyless && o.life == v.life && o.function == "drop" && o.has(v.text) {
			c.key = o.key
			break
		}
	}
	if !keyless || m.same(c) == nil {
		m.again(r, c)
		return
	}
	m.try(r, c, func(opts ...runtime.CallOption) error { return v.ledger.drop(ctx, opts[1:]...) })
}

func (m *handleModel) close(r *rapid.T) {
	m.again(r, &modelCall{function: "close", key: m.newKey(), values: []*modelValue{m.value(r)}, owned: true})
}

// again makes a call with handles.
func (m *handleModel) again(r *rapid.T, c *modelCall) {
	first := c.values[0]
	m.try(r, c, func(opts ...runtime.CallOption) error {
		switch c.function {
		case "use":
			name, err := first.ledger.warehouse(ctx, opts...)
			if want, known := m.names[first.text]; err == nil && known && name != want {
				r.Fatalf("%s of life %d answers %q, and is %q", first.text, m.life, name, want)
			}
			return err
		case "total":
			handles := make([]stub.Handle, len(c.values))
			for i, v := range c.values {
				handles[i] = v.ledger.handle
			}
			_, err := m.shop(r).totalOf(ctx, handles, opts...)
			return err
		case "drop":
			return first.ledger.drop(ctx, opts...)
		}
		return m.shop(r).close(ctx, first.ledger, opts...)
	})
}

func (m *handleModel) unresolved(r *rapid.T) *modelCall {
	if len(m.open) == 0 {
		r.Skip("no call whose fate is not known")
	}
	return rapid.SampledFrom(m.open).Draw(r, "call")
}

func (m *handleModel) repeat(r *rapid.T) {
	o := m.unresolved(r)
	m.again(r, &modelCall{function: o.function, key: o.key, values: o.values, owned: o.owned})
}

// settle models a program that knows whether a call was run.
func (m *handleModel) settle(r *rapid.T) {
	o := m.unresolved(r)
	if o.late != nil && !o.ran {
		r.Skip("it may arrive")
	}
	if got := m.shop(r).worker.SettleCall(o.key, o.ran); got != (o.life == m.life) {
		r.Fatalf("settled: %v", got)
	}
	m.settled(o, o.ran)
}

func (m *handleModel) ask(r *rapid.T) {
	o := m.unresolved(r)
	status, err := m.shop(r).worker.CallStatus(ctx, o.key)
	if err != nil {
		r.Fatal(err)
	}
	if o.life == m.life && !m.vanished && (status.State == runtime.CallDone) != o.ran {
		r.Fatalf("the call %s is %v", o.key, status.State)
	}
	if status.State == runtime.CallDone && o.life == m.life {
		m.settled(o, true)
	}
}

func (m *handleModel) restore(r *rapid.T) {
	if len(m.texts) == 0 {
		r.Skip("no texts")
	}
	text := rapid.SampledFrom(m.texts).Draw(r, "text")
	resource := rapid.SampledFrom([]*stub.Resource{&ledgerResource, &ledgerResource, &otherResource}).Draw(r, "resource")
	_, seen := m.names[text]
	h, err := m.shop(r).target.RestoreHandle(text, resource)
	switch {
	case !seen:
		if !errors.Is(err, runtime.HandleFormerWorker) {
			r.Fatalf("restored %s: got %v", text, err)
		}
	case resource == &otherResource:
		if !errors.Is(err, runtime.HandleOtherResource) {
			r.Fatalf("restored %s as another resource: got %v", text, err)
		}
	case err != nil:
		r.Fatalf("restored %s: got %v", text, err)
	default:
		m.values = append(m.values, &modelValue{newLedger(h), text, m.life})
	}
}

// forget drops Go values, so that only texts remain.
func (m *handleModel) forget(r *rapid.T) {
	keep := rapid.IntRange(0, len(m.values)).Draw(r, "keep")
	m.values = slices.Clone(m.values[:keep])
	goruntime.GC()
}

// giveUp cancels a call while it runs.
func (m *handleModel) giveUp(r *rapid.T) {
	v := m.value(r)
	c := &modelCall{function: "use", key: m.newKey(), values: []*modelValue{v}}
	if wanted := m.expect(c); wanted != nil {
		if err := second(v.ledger.warehouse(ctx)); !errors.Is(err, wanted) {
			r.Fatalf("got %v, want %v", err, wanted)
		}
		return
	}
	c.life = m.life
	gate := m.server.Hold("inventory.ledger.warehouse", "w")
	limited, cancel := context.WithCancel(ctx)
	defer cancel()
	done, runs := make(chan error, 1), make(chan bool, 1)
	go func() { done <- second(v.ledger.warehouse(limited, runtime.WithIdempotencyKey(c.key))) }()
	go func() { runs <- gate.Wait() != nil }()
	select {
	case <-runs:
	case err := <-done:
		r.Fatalf("not sent: %v", err)
	}
	if err := v.ledger.drop(ctx); !errors.Is(err, runtime.HandleInUse) {
		r.Fatalf("a drop meanwhile: got %v", err)
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		r.Fatalf("given up: got %v", err)
	}
	gate.Open()
	m.server.Settle()
	c.ran = true
	m.open = append(m.open, c)
}

func (m *handleModel) move(r *rapid.T) {
	var got uint64
	if m.try(r, &modelCall{function: "move", key: m.newKey()}, func(opts ...runtime.CallOption) (err error) {
		got, err = m.shop(r).move(ctx, 1, 2, opts...)
		return err
	}) && got != 1002 {
		r.Fatalf("moved %d", got)
	}
}
