package runtime_test

import (
	"context"
	"errors"
	"net/http"
	goruntime "runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// around returns a shop whose calls go through the interceptor to the transport.
func around(t *testing.T, e *echo, i runtime.Interceptor, opts ...runtime.ClientOption) *handShop {
	return newShop(dial(t, "http://localhost:1", append([]runtime.ClientOption{
		runtime.WithTransport(e), runtime.WithServerVersion("1.2.0"),
		runtime.WithVersionCheck(runtime.VersionCheckOff), runtime.WithInterceptor(i),
	}, opts...)...), "w")
}

// TestInterceptorReturnsBeforeNext checks that a next that is still running when its
// interceptor returns affects no other call, and that its result is dropped.
func TestInterceptorReturnsBeforeNext(t *testing.T) {
	hold, arrived, late := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	e := &echo{before: func(n int, _ *http.Request) (string, error) {
		if n == 1 {
			close(arrived)
			<-hold
		}
		return "", nil
	}}
	timeout := errors.New("a time-out of its own")
	var kept *runtime.CallInfo
	var first atomic.Bool
	hasty := func(next runtime.CallFunc) runtime.CallFunc {
		return func(ctx context.Context, info *runtime.CallInfo) error {
			if !first.CompareAndSwap(false, true) {
				return next(ctx, info)
			}
			kept = info
			go func() { late <- next(ctx, info) }()
			<-arrived
			return timeout
		}
	}
	s := around(t, e, hasty)
	n, err := s.remove(context.Background(), "1 first")
	if !errors.Is(err, timeout) || n != 0 {
		t.Errorf("got %d, %v", n, err)
	}
	for i := range 50 {
		if n, err := s.remove(context.Background(), strconv.Itoa(i+100)+" other"); err != nil || n != uint32(i+100) {
			t.Fatalf("another call got %d, %v", n, err)
		}
		if i == 10 {
			close(hold)
		}
	}
	check(t, "late next", <-late, nil)
	check(t, "result", n, uint32(0))
	check(t, "attempts", kept.Attempts(), 1)
}

// TestInterceptorHedges calls next twice at once. Both requests have the same key and are
// sent one after the other, because a server would run both otherwise. The call has one
// result.
func TestInterceptorHedges(t *testing.T) {
	for _, version := range []string{"1.1.0", "1.2.0"} {
		for _, size := range []int{1, 100_000} {
			var open atomic.Int32
			e := &echo{before: func(int, *http.Request) (string, error) {
				if open.Add(1) > 1 {
					t.Error("two requests under one key at once")
				}
				for range 100 {
					goruntime.Gosched()
				}
				open.Add(-1)
				return "", nil
			}}
			var info *runtime.CallInfo
			s := around(t, e, func(next runtime.CallFunc) runtime.CallFunc {
				return func(ctx context.Context, i *runtime.CallInfo) error {
					info = i
					results := make(chan error, 2)
					for range 2 {
						go func() { results <- next(ctx, i) }()
					}
					i.SetHeader("X-Late", "1")
					err := <-results
					_, _ = i.Duration(), i.Attempts()
					return errors.Join(err, <-results)
				}
			}, runtime.WithServerVersion(version))
			n, err := s.remove(context.Background(), "7 "+strings.Repeat("x", size))
			if err != nil || n != 7 {
				t.Errorf("%s, %d bytes: got %d, %v", version, size, n, err)
			}
			bodies := e.seen()
			if len(bodies) != 2 || bodies[0] != bodies[1] || !strings.HasPrefix(bodies[0], info.IdempotencyKey+" {") {
				t.Errorf("%s, %d bytes: sent %.200q", version, size, bodies)
			}
			check(t, "attempts", info.Attempts(), 2)
		}
	}
}

// TestInterceptorHedgesRepeatedCall calls next twice at once for a call that was made before. The
// race detector finds a next that changes what the other one copies.
func TestInterceptorHedgesRepeatedCall(t *testing.T) {
	server := serveCalls(t, func(int, *seenRequest) reply { return jsonReply(200, voidAnswer) })
	s := newShop(dial(t, server.url, runtime.WithServerVersion("1.2.5"), quick, runtime.WithInterceptor(hedge)), "w")
	for range 10 {
		check(t, "call", s.ping(context.Background(), runtime.RepeatCall("key")), nil)
	}
}

// TestInterceptorCallsNextAsItLikes calls next several times in turn, or never.
func TestInterceptorCallsNextAsItLikes(t *testing.T) {
	ctx := context.Background()
	failed := errors.New("failed")
	fails := func(which ...int) *echo {
		return &echo{before: func(n int, _ *http.Request) (string, error) {
			for _, w := range which {
				if n == w {
					return "", failed
				}
			}
			return "", nil
		}}
	}
	half := &echo{before: func(int, *http.Request) (string, error) { return `{"ok":7,"x"}`, nil }}
	halfLater := &echo{before: func(n int, _ *http.Request) (string, error) {
		if n == 1 {
			return "", nil
		}
		return `{"ok":9,"x"}`, nil
	}}
	for _, c := range []struct {
		name string
		echo *echo
		do   func(next func() error) error
		want any
	}{
		{"once", fails(), func(next func() error) error { return next() }, uint32(7)},
		{"twice", fails(), func(next func() error) error { return errors.Join(next(), next()) }, uint32(7)},
		{"again after a failure", fails(1), func(next func() error) error { _ = next(); return next() }, uint32(7)},
		{"again, the second fails, swallowed", fails(2), func(next func() error) error { _, _ = next(), next(); return nil }, uint32(7)},
		{"swallowed", fails(1), func(next func() error) error { _ = next(); return nil }, uint32(0)},
		{"half an answer, swallowed", half, func(next func() error) error { _ = next(); return nil }, uint32(0)},
		{"again, and half an answer, swallowed", halfLater, func(next func() error) error { _, _ = next(), next(); return nil }, uint32(7)},
		{"never", fails(), func(func() error) error { return nil }, uint32(0)},
		{"success turned into a failure", fails(), func(next func() error) error { _ = next(); return failed }, failed},
	} {
		s := around(t, c.echo, func(next runtime.CallFunc) runtime.CallFunc {
			return func(ctx context.Context, info *runtime.CallInfo) error {
				return c.do(func() error { return next(ctx, info) })
			}
		}, runtime.WithoutRetry())
		n, err := s.remove(ctx, "7 ")
		if wantErr, ok := c.want.(error); ok && (!errors.Is(err, wantErr) || n != 0) || !ok && (err != nil || n != c.want) {
			t.Errorf("%s: got %d, %v; want %v", c.name, n, err, c.want)
		}
	}
}

// TestInterceptorKeepsCallInfo checks that a CallInfo that an interceptor keeps cannot make
// a call, neither its own again nor another one.
func TestInterceptorKeepsCallInfo(t *testing.T) {
	ctx := context.Background()
	e := &echo{}
	var kept *runtime.CallInfo
	var next runtime.CallFunc
	s := around(t, e, func(n runtime.CallFunc) runtime.CallFunc {
		next = n
		return func(ctx context.Context, info *runtime.CallInfo) error {
			kept = info
			return n(ctx, info)
		}
	})
	check(t, "call", second(s.remove(ctx, "1 ")), nil)
	for range 3 {
		check(t, "other call", second(s.remove(ctx, "2 ", runtime.WithLogger(nil))), nil)
	}
	for _, info := range []*runtime.CallInfo{kept, {}, nil} {
		if err := next(ctx, info); err == nil || !strings.HasPrefix(err.Error(), "golem: an interceptor called next ") {
			t.Errorf("%v: got %v", info, err)
		}
	}
	if err := next(nil, kept); err == nil { //nolint:staticcheck // a mistake of an interceptor
		t.Error("no error without a context")
	}
	kept.SetHeader("X-Late", "1")
	check(t, "requests", len(e.seen()), 4)
	check(t, "attempts", []int{kept.Attempts(), new(runtime.CallInfo).Attempts()}, []int{1, 0})
}

// TestInterceptorPanics checks that an interceptor that panics while its next runs does not
// affect other calls.
func TestInterceptorPanics(t *testing.T) {
	hold, arrived, late := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	e := &echo{before: func(n int, _ *http.Request) (string, error) {
		if n == 1 {
			close(arrived)
			<-hold
		}
		return "", nil
	}}
	var first atomic.Bool
	s := around(t, e, func(next runtime.CallFunc) runtime.CallFunc {
		return func(ctx context.Context, info *runtime.CallInfo) error {
			if !first.CompareAndSwap(false, true) {
				return next(ctx, info)
			}
			go func() { late <- next(ctx, info) }()
			<-arrived
			panic("an interceptor's own")
		}
	})
	func() {
		defer func() { check(t, "panic", recover(), any("an interceptor's own")) }()
		_, _ = s.remove(context.Background(), "1 ")
	}()
	for i := range 20 {
		if n, err := s.remove(context.Background(), strconv.Itoa(i)+" "); err != nil || n != uint32(i) {
			t.Errorf("got %d, %v", n, err)
		}
	}
	close(hold)
	check(t, "late next", <-late, nil)
}
