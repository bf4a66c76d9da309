package runtime_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// Versions of a component, and deployments of an agent type, can change whether it keeps a
// state. Existing workers and agents keep the kind that they were made with.

// TestComponentKindChanged calls workers of components whose kind changes between versions.
func TestComponentKindChanged(t *testing.T) {
	transfer := []stub.Parameter{str("from"), str("to")}
	for _, test := range []struct {
		name                 string
		versions             []string // kinds
		pinned               uint64
		nameless             bool
		worker               int // version of the worker before the call, -1 for none
		difference           string
		found                uint64
		newWorker, wasCalled bool
	}{
		{name: "a durable one would be ephemeral", versions: []string{"Durable", "Ephemeral"}, worker: -1, found: 1, newWorker: true, difference: "the component was durable, now it is ephemeral"},
		{name: "a durable one goes on", versions: []string{"Durable", "Ephemeral"}, worker: 0, wasCalled: true},
		{name: "a durable one is ephemeral", versions: []string{"Durable", "Ephemeral", "Durable"}, pinned: 2, worker: 1, found: 1, difference: "the component was durable, now it is ephemeral"},
		{name: "an ephemeral one would be durable", versions: []string{"Ephemeral", "Durable"}, worker: -1, found: 1, newWorker: true, difference: "the component was ephemeral, now it is durable"},
		{name: "an ephemeral one is durable", versions: []string{"Durable", "Ephemeral"}, pinned: 1, worker: 0, found: 0, difference: "the component was ephemeral, now it is durable"},
		{name: "an ephemeral one goes on", versions: []string{"Ephemeral", "Durable"}, worker: 0, wasCalled: true},
		{name: "a name is free", versions: []string{"Durable", "Ephemeral"}, pinned: 1, worker: -1, wasCalled: true},
		{name: "no name, ephemeral now", versions: []string{"Durable", "Ephemeral"}, nameless: true, worker: -1, wasCalled: true},
		{name: "no name, durable now", versions: []string{"Ephemeral", "Durable"}, nameless: true, worker: -1, wasCalled: true},
	} {
		for _, server := range []string{"1.1.0", "1.2.0", "1.2.5"} {
			t.Run(test.name+", "+server, func(t *testing.T) {
				s := golemtest.NewServer(t, golemtest.Version(server), golemtest.Quiet())
				var log ran
				for version, kind := range test.versions {
					c := s.AddComponent(bankVersion(bankID, version, kind, "f", transfer...))
					log.handle(c)
					if test.worker == version {
						c.CreateWorker("x")
					}
				}
				component := bankComponent
				component.Version, component.Ephemeral = test.pinned, test.versions[test.pinned] == "Ephemeral"
				client := dialDefault(t, s.URL)
				w := stub.NewWorker(client, &component, "x")
				if test.nameless {
					w = stub.NewEphemeral(client, &component)
				}
				err := callBank(stub.TargetOf(w), transfer)
				check(t, "was called", len(log.list) == 1, test.wasCalled)
				if test.wasCalled {
					check(t, "call", err, nil)
					return
				}
				var drift *runtime.DriftError
				if !errors.As(err, &drift) {
					t.Fatalf("got %v", err)
				}
				check(t, "drift", []any{drift.Difference, drift.Found, drift.NewWorker, drift.Created, drift.Sent}, []any{test.difference, test.found, test.newWorker, false, false})
			})
		}
	}
}

// TestDriftOfNamedEphemeralWorker calls a worker of an ephemeral component without version checks.
// The error names the version that the worker runs, which is not the latest one if it existed before.
func TestDriftOfNamedEphemeralWorker(t *testing.T) {
	transfer := []stub.Parameter{str("from"), str("to")}
	for name, found := range map[string]uint64{"an existing one": 1, "one that the call makes": 2} {
		t.Run(name, func(t *testing.T) {
			s := golemtest.NewServer(t, golemtest.Version("1.2.5"), golemtest.Quiet())
			for version, function := range []string{"f", "g", "g"} {
				c := s.AddComponent(bankVersion(bankID, version, "Ephemeral", function, transfer...))
				if uint64(version) == found && version == 1 {
					c.CreateWorker("x")
				}
			}
			component := bankComponent
			component.Ephemeral = true
			client := dialDefault(t, s.URL, runtime.WithVersionCheck(runtime.VersionCheckOff))
			err := callBank(stub.TargetOf(stub.NewWorker(client, &component, "x")), transfer)
			var drift *runtime.DriftError
			if !errors.As(err, &drift) || !drift.FoundKnown || drift.Found != found || !drift.Sent {
				t.Fatalf("got %v", err)
			}
			if strings.Contains(err.Error(), "update the worker") {
				t.Errorf("workers of ephemeral components cannot be updated: %v", err)
			}
		})
	}
}

// TestPhantomOfChangedType calls agents of an ephemeral type with a phantom id. An agent
// with this id was made by an earlier deployment.
func TestPhantomOfChangedType(t *testing.T) {
	const phantom = "f47ac10b-58cc-4372-a567-0e02b2c3d479"
	for name, change := range map[string]struct {
		mode       metadata.ComponentKind
		edit       func(*metadata.AgentType) // of the deployment that made the agent
		difference string
	}{
		"durable":                {mode: metadata.Durable, difference: "the agent type was ephemeral, now it is durable"},
		"ephemeral, alike":       {mode: metadata.Ephemeral},
		"ephemeral, another one": {mode: metadata.Ephemeral, edit: func(a *metadata.AgentType) { a.Methods[1].Input.Elements[2].Name = "amount" }, difference: "the method move: parameter 3 was by, now it is amount"},
	} {
		for _, way := range []string{"await", "enqueue"} {
			t.Run(name+", "+way, func(t *testing.T) {
				before, after := thing(), thing()
				before.Mode, after.Mode = change.mode, metadata.Ephemeral
				if change.edit != nil {
					change.edit(before)
				}
				m := &agentModel{server: serveModel(t), touched: map[string]bool{}}
				defer m.server.Close()
				p := &modelPlace{server: m.server, name: "prod"}
				p.deploy(before)
				m.connect(p, 0, nil)
				p.deploy(after)
				m.connect(p, 1, nil)
				call := func(c *thingClient, key string) error {
					kind := stub.NewAgent(c.connection.Client, c.kind, []runtime.AgentOption{runtime.WithPhantom(phantom)})
					kind.PutString("ada")
					kind.Buffer = append(kind.Param(), `"gold"`...)
					target := kind.Address()
					if way == "enqueue" {
						target = target.Enqueuing()
					}
					move := target.Begin(c.functions["move"], []runtime.CallOption{runtime.WithIdempotencyKey(key)})
					for _, value := range []string{`"gold"`, `"iron"`, "7"} {
						move.Buffer = append(move.Param(), value...)
					}
					var n uint32
					return move.AwaitValue(context.Background(), &n, stub.TakeUint32)
				}
				p.rollback(p.all[0])
				check(t, "the first", call(m.clients[0], "a"), nil)
				m.server.Settle()
				p.rollback(p.all[1])
				err := call(m.clients[1], "b")
				m.server.Settle()
				check(t, "arrived", len(m.server.arrived("b")) == 1, change.difference == "")
				if change.difference == "" {
					check(t, "call", err, nil)
					return
				}
				var drift *runtime.DriftError
				if !errors.As(err, &drift) || drift.Sent || drift.Found != 0 || drift.Difference != change.difference {
					t.Errorf("got %v", err)
				}
			})
		}
	}
}
