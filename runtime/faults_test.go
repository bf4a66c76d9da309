package runtime_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
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
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// hangUp ends the connection of a request with a reset, after it has written
// text to it.
func hangUp(w http.ResponseWriter, text string) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	_, _ = io.WriteString(connection, text)
	if tcp, ok := connection.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = connection.Close()
}

func gzipped(text string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, text)
	_ = z.Close()
	return b.Bytes()
}

func drain(r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }

// quick retries without long pauses.
var quick = runtime.WithRetry(runtime.RetryPolicy{Attempts: 4, FirstDelay: time.Millisecond, MaxDelay: 2 * time.Millisecond, MaxRetryAfter: 2 * time.Second})

// TestFaults checks the error and the number of attempts of a call with retries.
// A fault occurs at the first request, or at each one.
func TestFaults(t *testing.T) {
	good := func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, voidAnswer)
	}
	bomb := gzipped(`{"a":"` + strings.Repeat("x", 8<<20) + `"}`)
	cases := []struct {
		name     string
		fault    func(w http.ResponseWriter, r *http.Request)
		each     bool
		large    bool          // the request is 1 MiB
		timeout  time.Duration // of the call, 0 for none
		attempts int           // that the server sees
		err      string        // "" for a call that works
	}{
		{name: "reset before the request is read", fault: func(w http.ResponseWriter, _ *http.Request) { hangUp(w, "") }, attempts: 2},
		{name: "reset before the answer", fault: func(w http.ResponseWriter, r *http.Request) { drain(r); hangUp(w, "") }, attempts: 2},
		{name: "reset in the headers", fault: func(w http.ResponseWriter, r *http.Request) {
			drain(r)
			hangUp(w, "HTTP/1.1 200 OK\r\nContent-Type: appl")
		}, attempts: 2},
		{name: "reset in the answer", fault: func(w http.ResponseWriter, r *http.Request) {
			drain(r)
			hangUp(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 58\r\n\r\n"+voidAnswer[:20])
		}, attempts: 2},
		{name: "answer cut in order", fault: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, voidAnswer[:20])
		}, attempts: 2},
		{name: "answer cut in order, behind a bracket", fault: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, voidAnswer[:len(voidAnswer)-1])
		}, attempts: 2},
		{name: "answer cut by the end of the connection, behind a bracket", fault: func(w http.ResponseWriter, r *http.Request) {
			drain(r)
			connection, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				panic(err)
			}
			_, _ = io.WriteString(connection, "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n"+voidAnswer[:len(voidAnswer)-1])
			_ = connection.Close()
		}, attempts: 2},
		{name: "answer with a bracket too many", each: true, fault: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, voidAnswer+"}")
		}, attempts: 1, err: "something follows the value"},
		{name: "each time reset", each: true, fault: func(w http.ResponseWriter, r *http.Request) { drain(r); hangUp(w, "") }, attempts: 4, err: "the connection failed before the answer was complete"},
		{name: "garbage instead of HTTP", each: true, fault: func(w http.ResponseWriter, r *http.Request) { drain(r); hangUp(w, "what?\r\n\r\n") }, attempts: 4, err: "malformed HTTP"},
		{name: "garbage instead of JSON", each: true, fault: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"result":}`)
		}, attempts: 1, err: "not valid JSON"},
		{name: "bad gateway once", fault: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(502) }, attempts: 2},
		{name: "gateway timeout each time", each: true, fault: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(504) }, attempts: 4, err: "504 Gateway Timeout"},
		{name: "too many requests, at once", fault: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(429)
		}, attempts: 2},
		{name: "too many requests, too long", fault: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(429)
		}, attempts: 1, err: "it asks to wait for 1h0m0s"},
		{name: "a Golem error", each: true, fault: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(500)
			_, _ = io.WriteString(w, `{"golemError":{"type":"ShardingNotReady"}}`)
		}, attempts: 1, err: "ShardingNotReady"},
		{name: "500 in plain text", each: true, fault: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, attempts: 1, err: "500 Internal Server Error"},
		{name: "not found", each: true, fault: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) }, attempts: 1, err: "404 Not Found"},
		{name: "100 MiB", each: true, fault: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			block := bytes.Repeat([]byte("x"), 1<<20)
			for range 100 {
				if _, err := w.Write(block); err != nil {
					return
				}
			}
		}, attempts: 1, err: "the answer is larger than 1048576 bytes"},
		{name: "100 MiB of a refusal", each: true, fault: func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(404)
			block := bytes.Repeat([]byte("x"), 1<<20)
			for range 100 {
				if _, err := w.Write(block); err != nil {
					return
				}
			}
		}, attempts: 1, err: "404 Not Found: xxx"},
		{name: "a compressed bomb", each: true, fault: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb)
		}, attempts: 1, err: "the answer is larger than 1048576 bytes"},
		{name: "compressed as nobody asked", each: true, fault: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Encoding", "br")
			_, _ = io.WriteString(w, "garbage")
		}, attempts: 1, err: `the answer is compressed ("br")`},
		{name: "compressed", fault: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(gzipped(voidAnswer))
		}, attempts: 1},
		{name: "compressed bomb as a refusal", each: true, fault: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.WriteHeader(400)
			_, _ = w.Write(bomb)
		}, attempts: 1, err: "400 Bad Request: {\"a\":\"xxx"},
		{name: "cut inside of compression", fault: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(gzipped(voidAnswer)[:30])
		}, attempts: 2},
		{name: "garbage instead of compression", each: true, fault: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = io.WriteString(w, "garbage that is no gzip")
		}, attempts: 4, err: "gzip: invalid header"},
		{name: "cut between chunks", fault: func(w http.ResponseWriter, r *http.Request) {
			drain(r)
			hangUp(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n"+voidAnswer[:5]+"\r\n")
		}, attempts: 2},
		{name: "reset in the request", large: true, fault: func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.ReadFull(r.Body, make([]byte, 1000))
			hangUp(w, "")
		}, attempts: 2},
		{name: "HTML as an answer", each: true, fault: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, "<html><title>Please log in</title>"+strings.Repeat("<p>x</p>", 10_000))
		}, attempts: 1, err: `200 OK with a web page, "Please log in"; something between`},
		{name: "HTML of a gateway once", fault: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(502)
			_, _ = io.WriteString(w, "<html><h1>502</h1>")
		}, attempts: 2},
		{name: "another content type", each: true, fault: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			_, _ = io.WriteString(w, voidAnswer)
		}, attempts: 1, err: "the answer is text/plain; charset=utf-8 and not application/json"},
		{name: "redirect elsewhere", each: true, fault: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "https://elsewhere.example/")
			w.WriteHeader(307)
		}, attempts: 1, err: "it redirects to https://elsewhere.example/, which is not followed"},
		{name: "too many requests, until a date", fault: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", time.Now().Add(time.Second).UTC().Format(http.TimeFormat))
			w.WriteHeader(429)
		}, attempts: 2},
		{name: "slow", fault: func(w http.ResponseWriter, _ *http.Request) { time.Sleep(30 * time.Millisecond); good(w) }, attempts: 1},
		{name: "slow in the answer", fault: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			for _, r := range voidAnswer {
				_, _ = fmt.Fprint(w, string(r))
				_ = http.NewResponseController(w).Flush()
			}
		}, attempts: 1},
		{name: "too slow", each: true, timeout: 500 * time.Millisecond, fault: func(_ http.ResponseWriter, r *http.Request) {
			drain(r)
			<-r.Context().Done()
		}, attempts: 1, err: "given up: context deadline exceeded; the call may have been run"},
		{name: "too slow in the answer", each: true, timeout: 500 * time.Millisecond, fault: func(w http.ResponseWriter, r *http.Request) {
			drain(r)
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, voidAnswer[:20])
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, attempts: 1, err: "given up: context deadline exceeded; the call may have been run"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var requests atomic.Int32
			keys := map[string]bool{}
			var mu sync.Mutex
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if atRest(w, r) {
					return
				}
				mu.Lock()
				keys[r.Header.Get("Idempotency-Key")] = true
				mu.Unlock()
				if n := requests.Add(1); n == 1 || c.each {
					c.fault(w, r)
					return
				}
				good(w)
			}))
			t.Cleanup(server.Close)
			client := dial(t, server.URL, runtime.WithServerVersion("1.2.0"), quick, runtime.WithMaxResponseBytes(1<<20))
			call := newShop(client, "w").ping
			if c.large {
				call = func(ctx context.Context, opts ...runtime.CallOption) error {
					large := benchItem
					large.Name = strings.Repeat("x", 1<<20)
					return newShop(client, "w").addItem(ctx, large, opts...)
				}
			}
			err := call(context.Background(), runtime.WithTimeout(c.timeout))
			if c.err == "" && err != nil || c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
				t.Errorf("got %v", err)
			}
			mu.Lock()
			defer mu.Unlock()
			if len(keys) != 1 || keys[""] {
				t.Errorf("keys %v", keys)
			}
			check(t, "attempts", int(requests.Load()), c.attempts)
		})
	}
}

// atRest answers what clients ask about a worker.
func atRest(w http.ResponseWriter, r *http.Request) bool {
	if r.Method != http.MethodGet {
		return false
	}
	w.Header().Set("Content-Type", "application/json")
	text := worker0
	if strings.HasSuffix(r.URL.Path, "/oplog") {
		text = emptyOplog
	}
	_, _ = io.WriteString(w, text)
	return true
}

// TestConnectionRefused: a server that is not there yet is tried again.
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

// impatient is a gateway that does not wait for the first answers: it says 504 when the worker
// has begun to run the request, and the request goes on.
type impatient struct {
	answers atomic.Int32  // so many are not waited for
	begun   chan struct{} // the worker sends when it begins to run a request
	going   sync.WaitGroup
}

func (g *impatient) RoundTrip(r *http.Request) (*http.Response, error) {
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
	case <-answered: // at once, to a key that is known
	}
	page := io.NopCloser(strings.NewReader("<html><h1>504 Gateway Timeout</h1>"))
	return &http.Response{StatusCode: 504, Header: http.Header{}, Body: page, Request: r}, nil
}

// TestGatewayTimeout: an invocation that outlasts the gateway's patience is run
// once, and its result arrives.
func TestGatewayTimeout(t *testing.T) {
	t.Cleanup(http.DefaultTransport.(*http.Transport).CloseIdleConnections)
	document, _ := recordedDocuments(t)
	for _, version := range []string{"1.1.0", "1.2.0"} {
		server := golemtest.NewServer(t, golemtest.Version(version), golemtest.Quiet())
		var runs atomic.Int32
		gateway := &impatient{begun: make(chan struct{}, 3)}
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

// TestRedirectKeepsToken: nothing goes to where a redirect leads.
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

// TestContexts: deadlines and cancellation end calls at once, in pauses too.
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

// TestEphemeralIsNotRetried: also not by net/http on its own account.
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
	check(t, "first", s.ping(context.Background()), nil) // so that the connection is a used one
	if err := s.ping(context.Background()); err == nil || runtime.IsRetryable(err) {
		t.Errorf("got %v", err)
	}
	check(t, "requests", requests.Load(), int32(2))
}

// TestManyGoroutines share one client, with values of their own.
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
				// Small and large requests take different ways.
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

// countingListener serves the same and counts connections.
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
