package runtime

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"
)

// shared answers a question for all who have it at the same time with the same means, with
// one request. The request belongs to none of the callers: it has its own context, which
// ends when no caller waits any more.
type shared[T any] struct {
	mu     sync.Mutex
	asking map[*settings]*question[T] // by the means, those of a client or a worker
}

// question is a request under way.
type question[T any] struct {
	cancel  context.CancelFunc
	waiting int // callers
	done    chan struct{}
	answer  T
	err     error
	panics  any // what the function panicked with
	stack   []byte
}

// ask returns what f returns, called for this or for another caller of ask with the same
// means. If ctx ends first, the error is a [*ConnectionError].
func (s *shared[T]) ask(ctx context.Context, means *settings, f func(context.Context) (T, error)) (T, error) {
	q := s.join(means, f)
	defer s.leave(means, q)
	select {
	case <-q.done:
	case <-ctx.Done():
		var none T
		return none, interrupted(ctx, false)
	}
	if q.panics != nil { // in the transport, as it would without sharing
		panic(fmt.Sprintf("golem: while asking on behalf of several calls: %v\n\n%s", q.panics, q.stack))
	}
	return q.answer, q.err
}

// join returns the question under way, or a new one.
func (s *shared[T]) join(means *settings, f func(context.Context) (T, error)) *question[T] {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := s.asking[means]
	if q == nil {
		ctx, cancel := context.WithTimeout(context.Background(), means.patience())
		q = &question[T]{done: make(chan struct{}), cancel: cancel}
		if s.asking == nil {
			s.asking = make(map[*settings]*question[T])
		}
		s.asking[means] = q
		go s.run(ctx, means, q, f)
	}
	q.waiting++
	return q
}

// leave ends the question if nobody waits for it. Later callers ask anew.
func (s *shared[T]) leave(means *settings, q *question[T]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q.waiting--
	if q.waiting == 0 {
		q.cancel()
		s.forget(means, q)
	}
}

func (s *shared[T]) forget(means *settings, q *question[T]) {
	if s.asking[means] == q {
		delete(s.asking, means)
	}
}

func (s *shared[T]) run(ctx context.Context, means *settings, q *question[T], f func(context.Context) (T, error)) {
	returned := false
	defer func() {
		switch q.panics = recover(); {
		case q.panics != nil:
			q.stack = debug.Stack()
		case !returned:
			q.panics = "the transport ended its goroutine"
		}
		q.cancel()
		s.mu.Lock()
		s.forget(means, q)
		s.mu.Unlock()
		close(q.done)
	}()
	q.answer, q.err = f(ctx)
	returned = true
	if connection, ok := q.err.(*ConnectionError); ok && connection.ended { // not by a caller
		q.err = &ConnectionError{Err: fmt.Errorf("no answer within %s to a question that several calls share", means.patience())}
	}
}

// patience returns how long a request on behalf of several calls may take.
func (s *settings) patience() time.Duration {
	if s.timed && s.timeout > 0 {
		return s.timeout
	}
	return 30 * time.Second
}
