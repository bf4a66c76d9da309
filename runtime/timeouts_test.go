package runtime_test

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
)

// hanging returns a server that does not answer calls before the test ends.
func hanging(t *testing.T) string {
	done := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if atRest(w, r) {
			return
		}
		drain(r)
		<-done
	}))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(done) })
	return server.URL
}

// listen returns the address of a listener that passes each connection to serve.
func listen(t *testing.T, serve func(net.Conn)) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			serve(c)
		}
	}()
	return listener.Addr().String()
}

// silent returns the address of a listener that accepts connections and never answers.
func silent(t *testing.T) string {
	return listen(t, func(c net.Conn) { t.Cleanup(func() { _ = c.Close() }) })
}

// callsOnly is a transport that answers calls with answer. Its workers are at rest.
func callsOnly(answer func() (*http.Response, error)) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodGet {
			return answerWith(worker0), nil
		}
		return answer()
	})
}

// TestForeignTimeouts checks that a time limit other than the caller's is a failure of the
// connection. It is retried, and errors.Is finds no error of a context in it.
func TestForeignTimeouts(t *testing.T) {
	const brief = 20 * time.Millisecond
	twice := runtime.WithRetry(runtime.RetryPolicy{Attempts: 2})
	dialer := func(context.Context, string, string) (net.Conn, error) {
		return (&net.Dialer{Deadline: time.Now().Add(-time.Second)}).Dial("tcp", "127.0.0.1:1")
	}
	insecure := &tls.Config{InsecureSkipVerify: true}
	for name, c := range map[string]struct {
		base   string
		option runtime.ClientOption
		sent   bool
	}{
		"client":     {hanging(t), runtime.WithHTTPClient(&http.Client{Timeout: brief}), true},
		"header":     {hanging(t), runtime.WithTransport(&http.Transport{ResponseHeaderTimeout: brief}), true},
		"attempt":    {hanging(t), runtime.WithAttemptTimeout(brief), true},
		"dialer":     {"http://127.0.0.1:1", runtime.WithTransport(&http.Transport{DialContext: dialer}), false},
		"handshake":  {"https://" + silent(t), runtime.WithTransport(&http.Transport{TLSHandshakeTimeout: brief, TLSClientConfig: insecure}), false},
		"proxy":      {"http://golem.example", runtime.WithTransport(&http.Transport{Proxy: proxy("http://127.0.0.1:1")}), false},
		"canceled":   {"http://golem.example", runtime.WithTransport(callsOnly(func() (*http.Response, error) { return nil, context.Canceled })), true},
		"no answer":  {"http://golem.example", runtime.WithTransport(callsOnly(func() (*http.Response, error) { return nil, nil })), true},
		"no content": {"http://golem.example", runtime.WithTransport(callsOnly(func() (*http.Response, error) { return &http.Response{StatusCode: 503}, nil })), true},
	} {
		t.Run(name, func(t *testing.T) {
			client := dial(t, c.base, runtime.WithServerVersion("1.2.0"), twice, c.option)
			err := newShop(client, "w").ping(context.Background())
			var call *runtime.CallError
			if !errors.As(err, &call) || call.Attempts != 2 || call.MayHaveRun() != c.sent {
				t.Errorf("attempts %d, may have run %v: %v", call.Attempts, call.MayHaveRun(), err)
			}
			if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
				t.Errorf("the caller did not give up: %v", err)
			}
			if !runtime.IsRetryable(err) || runtime.OutcomeOf(err) != runtime.OutcomeUnavailable || strings.Contains(err.Error(), "given up") {
				t.Errorf("retryable %v, outcome %s: %v", runtime.IsRetryable(err), runtime.OutcomeOf(err), err)
			}
			if says := strings.Contains(err.Error(), "may have been run"); says != c.sent && name != "no content" {
				t.Errorf("says that the call may have been run: %v: %v", says, err)
			}
		})
	}
}

func proxy(text string) func(*http.Request) (*url.URL, error) {
	return func(*http.Request) (*url.URL, error) { return url.Parse(text) }
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestNetworkErrorInForeignTimeout checks that errors.As still finds the error of net/http.
func TestNetworkErrorInForeignTimeout(t *testing.T) {
	client := dial(t, hanging(t), runtime.WithServerVersion("1.2.0"), runtime.WithoutRetry(), runtime.WithAttemptTimeout(time.Millisecond))
	err := newShop(client, "w").ping(context.Background())
	var network interface{ Timeout() bool }
	if !errors.As(err, &network) || !network.Timeout() || !strings.Contains(err.Error(), "no answer within 1ms") {
		t.Errorf("got %v", err)
	}
}

// TestCallersTimeout checks that the context and WithTimeout end a call, even if
// WithAttemptTimeout allows more time.
func TestCallersTimeout(t *testing.T) {
	client := dial(t, hanging(t), runtime.WithServerVersion("1.2.0"), runtime.WithAttemptTimeout(time.Minute))
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	for _, err := range []error{
		newShop(client, "w").ping(ctx),
		newShop(client, "w").ping(context.Background(), runtime.WithTimeout(10*time.Millisecond)),
	} {
		if !errors.Is(err, context.DeadlineExceeded) || runtime.OutcomeOf(err) != runtime.OutcomeCanceled {
			t.Errorf("got %v", err)
		}
	}
}

// TestHTTPForHTTPS checks that a call is not retried if the server speaks HTTP instead of
// HTTPS.
func TestHTTPForHTTPS(t *testing.T) {
	server := respond(t, 200, voidAnswer)
	client := dial(t, strings.Replace(server.url, "http:", "https:", 1), runtime.WithServerVersion("1.2.0"))
	err := newShop(client, "w").ping(context.Background())
	var call *runtime.CallError
	if !errors.As(err, &call) || call.Attempts != 1 || call.MayHaveRun() || runtime.IsRetryable(err) {
		t.Errorf("got %v", err)
	}
}

// TestCancelWhileWaiting checks that the end of the context ends the pause before a retry.
// The error contains the context's error and that of the last attempt.
func TestCancelWhileWaiting(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	server := serve(t, func(int, *seenRequest) reply {
		time.AfterFunc(time.Millisecond, cancel)
		return reply{status: 503, body: `{"error":"not now"}`}
	})
	client := dial(t, server.url, runtime.WithServerVersion("1.2.0"), runtime.WithRetry(runtime.RetryPolicy{Attempts: 2, FirstDelay: time.Hour, MaxDelay: time.Hour}))
	err := newShop(client, "w").ping(ctx)
	var status *runtime.StatusError
	var call *runtime.CallError
	if !errors.Is(err, context.Canceled) || !errors.As(err, &status) || !errors.As(err, &call) || !call.MayHaveRun() {
		t.Errorf("got %v", err)
	}
	if runtime.IsRetryable(err) || runtime.OutcomeOf(err) != runtime.OutcomeCanceled || !strings.Contains(err.Error(), "given up: context canceled before another attempt") {
		t.Errorf("retryable %v, outcome %s: %v", runtime.IsRetryable(err), runtime.OutcomeOf(err), err)
	}
}

// TestEarlierAttemptMayHaveRun checks that an error that keeps a later attempt from being
// sent does not hide that an earlier one may have run.
func TestEarlierAttemptMayHaveRun(t *testing.T) {
	server := serveCalls(t, func(int, *seenRequest) reply { return reply{status: 504} })
	asked := 0
	expired := errors.New("the refresh token expired")
	client := dial(t, server.url, runtime.WithServerVersion("1.2.0"), runtime.WithRetry(runtime.RetryPolicy{Attempts: 3}),
		runtime.WithTokenSource(func(context.Context) (string, error) {
			if asked++; asked > 2 { // the call and a question
				return "", expired
			}
			return "t0k3n", nil
		}))
	err := newShop(client, "w").ping(context.Background())
	var call *runtime.CallError
	if !errors.Is(err, expired) || !errors.As(err, &call) || !call.MayHaveRun() || !strings.Contains(err.Error(), "an earlier attempt may have been run") {
		t.Errorf("got %v", err)
	}
}

// TestRetriedStatuses tries the statuses of RFC 9110 that ask for a retry, and those that
// the policy adds.
func TestRetriedStatuses(t *testing.T) {
	for code, attempts := range map[int]int{408: 2, 429: 2, 502: 2, 503: 2, 504: 2, 520: 1, 500: 1, 522: 2, 425: 2, 409: 1} {
		server := serveCalls(t, func(int, *seenRequest) reply { return reply{status: code} })
		client := dial(t, server.url, runtime.WithServerVersion("1.2.0"), runtime.WithRetry(runtime.RetryPolicy{Attempts: 2, Statuses: []int{522, 425}}))
		err := newShop(client, "w").ping(context.Background())
		var call *runtime.CallError
		if !errors.As(err, &call) || call.Attempts != attempts || runtime.IsRetryable(err) != (attempts == 2) {
			t.Errorf("%d: %d attempts, retryable %v: %v", code, call.Attempts, runtime.IsRetryable(err), err)
		}
	}
	if _, err := runtime.NewClient("http://localhost", runtime.WithRetry(runtime.RetryPolicy{Attempts: 1, Statuses: []int{200}})); err == nil {
		t.Error("200 is accepted")
	}
}

// TestHugeRetryAfter checks that a server that asks for a very long pause is not asked
// again.
func TestHugeRetryAfter(t *testing.T) {
	for _, value := range []string{"99999999999", "18446744073709551616", "9999999999999999999999999999", " 99999999999 "} {
		server := serve(t, func(int, *seenRequest) reply {
			return reply{status: 503, header: map[string]string{"Retry-After": value}}
		})
		err := newShop(dial(t, server.url, runtime.WithServerVersion("1.2.0")), "w").ping(context.Background())
		var call *runtime.CallError
		if !errors.As(err, &call) || call.Attempts != 1 {
			t.Errorf("%s: %v", value, err)
		}
	}
}

// TestNilBoundaries checks that forgotten arguments cause errors that say so.
func TestNilBoundaries(t *testing.T) {
	client := dial(t, "http://localhost:1")
	var none *runtime.Worker
	var noContext context.Context
	for want, err := range map[string]error{
		"the context is nil":     newShop(client, "w").ping(noContext),
		"use NewClient":          newShop(&runtime.Client{}, "w").ping(context.Background()),
		"client that the worker": newShop(nil, "w").ping(context.Background()),
		"the worker is nil":      none.Delete(context.Background()),
		"was not made by":        new(runtime.Worker).Delete(context.Background()),
	} {
		var call *runtime.CallError
		if !errors.As(err, &call) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", want, err)
		}
	}
	if err := newShop(client, "w").worker.Delete(noContext); err == nil || !strings.Contains(err.Error(), "the context is nil") {
		t.Errorf("got %v", err)
	}
}
