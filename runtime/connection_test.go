package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
)

// TestConnectionRefused starts the server after the first attempt.
func TestConnectionRefused(t *testing.T) {
	server := respond(t, 200, voidAnswer)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := listener.Addr().String()
	_ = listener.Close()
	var dials atomic.Int32
	transport := closing(t)
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if dials.Add(1) <= 2 {
			address = nobody
		}
		return new(net.Dialer).DialContext(ctx, network, address)
	}
	client := dial(t, server.url, runtime.WithServerVersion("1.2.0"), quick, runtime.WithTransport(transport))
	check(t, "call", newShop(client, "w").ping(context.Background()), nil)
	check(t, "dials", dials.Load(), int32(3))
	check(t, "requests", len(server.requests()), 1)
}

// TestRedirectKeepsToken checks that nothing is sent to the target of a redirect.
func TestRedirectKeepsToken(t *testing.T) {
	thief := respond(t, 200, voidAnswer)
	server := serve(t, func(int, *seenRequest) reply {
		return reply{status: 307, header: map[string]string{"Location": thief.url}}
	})
	for _, option := range []runtime.ClientOption{runtime.WithTimeout(time.Minute), runtime.WithHTTPClient(&http.Client{Transport: closing(t)})} {
		client := dial(t, server.url, runtime.WithServerVersion("1.2.0"), runtime.WithBearerToken("secret"), option)
		err := newShop(client, "w").ping(context.Background())
		var status *runtime.StatusError
		if !errors.As(err, &status) || status.Location != thief.url {
			t.Errorf("got %v", err)
		}
	}
	check(t, "requests to elsewhere", len(thief.requests()), 0)
	check(t, "header", server.requests()[0].header.Get("Authorization"), "Bearer secret")
}

func closing(t *testing.T) *http.Transport {
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return transport
}

// TestContexts checks that deadlines and cancellation end calls at once, also during
// pauses.
func TestContexts(t *testing.T) {
	goOn := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		drain(r)
		select {
		case <-goOn:
		case <-r.Context().Done():
		}
	}))
	defer slow.Close()
	defer close(goOn)
	client := dial(t, slow.URL, runtime.WithServerVersion("1.2.0"))
	s := newShop(client, "w")
	err := s.ping(context.Background(), runtime.WithTimeout(20*time.Millisecond))
	var connection *runtime.ConnectionError
	if !errors.Is(err, context.DeadlineExceeded) || !errors.As(err, &connection) || !connection.Sent || !runtime.IsRetryable(err) {
		t.Errorf("got %v", err)
	}
	check(t, "outcome", runtime.OutcomeOf(err), runtime.OutcomeCanceled)

	busy := serve(t, func(int, *seenRequest) reply {
		return reply{status: 503, header: map[string]string{"Retry-After": time.Now().Add(30 * time.Second).UTC().Format(http.TimeFormat)}}
	})
	client = dial(t, busy.url, runtime.WithServerVersion("1.2.0"))
	begin := time.Now()
	err = newShop(client, "w").ping(context.Background(), runtime.WithTimeout(time.Second))
	if !errors.Is(err, runtime.ErrNotReady) || time.Since(begin) > time.Second/2 {
		t.Errorf("after %v: %v", time.Since(begin), err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(20*time.Millisecond, cancel)
	begin = time.Now()
	if err = newShop(client, "w").ping(ctx); err == nil || time.Since(begin) > 5*time.Second {
		t.Errorf("after %v: %v", time.Since(begin), err)
	}
}

// TestEphemeralIsNotRetried checks that neither the client nor net/http sends a call of an
// ephemeral worker again.
func TestEphemeralIsNotRetried(t *testing.T) {
	var requests atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		drain(r)
		if requests.Add(1) > 1 {
			hangUp(w, "")
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, voidAnswer)
	}))
	defer server.Close()
	client := dial(t, server.URL, runtime.WithServerVersion("1.2.0"), quick)
	s := newEphemeralShop(client)
	check(t, "first", s.ping(context.Background()), nil) // the next call uses the same connection
	if err := s.ping(context.Background()); err == nil || runtime.IsRetryable(err) {
		t.Errorf("got %v", err)
	}
	check(t, "requests", requests.Load(), int32(2))
}

// TestManyGoroutines shares one client between goroutines that send different values.
func TestManyGoroutines(t *testing.T) {
	server := serve(t, func(_ int, r *seenRequest) reply {
		_, rest, _ := strings.Cut(r.body, `"value":"`)
		id, _, _ := strings.Cut(rest, `"`)
		return jsonReply(200, fmt.Sprintf(`{"result":{"typ":{"items":[{"err":{"type":"Str"},"ok":{"type":"U32"},"type":"Result"}],"type":"Tuple"},"value":[{"err":"%s"}]}}`, id))
	})
	connections := newCountingListener(t, server)
	client := dial(t, connections.url, runtime.WithServerVersion("1.2.0"))
	s := newShop(client, "w")
	var wg sync.WaitGroup
	for i := range 1000 {
		wg.Go(func() {
			for n := range 3 {
				// Small and large requests are written in different ways.
				id := fmt.Sprintf("%d-%d-%s", i, n, strings.Repeat("x", i%2*20_000))
				_, err := s.remove(context.Background(), id)
				var refused *runtime.ResultError[string]
				if !errors.As(err, &refused) || refused.Value != id {
					t.Errorf("got %.200v", err)
				}
			}
		})
	}
	wg.Wait()
	// A second round uses the connections of the first.
	before := connections.count.Load()
	for i := range 200 {
		wg.Go(func() {
			if _, err := s.remove(context.Background(), fmt.Sprint(i)); err == nil {
				t.Error("no error")
			}
		})
	}
	wg.Wait()
	if after := connections.count.Load(); after > before+20 {
		t.Errorf("%d connections, then %d", before, after)
	}
}

// countingListener counts the connections that it accepts.
type countingListener struct {
	url   string
	count atomic.Int32
}

func newCountingListener(t *testing.T, handler http.Handler) *countingListener {
	c := &countingListener{}
	server := httptest.NewUnstartedServer(handler)
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			c.count.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	c.url = server.URL
	return c
}
