package runtime

import "github.com/golem-gen/golem-gen/runtime/internal/core"

// These hooks give package stub what generated code needs and users of this package do not.
func init() {
	core.Hooks.NewWorker = func(client, component any, name string, opts any) any {
		return newNamedWorker(client.(*Client), component.(*Component), name, opts.([]WorkerOption))
	}
	core.Hooks.NewEphemeral = func(client, component, opts any) any {
		return newEphemeral(client.(*Client), component.(*Component), opts.([]WorkerOption))
	}
	core.Hooks.TargetOf = func(worker any) core.Target {
		w := worker.(*Worker)
		if w == nil || w.settings == nil {
			w = noWorker()
		}
		return &target{address: w}
	}
	core.Hooks.NoHandle = func() core.Target { return noHandle }
	core.Hooks.NewAgent = func(client any, t *core.AgentType, opts any) *core.Call {
		a := newAgent(client.(*Client), t, opts.([]AgentOption))
		return (&target{address: &agentConstructor{a}}).Begin(t.Constructor, nil)
	}
	core.Hooks.AgentOf = func(t core.Target) any { return agentOf(t) }
	core.Hooks.NoAgent = func(t *core.AgentType) core.Target { return &target{address: noAgent(t)} }
	core.Hooks.Create = func(agent any, opts []core.CallOption) *core.Call {
		a := agent.(*Agent)
		if a == nil || a.kind == nil {
			a = noAgent(new(core.AgentType))
		}
		return a.create(opts)
	}
}
