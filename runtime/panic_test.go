package runtime_test

import (
	"context"
	"errors"
	"net/http"
	goruntime "runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// breaking is a transport that once calls a function instead of sending a request, if the
// URL of the request contains a text.
type breaking struct {
	http.RoundTripper
	in      string
	late    bool // calls the function after the request
	instead atomic.Pointer[func()]
}

func (b *breaking) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.Contains(r.URL.String(), b.in) {
		if f := b.instead.Swap(nil); f != nil {
			if b.late {
				if response, err := b.RoundTripper.RoundTrip(r); err == nil {
					_ = response.Body.Close()
				}
			} else if r.Body != nil {
				_ = r.Body.Close()
			}
			(*f)()
		}
	}
	return b.RoundTripper.RoundTrip(r)
}

// noReturns are functions that do not return, for transports and token sources.
var noReturns = map[string]func(){
	"panic":  func() { panic("broken") },
	"Goexit": goruntime.Goexit,
}

// runNoReturn runs f in a goroutine and waits for its end.
func runNoReturn(t *testing.T, f func()) {
	t.Helper()
	returned := false
	var wg sync.WaitGroup
	wg.Go(func() {
		defer func() { _ = recover() }()
		f()
		returned = true
	})
	wg.Wait()
	if returned {
		t.Error("the call returned")
	}
}

// TestHandlesAfterATransportPanics checks that a transport that panics before it has read
// the request does not change handles.
func TestHandlesAfterATransportPanics(t *testing.T) {
	ctx := context.Background()
	for name, way := range noReturns {
		transport := &breaking{RoundTripper: http.DefaultTransport, in: "levels"}
		stock := newShop(dial(t, ledgers(t, nil).url, runtime.WithServerVersion("1.2.0"), runtime.WithTransport(transport)), "stock-1")
		open := func() *ledger { return must(stock.open(ctx, "Nice"))(t) }

		borrowed := open()
		transport.instead.Store(&way)
		runNoReturn(t, func() { _, _ = borrowed.levels(ctx) })
		check(t, name+": drop of what the call borrowed", borrowed.drop(ctx), nil)

		owned := open()
		transport.in = "close"
		transport.instead.Store(&way)
		runNoReturn(t, func() { _ = stock.close(ctx, owned) })
		check(t, name+": use of what the call would have taken", second(owned.levels(ctx)), nil)
		check(t, name+": other calls", second(open().levels(ctx)), nil)
	}
}

// TestHandlesAfterATransportPanicsLate checks that handles stay in use if a transport
// panics after it has sent the request, until the call is repeated under its key.
func TestHandlesAfterATransportPanicsLate(t *testing.T) {
	ctx := context.Background()
	for name, way := range noReturns {
		transport := &breaking{RoundTripper: http.DefaultTransport, in: "levels", late: true}
		stock := newShop(dial(t, ledgers(t, nil).url, runtime.WithServerVersion("1.2.0"), runtime.WithTransport(transport)), "stock-1")
		l := must(stock.open(ctx, "Nice"))(t)
		transport.instead.Store(&way)
		runNoReturn(t, func() { _, _ = l.levels(ctx) })
		err := l.drop(ctx)
		var handle *runtime.HandleError
		if !errors.As(err, &handle) || handle.Reason != runtime.HandleUnresolved {
			t.Errorf("%s: drop: got %v", name, err)
			continue
		}
		check(t, name+": again", second(l.levels(ctx, runtime.WithIdempotencyKey(handle.Key))), nil)
		check(t, name+": drop", l.drop(ctx), nil)
	}
}

// TestHandlesAfterATokenSourcePanics checks that a token source that panics does not change
// handles, because nothing was sent.
func TestHandlesAfterATokenSourcePanics(t *testing.T) {
	ctx := context.Background()
	for name, way := range noReturns {
		var instead atomic.Pointer[func()]
		stock := newShop(dial(t, ledgers(t, nil).url, runtime.WithServerVersion("1.2.0"), runtime.WithTokenSource(func(context.Context) (string, error) {
			if f := instead.Swap(nil); f != nil {
				(*f)()
			}
			return "token", nil
		})), "stock-1")
		l := must(stock.open(ctx, "Nice"))(t)
		instead.Store(&way)
		runNoReturn(t, func() { _ = stock.close(ctx, l) })
		check(t, name+": use of what the call would have taken", second(l.levels(ctx)), nil)
		instead.Store(&way)
		runNoReturn(t, func() { _ = l.drop(ctx) })
		check(t, name+": drop", l.drop(ctx), nil)
	}
}

// TestQuestionsAfterATransportPanics checks that later calls ask a question again whose
// transport panicked. Calls that share the question panic, too.
func TestQuestionsAfterATransportPanics(t *testing.T) {
	ctx := context.Background()
	for name, way := range noReturns {
		for _, in := range []string{"/version", "/latest", "/workers/w", "/workers"} {
			server := serve(t, func(_ int, r *seenRequest) reply {
				switch {
				case strings.HasSuffix(r.path, "/version"):
					return jsonReply(200, `{"version":"1.1.0"}`)
				case strings.HasSuffix(r.path, "/latest"):
					return jsonReply(200, latestShop0)
				case r.method == http.MethodPost && strings.HasSuffix(r.path, "/workers"):
					return jsonReply(200, createdAt0)
				case r.method == http.MethodGet:
					return reply{status: 404, kind: "application/json", body: noWorker}
				}
				return jsonReply(200, voidAnswer)
			})
			transport := &breaking{RoundTripper: http.DefaultTransport, in: in}
			shop := newShop(dialDefault(t, server.url, runtime.WithTransport(transport)), "w")
			transport.instead.Store(&way)
			var wg sync.WaitGroup
			var broke atomic.Int32
			for range 8 {
				wg.Go(func() {
					returned := false
					defer func() {
						_ = recover()
						if !returned {
							broke.Add(1)
						}
					}()
					if err := shop.ping(ctx); err != nil {
						t.Errorf("%s at %s: %v", name, in, err)
					}
					returned = true
				})
			}
			wg.Wait()
			if broke.Load() == 0 {
				t.Errorf("%s at %s: no call broke", name, in)
			}
			check(t, name+" at "+in+": a later call", shop.ping(ctx), nil)
		}
	}
}
