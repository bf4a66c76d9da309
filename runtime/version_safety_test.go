package runtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// The bank is a component whose functions change between versions.

const (
	bankID       = "0b5ffbd0-7c3e-4b44-9d0e-2f6a4c1f7a01"
	stagingID    = "7d1b7f7c-3d57-4d6e-8f4b-6a5d0c9b2e02"
	typeBankU64  = `{"type":"U64"}`
	typeBankBool = `{"type":"Bool"}`
)

var (
	bankComponent = runtime.Component{ID: bankID, Name: "bank", Version: 0}
	str           = func(name string) stub.Parameter { return stub.Parameter{Name: name, Type: wire.TypeString} }
	u64           = func(name string) stub.Parameter { return stub.Parameter{Name: name, Type: typeBankU64} }
	flag          = func(name string) stub.Parameter { return stub.Parameter{Name: name, Type: typeBankBool} }
	record        = func(name string, fields ...stub.Parameter) stub.Parameter {
		var list []string
		for _, f := range fields {
			list = append(list, fmt.Sprintf(`{"name":%q,"typ":%s}`, f.Name, f.Type))
		}
		return stub.Parameter{Name: name, Type: `{"fields":[` + strings.Join(list, ",") + `],"type":"Record"}`}
	}
)

// bankVersion returns a document with one function.
func bankVersion(id string, version int, kind, function string, parameters ...stub.Parameter) []byte {
	var list []string
	for _, p := range parameters {
		list = append(list, fmt.Sprintf(`{"name":%q,"typ":%s}`, p.Name, p.Type))
	}
	return fmt.Appendf(nil, `{"versionedComponentId":{"componentId":%q,"version":%d},"componentName":"bank","componentSize":1,"componentType":%q,
		"createdAt":"2025-01-01T00:00:00Z","files":[],"installedPlugins":[],"metadata":{"exports":[{"type":"Function","name":%q,"parameters":[%s],"results":[]}],
		"producers":[],"memories":[]}}`, id, version, kind, function, strings.Join(list, ","))
}

// ran is a log of calls that a component has run.
type ran struct {
	mu   sync.Mutex
	list []string
}

func (r *ran) handle(c *golemtest.Component) {
	version := c.Metadata().Version
	c.Handle(func(string) golemtest.Handler {
		return golemtest.HandlerFunc(func(_ context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.list = append(r.list, fmt.Sprintf("v%d %s", version, call.Function.Name))
			if strings.HasSuffix(call.Name, ".new}") {
				return json.Marshal(call.NewHandle(nil))
			}
			return nil, nil
		})
	})
}

// TestPositionalParameters checks that with the default options no server gets parameters
// that it would pass as others, and that no call is refused that the version takes.
func TestPositionalParameters(t *testing.T) {
	transfer := []stub.Parameter{str("from"), str("to"), u64("amount")}
	for name, c := range map[string]struct {
		pinned, found []stub.Parameter
		takes, byName bool // by servers that read by type, and by name
	}{
		"same":             {transfer, transfer, true, true},
		"swapped":          {transfer, []stub.Parameter{str("to"), str("from"), u64("amount")}, false, false},
		"one gone":         {[]stub.Parameter{str("a"), flag("dry-run")}, []stub.Parameter{str("a")}, false, false},
		"one more":         {[]stub.Parameter{str("a")}, []stub.Parameter{str("a"), flag("dry-run")}, false, false},
		"all gone":         {[]stub.Parameter{str("a")}, nil, false, false},
		"one for none":     {nil, []stub.Parameter{str("a")}, false, false},
		"replaced":         {[]stub.Parameter{flag("dry-run")}, []stub.Parameter{flag("force")}, false, false},
		"other type":       {[]stub.Parameter{u64("a")}, []stub.Parameter{str("a")}, false, false},
		"fields swapped":   {[]stub.Parameter{record("r", u64("a"), u64("b"))}, []stub.Parameter{record("r", u64("b"), u64("a"))}, false, true},
		"field gone":       {[]stub.Parameter{record("r", u64("a"), flag("dry-run"))}, []stub.Parameter{record("r", u64("a"))}, false, false},
		"field new":        {[]stub.Parameter{record("r", u64("a"))}, []stub.Parameter{record("r", u64("a"), u64("b"))}, false, false},
		"field of a field": {[]stub.Parameter{record("r", record("s", u64("a"), u64("b")))}, []stub.Parameter{record("r", record("s", u64("b"), u64("a")))}, false, true},
	} {
		for version, takes := range map[string]bool{"1.1.0": c.takes, "1.2.0": c.byName, "1.2.5": c.byName} {
			for _, kind := range []string{"Durable", "Ephemeral"} {
				t.Run(name+"/"+version+"/"+kind, func(t *testing.T) {
					server := golemtest.NewServer(t, golemtest.Version(version), golemtest.Quiet())
					var log ran
					log.handle(server.AddComponent(bankVersion(bankID, 0, kind, "f", c.pinned...)))
					log.handle(server.AddComponent(bankVersion(bankID, 1, kind, "f", c.found...)))
					component := bankComponent
					component.Ephemeral = kind == "Ephemeral"
					w := stub.NewWorker(dialDefault(t, server.URL), &component, "w")
					err := callBank(stub.TargetOf(w), c.pinned)
					var drift *runtime.DriftError
					if takes && err != nil || !takes && (!errors.As(err, &drift) || drift.Sent || drift.Found != 1) {
						t.Errorf("got %v", err)
					}
					if len(log.list) != map[bool]int{true: 1}[takes] {
						t.Errorf("run: %v", log.list)
					}
				})
			}
		}
	}
}

// callBank calls f with arbitrary parameters.
func callBank(target stub.Target, parameters []stub.Parameter, opts ...runtime.CallOption) error {
	call := target.Begin(&stub.Function{Name: "f", Parameters: parameters}, opts)
	for _, p := range parameters {
		call.Buffer = append(call.Param(), exampleOf(p.Type)...)
	}
	return call.Await(context.Background())
}

func exampleOf(typ string) string {
	var t struct {
		Type   string
		Fields []struct {
			Name string
			Typ  json.RawMessage
		}
	}
	_ = json.Unmarshal([]byte(typ), &t)
	switch t.Type {
	case "Str":
		return `"x"`
	case "Bool":
		return "true"
	case "Record":
		var fields []string
		for _, f := range t.Fields {
			fields = append(fields, fmt.Sprintf("%q:%s", f.Name, exampleOf(string(f.Typ))))
		}
		return "{" + strings.Join(fields, ",") + "}"
	}
	return "1"
}

// TestKnownWithClient checks that Worker values for the same worker share what they learn.
func TestKnownWithClient(t *testing.T) {
	transfer, swapped := []stub.Parameter{str("from"), str("to")}, []stub.Parameter{str("to"), str("from")}
	server := golemtest.NewServer(t, golemtest.Version("1.2.0"), golemtest.Quiet())
	var log ran
	log.handle(server.AddComponent(bankVersion(bankID, 0, "Durable", "f", transfer...)))
	client := dialDefault(t, server.URL)
	a, b := stub.NewWorker(client, &bankComponent, "x"), stub.NewWorker(client, &bankComponent, "x")
	check(t, "a", callBank(stub.TargetOf(a), transfer), nil)
	check(t, "b", callBank(stub.TargetOf(b), transfer), nil)
	check(t, "delete", a.Delete(context.Background()), nil)
	log.handle(server.AddComponent(bankVersion(bankID, 1, "Durable", "f", swapped...)))
	if err := callBank(stub.TargetOf(b), transfer); !errors.Is(err, runtime.ErrDrift) {
		t.Errorf("b, deleted by a: %v", err)
	}
	check(t, "run", log.list, []string{"v0 f", "v0 f"})
}

// TestUpdatedByOthers checks that the client notices changes by others when its knowledge
// expires, or at once if it asks before each call.
func TestUpdatedByOthers(t *testing.T) {
	transfer, swapped := []stub.Parameter{str("from"), str("to")}, []stub.Parameter{str("to"), str("from")}
	for name, others := range map[string]func(before, after *golemtest.Component){
		"updated": func(_, after *golemtest.Component) { after.UpdateWorker("x") },
		"anew":    func(before, after *golemtest.Component) { before.DeleteWorker("x"); after.CreateWorker("x") },
	} {
		t.Run(name, func(t *testing.T) {
			server := golemtest.NewServer(t, golemtest.Version("1.2.0"), golemtest.Quiet())
			before := server.AddComponent(bankVersion(bankID, 0, "Durable", "f", transfer...))
			var log ran
			log.handle(before)
			client := dialDefault(t, server.URL)
			x := stub.TargetOf(stub.NewWorker(client, &bankComponent, "x"))
			check(t, "before", callBank(x, transfer), nil)
			after := server.AddComponent(bankVersion(bankID, 1, "Durable", "f", swapped...))
			log.handle(after)
			others(before, after)
			if err := callBank(x, transfer, runtime.WithVersionCheck(runtime.VersionCheckEveryCall)); !errors.Is(err, runtime.ErrDrift) {
				t.Errorf("every call: %v", err)
			}
			runtime.ExpireKnown(client)
			if err := callBank(x, transfer); !errors.Is(err, runtime.ErrDrift) {
				t.Errorf("later: %v", err)
			}
			check(t, "run", log.list, []string{"v0 f"})
		})
	}
}

// TestFirstCallsTogether checks that calls that begin at the same time, with options and
// Worker values of their own, share their questions and create one worker.
func TestFirstCallsTogether(t *testing.T) {
	gate, count := make(chan struct{}), 0
	server := golemtest.NewServer(t, golemtest.Version("1.2.0"), golemtest.Quiet())
	new(ran).handle(server.AddComponent(bankVersion(bankID, 0, "Durable", "f")))
	waiting := roundTrip(func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/workers/x") {
			<-gate
		}
		return http.DefaultTransport.RoundTrip(r)
	})
	client := dialDefault(t, server.URL, runtime.WithServerVersion("1.2.0"), runtime.WithTransport(waiting))
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			x := stub.TargetOf(stub.NewWorker(client, &bankComponent, "x"))
			if err := callBank(x, nil, runtime.WithIdempotencyKey(fmt.Sprint("k", i)), runtime.WithHeader("X-Caller", fmt.Sprint(i))); err != nil {
				t.Error(err)
			}
		})
	}
	runtime.AwaitCallers(client, 50)
	close(gate)
	wg.Wait()
	for _, x := range server.Exchanges() {
		if !strings.Contains(x.Path, "/invoke-and-await") {
			count++
		}
	}
	check(t, "requests beside the calls", count, 3)
}

// TestEphemeralWithName checks that a worker with a name keeps no state either if its
// component is ephemeral.
func TestEphemeralWithName(t *testing.T) {
	ctx := context.Background()
	component := shopComponent
	component.Ephemeral = true
	for _, version := range []string{"1.1.0", "1.2.0"} {
		server := serve(t, func(int, *seenRequest) reply { return reply{status: 503} })
		target := stub.TargetOf(stub.NewWorker(dial(t, server.url, runtime.WithServerVersion(version)), &component, "w"))
		s := &handShop{target: target}
		err := s.ping(ctx)
		var call *runtime.CallError
		if !errors.As(err, &call) || call.Attempts != 1 || !call.Callee.Ephemeral || runtime.IsRetryable(err) {
			t.Errorf("retried: %v", err)
		}
		if _, err := s.newLedger(ctx, "Paris", 1); !errors.Is(err, runtime.HandleEphemeral) {
			t.Errorf("a handle: %v", err)
		}
		if _, err := target.RestoreHandle("urn:worker:"+component.ID+"/w/1", &ledgerResource); !errors.Is(err, runtime.HandleEphemeral) {
			t.Errorf("restored: %v", err)
		}
		check(t, "spelling of the key", server.requests()[0].header["Idempotency-Key"] != nil, true)
		trap := serve(t, func(int, *seenRequest) reply { return golemReply("RuntimeError", "unreachable") })
		err = (&handShop{target: stub.TargetOf(stub.NewWorker(dial(t, trap.url, runtime.WithServerVersion(version)), &component, "w"))}).ping(ctx)
		if errors.Is(err, runtime.ErrWorkerLost) || strings.Contains(err.Error(), "delete it") {
			t.Errorf("lost: %v", err)
		}
	}
}

// TestComponentID calls a component with another id, whose versions have numbers of their
// own.
func TestComponentID(t *testing.T) {
	transfer := []stub.Parameter{str("from"), str("to")}
	server := golemtest.NewServer(t, golemtest.Version("1.2.0"), golemtest.Quiet())
	var log ran
	log.handle(server.AddComponent(bankVersion(stagingID, 5, "Durable", "f", transfer...)))
	elsewhere := runtime.WithComponentID(bankComponent, strings.ToUpper(stagingID))
	byClient := dialDefault(t, server.URL, elsewhere)
	check(t, "by the client", callBank(stub.TargetOf(stub.NewWorker(byClient, &bankComponent, "a")), transfer), nil)
	plain := dialDefault(t, server.URL)
	w := stub.NewWorker(plain, &bankComponent, "b", elsewhere)
	check(t, "by the worker", callBank(stub.TargetOf(w), transfer), nil)
	check(t, "id", w.ComponentID(), strings.ToUpper(stagingID))
	if err := callBank(stub.TargetOf(stub.NewWorker(plain, &bankComponent, "c")), transfer); !errors.Is(err, runtime.ErrNotFound) {
		t.Errorf("without: %v", err)
	}
	// The numbers of its versions have no relation to the pinned one.
	log.handle(server.AddComponent(bankVersion(stagingID, 6, "Durable", "f", str("to"), str("from"))))
	pinned6 := bankComponent
	pinned6.Version = 6
	if err := callBank(stub.TargetOf(stub.NewWorker(byClient, &pinned6, "d")), transfer); !errors.Is(err, runtime.ErrDrift) {
		t.Errorf("swapped: %v", err)
	}
	check(t, "run", log.list, []string{"v5 f", "v5 f"})
	if _, err := runtime.NewClient(server.URL, runtime.WithComponentID(bankComponent, "bank")); err == nil || !strings.Contains(err.Error(), "not a UUID") {
		t.Errorf("got %v", err)
	}
}
