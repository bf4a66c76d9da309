package core

// Hooks are functions of package runtime that package stub offers to generated code, and
// that would only be in the way of users on the page of package runtime. Package runtime
// sets them when it is initialized. Their types are any where this package cannot name the
// types of package runtime; package stub has functions of the right types around them.
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
