package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	goruntime "runtime"
	"sync"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// caller makes whole calls of cart over the loopback interface.
type caller struct {
	name string
	call func() error
}

const cartPath = "/v1/components/00000000-0000-4000-8000-000000000001/workers/w/invoke-and-await?function=bench%3Astore%2Fpayloads%401.0.0.%7Bcart%7D"

// callers returns a bare POST of the same bytes that reads the answer, the generated
// client, and clients written by hand with encoding/json.
func callers(tb testing.TB) []caller {
	p := payloads()[0]
	body, err := p.contenders[0].request(false)
	if err != nil {
		tb.Fatal(err)
	}
	server := cartServer(tb, p.body)
	bare, structs, maps := poster(tb, server.URL), poster(tb, server.URL), poster(tb, server.URL)
	return []caller{
		{"bare", func() error { _, err := bare(body); return err }},
		{"golem-gen", generatedCall(tb, server.URL)},
		{"encoding-json", structsCall(p, structs)},
		{"json-maps", mapsCall(maps)},
	}
}

// cartServer answers every request with body.
func cartServer(tb testing.TB, body []byte) *httptest.Server {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header()["Content-Type"] = []string{"application/json"}
		_, _ = w.Write(body)
	}))
	tb.Cleanup(server.Close)
	return server
}

// poster posts to the function cart with net/http. Its client keeps as many connections as
// the generated one.
func poster(tb testing.TB, url string) func(body []byte) ([]byte, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost, transport.MaxIdleConns = 1024, 0
	tb.Cleanup(transport.CloseIdleConnections)
	client := &http.Client{Transport: transport}
	return func(body []byte) ([]byte, error) {
		response, err := client.Post(url+cartPath, "application/json", bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		defer func() { _ = response.Body.Close() }()
		if response.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("status %d", response.StatusCode)
		}
		return io.ReadAll(response.Body)
	}
}

func generatedCall(tb testing.TB, url string) func() error {
	client, err := runtime.NewClient(url, runtime.WithServerVersion("1.2.0"), runtime.WithVersionCheck(runtime.VersionCheckOff))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(client.CloseIdleConnections)
	worker, item := NewWorker(client, "w"), sampleItem(1)
	return func() error {
		got, err := worker.Payloads.Cart(context.Background(), item)
		return differs(err, got == item)
	}
}

func structsCall(p payload, post func(body []byte) ([]byte, error)) func() error {
	for _, c := range p.contenders {
		if c.name == "encoding-json" {
			want := plainItem(sampleItem(1))
			return func() error {
				body, err := c.request(false)
				if err != nil {
					return err
				}
				if body, err = post(body); err != nil {
					return err
				}
				got, err := c.answer(body)
				if err != nil {
					return err
				}
				return differs(nil, *got.(*plainItemType) == want)
			}
		}
	}
	panic("encoding/json is no contender")
}

func mapsCall(post func(body []byte) ([]byte, error)) func() error {
	item := sampleItem(1)
	return func() error {
		body, err := json.Marshal(map[string]any{"params": []any{map[string]any{"value": map[string]any{
			"product-id": item.ProductID, "name": item.Name, "price": item.Price, "quantity": item.Quantity,
		}}}})
		if err != nil {
			return err
		}
		if body, err = post(body); err != nil {
			return err
		}
		var answer map[string]any
		if err := json.Unmarshal(body, &answer); err != nil {
			return err
		}
		result, _ := answer["result"].(map[string]any)
		values, _ := result["value"].([]any)
		if len(values) != 1 {
			return errOtherType
		}
		got, _ := values[0].(map[string]any)
		quantity, _ := got["quantity"].(float64)
		return differs(nil, got["product-id"] == item.ProductID && uint32(quantity) == item.Quantity)
	}
}

var errOtherItem = errors.New("the answer is another item")

func differs(err error, same bool) error {
	if err == nil && !same {
		err = errOtherItem
	}
	return err
}

// BenchmarkCall makes whole calls, by one goroutine and by 1,000 that share a client.
// Connections are opened before the timer starts.
func BenchmarkCall(b *testing.B) {
	b.Run("1-goroutine", func(b *testing.B) {
		for _, c := range callers(b) {
			b.Run(c.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := c.call(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	})
	b.Run("1000-goroutines", func(b *testing.B) {
		for _, c := range callers(b) {
			b.Run(c.name, func(b *testing.B) { callTogether(b, c) })
		}
	})
}

const together = 1000

func callTogether(b *testing.B, c caller) {
	b.ReportAllocs()
	b.SetParallelism(together / goruntime.GOMAXPROCS(0))
	var connected sync.WaitGroup
	for range together {
		connected.Go(func() {
			for range 3 {
				if err := c.call(); err != nil {
					b.Error(err)
				}
			}
		})
	}
	connected.Wait()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := c.call(); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// TestCallersCall checks that each caller gets its answer.
func TestCallersCall(t *testing.T) {
	for _, c := range callers(t) {
		if err := c.call(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
