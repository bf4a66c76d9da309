package runtime_test

import (
	"context"
	"encoding/json"
	goflag "flag"
	"math"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

var floats = goflag.Int("floats", 1000, "values of each kind of TestFloatsArrive")

var (
	floatsComponent = runtime.Component{ID: "3f0c1f6e-59e4-4d0e-9c1b-0c63a4f8c001", Name: "floats"}
	fnTake          = stub.Function{Name: "take", Parameters: []stub.Parameter{{Name: "value", Type: `{"type":"F64"}`}}}
	floatsDocument  = []byte(`{"versionedComponentId":{"componentId":"3f0c1f6e-59e4-4d0e-9c1b-0c63a4f8c001","version":0},"componentName":"floats",
	"componentSize":1,"componentType":"Durable","createdAt":"2026-01-01T00:00:00Z","files":[],"installedPlugins":[],
	"metadata":{"exports":[{"type":"Function","name":"take","parameters":[{"name":"value","typ":{"type":"F64"}}],"results":[]}],
	"producers":[],"memories":[]}}`)
)

func take(w *runtime.Worker, v float64) error {
	call := stub.TargetOf(w).Begin(&fnTake, nil)
	call.Buffer = wire.AppendFloat64(call.Param(), &call.Encoder, &v)
	return call.Await(context.Background())
}

// typesSent counts calls with types.
type typesSent struct{ calls, typed int }

func (s *typesSent) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodPost && strings.Contains(r.URL.Path, "/invoke") {
		body, err := r.GetBody()
		if err != nil {
			return nil, err
		}
		var request struct{ Params []map[string]json.RawMessage }
		if err := json.NewDecoder(body).Decode(&request); err != nil {
			return nil, err
		}
		s.calls++
		if request.Params[0]["typ"] != nil {
			s.typed++
		}
	}
	return http.DefaultTransport.RoundTrip(r)
}

// TestFloatsArrive checks that no more floats arrive altered than servers.md says. Floats
// that servers would misread, and no others, are sent with types if the worker is known to
// run the client's version.
func TestFloatsArrive(t *testing.T) {
	t.Cleanup(http.DefaultTransport.(*http.Transport).CloseIdleConnections)
	random := rand.New(rand.NewPCG(5, 6))
	bits := func() float64 {
		for {
			if f := math.Float64frombits(random.Uint64()); !math.IsNaN(f) && !math.IsInf(f, 0) {
				return f
			}
		}
	}
	for _, c := range []struct {
		version, kind string
		next          func() float64
		check         runtime.VersionCheck
		altered       float64 // per cent, at most
		typed         float64 // per cent, at least; 0 for none
	}{
		{"1.1.0", "random bits", bits, runtime.VersionCheckFirstUse, 1, 100},
		{"1.2.0", "random bits", bits, runtime.VersionCheckFirstUse, 1, 20},
		{"1.2.5", "random bits", bits, runtime.VersionCheckFirstUse, 1, 20},
		{"1.2.5", "random bits, versions not known", bits, runtime.VersionCheckOff, 35, 0},
		{"1.1.0", "uniform", func() float64 { return random.Float64()*2000 - 1000 }, runtime.VersionCheckFirstUse, 1, 100},
		{"1.2.0", "uniform", func() float64 { return random.Float64()*2000 - 1000 }, runtime.VersionCheckFirstUse, 1, 5},
		{"1.2.5", "uniform", func() float64 { return random.Float64()*2000 - 1000 }, runtime.VersionCheckFirstUse, 1, 5},
		{"1.2.5", "uniform, versions not known", func() float64 { return random.Float64()*2000 - 1000 }, runtime.VersionCheckOff, 15, 0},
		{"1.2.5", "prices", func() float64 { return math.Round(random.Float64()*1e6) / 100 }, runtime.VersionCheckFirstUse, 0, 0},
	} {
		server := golemtest.NewServer(t, golemtest.Version(c.version), golemtest.Quiet())
		var arrived float64
		server.AddComponent(floatsDocument).HandleFunc("take", func(_ context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
			return nil, call.Decode(&arrived)
		})
		sent := new(typesSent)
		client := dialDefault(t, server.URL, runtime.WithVersionCheck(c.check), runtime.WithTransport(sent))
		w := stub.NewWorker(client, &floatsComponent, "w")
		altered := 0
		for range *floats {
			v := c.next()
			if err := take(w, v); err != nil {
				t.Fatal(err)
			}
			if arrived != v {
				altered++
			}
		}
		percent := 100 * float64(altered) / float64(*floats)
		typed := 100 * float64(sent.typed) / float64(sent.calls)
		t.Logf("%s, %s: %.2f %% altered, %.1f %% sent with types", c.version, c.kind, percent, typed)
		if percent > c.altered || typed < c.typed || c.typed == 0 && typed > 0 {
			t.Errorf("%s, %s: %.2f %% altered, %.1f %% sent with types", c.version, c.kind, percent, typed)
		}
	}
}

// TestFloatsToOtherVersions checks that a worker of another version gets no types, because
// servers read fields of values with types by position.
func TestFloatsToOtherVersions(t *testing.T) {
	t.Cleanup(http.DefaultTransport.(*http.Transport).CloseIdleConnections)
	server := golemtest.NewServer(t, golemtest.Version("1.2.5"), golemtest.Quiet())
	server.AddComponent([]byte(strings.Replace(string(floatsDocument), `"version":0`, `"version":1`, 1))).Answer("take", "null")
	sent := new(typesSent)
	w := stub.NewWorker(dialDefault(t, server.URL, runtime.WithTransport(sent)), &floatsComponent, "w")
	for range 100 {
		check(t, "call", take(w, rand.Float64()), nil)
	}
	check(t, "calls, with types", *sent, typesSent{100, 0})
}
