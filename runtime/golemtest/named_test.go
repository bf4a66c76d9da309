package golemtest

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// ending is a test of a user that records its errors and ends when finish is called.
type ending struct {
	failing

	cleanups []func()
}

func (e *ending) Cleanup(f func()) { e.cleanups = append(e.cleanups, f) }
func (e *ending) Failed() bool     { return false }

func (e *ending) finish() {
	for _, f := range e.cleanups {
		f()
	}
}

// TestFunctionsThatNothingHas names functions in faults and gates, before and after the
// server has them. A wrong name must be an error of the test.
func TestFunctionsThatNothingHas(t *testing.T) {
	bank, err := os.ReadFile("../../testdata/agents/bank.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, known := range map[string]bool{
		"cart.add-item": true, cartName + ".{add-item}": true, "inventory.ledger.receive": true, "inventory.ledger.merge": true,
		"inventory.ledger.new": true, "inventory.ledger.drop": true, "health": true, "Account.deposit": true, "": true,
		inventoryName + `.{ledger("Lyon",50).receive}`: true,
		"cart.additem": false, "world.health": false, "ledger.receive": false, "Account.deposits": false, "account.deposit": false, "deposit": false,
	} {
		user := &ending{failing: failing{TB: t}}
		s := NewServer(user)
		s.Inject(&Fault{Function: name, Kind: BadGateway})
		s.AddComponent(shopDocument(t))
		s.Deploy(bank)
		s.Hold(name, "")
		user.finish()
		var want []string
		if !known {
			for _, by := range []string{"a fault", "a gate"} {
				want = append(want, fmt.Sprintf("golemtest: %s is for the function %q, and the server has none of that name: "+
					"give a name like cart.add-item, or Account.deposit of an agent", by, name))
			}
		}
		if got := strings.Join(user.errors, "\n"); got != strings.Join(want, "\n") {
			t.Errorf("%s:\n got %s\nwant %s", name, got, strings.Join(want, "\n"))
		}
	}
}

// TestWaitForNothing waits for a call of a function that nothing on the server has. Wait
// must return at once.
func TestWaitForNothing(t *testing.T) {
	user := &ending{failing: failing{TB: t}}
	s := NewServer(user)
	s.AddComponent(shopDocument(t))
	if call := s.Hold("world.health", "w").Wait(); call != nil {
		t.Errorf("got a call of %s", call.Name)
	}
	if len(user.errors) != 1 || !strings.Contains(user.errors[0], `"world.health"`) {
		t.Errorf("got %q", user.errors)
	}
	user.finish()
}
