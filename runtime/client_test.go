package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

func TestNewClient(t *testing.T) {
	for base, want := range map[string]string{
		"http://localhost:9881":            "http://localhost:9881",
		"http://localhost:9881/":           "http://localhost:9881",
		"https://example.com/golem/v9/":    "https://example.com/golem/v9",
		"https://example.com/a%2Fb":        "https://example.com/a%2Fb",
		"http://[::1]:80":                  "http://[::1]:80",
		"localhost:9881":                   "!does not begin with http:// or https://: write it like http://localhost:9881",
		"ftp://x":                          "!does not begin with http:// or https://",
		"http://":                          "!has no host",
		"http://:80":                       "!has no host",
		"http://user:s3cr3t@example.com":   "!holds credentials",
		"http://user:s3cr3t@example.com:x": "!is not a URL",
		"http://x?a=b":                     "!query or a fragment",
		"http://x#y":                       "!query or a fragment",
		"":                                 "!is empty: write it like",
		"http://x y":                       "!is not a URL",
		"http://x/v1":                      "!ends in /v1, which the client adds itself: write it like http://localhost:9881",
		"http://x/golem/v1/":               "!ends in /v1",
		"http://x/golem-v1":                "http://x/golem-v1",
	} {
		client, err := runtime.NewClient(base)
		switch {
		case strings.HasPrefix(want, "!"):
			if err == nil || !strings.Contains(err.Error(), want[1:]) || strings.Contains(err.Error(), "s3cr3t") {
				t.Errorf("%q: got %v", base, err)
			}
		case err != nil || client.BaseURL() != want:
			t.Errorf("%q: got %v, %v", base, client.BaseURL(), err)
		}
	}
}

func TestOptionErrors(t *testing.T) {
	for want, option := range map[string]runtime.ClientOption{
		"like the end of a line":         runtime.WithBearerToken("a\n"),
		`begins with "Bearer "`:          runtime.WithBearerToken("bearer abc"),
		"WithTokenSource":                runtime.WithTokenSource(nil),
		"WithHTTPClient":                 runtime.WithHTTPClient(nil),
		"WithTransport":                  runtime.WithTransport(nil),
		"WithInterceptor":                runtime.WithInterceptor(nil),
		"write a version like":           runtime.WithServerVersion("new"),
		"at least one attempt":           runtime.WithRetry(runtime.RetryPolicy{}),
		"FirstDelay:-1ns":                runtime.WithRetry(runtime.RetryPolicy{Attempts: 1, FirstDelay: -1}),
		"MaxDelay:-1ns":                  runtime.WithRetry(runtime.RetryPolicy{Attempts: 1, MaxDelay: -1}),
		"MaxRetryAfter:-1ns":             runtime.WithRetry(runtime.RetryPolicy{Attempts: 1, MaxRetryAfter: -1}),
		"MaxWait:-1ns":                   runtime.WithRetry(runtime.RetryPolicy{Attempts: 1, MaxWait: -1}),
		"the size must be positive":      runtime.WithMaxResponseBytes(0),
		"unknown mode":                   runtime.WithVersionCheck(9),
		"use WithIdempotencyKey":         runtime.WithHeader("idempotency-key", "x"),
		"(\"content-type\"): the client": runtime.WithHeader("content-type", "x"),
		"the name or the value has":      runtime.WithHeader("X-A", "b\r\nX-B: c"),
		"an option is nil":               nil,
		"\"X A\"): the name or the val":  runtime.WithHeader("X A", "b"),
	} {
		if _, err := runtime.NewClient("http://localhost", option); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", want, err)
		}
	}
	client := dial(t, "http://localhost:1")
	for _, err := range []error{
		newShop(client, "w").ping(context.Background(), runtime.WithRetry(runtime.RetryPolicy{})),
		newShop(client, "w", runtime.WithMaxResponseBytes(-1)).ping(context.Background()),
		newShop(client, "w", nil).ping(context.Background()),
		newShop(client, "w").ping(context.Background(), nil),
		newShop(client, "w").ping(context.Background(), runtime.ReturnIdempotencyKey(nil)),
	} {
		var call *runtime.CallError
		if !errors.As(err, &call) || call.Attempts != 0 {
			t.Errorf("got %v", err)
		}
	}
}

// TestOptions checks the path and the headers that are sent. An option of a call
// overrides one of the worker, and that overrides one of the client.
func TestOptions(t *testing.T) {
	server := respond(t, 200, voidAnswer)
	client := dial(t, server.url+"/prefix", runtime.WithServerVersion("1.2.0"), runtime.WithBearerToken("client"), runtime.WithHeader("x-a", "client"), runtime.WithHeader("X-B", "b"))
	w := newShop(client, "w", runtime.WithHeader("X-A", "worker"))
	var key string
	ctx := context.Background()
	check(t, "call", w.ping(ctx, runtime.ReturnIdempotencyKey(&key), runtime.WithTokenSource(func(context.Context) (string, error) { return "call", nil })), nil)
	check(t, "call", w.ping(ctx, runtime.WithHeader("X-A", "call"), runtime.WithIdempotencyKey("mine")), nil)
	check(t, "call", newEphemeralShop(client).ping(ctx), nil)
	r := server.requests()
	got := func(i int, name string) string { return r[i].header.Get(name) }
	check(t, "first", []string{got(0, "Authorization"), got(0, "X-A"), got(0, "X-B"), got(0, "Idempotency-Key"), got(0, "Content-Type")},
		[]string{"Bearer call", "worker", "b", key, "application/json"})
	check(t, "second", []string{got(1, "Authorization"), got(1, "X-A"), got(1, "Idempotency-Key")}, []string{"Bearer client", "call", "mine"})
	check(t, "ephemeral", []string{got(2, "X-A"), fmt.Sprint(len(got(2, "Idempotency-Key")))}, []string{"client", "36"})
	check(t, "path", r[0].path, "/prefix/v1/components/"+shopComponent.ID+"/workers/w/invoke-and-await?function=acme%3Ashop%2Fcart%401.4.0.%7Bping%7D")
	if len(key) != 36 || key[14] != '4' || strings.ToLower(key) != key || strings.Count(key, "-") != 4 {
		t.Errorf("key %q", key)
	}
}

// TestSecretsDoNotPrint checks that a client in a log shows no token.
func TestSecretsDoNotPrint(t *testing.T) {
	client := dial(t, "http://localhost:1", runtime.WithBearerToken("s3cr3t"), runtime.WithHeader("Authorization", "Basic s3cr3t"))
	w := newShop(client, "w")
	if text := fmt.Sprintf("%v %+v %#v %+v %#v", client, client, client, w.worker, w.target); strings.Contains(text, "s3cr3t") {
		t.Error("a token is printed")
	}
}

// TestWorkerNames checks names of workers for each version. Names that the version accepts
// are sent as recorded, and others are not sent.
func TestWorkerNames(t *testing.T) {
	for _, version := range []string{"1.1.0", "1.2.0"} {
		exchanges, err := golemtest.ReadRecording(recording(t, version, "echo"))
		if err != nil {
			t.Fatal(err)
		}
		seen := 0
		for _, x := range exchanges {
			if x.Category != "worker-names" {
				continue
			}
			seen++
			escaped := strings.Split(x.Path, "/")[5]
			name, err := url.PathUnescape(escaped)
			if err != nil {
				t.Fatal(err)
			}
			server := respond(t, 200, voidAnswer)
			client := dial(t, server.url, runtime.WithServerVersion(version), runtime.WithVersionCheck(runtime.VersionCheckOff))
			err = newShop(client, name).ping(context.Background())
			var refused *runtime.NameError
			if (x.Status == 200) != (err == nil) || err != nil && !errors.As(err, &refused) {
				t.Errorf("%s: %.60q: status %d, got %v", version, name, x.Status, err)
			}
			requests := server.requests()
			if err == nil && strings.Split(requests[0].path, "/")[5] != escaped || err != nil && len(requests) > 0 {
				t.Errorf("%s: %.60q: sent %v", version, name, requests)
			}
		}
		if seen < 10 {
			t.Errorf("%s: only %d recorded names", version, seen)
		}
	}
}

// TestWorkerNamesUnknownVersion checks that the client refuses only names that every server
// refuses, without asking for the version.
func TestWorkerNamesUnknownVersion(t *testing.T) {
	server := serve(t, func(_ int, r *seenRequest) reply {
		if r.path == "/version" {
			return reply{status: 404}
		}
		if r.method == http.MethodGet {
			return jsonReply(200, worker0)
		}
		return jsonReply(200, voidAnswer)
	})
	client := dial(t, server.url)
	for name, fine := range map[string]bool{"a.b": true, "": false, "-a": false, "a b": false, "a/b": false, "..": false, strings.Repeat("x", 513): false, "\xff": false} {
		before := len(server.requests())
		err := newShop(client, name).ping(context.Background())
		if (err == nil) != fine || !fine && len(server.requests()) != before {
			t.Errorf("%.30q: got %v", name, err)
		}
	}
}

func TestWorkerOperations(t *testing.T) {
	deleted := false
	server := serve(t, func(_ int, r *seenRequest) reply {
		switch {
		case r.method == http.MethodPost:
			return jsonReply(200, `{"workerId":{"componentId":"x","workerName":"w"},"componentVersion":3}`)
		case strings.Contains(r.path, "/invocations/"):
			return jsonReply(200, `{"canceled":true}`)
		case r.method == http.MethodDelete:
			deleted = true
			return jsonReply(200, `{}`)
		case deleted:
			return jsonReply(404, noWorker)
		}
		return jsonReply(200, worker0)
	})
	w := newShop(dial(t, server.url, quick), "w").worker
	ctx := context.Background()
	check(t, "create", must(w.Create(ctx, []string{"-v"}, map[string]string{"A": "b"}))(t), uint64(3))
	check(t, "cancel", must(w.CancelInvocation(ctx, "a key/1"))(t), true)
	check(t, "delete", w.Delete(ctx), nil)
	if _, err := w.Metadata(ctx); !errors.Is(err, runtime.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	check(t, "lines", server.lines(), []string{"POST …/workers", "DELETE …/workers/w/invocations/a%20key%2F1", "GET …/workers/w", "DELETE …/workers/w", "GET …/workers/w"})
	check(t, "body", server.requests()[0].body, `{"args":["-v"],"env":{"A":"b"},"name":"w"}`)
}

// TestRetryAfterForms tries seconds and dates.
func TestRetryAfterForms(t *testing.T) {
	date := time.Now().Add(100 * time.Second).UTC().Format(http.TimeFormat)
	for value, want := range map[string]time.Duration{"100": 100 * time.Second, date: 100 * time.Second, "soon": 0, "-5": 0} {
		server := serve(t, func(int, *seenRequest) reply {
			return reply{status: 503, header: map[string]string{"Retry-After": value}}
		})
		err := newShop(dial(t, server.url, runtime.WithServerVersion("1.2.0"), runtime.WithoutRetry()), "w").ping(context.Background())
		var status *runtime.StatusError
		if !errors.As(err, &status) || status.RetryAfter > want || status.RetryAfter < want-3*time.Second {
			t.Errorf("%s: got %v", value, status)
		}
	}
}

// TestWithCopies checks that strings are copied with the option of the client or the call,
// and do not keep the whole answer in memory.
func TestWithCopies(t *testing.T) {
	const item = `{"discount-percent":null,"name":"Mug","price":{"currency":"eur","minor-units":1},"product-id":"p","quantity":1}`
	server := respond(t, 200, `{"result":{"typ":{"items":[`+fnContents.Result+`],"type":"Tuple"},"value":[[`+item+`]]}}`)
	shared := func(client []runtime.ClientOption, call ...runtime.CallOption) bool {
		c := dial(t, server.url, append(client, runtime.WithServerVersion("1.2.0"))...)
		items, err := newShop(c, "w").contents(context.Background(), call...)
		if err != nil {
			t.Fatal(err)
		}
		name, id := addressOf(unsafe.StringData(items[0].Name)), addressOf(unsafe.StringData(items[0].ProductID))
		return id-name == uintptr(strings.Index(item, `"p"`)-strings.Index(item, `"Mug"`))
	}
	if !shared(nil) {
		t.Error("strings are copied without being asked for")
	}
	if shared([]runtime.ClientOption{runtime.WithCopies()}) || shared(nil, runtime.WithCopies()) {
		t.Error("strings are still parts of the answer")
	}
	if !shared(nil) {
		t.Error("a call after one with WithCopies copies too")
	}
}

func addressOf(first *byte) uintptr { return uintptr(unsafe.Pointer(first)) }
