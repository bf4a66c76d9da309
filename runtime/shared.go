package runtime

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
)

// shared answers a question of several callers with one request, if they ask at the same time
// and with the same settings. The request has its own context, which ends when no caller waits.
type shared[T any] struct {
	mu     sync.Mutex
	asking *question[T] // the latest question under way
}

// question is a shared request.
type question[T any] struct {
	settings *settings    // of a client, a worker or an agent
	before   *question[T] // the next older question under way, with other settings
	cancel   context.CancelFunc
	waiting  int // number of callers
	done     chan struct{}
	answer   T
	err      error
	panics   any // value of a panic in the function
	stack    []byte
}

// ask returns the result of f. If another caller of ask with the same settings is asking, it
// returns the result of that caller's f. If ctx ends first, the error is a [*ConnectionError].
func (s *shared[T]) ask(ctx context.Context, settings *settings, f func(context.Context) (T, error)) (T, error) {
	q := s.join(settings, f)
	defer s.release(q)
	select {
	case <-q.done:
	case <-ctx.Done():
		var none T
		return none, interrupted(ctx, false)
	}
	if q.panics != nil { // the transport panicked, which a caller would see without sharing as well
		panic(fmt.Sprintf("golem: while asking on behalf of several calls: %v\n\n%s", q.panics, q.stack))
	}
	return q.answer, q.err
}

// join returns the question under way, or a new one.
func (s *shared[T]) join(settings *settings, f func(context.Context) (T, error)) *question[T] {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := s.with(settings)
	if q == nil {
		ctx, cancel := withPausableTimeout(settings.questionLimit())
		q = &question[T]{settings: settings, before: s.asking, done: make(chan struct{}), cancel: cancel}
		s.asking = q
		go s.run(ctx, q, f)
	}
	q.waiting++
	return q
}

// with returns the question under way with these settings, nil for none.
func (s *shared[T]) with(settings *settings) *question[T] {
	q := s.asking
	for q != nil && q.settings != settings {
		q = q.before
	}
	return q
}

// release ends the question if nobody waits for it. Later callers ask again.
func (s *shared[T]) release(q *question[T]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q.waiting--
	if q.waiting == 0 {
		q.cancel()
		s.forget(q)
	}
}

// forget removes q from the questions under way. It may be called twice.
func (s *shared[T]) forget(q *question[T]) {
	for at := &s.asking; *at != nil; at = &(*at).before {
		if *at == q {
			*at = q.before
			return
		}
	}
}

func (s *shared[T]) run(ctx context.Context, q *question[T], f func(context.Context) (T, error)) {
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
		s.forget(q)
		s.mu.Unlock()
		close(q.done)
	}()
	q.answer, q.err = f(ctx)
	returned = true
}
