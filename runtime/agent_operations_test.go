package runtime_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

func TestAgentOperationsRefused(t *testing.T) {
	ctx := context.Background()
	s := serveAgents(t, deployment(account()))
	client := dialDefault(t, s.URL)
	a := newAccount(accountType(0), client, "alice")
	if _, err := a.CallStatus(ctx, ""); err == nil || !strings.Contains(err.Error(), "the idempotency key is empty") {
		t.Errorf("got %v", err)
	}
	kind := accountType(0)
	kind.Ephemeral = true
	if err := newAccount(kind, client, "alice").Delete(ctx); err == nil || !strings.Contains(err.Error(), "no text of its own") {
		t.Errorf("got %v", err)
	}
	if err := (*runtime.Agent)(nil).Delete(ctx); err == nil {
		t.Error("nil: no error")
	}
	other := accountType(0)
	other.Constructor = &stub.Function{Parameters: []stub.Parameter{parameter("owner", typeStr), parameter("level", typeTier)}}
	if err := newAccount(other, client, "alice").Delete(ctx); !errors.Is(err, runtime.ErrDrift) {
		t.Errorf("got %v", err)
	}
	s.agents[aliceID] = 0
	check(t, "delete", a.Delete(ctx), nil)
	check(t, "agents", s.agents, map[string]int{})
}
