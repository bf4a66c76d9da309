package runtime_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// deleteLoser is a transport that loses the answer to the first request that deletes something.
type deleteLoser struct {
	arrives bool                                                           // that request
	then    func()                                                         // called after it, may be nil
	later   func(*http.Request) (answer *http.Response, err error, _ bool) // may answer other requests after it

	deletes int
}

func (l *deleteLoser) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodDelete {
		if l.deletes++; l.deletes == 1 {
			if l.arrives {
				response, err := http.DefaultTransport.RoundTrip(r)
				if err != nil {
					return nil, err
				}
				_ = response.Body.Close()
			}
			if l.then != nil {
				l.then()
			}
			return nil, io.ErrUnexpectedEOF
		}
	}
	if l.deletes > 0 && l.later != nil {
		if response, err, answered := l.later(r); answered {
			return response, err
		}
	}
	return http.DefaultTransport.RoundTrip(r)
}

// TestDeleteAgain loses the answer to a delete. The worker that others make before the next attempt
// must not be deleted.
func TestDeleteAgain(t *testing.T) {
	for name, test := range map[string]struct {
		arrives bool // the request whose answer is lost
		anew    bool
		refused bool // questions for the worker
		deletes int
		exists  bool
		fails   bool
	}{
		"deleted":              {arrives: true, deletes: 1},
		"deleted, made anew":   {arrives: true, anew: true, deletes: 1, exists: true},
		"the request was lost": {deletes: 2},
		"the worker is hidden": {refused: true, deletes: 1, exists: true, fails: true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newFateWorld(t, "1.2.5")
			lost := &deleteLoser{arrives: test.arrives}
			if test.anew {
				lost.then = func() { w.component.CreateWorker("w") }
			}
			transport := roundTrip(func(r *http.Request) (*http.Response, error) {
				if test.refused && r.Method == http.MethodGet {
					return badAnswer(http.StatusForbidden, `{"error":"not permitted"}`)()
				}
				return lost.RoundTrip(r)
			})
			err := newShop(w.dial(t, runtime.WithTransport(transport)), "w").worker.Delete(ctx)
			var call *runtime.CallError
			if test.fails != (err != nil) || test.fails && (!errors.As(err, &call) || !call.MayHaveRun()) {
				t.Errorf("got %v", err)
			}
			check(t, "deletes", lost.deletes, test.deletes)
			_, err = w.shop.worker.Metadata(ctx)
			check(t, "exists", err == nil, test.exists)
		})
	}
}

// TestDeleteBeforeFailures deletes a worker, loses the answer, and cannot reach the server again. The
// error must say that the worker may be deleted, and a handle of it is not one of a later worker.
func TestDeleteBeforeFailures(t *testing.T) {
	for name, failure := range map[string]func() (*http.Response, error){
		"no connection": func() (*http.Response, error) { return nil, &net.OpError{Op: "dial", Err: errors.New("no route")} },
		"forbidden":     badAnswer(http.StatusForbidden, `{"error":"not permitted"}`),
	} {
		t.Run(name, func(t *testing.T) {
			server := serveStock(t, golemtest.Version("1.2.5"))
			failing := true
			transport := &deleteLoser{arrives: true, later: func(*http.Request) (*http.Response, error, bool) {
				response, err := failure()
				return response, err, failing
			}}
			s := newShop(dialDefault(t, server.URL, quick, runtime.WithTransport(transport)), "w")
			paris := must(s.open(ctx, "Paris"))(t)
			err := s.worker.Delete(ctx)
			var call *runtime.CallError
			if !errors.As(err, &call) || !call.MayHaveRun() || !strings.Contains(err.Error(), "an earlier attempt may have been carried out") {
				t.Errorf("got %v", err)
			}
			failing = false
			_ = must(newShop(dialDefault(t, server.URL), "w").open(ctx, "Rome"))(t)
			if text, err := paris.warehouse(ctx); !errors.Is(err, runtime.HandleFormerWorker) {
				t.Errorf("got %q, %v", text, err)
			}
		})
	}
}
