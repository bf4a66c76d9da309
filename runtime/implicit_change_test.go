package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// vaultVersion returns a document of the bank with a resource whose constructor has the
// parameters.
func vaultVersion(version int, constructor string) []byte {
	return fmt.Appendf(nil, `{"versionedComponentId":{"componentId":%q,"version":%d},"componentName":"bank","componentSize":1,"componentType":"Durable",
		"createdAt":"2025-01-01T00:00:00Z","files":[],"installedPlugins":[],"metadata":{"exports":[{"type":"Instance","name":"acme:bank/vaults","functions":[%s
		{"name":"[method]vault.lock","parameters":[{"name":"self","typ":{"mode":"Borrowed","resource_id":0,"type":"Handle"}}],"results":[]}]}],
		"producers":[],"memories":[]}}`, bankID, version, constructor)
}

func vaultConstructor(parameters string) string {
	return `{"name":"[constructor]vault","parameters":[` + parameters + `],"results":[{"name":null,"typ":{"mode":"Owned","resource_id":0,"type":"Handle"}}]},`
}

// TestImplicitConstructorChanged calls methods of implicit resources. Each call contains
// the arguments of the constructor, so a version with another constructor must not get it.
func TestImplicitConstructorChanged(t *testing.T) {
	const (
		city, street = `{"name":"city","typ":{"type":"Str"}}`, `{"name":"street","typ":{"type":"Str"}}`
		level        = `{"name":"level","typ":{"cases":["low","high"],"type":"Enum"}}`
		higher       = `{"name":"level","typ":{"cases":["none","low","high"],"type":"Enum"}}`
	)
	pinned := city + "," + street + "," + level
	for _, test := range []struct {
		name, found, difference string
		takes11, takes12        bool
	}{
		{name: "same", found: vaultConstructor(pinned), takes11: true, takes12: true},
		{name: "swapped", found: vaultConstructor(street + "," + city + "," + level), difference: "the constructor: parameter 1 was city, now it is street"},
		{name: "one gone", found: vaultConstructor(city + "," + street), difference: "the constructor: parameter 3, level, is gone"},
		{name: "one more", found: vaultConstructor(pinned + `,{"name":"floor","typ":{"type":"U8"}}`), difference: "the constructor: parameter 4, floor, is new"},
		{name: "a case more", found: vaultConstructor(city + "," + street + "," + higher), takes12: true, difference: `the constructor: level: enum case 1 was "low", now it is "none"`},
		{name: "no constructor", difference: "it has no function acme:bank/vaults.{vault.new}"},
	} {
		for version, takes := range map[string]bool{"1.1.0": test.takes11, "1.2.5": test.takes12} {
			for _, method := range []string{"vault.lock", "vault.drop"} {
				t.Run(test.name+"/"+version+"/"+method, func(t *testing.T) {
					server := golemtest.NewServer(t, golemtest.Version(version), golemtest.Quiet())
					server.AddComponent(vaultVersion(0, vaultConstructor(pinned)))
					var log ran
					component := server.AddComponent(vaultVersion(1, test.found))
					log.handle(component)
					component.CreateWorker("w")
					w := stub.TargetOf(stub.NewWorker(dialDefault(t, server.URL), &bankComponent, "w"))
					err := lockVault(w, method)
					if takes {
						check(t, "call", err, nil)
						return
					}
					var drift *runtime.DriftError
					if !errors.As(err, &drift) {
						t.Fatalf("got %v", err)
					}
					check(t, "drift", []any{drift.Difference, drift.Sent, len(log.list)}, []any{test.difference, false, 0})
				})
			}
		}
	}
}

// lockVault calls a method of an implicit resource.
func lockVault(w stub.Target, method string) error {
	call := w.Begin(&stub.Function{Interface: "acme:bank/vaults", Name: "vault.new", Parameters: []stub.Parameter{
		str("city"), str("street"), {Name: "level", Type: `{"cases":["low","high"],"type":"Enum"}`},
	}, Result: typeLedgerOwn}, nil)
	call.PutString("Paris")
	call.PutString("Lyon")
	call.Buffer = append(call.Param(), `"low"`...)
	return call.Address().Begin(&stub.Function{Interface: "acme:bank/vaults", Name: method}, nil).Await(context.Background())
}
