package agentsv2_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/golden/agents"
	"github.com/golem-gen/golem-gen/golden/agents/agentstest"
	"github.com/golem-gen/golem-gen/golden/agentsv2"
	"github.com/golem-gen/golem-gen/golden/agentsv2/agentsv2test"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// total is the state of an agent in both deployments.
type total struct{ sum uint32 }

func (a *total) Stable(_ context.Context, value uint32, _ ...runtime.CallOption) (uint32, error) {
	a.sum += value
	return a.sum, nil
}

func (a *total) SaveSnapshot(context.Context) ([]byte, error) { return []byte{byte(a.sum)}, nil }

func (a *total) LoadSnapshot(_ context.Context, snapshot []byte) error {
	a.sum = uint32(snapshot[0])
	return nil
}

type before struct {
	agentstest.Drifting
	*total
}

func (a *before) Stable(ctx context.Context, value uint32, _ ...runtime.CallOption) (uint32, error) {
	return a.total.Stable(ctx, value)
}

func (*before) WhichRevision(context.Context, ...runtime.CallOption) (uint32, error) { return 1, nil }

type after struct {
	agentsv2test.Drifting
	*total
}

func (a *after) Stable(ctx context.Context, value uint32, _ ...runtime.CallOption) (uint32, error) {
	return a.total.Stable(ctx, value)
}

func (*after) WhichRevision(context.Context, ...runtime.CallOption) (uint32, error) { return 2, nil }

func (a *after) Added(context.Context, ...runtime.CallOption) (string, error) {
	return strings.Repeat("*", int(a.sum)), nil
}

// serveBoth serves two deployments of one environment with implementations of both.
func serveBoth(t *testing.T) (*runtime.Client, func() *golemtest.Deployment) {
	t.Helper()
	server := golemtest.NewServer(t, golemtest.Quiet())
	agentstest.Serve(server, agentstest.Agents{
		Drifting: func(context.Context, string) (agents.DriftingMethods, error) { return &before{total: new(total)}, nil },
	})
	client, err := runtime.NewClient(server.URL, runtime.WithBearerToken(golemtest.LocalToken), runtime.WithVersionCheck(runtime.VersionCheckEveryCall))
	if err != nil {
		t.Fatal(err)
	}
	return client, func() *golemtest.Deployment {
		return agentsv2test.Serve(server, agentsv2test.Agents{
			Drifting: func(context.Context, string) (agentsv2.DriftingMethods, error) { return &after{total: new(total)}, nil },
		})
	}
}

func sums(t *testing.T, what string, want uint32) func(uint32, error) {
	t.Helper()
	return func(got uint32, err error) {
		t.Helper()
		if got != want || err != nil {
			t.Errorf("%s: %d %v, want %d", what, got, err, want)
		}
	}
}

// TestUpdate updates an agent to the next deployment. The agent keeps its state and answers clients
// of both deployments.
func TestUpdate(t *testing.T) {
	ctx := t.Context()
	client, deploy := serveBoth(t)
	old, now := agents.NewDrifting(client, "a"), agentsv2.NewDrifting(client, "a")
	sums(t, "first", 5)(old.Stable(ctx, 5))
	sums(t, "second", 7)(old.Stable(ctx, 2))
	deployment := deploy()
	sums(t, "after the deployment", 8)(old.Stable(ctx, 1))
	var drift *runtime.DriftError
	if _, err := now.Added(ctx); !errors.As(err, &drift) {
		t.Errorf("a method that the agent does not have: %v", err)
	}
	if err := deployment.UpdateAgent(old.ID()); err != nil {
		t.Fatal(err)
	}
	sums(t, "a client of the deployment before", 9)(old.Stable(ctx, 1))
	sums(t, "a client of this deployment", 10)(now.Stable(ctx, 1))
	sums(t, "the revision", 2)(now.WhichRevision(ctx))
	if text, err := now.Added(ctx); text != "**********" || err != nil {
		t.Errorf("the state in a new method: %q %v", text, err)
	}
}

// TestFailedUpdate updates an agent to a deployment whose implementation returns other results for
// the agent's earlier calls. The update fails, and the agent stays at its revision. A manual update
// succeeds, because it passes the state on.
func TestFailedUpdate(t *testing.T) {
	ctx := t.Context()
	client, deploy := serveBoth(t)
	old := agents.NewDrifting(client, "a")
	sums(t, "first", 5)(old.Stable(ctx, 5))
	sums(t, "the revision", 1)(old.WhichRevision(ctx))
	deployment := deploy()
	err := deployment.UpdateAgent(old.ID())
	if err == nil || !strings.Contains(err.Error(), "Unexpected oplog entry: expected whichRevision => AgentMethod { output: Tuple([ComponentModel(U32(1))]) }, got ") {
		t.Errorf("the update: %v", err)
	}
	sums(t, "after the failed update", 6)(old.Stable(ctx, 1))
	sums(t, "the revision after that", 1)(old.WhichRevision(ctx))
	if err := deployment.UpdateAgentManually(old.ID()); err != nil {
		t.Fatal(err)
	}
	sums(t, "after the manual update", 7)(old.Stable(ctx, 1))
	sums(t, "the revision after that", 2)(agentsv2.NewDrifting(client, "a").WhichRevision(ctx))
}
