package runtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// updater is a transport that updates the worker after the first call.
type updater struct {
	update func()
	once   sync.Once
}

func (u *updater) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(r)
	if strings.Contains(r.URL.Path, "/invoke") {
		u.once.Do(u.update)
	}
	return response, err
}

// misreadFloat returns a number that servers misread if it has no type.
func misreadFloat() float64 {
	for f := 0.1; ; f = math.Nextafter(f, 1) {
		var e wire.Encoder
		if wire.AppendFloat64(nil, &e, &f); e.Misread() {
			return f
		}
	}
}

var f64 = func(name string) stub.Parameter { return stub.Parameter{Name: name, Type: wire.TypeFloat64} }

// TestUpdatedBetweenAttempts updates the worker after an attempt that did not arrive. The
// next attempt must not mean something else in the new version.
func TestUpdatedBetweenAttempts(t *testing.T) {
	point := []stub.Parameter{record("point", f64("x"), f64("y"))}
	for _, test := range []struct {
		name, version string
		fault         golemtest.FaultKind
		check         runtime.VersionCheck
		found         []stub.Parameter
		drift         bool
	}{
		{"gone parameter", "1.2.5", golemtest.ResetBefore, runtime.VersionCheckFirstUse, nil, true},
		{"swapped fields, by type", "1.1.0", golemtest.ResetBefore, runtime.VersionCheckFirstUse, []stub.Parameter{record("point", f64("y"), f64("x"))}, true},
		{"swapped fields, by name", "1.2.5", golemtest.ResetBefore, runtime.VersionCheckFirstUse, []stub.Parameter{record("point", f64("y"), f64("x"))}, false},
		{"same", "1.2.5", golemtest.ResetBefore, runtime.VersionCheckFirstUse, point, false},
		{"refused for now", "1.2.5", golemtest.TooManyRequests, runtime.VersionCheckEveryCall, nil, true},
		{"not checked", "1.2.5", golemtest.ResetBefore, runtime.VersionCheckOff, point, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := golemtest.NewServer(t, golemtest.Version(test.version), golemtest.Quiet())
			var mu sync.Mutex
			var got []string
			handle := func(c *golemtest.Component) *golemtest.Component {
				c.HandleFunc("f", func(_ context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
					mu.Lock()
					defer mu.Unlock()
					got = append(got, string(call.Parameters[0]))
					return nil, nil
				})
				return c
			}
			handle(server.AddComponent(bankVersion(bankID, 0, "Durable", "f", point...))).CreateWorker("w")
			after := handle(server.AddComponent(bankVersion(bankID, 1, "Durable", "f", test.found...)))
			server.Inject(&golemtest.Fault{Function: "f", Kind: test.fault, Call: 1})
			update := &updater{update: func() { after.UpdateWorker("w") }}
			client := dialDefault(t, server.URL, runtime.WithTransport(update), runtime.WithVersionCheck(test.check),
				runtime.WithRetry(runtime.RetryPolicy{Attempts: 5, FirstDelay: brief, MaxDelay: brief}))
			call := stub.TargetOf(stub.NewWorker(client, &bankComponent, "w")).Begin(&stub.Function{Name: "f", Parameters: point}, nil)
			x, y := misreadFloat(), 0.25
			call.Buffer = append(wire.AppendFloat64(append(call.Param(), `{"x":`...), &call.Encoder, &x), `,"y":`...)
			call.Buffer = append(wire.AppendFloat64(call.Buffer, &call.Encoder, &y), '}')
			err := call.Await(context.Background())
			var drift *runtime.DriftError
			if test.drift {
				if !errors.As(err, &drift) || drift.Found != 1 || drift.Sent || len(got) > 0 {
					t.Errorf("got %v, and the worker %v", err, got)
				}
				return
			}
			check(t, "call", err, nil)
			if len(got) != 1 {
				t.Fatalf("ran %v", got)
			}
			var point struct{ X, Y float64 }
			check(t, "point", json.Unmarshal([]byte(got[0]), &point), nil)
			check(t, "point", []any{math.Abs(point.X-x) < 1e-15, point.Y}, []any{true, y})
		})
	}
}
