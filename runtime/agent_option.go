package runtime

import (
	"fmt"
	"strings"
	"time"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
)

// DefaultAgentTimeout is the time after which a call of an agent ends if no option or
// context sets another one. A server that has no executor for an agent never answers.
const DefaultAgentTimeout = 5 * time.Minute

// AgentOption sets up an [Agent]: its calls follow it instead of what the client says.
type AgentOption interface{ applyToAgent(*agentConfig) }

// EnvironmentOption says where agents are. It is a ClientOption, an AgentOption and a
// CallOption. The one nearest to the call counts. Without one, agents are in the application
// and the environment that the client was generated from, of the account of the token.
type EnvironmentOption interface {
	ClientOption
	AgentOption
	CallOption
}

// agentConfig is what agent options set.
type agentConfig struct {
	settings *settings
	owned    bool // settings are the agent's alone
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

// WithApplication sets the application that agents belong to, by its name.
func WithApplication(name string) EnvironmentOption {
	return environmentOption(func(s *settings) {
		if name == "" {
			s.fail("WithApplication: the name is empty")
		}
		s.application = name
	})
}

// WithEnvironment sets the environment of the application that agents are deployed to, by
// its name.
func WithEnvironment(name string) EnvironmentOption {
	return environmentOption(func(s *settings) {
		if name == "" {
			s.fail("WithEnvironment: the name is empty")
		}
		s.environment = name
	})
}

// WithAccount sets the account that owns the application, by its e-mail address, for one
// that another account shares. An empty address stands for the account of the token.
func WithAccount(email string) EnvironmentOption {
	return environmentOption(func(s *settings) { s.account = strings.TrimSpace(email) })
}

// WithPhantom makes the agent another one than that with the same parameters: each UUID has
// its own.
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
