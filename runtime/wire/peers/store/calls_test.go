package store

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	goruntime "runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// What the client adds to the requests of a call: it looks at the version that a worker runs
// before the first one, and creates a worker that does not exist. The server is part of the
// process and only repeats answers, so that times are those of clients.

// repeater answers requests with what a golemtest server answered to the first request of
// the same kind.
type repeater struct {
	answers  map[string]repeated // by kind
	requests atomic.Int64
}

type repeated struct {
	status int
	body   []byte
}

// kindOf returns the kind of a request: its method and the last part of its path that is
// not the name of a worker.
func kindOf(r *http.Request) string {
	path := r.URL.Path
	if before, name, ok := strings.Cut(path, "/workers/"); ok && !strings.Contains(name, "/") {
		path = before + "/workers/*"
	}
	return r.Method + " " + path[strings.LastIndexByte(path, '/')+1:]
}

func (r *repeater) RoundTrip(request *http.Request) (*http.Response, error) {
	r.requests.Add(1)
	if request.Body != nil {
		if _, err := io.Copy(io.Discard, request.Body); err != nil {
			return nil, err
		}
		_ = request.Body.Close()
	}
	a, ok := r.answers[kindOf(request)]
	if !ok {
		return nil, fmt.Errorf("no answer to %s %s was recorded", request.Method, request.URL)
	}
	return &http.Response{
		Status: strconv.Itoa(a.status), StatusCode: a.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(a.body)),
		ContentLength: int64(len(a.body)), Request: request,
	}, nil
}

// recorder keeps what a server answers, by the kind of request.
type recorder struct{ answers map[string]repeated }

func (r recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	_ = response.Body.Close()
	r.answers[kindOf(request)] = repeated{response.StatusCode, body}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}

// situation is one column of the tables of calls.
type situation struct {
	name    string
	version string // of the server
	exists  bool   // the worker, before its first call
}

var situations = []situation{
	{"1.1-new-worker", "1.1.0", false},
	{"1.1-worker-exists", "1.1.0", true},
	{"1.2-new-worker", "1.2.0", false},
	{"1.2-worker-exists", "1.2.0", true},
}

// record returns a repeater of what a server answers to the first call of a worker.
func record(tb testing.TB, s situation) *repeater {
	tb.Helper()
	document, err := os.ReadFile("../store.json")
	if err != nil {
		tb.Fatal(err)
	}
	server := golemtest.NewServer(tb, golemtest.Version(s.version))
	component := server.AddComponent(document)
	component.Answer("payloads.cart", string(payloads()[0].value))
	if s.exists {
		component.CreateWorker("recorded")
	}
	r := recorder{map[string]repeated{}}
	client := connect(tb, server.URL, s, r)
	if err := firstCall(client, "recorded"); err != nil {
		tb.Fatal(err)
	}
	return &repeater{answers: r.answers}
}

func connect(tb testing.TB, url string, s situation, transport http.RoundTripper, opts ...runtime.ClientOption) *runtime.Client {
	tb.Helper()
	client, err := runtime.NewClient(url, append(opts, runtime.WithTransport(transport), runtime.WithServerVersion(s.version))...)
	if err != nil {
		tb.Fatal(err)
	}
	return client
}

const inProcess = "http://golem.test"

func firstCall(client *runtime.Client, worker string) error {
	item := sampleItem(1)
	got, err := NewWorker(client, worker).Payloads.Cart(context.Background(), item)
	return differs(err, got == item)
}

// timedCall makes the n-th call of a row, beginning with 0.
type timedCall struct {
	name string
	call func(n int) error
}

// firstCalls are the first call to a worker, to another one each time.
func firstCalls(tb testing.TB, s situation, r *repeater) []timedCall {
	checked := connect(tb, inProcess, s, r)
	unchecked := connect(tb, inProcess, s, r, runtime.WithVersionCheck(runtime.VersionCheckOff))
	return []timedCall{
		barePost(r),
		{"golem-gen", func(n int) error { return firstCall(checked, "w"+strconv.Itoa(n)) }},
		{"golem-gen-unchecked", func(n int) error { return firstCall(unchecked, "w"+strconv.Itoa(n)) }},
	}
}

// laterCalls are further calls to one worker, of which the first thousand do not count.
func laterCalls(tb testing.TB, s situation, r *repeater) []timedCall {
	client := connect(tb, inProcess, s, r)
	worker, item := NewWorker(client, "w"), sampleItem(1)
	call := func(int) error {
		got, err := worker.Payloads.Cart(context.Background(), item)
		return differs(err, got == item)
	}
	for n := range 1000 {
		if err := call(n); err != nil {
			tb.Fatal(err)
		}
	}
	return []timedCall{barePost(r), {"golem-gen", call}}
}

// barePost posts what the call posts with net/http alone, and reads the answer.
func barePost(r *repeater) timedCall {
	body, err := payloads()[0].contenders[0].request(false)
	if err != nil {
		panic(err)
	}
	client := &http.Client{Transport: r}
	return timedCall{"bare", func(int) error {
		response, err := client.Post(inProcess+cartPath, "application/json", bytes.NewReader(body))
		if err != nil {
			return err
		}
		defer func() { _ = response.Body.Close() }()
		_, err = io.ReadAll(response.Body)
		return err
	}}
}

// callWorks are the tables of calls.
var callWorks = []struct {
	name  string
	calls func(testing.TB, situation, *repeater) []timedCall
}{
	{"FirstCall", firstCalls},
	{"ThousandthCall", laterCalls},
}

// BenchmarkFirstCall makes the first call to a worker, and BenchmarkThousandthCall calls
// after a thousand others.
func BenchmarkFirstCall(b *testing.B)      { benchmarkCalls(b, firstCalls) }
func BenchmarkThousandthCall(b *testing.B) { benchmarkCalls(b, laterCalls) }

func benchmarkCalls(b *testing.B, calls func(testing.TB, situation, *repeater) []timedCall) {
	for _, s := range situations {
		r := record(b, s)
		b.Run(s.name, func(b *testing.B) {
			for _, c := range calls(b, s, r) {
				b.Run(c.name, func(b *testing.B) {
					b.ReportAllocs()
					n, before := 0, r.requests.Load()
					for b.Loop() {
						if err := c.call(n); err != nil {
							b.Fatal(err)
						}
						n++
					}
					b.ReportMetric(float64(r.requests.Load()-before)/float64(n), "requests/op")
				})
			}
		})
	}
}

// TestRequestsOfCalls holds how many requests calls need.
func TestRequestsOfCalls(t *testing.T) {
	for _, s := range situations {
		r := record(t, s)
		for _, w := range callWorks {
			for _, c := range w.calls(t, s, r) {
				want := 1
				if w.name == "FirstCall" && c.name == "golem-gen" {
					want = 3
					if s.exists {
						want = 2
					}
				}
				if err := c.call(0); err != nil { // which may have to ask for the latest version
					t.Fatal(err)
				}
				before := r.requests.Load()
				if err := c.call(1); err != nil {
					t.Fatal(err)
				}
				if got := int(r.requests.Load() - before); got != want {
					t.Errorf("%s, %s, %s: %d requests, expected %d", w.name, s.name, c.name, got, want)
				}
			}
		}
	}
}

// BenchmarkShortLivedWorkers makes one call to each of very many workers, one after the
// other. The time is that of one worker, and the heap what is in use in the end.
func BenchmarkShortLivedWorkers(b *testing.B) {
	s := situations[2]
	r := record(b, s)
	for _, workers := range growing {
		if testing.Short() && workers > 1e4 {
			continue
		}
		b.Run(strconv.Itoa(workers)+"/golem-gen", func(b *testing.B) {
			b.ReportAllocs()
			var heap float64
			for b.Loop() {
				client := connect(b, inProcess, s, r)
				if err := callWorkers(client, workers); err != nil {
					b.Fatal(err)
				}
				heap = heapInUse(client)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*workers), "ns/op")
			b.ReportMetric(heap, "heap-KiB")
		})
	}
}

// growing is how many workers there are.
var growing = []int{1e3, 1e4, 1e5, 1e6}

func callWorkers(client *runtime.Client, workers int) error {
	for n := range workers {
		if err := firstCall(client, "short-lived-"+strconv.Itoa(n)); err != nil {
			return err
		}
	}
	return nil
}

// heapInUse returns the size of what can be reached while client can, in KiB.
func heapInUse(client *runtime.Client) float64 {
	var m goruntime.MemStats
	goruntime.GC()
	goruntime.GC()
	goruntime.ReadMemStats(&m)
	goruntime.KeepAlive(client)
	return float64(m.HeapAlloc) / 1024
}

// TestShortLivedWorkers holds that what a client keeps does not grow with the number of
// workers.
func TestShortLivedWorkers(t *testing.T) {
	const workers = 1 << 16 // the client's tables are as full after one round as after the next
	s := situations[2]
	r := record(t, s)
	client := connect(t, inProcess, s, r)
	if err := callWorkers(client, workers); err != nil {
		t.Fatal(err)
	}
	before := heapInUse(client)
	if err := callWorkers(client, workers); err != nil {
		t.Fatal(err)
	}
	if after := heapInUse(client); after > before+1024 {
		t.Errorf("the heap grew from %.0f to %.0f KiB", before, after)
	}
}
