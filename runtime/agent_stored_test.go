package runtime_test

import (
	"context"
	"errors"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// TestStoredAnswerOfAgent repeats a call under its key after others have updated the agent.
// The stored answer names the revision that ran the call, which the agent does not run any
// more.
func TestStoredAnswerOfAgent(t *testing.T) {
	m := &agentModel{server: serveModel(t), touched: map[string]bool{}}
	defer m.server.Close()
	p := &modelPlace{server: m.server, name: "prod"}
	p.deploy(thing())
	m.connect(p, 0, nil)
	swapped := thing()
	input := swapped.Methods[1].Input.Elements // of move
	input[0], input[1] = input[1], input[0]
	p.deploy(swapped)
	p.rollback(p.all[0])
	c := m.clients[0]
	constructor := stub.NewAgent(c.connection.Client, c.kind, nil)
	constructor.PutString("ada")
	constructor.Buffer = append(constructor.Param(), `"gold"`...)
	target := constructor.Address()
	call := func(method, key string, values ...string) error {
		call := target.Begin(c.functions[method], []runtime.CallOption{runtime.WithIdempotencyKey(key)})
		for _, value := range values {
			call.Buffer = append(call.Param(), value...)
		}
		var n uint32
		if method == "move" {
			return call.AwaitValue(context.Background(), &n, stub.TakeUint32)
		}
		return call.Await(context.Background())
	}
	change := []string{`{"add":1}`, `["fast"]`}
	check(t, "change", call("change", "a", change...), nil)
	check(t, "update", p.all[1].UpdateAgent(`Thing("ada",v0)`), nil)
	runtime.ExpireKnown(c.connection.Client)
	check(t, "change again", call("change", "a", change...), nil)
	err := call("move", "b", `"gold"`, `"iron"`, "7")
	check(t, "arrived", len(m.server.arrived("b")), 0)
	var drift *runtime.DriftError
	if !errors.As(err, &drift) || drift.Sent || drift.Found != 1 {
		t.Errorf("got %v", err)
	}
}
