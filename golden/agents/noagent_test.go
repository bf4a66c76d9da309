package agents_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/golden/agents"
	"github.com/golem-gen/golem-gen/runtime"
)

// TestNoAgent checks that methods of nil and zero agents return an error.
func TestNoAgent(t *testing.T) {
	ctx := context.Background()
	var none *agents.Configured
	for name, agent := range map[string]*agents.Configured{"nil": none, "zero": {}} {
		_, called := agent.GetConfig(ctx, "greeting")
		_, status := agent.CallStatus(ctx, "key")
		for what, err := range map[string]error{
			"call": called, "status": status, "delete": agent.Delete(ctx),
			"create":   agent.Create(ctx, agents.ConfiguredConfig{Greeting: runtime.Some("hello")}),
			"enqueue":  agent.Enqueue().GetConfig(ctx, "greeting"),
			"schedule": agent.Schedule(time.Now()).GetConfig(ctx, "greeting"),
		} {
			var call *runtime.CallError
			if !errors.As(err, &call) || call.Attempts != 0 || !strings.Contains(err.Error(), "the agent is nil") {
				t.Errorf("%s, %s: got %v", name, what, err)
			}
		}
		if agent.ID() != "" || agent.Type() != "" || agent.Phantom() != "" || agent.Client() != nil {
			t.Errorf("%s: an agent that is nil has an id", name)
		}
	}
	var never *agents.EphemeralCounter
	if _, err := never.Increment(ctx, 1); err == nil || !strings.Contains(err.Error(), "EphemeralCounter") {
		t.Errorf("ephemeral: got %v", err)
	}
}
