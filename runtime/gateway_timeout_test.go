package runtime_test

import (
	"context"
	"encoding/json"
	"fmt"
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

// impatientGateway is a gateway that does not wait for the first answers. It answers 504
// when the worker begins to run the request, and the request goes on.
type impatientGateway struct {
	answers atomic.Int32  // number of answers that it does not wait for
	begun   chan struct{} // the worker sends when it begins to run a request
	going   sync.WaitGroup
}

func (g *impatientGateway) RoundTrip(r *http.Request) (*http.Response, error) {
	if g.answers.Add(-1) < 0 {
		return http.DefaultTransport.RoundTrip(r)
	}
	if r.Method == http.MethodGet {
		g.answers.Add(1)
		return http.DefaultTransport.RoundTrip(r)
	}
	body, err := r.GetBody()
	if err != nil {
		return nil, err
	}
	out := r.Clone(context.Background())
	out.Body = body
	answered := make(chan struct{})
	g.going.Go(func() {
		defer close(answered)
		if response, err := http.DefaultTransport.RoundTrip(out); err == nil {
			_ = response.Body.Close()
		}
	})
	select {
	case <-g.begun:
	case <-answered: // at once, if the key is known
	}
	page := io.NopCloser(strings.NewReader("<html><h1>504 Gateway Timeout</h1>"))
	return &http.Response{StatusCode: 504, Header: http.Header{}, Body: page, Request: r}, nil
}

// TestGatewayTimeout checks that a call that takes longer than the gateway waits runs once
// and returns its result.
func TestGatewayTimeout(t *testing.T) {
	t.Cleanup(http.DefaultTransport.(*http.Transport).CloseIdleConnections)
	document, _ := recordedDocuments(t)
	for _, version := range []string{"1.1.0", "1.2.0"} {
		server := golemtest.NewServer(t, golemtest.Version(version), golemtest.Quiet())
		var runs atomic.Int32
		gateway := &impatientGateway{begun: make(chan struct{}, 3)}
		server.AddComponent(document).HandleFunc("cart.remove-item", func(context.Context, *golemtest.Invocation) (json.RawMessage, error) {
			gateway.begun <- struct{}{}
			time.Sleep(30 * time.Millisecond)
			return fmt.Appendf(nil, `{"ok":%d}`, runs.Add(1)), nil
		})
		client := dial(t, server.URL, quick, runtime.WithTransport(gateway), runtime.WithServerVersion(version), runtime.WithVersionCheck(runtime.VersionCheckOff))
		gateway.answers.Store(3)
		n, err := newShop(client, "w").remove(context.Background(), "x")
		check(t, "result", []any{n, err, runs.Load()}, []any{uint32(1), nil, int32(1)})
		gateway.going.Wait()
	}
}
