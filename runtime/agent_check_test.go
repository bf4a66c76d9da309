package runtime_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// TestAgentVersionChecks checks that VersionCheckOff sends no deployment, and that
// VersionCheckEveryCall finds an agent that was made again.
func TestAgentVersionChecks(t *testing.T) {
	ctx := context.Background()
	later := drifts[4].later
	s := serveAgents(t, deployment(account()))
	every := newAccount(accountType(0), dialDefault(t, s.URL, runtime.WithVersionCheck(runtime.VersionCheckEveryCall)), "alice")
	check(t, "first", every.move(ctx), nil)
	s.deploy(deployment(later))
	s.agents[aliceID] = 1
	s.bodies = nil
	checkDrift(t, s, every.move(ctx), false)
	s.take()
	off := newAccount(accountType(0), dialDefault(t, s.URL, runtime.WithVersionCheck(runtime.VersionCheckOff)), "alice")
	check(t, "off", off.move(ctx), nil)
	check(t, "requests", s.take(), []string{"invoke"})
	if strings.Contains(s.bodies[0], "deploymentRevision") {
		t.Errorf("sent %s", s.bodies[0])
	}
}

// TestAgentRequests counts the requests that comparing types adds.
func TestAgentRequests(t *testing.T) {
	ctx := context.Background()
	s := serveAgents(t, deployment(account()))
	s.agents[aliceID] = 0
	client := dialDefault(t, s.URL)
	requests := func(what string, a *handAccount, want ...string) {
		t.Helper()
		check(t, what, a.move(ctx), nil)
		check(t, what, s.take(), want)
	}
	alice := newAccount(accountType(0), client, "alice")
	requests("first of the client", alice, "environment", "type", "agent", "invoke")
	requests("later", alice, "invoke")
	requests("another Agent value", newAccount(accountType(0), client, "alice"), "invoke")
	requests("one that does not exist", newAccount(accountType(0), client, "bob"), "agent", "create", "agent", "invoke")
	requests("later", newAccount(accountType(0), client, "bob"), "invoke")
	s.agents[`Account("carol",v1)`] = 0
	requests("one that exists", newAccount(accountType(0), client, "carol"), "agent", "invoke")
	requests("enqueued", alice.enqueue(), "invoke")

	s.deployments[0]["Account"] = ephemeral(account())
	kind := accountType(0)
	kind.Ephemeral = true
	client = dialDefault(t, s.URL)
	requests("ephemeral", newAccount(kind, client, "e"), "environment", "type", "invoke")
	requests("ephemeral, within a second", newAccount(kind, client, "e"), "invoke")
}

// TestAgentPlaces checks that a call is not sent if the client cannot look for the agent.
func TestAgentPlaces(t *testing.T) {
	ctx := context.Background()
	s := serveAgents(t, deployment(account()))
	for _, opt := range []runtime.EnvironmentOption{runtime.WithEnvironment("test"), runtime.WithApplication("shop"), runtime.WithAccount("x@y")} {
		err := newAccount(accountType(0), dialDefault(t, s.URL, opt), "alice").move(ctx)
		if !errors.Is(err, runtime.ErrNotFound) {
			t.Errorf("client: got %v", err)
		}
		err = newAccount(accountType(0), dialDefault(t, s.URL), "alice", opt).move(ctx)
		if !errors.Is(err, runtime.ErrNotFound) {
			t.Errorf("agent: got %v", err)
		}
		err = newAccount(accountType(0), dialDefault(t, s.URL), "alice").move(ctx, opt)
		if !errors.Is(err, runtime.ErrNotFound) {
			t.Errorf("call: got %v", err)
		}
	}
	for _, what := range []string{"environment", "type", "agent", "create"} {
		s.mayNot = map[string]bool{what: true}
		err := newAccount(accountType(0), dialDefault(t, s.URL), "alice").move(ctx)
		if !errors.Is(err, runtime.ErrUnauthorized) {
			t.Errorf("%s: got %v", what, err)
		}
	}
	check(t, "calls", s.bodies, []string(nil))
	kind := accountType(0)
	kind.Application = ""
	err := newAccount(kind, dialDefault(t, s.URL), "alice").move(ctx)
	if err == nil || !strings.Contains(err.Error(), "WithApplication") {
		t.Errorf("got %v", err)
	}
}

// TestAgentCallsTogether checks that calls that begin together share their questions, and
// that the agent is made once.
func TestAgentCallsTogether(t *testing.T) {
	s := serveAgents(t, deployment(account()))
	client := dialDefault(t, s.URL)
	kind := accountType(0)
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			a := newAccount(kind, client, "alice")
			if i%2 == 0 {
				a = a.enqueue()
			}
			if err := a.move(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	check(t, "agents", s.agents, map[string]int{aliceID: 0})
	check(t, "read as others", s.wrong, []string(nil))
	check(t, "calls", len(s.bodies), 40)
	if questions := len(s.take()) - 40; questions > 40 {
		t.Errorf("%d questions", questions)
	}
}

// TestAgentDeleted checks that a deleted agent is made again by the current deployment,
// whatever the client knew about it.
func TestAgentDeleted(t *testing.T) {
	ctx := context.Background()
	s := serveAgents(t, deployment(account()))
	a := newAccount(accountType(0), dialDefault(t, s.URL), "alice")
	check(t, "first", a.move(ctx), nil)
	s.deploy(deployment(drifts[4].later))
	check(t, "delete", a.Delete(ctx), nil)
	s.bodies = nil
	err := a.move(ctx)
	checkDrift(t, s, err, false)
	check(t, "read as others", s.wrong, []string(nil))
}

// TestAgentForgotten deletes an agent by another value of the program after the client has
// forgotten it among many others. The client must not use what it knew about the agent.
func TestAgentForgotten(t *testing.T) {
	ctx := context.Background()
	s := serveAgents(t, deployment(account()))
	client := dialDefault(t, s.URL)
	first, second := newAccount(accountType(0), client, "alice"), newAccount(accountType(0), client, "alice")
	for range 3 {
		check(t, "call", first.move(ctx), nil)
	}
	runtime.CrowdOut(client)
	check(t, "call by another value", second.move(ctx), nil)
	s.deploy(deployment(drifts[4].later))
	check(t, "delete", second.Delete(ctx), nil)
	s.bodies = nil
	checkDrift(t, s, first.move(ctx), false)
	check(t, "read as others", s.wrong, []string(nil))
}
