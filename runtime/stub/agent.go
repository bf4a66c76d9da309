package stub

import (
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/internal/core"
)

// What agents are described with.
type (
	// AgentType describes a type of agents.
	AgentType = core.AgentType
	// ConfigValue is a value of the configuration of agents.
	ConfigValue = core.ConfigValue
)

// NewAgent begins the constructor of an agent. Generated code puts the parameters, and
// Address ends the call: it returns what methods are called on. Nothing is sent.
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
// writes those values of the configuration that are set with Part, and ends it with Await.
func Create(a *runtime.Agent, opts []runtime.CallOption) *Call { return core.Hooks.Create(a, opts) }

// NoAgent returns what the methods of an agent that its constructor did not make are called
// on. They return an error.
func NoAgent(t *AgentType) Target { return core.Hooks.NoAgent(t) }
