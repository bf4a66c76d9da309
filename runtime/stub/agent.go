package stub

import (
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/internal/core"
)

// Descriptions of agents.
type (
	// AgentType describes a type of agents.
	AgentType = core.AgentType
	// ConfigValue is a value of the configuration of agents.
	ConfigValue = core.ConfigValue
)

// NewAgent begins a call of the constructor of an agent. Generated code puts the parameters
// and ends the call with Address, which returns the target of the agent's methods. Nothing
// is sent.
//
//	func NewAccount(client *runtime.Client, owner string, tier Tier, opts ...runtime.AgentOption) *Account {
//		call := stub.NewAgent(client, &agentAccount, opts)
//		call.PutString(owner)
//		call.Buffer = appendTier(call.Param(), &call.Encoder, &tier)
//		return newAccount(call.Address())
//	}
func NewAgent(c *runtime.Client, t *AgentType, opts []runtime.AgentOption) *Call {
	return core.Hooks.NewAgent(c, t, opts)
}

// AgentOf returns the agent of a target that a constructor made.
func AgentOf(t Target) *runtime.Agent { return core.Hooks.AgentOf(t).(*runtime.Agent) }

// Create begins the request that makes an agent before its first call. Generated code
// writes the configuration values that are set with Part, and ends the request with Await.
func Create(a *runtime.Agent, opts []runtime.CallOption) *Call { return core.Hooks.Create(a, opts) }

// NoAgent returns the target of the methods of an agent that no constructor made. Its calls
// return an error.
func NoAgent(t *AgentType) Target { return core.Hooks.NoAgent(t) }
