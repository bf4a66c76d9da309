package runtime

import (
	"fmt"
	"strings"
	"time"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
)

// DefaultAgentTimeout is the time limit of a call of an agent if neither an option nor the
// context sets another one. A server without an executor for the agent never answers.
const DefaultAgentTimeout = 5 * time.Minute

// AgentOption is an option of an [Agent]. It overrides the options of the client.
type AgentOption interface{ applyToAgent(*agentConfig) }

// EnvironmentOption sets where agents are. It is an option of a client, an agent or a call. If
// several are given, the one closest to the call applies. By default, agents are in the
// application and environment that the client was generated from, in the account of the token.
type EnvironmentOption interface {
	ClientOption
	AgentOption
	CallOption
}

// agentConfig holds the values of agent options.
type agentConfig struct {
	settings *settings
	owned    bool // settings belong to the agent alone
	phantom  string
}

// own returns settings that hold for the agent only.
func (c *agentConfig) own() *settings {
	if !c.owned {
		own := *c.settings
		c.settings, c.owned = &own, true
	}
	return c.settings
}

func (o sharedOption) applyToAgent(c *agentConfig) { o(c.own()) }

type environmentOption func(*settings)

func (o environmentOption) applyToClient(c *clientConfig) { o(&c.settings) }
func (o environmentOption) applyToAgent(c *agentConfig)   { o(c.own()) }
func (o environmentOption) ApplyToCall(c *core.Call)      { o(c.Maker.(*call).ownSettings()) }

type agentOption func(*agentConfig)

func (o agentOption) applyToAgent(c *agentConfig) { o(c) }

// WithApplication sets the name of the application of agents.
func WithApplication(name string) EnvironmentOption {
	return environmentOption(func(s *settings) {
		if name == "" {
			s.fail("WithApplication: the name is empty")
		}
		s.application = name
	})
}

// WithEnvironment sets the name of the environment that agents are deployed to.
func WithEnvironment(name string) EnvironmentOption {
	return environmentOption(func(s *settings) {
		if name == "" {
			s.fail("WithEnvironment: the name is empty")
		}
		s.environment = name
	})
}

// WithAccount sets the e-mail address of the account that owns the application, for an
// application that another account shares. The address "" stands for the account of the token.
// Without WithAccount, nothing reaches an environment that another account shares.
func WithAccount(email string) EnvironmentOption {
	return environmentOption(func(s *settings) { s.account = strings.TrimSpace(email) })
}

// WithPhantom addresses a phantom agent. Agents with the same parameters and different UUIDs are
// different agents.
func WithPhantom(uuid string) AgentOption {
	return agentOption(func(c *agentConfig) {
		id, ok := checkUUID(uuid)
		if !ok {
			c.own().fail("WithPhantom(%q): expected a UUID like f47ac10b-58cc-4372-a567-0e02b2c3d479", uuid)
			return
		}
		c.phantom = id
	})
}

// agentSettings returns the settings of agents without options of their own.
func (c *Client) agentSettings() *settings {
	if c.agents == nil {
		return c.settings
	}
	return c.agents
}

// forAgents returns s with the default time limit of agents.
func (s *settings) forAgents() *settings {
	if s.timed {
		return s
	}
	own := *s
	own.timeout = DefaultAgentTimeout
	return &own
}

func tooLong(size, most int) string {
	return fmt.Sprintf("it has %d bytes, and %d is the most", size, most)
}
