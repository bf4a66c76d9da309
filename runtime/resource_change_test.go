package runtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// storeVersion returns a document of the bank with two resources with the numbers 0 and 1,
// and functions that borrow and return the first one.
func storeVersion(version int, first, second string) []byte {
	functions := ""
	for number, name := range []string{first, second} {
		functions += fmt.Sprintf(`{"name":"[constructor]%[1]s","parameters":[],"results":[{"name":null,"typ":{"mode":"Owned","resource_id":%[2]d,"type":"Handle"}}]},
			{"name":"[method]%[1]s.lock","parameters":[{"name":"self","typ":{"mode":"Borrowed","resource_id":%[2]d,"type":"Handle"}}],"results":[]},`, name, number)
	}
	return fmt.Appendf(nil, `{"versionedComponentId":{"componentId":%q,"version":%d},"componentName":"bank","componentSize":1,"componentType":"Durable",
		"createdAt":"2025-01-01T00:00:00Z","files":[],"installedPlugins":[],"metadata":{"exports":[{"type":"Instance","name":"acme:bank/vaults","functions":[%s
		{"name":"store","parameters":[{"name":"what","typ":%s}],"results":[]},{"name":"open","parameters":[],"results":[{"name":null,"typ":%s}]}]}],
		"producers":[],"memories":[]}}`, bankID, version, functions, typeLedger, typeLedgerOwn)
}

// TestResourcesRenumbered uses handles in versions that number the resources differently. A
// handle of another resource than the function takes would lose the worker.
func TestResourcesRenumbered(t *testing.T) {
	vault := stub.Resource{Interface: "acme:bank/vaults", Name: "vault", ID: 0}
	box := stub.Resource{Interface: "acme:bank/vaults", Name: "box", ID: 1}
	unnamed := stub.Resource{ID: 0}
	store := func(w stub.Target, h stub.Handle, r *stub.Resource) error {
		call := w.Begin(&stub.Function{Interface: "acme:bank/vaults", Name: "store", Parameters: []stub.Parameter{{Name: "what", Type: typeLedger}}}, nil)
		call.Buffer = stub.AppendHandle(call.Param(), &call.Encoder, h, r, false)
		return call.Await(context.Background())
	}
	for _, test := range []struct {
		name, first, second string
		use                 func(w stub.Target, h stub.Handle) error
		resource            *stub.Resource
		difference          string
	}{
		{"same", "vault", "box", func(w stub.Target, h stub.Handle) error { return store(w, h, &vault) }, &vault, ""},
		{"changed places", "box", "vault", func(w stub.Target, h stub.Handle) error { return store(w, h, &vault) }, &vault, "resource 0 was vault, now it is box"},
		{"without a name", "box", "vault", func(w stub.Target, h stub.Handle) error { return store(w, h, &unnamed) }, &unnamed, ""},
		{"a method", "box", "vault", func(_ stub.Target, h stub.Handle) error {
			lock := stub.Function{Interface: "acme:bank/vaults", Name: "box.lock", Self: `{"mode":"Borrowed","resource_id":1,"type":"Handle"}`}
			return h.Target().Begin(&lock, nil).Await(context.Background())
		}, &box, ""},
	} {
		for _, version := range []string{"1.1.0", "1.2.5"} {
			t.Run(test.name+"/"+version, func(t *testing.T) {
				server := golemtest.NewServer(t, golemtest.Version(version), golemtest.Quiet())
				server.AddComponent(storeVersion(0, "vault", "box"))
				var log ran
				component := server.AddComponent(storeVersion(1, test.first, test.second))
				log.handle(component)
				component.CreateWorker("w")
				w := stub.TargetOf(stub.NewWorker(dialDefault(t, server.URL), &bankComponent, "w"))
				makeResource(t, server.URL, test.first, 0)
				makeResource(t, server.URL, test.second, 1)
				h := must(w.RestoreHandle("urn:worker:"+bankID+"/w/0", test.resource))(t)
				err := test.use(w, h)
				if test.difference == "" {
					check(t, "call", err, nil)
					return
				}
				var drift *runtime.DriftError
				if !errors.As(err, &drift) {
					t.Fatalf("got %v", err)
				}
				check(t, "drift", []any{drift.Difference, drift.Sent}, []any{test.difference, false})
			})
		}
	}
}

// TestResultRenumbered gets a handle from a version that numbers the resources differently.
func TestResultRenumbered(t *testing.T) {
	server := golemtest.NewServer(t, golemtest.Version("1.2.5"), golemtest.Quiet())
	server.AddComponent(storeVersion(0, "vault", "box"))
	component := server.AddComponent(storeVersion(1, "box", "vault"))
	component.HandleFunc("vaults.open", func(_ context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
		return json.Marshal(call.NewHandle(nil))
	})
	component.CreateWorker("w")
	w := stub.TargetOf(stub.NewWorker(dialDefault(t, server.URL), &bankComponent, "w"))
	for resource, want := range map[*stub.Resource]string{
		{Interface: "acme:bank/vaults", Name: "vault", ID: 0}: "resource 0 was vault, now it is box",
		{Interface: "acme:bank/vaults", Name: "box", ID: 0}:   "",
		{ID: 0}: "",
	} {
		call := w.Begin(&stub.Function{Interface: "acme:bank/vaults", Name: "open", Result: typeLedgerOwn}, nil)
		_, err := await(context.Background(), call, decodeResource(resource))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: got %v", resource, err)
		}
	}
}

func decodeResource(r *stub.Resource) wire.DecodeFunc[stub.Handle] {
	return func(d *wire.Decoder, at int, v *stub.Handle) int {
		x, at := stub.DecodeHandle(d, at, r)
		*v = x
		return at
	}
}

// makeResource makes a resource of worker w with a client of the worker's version.
func makeResource(t *testing.T, url, name string, number uint64) {
	t.Helper()
	component := bankComponent
	component.Version = 1
	made := stub.Resource{Interface: "acme:bank/vaults", Name: name, ID: number}
	result := fmt.Sprintf(`{"mode":"Owned","resource_id":%d,"type":"Handle"}`, number)
	call := stub.TargetOf(stub.NewWorker(dialDefault(t, url), &component, "w")).
		Begin(&stub.Function{Interface: made.Interface, Name: name + ".new", Result: result}, nil)
	_, err := await(context.Background(), call, decodeResource(&made))
	check(t, "make a resource", err, nil)
}
