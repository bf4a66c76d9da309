package transfers

import (
	"errors"
	"os"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// TestUpgrade deploys the next version of the agents, whose closeDay takes a fee as well. An
// account that exists stays at its revision, a new one has the next. The client, which was
// generated for the version before, goes on wherever nothing has changed for it, and sends
// nothing that an agent would take for something else.
func TestUpgrade(t *testing.T) {
	server, _, desk := newBank(t)
	fill(t, server, desk, 1000, "ada")
	next, err := os.ReadFile("testdata/next.json")
	if err != nil {
		t.Fatal(err)
	}
	server.Deploy(next)
	fill(t, server, desk, 500, "bob")

	if err := desk.Transfer(t.Context(), rent); err != nil {
		t.Errorf("a transfer from an old account to a new one: %v", err)
	}
	server.Settle()
	same(t, "balances", balances(t, desk, "ada", "bob"), []uint64{300, 1200})

	err = desk.CloseDay(t.Context(), today, []string{"bob", "ada"})
	var drift *runtime.DriftError
	if !errors.As(err, &drift) {
		t.Errorf("%v, want a *runtime.DriftError for the new account", err)
	}
	server.SetTime(midnight)
	server.Settle()
	s, err := desk.Account("ada").CloseDay(t.Context(), "2030-01-02")
	if len(s.Entries) > 0 || err != nil {
		t.Errorf("%v %v: the old account was not closed at midnight", s, err)
	}
}

// TestRollback makes the deployment before the upgrade the current one again: accounts that
// were made meanwhile stay as they are, and later ones are as the client knows them.
func TestRollback(t *testing.T) {
	server, first, desk := newBank(t)
	next, err := os.ReadFile("testdata/next.json")
	if err != nil {
		t.Fatal(err)
	}
	server.Deploy(next)
	fill(t, server, desk, 500, "bob")
	first.Activate()
	fill(t, server, desk, 500, "eve")
	for owner, known := range map[string]bool{"bob": false, "eve": true} {
		if _, err := desk.Account(owner).CloseDay(t.Context(), "2030-01-01"); (err == nil) != known {
			t.Errorf("closing the account of %s: %v", owner, err)
		}
	}
}
