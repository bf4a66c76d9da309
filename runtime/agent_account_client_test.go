package runtime_test

import (
	"context"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

const typeTier = `{"type":"Enum","name":"Tier","cases":["gold","silver"]}`

// account returns the agent type that the client in this file is written for.
func account() *typeDocument {
	return &typeDocument{
		mode:        "Durable",
		constructor: []string{`owner {"type":"Str"}`, "tier " + typeTier},
		methods: map[string]methodDocument{
			"move":  {[]string{"from " + typeTier, "to " + typeTier}, typeU32},
			"other": {nil, ""},
		},
	}
}

func deployment(d *typeDocument) map[string]*typeDocument {
	if d == nil {
		return map[string]*typeDocument{}
	}
	return map[string]*typeDocument{"Account": d}
}

// changed returns the type with a change.
func changed(change func(d *typeDocument)) *typeDocument {
	d := account().clone()
	change(d)
	return d
}

var fnMove = &stub.Function{
	Name: "move", Parameters: []stub.Parameter{parameter("from", typeTier), parameter("to", typeTier)},
	Results: []stub.Parameter{parameter("", typeU32)},
}

func accountType(deployment uint64) *stub.AgentType {
	return &stub.AgentType{
		Name: "Account", Application: "bank", Environment: "prod", Deployment: deployment, ComponentID: agentComponent,
		Constructor: &stub.Function{Parameters: []stub.Parameter{parameter("owner", typeStr), parameter("tier", typeTier)}},
	}
}

type handAccount struct {
	*runtime.Agent
	target stub.Target
}

func newAccount(t *stub.AgentType, c *runtime.Client, owner string, opts ...runtime.AgentOption) *handAccount {
	call := stub.NewAgent(c, t, opts)
	call.PutString(owner)
	call.Buffer = append(call.Param(), `"silver"`...)
	target := call.Address()
	return &handAccount{stub.AgentOf(target), target}
}

func (a *handAccount) enqueue() *handAccount { return &handAccount{a.Agent, a.target.Enqueuing()} }

func (a *handAccount) move(ctx context.Context, opts ...runtime.CallOption) error {
	var n uint32
	call := a.target.Begin(fnMove, opts)
	call.Buffer = append(call.Param(), `"gold"`...)
	call.Buffer = append(call.Param(), `"silver"`...)
	return call.AwaitValue(ctx, &n, stub.TakeUint32)
}

func (a *handAccount) create(ctx context.Context) error { return stub.Create(a.Agent, nil).Await(ctx) }

const aliceID = `Account("alice",v1)`
