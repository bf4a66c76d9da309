package core

// Hooks are functions of package runtime that package stub offers to generated code.
// Package runtime does not export them, because its users do not need them. It sets them
// when it is initialized. They use any for types of package runtime, which this package
// cannot import. Package stub wraps them in functions with the right types.
var Hooks struct {
	NewWorker    func(client, component any, name string, opts any) (worker any)
	NewEphemeral func(client, component, opts any) (worker any)
	TargetOf     func(worker any) Target
	NoHandle     func() Target

	NewAgent func(client any, t *AgentType, opts any) *Call
	AgentOf  func(Target) (agent any)
	NoAgent  func(t *AgentType) Target
	Create   func(agent any, opts []CallOption) *Call
}
