package runtime_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// watcher is a transport that counts calls and questions about them. After a number of
// questions that follow a call, it runs a function.
type watcher struct {
	after   int
	do      func()
	second  func() // before the second call
	refuse  string // a part of the paths of questions that are answered 403
	gateway int    // answers calls with this status when they have ended, if it is not 0

	mu               sync.Mutex
	calls, questions int
}

func (w *watcher) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	question := r.Method == http.MethodGet
	var do func()
	switch {
	case !question && strings.Contains(r.URL.Path, "/invoke"):
		if w.calls++; w.calls == 2 {
			do = w.second
		}
	case question && w.calls > 0:
		if w.questions++; w.questions == w.after {
			do = w.do
		}
	}
	w.mu.Unlock()
	if do != nil {
		do()
	}
	if question && w.refuse != "" && strings.HasSuffix(r.URL.Path, w.refuse) {
		return &http.Response{StatusCode: 403, Body: http.NoBody}, nil
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	if err == nil && !question && w.gateway != 0 {
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
		return &http.Response{StatusCode: w.gateway, Body: http.NoBody}, nil
	}
	return response, err
}

func (w *watcher) sent() (calls, questions int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.calls, w.questions
}

// fateWorld is a server with a worker "w", and a client of it.
type fateWorld struct {
	server    *golemtest.Server
	component *golemtest.Component
	watcher   *watcher
	client    *runtime.Client
	shop      *handShop
	runs      atomic.Int32 // of remove-item
}

const brief = time.Millisecond

func newFateWorld(t *testing.T, version string, opts ...runtime.ClientOption) *fateWorld {
	t.Cleanup(http.DefaultTransport.(*http.Transport).CloseIdleConnections)
	document, _ := recordedDocuments(t)
	w := &fateWorld{server: golemtest.NewServer(t, golemtest.Version(version), golemtest.Quiet()), watcher: new(watcher)}
	w.component = w.server.AddComponent(document)
	w.component.HandleFunc("cart.remove-item", func(context.Context, *golemtest.Invocation) (json.RawMessage, error) {
		w.runs.Add(1)
		return json.RawMessage(`{"ok":7}`), nil
	})
	w.component.Answer("cart.ping", `null`)
	w.component.CreateWorker("w")
	w.client = w.dial(t, opts...)
	w.shop = newShop(w.client, "w")
	return w
}

func (w *fateWorld) dial(t *testing.T, opts ...runtime.ClientOption) *runtime.Client {
	return dialDefault(t, w.server.URL, append([]runtime.ClientOption{
		runtime.WithTransport(w.watcher), runtime.WithRetry(runtime.RetryPolicy{Attempts: 10, FirstDelay: brief, MaxDelay: 2 * brief}),
	}, opts...)...)
}

// occupy makes the worker run another call until the gate is opened.
func (w *fateWorld) occupy(t *testing.T) *golemtest.Gate {
	t.Helper()
	gate := w.server.Hold("cart.ping", "w")
	check(t, "the other call", newShop(w.dial(t, runtime.WithTransport(http.DefaultTransport)), "w").enqueuing().ping(context.Background()), nil)
	gate.Wait()
	return gate
}

func newFault(kind golemtest.FaultKind, early bool) *golemtest.Fault {
	return &golemtest.Fault{Function: "cart.remove-item", Kind: kind, Early: early, Call: 1}
}
