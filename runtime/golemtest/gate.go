package golemtest

import (
	"context"
	"slices"
	"sync"
)

// Gate holds calls while they run: the worker has begun the call and its status is
// Running, but its handler has not been called yet.
//
//	gate := server.Hold("cart.add-item", "cart-42")
//	err := w.Cart.Enqueue().AddItem(ctx, item)
//	gate.Wait() // the call runs
//	…           // repeat it, cut a connection, update the worker
//	gate.Open()
type Gate struct {
	server           *Server
	function, worker string

	mu     sync.Mutex
	change *sync.Cond
	held   []*heldCall // oldest first
	waits  []*heldCall // held calls that Wait has not returned yet
	isOpen bool
	ended  bool // the server is closed
}

type heldCall struct {
	call    *Invocation
	release chan struct{}
}

// Hold returns a gate that holds the calls of a function on a worker. The function's
// name is written as in URLs or short ("cart.add-item"). An empty name means every
// function or worker. Closing the server releases all calls.
func (s *Server) Hold(function, worker string) *Gate {
	g := &Gate{server: s, function: function, worker: worker}
	s.names("a gate", function)
	g.change = sync.NewCond(&g.mu)
	context.AfterFunc(s.context, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.ended = true
		g.change.Broadcast()
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gates = append(s.gates, g)
	return g
}

// Wait waits until the gate holds a call that Wait has not returned before, and
// returns it. It returns nil if the server is closed. If nothing on the server has the
// function, the test fails, and Wait returns nil.
func (g *Gate) Wait() *Invocation {
	if g.function != "" && !g.server.hasFunction(g.function) {
		g.server.checkNamed()
		return nil
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for len(g.waits) == 0 && !g.ended {
		g.change.Wait()
	}
	if len(g.waits) == 0 {
		return nil
	}
	call := g.waits[0].call
	g.waits = g.waits[1:]
	return call
}

// Release releases the oldest call that the gate holds. It reports whether there was
// one.
func (g *Gate) Release() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.held) == 0 {
		return false
	}
	close(g.held[0].release)
	g.held = g.held[1:]
	return true
}

// Open releases all calls and holds no more.
func (g *Gate) Open() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.isOpen = true
	for _, held := range g.held {
		close(held.release)
	}
	g.held = nil
}

// hold holds a call if the gate is for calls like it.
func (g *Gate) hold(ctx context.Context, call *Invocation) {
	if g.worker != "" && g.worker != call.Worker || g.function != "" && !sameFunction(g.function, call.Name) {
		return
	}
	h := &heldCall{call, make(chan struct{})}
	g.mu.Lock()
	if g.isOpen {
		g.mu.Unlock()
		return
	}
	g.held, g.waits = append(g.held, h), append(g.waits, h)
	g.change.Broadcast()
	g.mu.Unlock()
	select {
	case <-h.release:
	case <-ctx.Done():
	}
	call.worker.repeated()
}

// hold holds a call at all gates.
func (s *Server) hold(call *Invocation) {
	s.mu.Lock()
	gates := slices.Clone(s.gates)
	s.mu.Unlock()
	for _, g := range gates {
		g.hold(s.context, call)
	}
}
