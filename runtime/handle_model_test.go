package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	goruntime "runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// TestHandleModel compares a client with a model of what it should know, on random programs:
// several Go values of one worker make, use, drop, give away, restore and repeat, while answers
// are lost, calls arrive late, callers give up, and workers are deleted, updated and made anew.
//
// No worker is lost, no handle is sent after its drop, no value comes from another resource
// or another version, and every error is the one that the model expects.
func TestHandleModel(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		version := rapid.SampledFrom([]string{"1.1.0", "1.2.0", "1.2.5"}).Draw(r, "server")
		server := serveStock(t, golemtest.Version(version))
		defer server.Close()
		mode := rapid.SampledFrom([]runtime.VersionCheck{runtime.VersionCheckFirstUse, runtime.VersionCheckEveryCall}).Draw(r, "version check")
		client := dialDefault(t, server.URL, runtime.WithVersionCheck(mode), runtime.WithoutRetry())
		defer client.CloseIdleConnections()
		m := newHandleModel(server, client, mode == runtime.VersionCheckEveryCall)
		r.Repeat(m.actions())
		m.finish(r)
	})
	t.Logf("%d steps", modelSteps)
}

var modelSteps int // of all programs

// handleModel predicts what a client knows about the handles of a worker.
type handleModel struct {
	server *stockServer
	client *runtime.Client
	shops  []*handShop // of one worker
	looks  bool        // before every call

	life     int                             // of the worker, as the client sees it
	gone     map[string]runtime.HandleReason // in this life
	names    map[string]string               // of resources in this life, by handle
	buried   map[int]map[string]runtime.HandleReason
	former   map[string]bool // handles of earlier lives
	vanished bool            // there is no worker, which the client will notice

	exists  bool // on the server
	runs    int  // the version that the worker runs
	values  []*modelValue
	texts   []string
	keys    []string // of calls that have made ledgers
	open    []*modelCall
	late    []*golemtest.Fault
	counter int
}

// modelValue is a Go value that has a handle.
type modelValue struct {
	ledger *ledger
	text   string
	life   int
}

// modelCall is a call whose fate the client does not know.
type modelCall struct {
	key, function string
	values        []*modelValue
	owned         bool
	life          int
	ran           bool
	late          *golemtest.Fault
}

func newHandleModel(server *stockServer, client *runtime.Client, looks bool) *handleModel {
	m := &handleModel{server: server, client: client, looks: looks, former: map[string]bool{}, buried: map[int]map[string]runtime.HandleReason{}}
	m.gone, m.names = map[string]runtime.HandleReason{}, map[string]string{}
	m.shops = []*handShop{newShop(client, "w"), newShop(client, "w"), newShop(client, "w")}
	return m
}

func (m *handleModel) actions() map[string]func(*rapid.T) {
	return map[string]func(*rapid.T){
		"make": m.make, "make a pair": m.makePair, "use": m.use, "use again": m.use, "use several": m.total, "drop": m.drop, "close": m.close,
		"repeat": m.repeat, "settle": m.settle, "ask": m.ask, "restore": m.restore, "forget": m.forget, "give up": m.giveUp,
		"delete": m.delete, "others delete": m.othersDelete, "upload": m.upload, "update": m.update, "deliver": func(*rapid.T) { m.deliver() },
		"move": m.move, "": func(*rapid.T) { modelSteps++ },
	}
}

func (m *handleModel) shop(r *rapid.T) *handShop { return rapid.SampledFrom(m.shops).Draw(r, "shop") }

func (m *handleModel) newKey() string {
	m.counter++
	return fmt.Sprintf("key-%d", m.counter)
}

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

// faults are what happens to calls, and whether the call is run at once.
var modelFaults = map[golemtest.FaultKind]bool{
	golemtest.ResetBefore: false, golemtest.ServiceUnavailable: false, golemtest.TooManyRequests: false, golemtest.Late: false, golemtest.LateCopy: true,
	golemtest.GatewayTimeout: true, golemtest.ResetAfter: true, golemtest.ResetDuring: true,
}

// fault draws a fault for the next call, nil for none.
func (m *handleModel) fault(r *rapid.T) *golemtest.Fault {
	if rapid.IntRange(0, 2).Draw(r, "fault?") > 0 {
		return nil
	}
	kinds := slices.Sorted(maps.Keys(modelFaults))
	f := &golemtest.Fault{Kind: rapid.SampledFrom(kinds).Draw(r, "fault"), Worker: "w", Call: 1, RetryAfter: -1}
	m.server.Inject(f)
	return f
}

// try makes a call, and compares how it ends with the model. made reports whether it gave
// its result.
func (m *handleModel) try(r *rapid.T, c *modelCall, send func(...runtime.CallOption) error) (made bool) {
	fault := m.fault(r)
	options := []runtime.CallOption{runtime.WithIdempotencyKey(c.key)}
	retries := rapid.Bool().Draw(r, "retries")
	if retries {
		options = append(options, quick)
	}
	wanted := m.expect(c)
	c.life = m.life
	err := send(options...)
	m.server.Inject()
	struck := fault != nil && fault.Struck() > 0
	if struck && (fault.Kind == golemtest.Late || fault.Kind == golemtest.LateCopy) {
		m.late = append(m.late, fault)
	}
	harmless := !struck || retries || fault.Kind == golemtest.LateCopy
	switch {
	case wanted != nil:
		if !errors.Is(err, wanted) || struck {
			r.Fatalf("%s: got %v, want: %v", c.function, err, wanted)
		}
	case harmless && err != nil:
		r.Fatalf("%s: got %v", c.function, err)
	case harmless:
		m.done(c)
		return true
	default:
		m.failed(r, c, fault, err)
	}
	return false
}

// expect returns the error that a call must have, nil if it must be sent.
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

// done is a call that has its result.
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

// failed is a call whose answer a fault has spoiled.
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

// adopt notes ledgers in an answer.
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
	// The newest are the most likely to be good.
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

// drop drops without a key at times: a drop whose fate is not known has the key of that one.
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

// again makes a call that uses handles.
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

// forget drops Go values, so that only texts are left.
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

// delete deletes the worker by a shop, and may lose the answer.
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
		case o.ran && !m.vanished: // another worker does not know it
			if kind != golemtest.Delay { // which would strike the client's question
				if _, err := m.shops[0].worker.CallStatus(ctx, o.key); err != nil {
					r.Fatal(err)
				}
			}
			m.settled(o, true)
		default:
			blocked = true
		}
	}
	fault := &golemtest.Fault{Path: "/workers/w", Kind: kind}
	if !blocked {
		m.server.Inject(fault)
	}
	err := m.shop(r).worker.Delete(ctx)
	m.server.Inject()
	if blocked {
		if !errors.Is(err, runtime.HandleUnresolved) {
			r.Fatalf("delete: got %v", err)
		}
		return
	}
	var handle *runtime.HandleError
	if (err == nil) != (kind == golemtest.Delay) || errors.As(err, &handle) {
		r.Fatalf("delete with %v: got %v", kind, err)
	}
	if kind == golemtest.Delay || kind == golemtest.ResetAfter {
		m.gonesOnServer()
		m.vanished = kind == golemtest.ResetAfter
	}
	if kind != golemtest.TooManyRequests {
		m.nextLife(kind == golemtest.Delay)
	}
}

// gonesOnServer is the end of the worker.
func (m *handleModel) gonesOnServer() {
	m.exists = false
	m.server.mu.Lock()
	clear(m.server.names)
	m.server.mu.Unlock()
}

// othersDelete deletes the worker behind the client's back. Only one that looks before every
// call can notice. Copies of calls that arrive afterwards no client can call back.
func (m *handleModel) othersDelete(r *rapid.T) {
	if !m.looks {
		r.Skip("goes unnoticed")
	}
	m.deliver()
	m.server.versions[0].DeleteWorker("w")
	m.vanished = m.vanished || m.exists
	m.gonesOnServer()
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

// deliver lets what was held back arrive.
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

func (m *handleModel) move(r *rapid.T) {
	var got uint64
	if m.try(r, &modelCall{function: "move", key: m.newKey()}, func(opts ...runtime.CallOption) (err error) {
		got, err = m.shop(r).move(ctx, 1, 2, opts...)
		return err
	}) && got != 1002 {
		r.Fatalf("moved %d", got)
	}
}

// finish looks for what the program has done to the worker.
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
