package runtime_test

import (
	"bytes"
	"compress/gzip"
	"context"
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

// quick is a retry policy without long pauses.
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
		large    bool          // whether the request has 1 MiB
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

// atRest answers questions about a worker: it is at rest.
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
