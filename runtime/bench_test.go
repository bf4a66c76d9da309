package runtime_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// The benchmarks make whole calls over the loopback interface. For comparison, they also
// make a net/http POST of the same bytes that reads the same answer.

func benchServer(b *testing.B, answer string) *httptest.Server {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header()["Content-Type"] = []string{"application/json"}
		_, _ = io.WriteString(w, answer)
	}))
	b.Cleanup(server.Close)
	return server
}

const (
	benchAnswer  = `{"result":{"typ":{"items":[],"type":"Tuple"},"value":[]}}`
	removeAnswer = `{"result":{"typ":{"items":[{"err":{"type":"Str"},"ok":{"type":"U32"},"type":"Result"}],"type":"Tuple"},"value":[{"ok":10}]}}`
)

var benchItem = productItem{
	ProductID: "mug-1", Name: "Mug", Price: money{Currency: currencyEUR, MinorUnits: 1250},
	Quantity: 2, DiscountPercent: runtime.Some[float32](12.5),
}

func benchShop(b *testing.B, url, version string) *handShop {
	client, err := runtime.NewClient(url, runtime.WithServerVersion(version), runtime.WithVersionCheck(runtime.VersionCheckOff))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(client.CloseIdleConnections)
	return newShop(client, "cart-1")
}

func barePost(client *http.Client, url string, body []byte) error {
	response, err := client.Post(url, "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.ReadAll(response.Body)
	return err
}

func bareClient() *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost, t.MaxIdleConns = 1024, 0
	return &http.Client{Transport: t}
}

// recordBody returns the path and the body of the call's request.
func recordBody(b *testing.B, version string, call func(*handShop) error, answer string) (path string, body []byte) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path = r.URL.RequestURI()
		body, _ = io.ReadAll(r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, answer)
	}))
	defer server.Close()
	if err := call(benchShop(b, server.URL, version)); err != nil {
		b.Fatal(err)
	}
	return path, body
}

func BenchmarkCall(b *testing.B) {
	ctx := context.Background()
	calls := []struct {
		name, version, answer string
		do                    func(*handShop) error
	}{
		{"add-item", "1.2.0", benchAnswer, func(s *handShop) error { return s.addItem(ctx, benchItem) }},
		{"add-item-typed", "1.1.0", benchAnswer, func(s *handShop) error { return s.addItem(ctx, benchItem) }},
		{"remove-item", "1.2.0", removeAnswer, func(s *handShop) error { _, err := s.remove(ctx, "mug-1"); return err }},
	}
	for _, call := range calls {
		path, body := recordBody(b, call.version, call.do, call.answer)
		server := benchServer(b, call.answer)
		client := bareClient()
		s := benchShop(b, server.URL, call.version)
		b.Run(call.name+"/bare", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := barePost(client, server.URL+path, body); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(call.name+"/golem", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := call.do(s); err != nil {
					b.Fatal(err)
				}
			}
		})
		client.CloseIdleConnections()
	}
}

// BenchmarkParallel makes calls from 1,000 goroutines that share one client.
func BenchmarkParallel(b *testing.B) {
	ctx := context.Background()
	server := benchServer(b, benchAnswer)
	path, body := recordBody(b, "1.2.0", func(s *handShop) error { return s.addItem(ctx, benchItem) }, benchAnswer)
	client, s := bareClient(), benchShop(b, server.URL, "1.2.0")
	defer client.CloseIdleConnections()
	for _, bench := range []struct {
		name string
		do   func() error
	}{
		{"bare", func() error { return barePost(client, server.URL+path, body) }},
		{"golem", func() error { return s.addItem(ctx, benchItem) }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetParallelism(500)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := bench.do(); err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
	}
}

// BenchmarkVersionCheck calls workers on a server before 1.1.17, with and without the
// version check.
func BenchmarkVersionCheck(b *testing.B) {
	for _, c := range []struct {
		name  string
		check runtime.VersionCheck
		known bool // the worker was called before
		new   bool // the worker is not there yet
	}{
		{name: "off", check: runtime.VersionCheckOff},
		{name: "known", known: true},
		{name: "every call", check: runtime.VersionCheckEveryCall, known: true},
		{name: "exists"},
		{name: "new", new: true},
	} {
		b.Run(c.name, func(b *testing.B) {
			var requests atomic.Int64
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				requests.Add(1)
				_, _ = io.Copy(io.Discard, r.Body)
				w.Header()["Content-Type"] = []string{"application/json"}
				switch {
				case strings.HasSuffix(r.URL.Path, "/latest"):
					_, _ = io.WriteString(w, latestShop0)
				case strings.HasSuffix(r.URL.Path, "/workers"):
					_, _ = io.WriteString(w, createdAt0)
				case r.Method == http.MethodGet && c.new:
					w.WriteHeader(http.StatusNotFound)
					_, _ = io.WriteString(w, noWorker)
				case r.Method == http.MethodGet:
					_, _ = io.WriteString(w, worker0)
				default:
					_, _ = io.WriteString(w, benchAnswer)
				}
			}))
			defer server.Close()
			client, err := runtime.NewClient(server.URL, runtime.WithServerVersion("1.1.0"), runtime.WithVersionCheck(c.check))
			if err != nil {
				b.Fatal(err)
			}
			defer client.CloseIdleConnections()
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				name := "w"
				if !c.known {
					name += strconv.Itoa(i)
				}
				if err := newShop(client, name).ping(context.Background()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(requests.Load())/float64(b.N), "requests/op")
		})
	}
}
