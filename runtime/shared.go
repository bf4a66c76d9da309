package runtime

import (
	"context"
	"fmt"
	"sync"
)

// shared answers a question for all who have it at the same time, with one request. The
// request belongs to none of the callers: it has its own context, which ends when no caller
// waits any more.
type shared[T any] struct {
	mu     sync.Mutex
	asking *question[T]
}

// question is a request under way.
type question[T any] struct {
	cancel  context.CancelFunc
	waiting int // callers
	done    chan struct{}
	answer  T
	err     error
	panics  any // what the function panicked with
}

// ask returns what f returns, called for this or for another caller of ask. If ctx ends
// first, the error is a [*ConnectionError].
func (s *shared[T]) ask(ctx context.Context, f func(context.Context) (T, error)) (T, error) {
	q := s.join(f)
	defer s.leave(q)
	select {
	case <-q.done:
	case <-ctx.Done():
		var none T
		return none, interrupted(ctx, false)
	}
	if q.panics != nil { // in the transport, as it would without sharing
		panic(fmt.Sprintf("golem: while asking on behalf of several calls: %v", q.panics))
	}
	return q.answer, q.err
}

// join returns the question under way, or a new one.
func (s *shared[T]) join(f func(context.Context) (T, error)) *question[T] {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asking == nil {
		ctx, cancel := context.WithCancel(context.Background())
		s.asking = &question[T]{done: make(chan struct{}), cancel: cancel}
		go s.run(ctx, s.asking, f)
	}
	s.asking.waiting++
	return s.asking
}

// leave ends the question if nobody waits for it. Later callers ask anew.
func (s *shared[T]) leave(q *question[T]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q.waiting--
	if q.waiting == 0 {
		q.cancel()
		s.forget(q)
	}
}

func (s *shared[T]) forget(q *question[T]) {
	if s.asking == q {
		s.asking = nil
	}
}

func (s *shared[T]) run(ctx context.Context, q *question[T], f func(context.Context) (T, error)) {
	returned := false
	defer func() {
		if q.panics = recover(); q.panics == nil && !returned {
			q.panics = "the transport ended its goroutine"
		}
		s.mu.Lock()
		s.forget(q)
		s.mu.Unlock()
		close(q.done)
	}()
	q.answer, q.err = f(ctx)
	returned = true
}
