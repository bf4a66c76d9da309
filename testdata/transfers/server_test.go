package transfers

import (
	"errors"
	"testing"
	"time"

	"example.com/transfers/internal/bank"
	"example.com/transfers/internal/bank/banktest"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// These tests run the real client against a server in the process, whose agents a model
// plays. The server's clock stands still until a test moves it.

func newBank(t *testing.T) (*golemtest.Server, *golemtest.Deployment, *Desk) {
	t.Helper()
	server := golemtest.NewServer(t)
	server.SetTime(today)
	deployment := banktest.Serve(server, banktest.Agents{Account: newAccount})
	conn, err := runtime.NewClient(server.URL, runtime.WithBearerToken(golemtest.LocalToken))
	if err != nil {
		t.Fatal(err)
	}
	return server, deployment, NewDesk(conn, bank.CurrencyEur)
}

// fill opens accounts and puts money on them. Agents are made while their callers go on: after
// Settle, a transcript shows them when they are there.
func fill(t *testing.T, server *golemtest.Server, d *Desk, amount uint64, owners ...string) {
	t.Helper()
	for _, owner := range owners {
		if err := d.Open(t.Context(), owner, 1000); err != nil {
			t.Fatal(err)
		}
		server.Settle()
		if _, err := d.Account(owner).Deposit(t.Context(), amount, "cash"); err != nil {
			t.Fatal(err)
		}
	}
}

func balances(t *testing.T, d *Desk, owners ...string) (list []uint64) {
	t.Helper()
	for _, owner := range owners {
		balance, err := d.Account(owner).Balance(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, balance)
	}
	return list
}

func TestTransferOnServer(t *testing.T) {
	server, _, desk := newBank(t)
	fill(t, server, desk, 1000, "ada", "bob")
	if err := desk.Transfer(t.Context(), rent); err != nil {
		t.Fatal(err)
	}
	err := desk.Transfer(t.Context(), Transfer{Number: "t-2", From: "ada", To: "bob", Amount: 700})
	var refused *RefusedError
	if !errors.As(err, &refused) || refused.Cause != (bank.WithdrawErrorInsufficientFunds{Value: 300}) {
		t.Errorf("%v, want a refusal", err)
	}
	err = desk.Transfer(t.Context(), Transfer{Number: "t-3", From: "bob", To: "ada", Amount: 1001})
	if !errors.As(err, &refused) || refused.Error() != "the account of bob pays 1000 at most" {
		t.Errorf("%v, want a refusal", err)
	}
	server.Settle() // what was enqueued has run
	same(t, "balances", balances(t, desk, "ada", "bob"), []uint64{300, 1700})
	golemtest.Golden(t, "transfer", server)
}

// TestTransferTwice orders a transfer again, and has answers lost: the money moves once.
func TestTransferTwice(t *testing.T) {
	server, _, desk := newBank(t)
	fill(t, server, desk, 1000, "ada", "bob")
	lost := []*golemtest.Fault{
		{Function: "Account.withdraw", Kind: golemtest.ResetAfter, Call: 1},
		{Function: "Account.deposit", Kind: golemtest.ResetAfter, Call: 1},
	}
	server.Inject(lost...)
	for range 2 {
		if err := desk.Transfer(t.Context(), rent); err != nil {
			t.Fatal(err)
		}
	}
	server.Settle()
	same(t, "faults", lost[0].Struck()+lost[1].Struck(), 2)
	same(t, "balances", balances(t, desk, "ada", "bob"), []uint64{300, 1700})
}

// TestCloseDayOnServer moves the clock to midnight, when what was scheduled runs.
func TestCloseDayOnServer(t *testing.T) {
	server, _, desk := newBank(t)
	fill(t, server, desk, 1000, "ada", "bob")
	if err := desk.CloseDay(t.Context(), today, []string{"ada", "bob"}); err != nil {
		t.Fatal(err)
	}
	server.Advance(15 * time.Hour)
	server.Settle()
	if err := desk.Transfer(t.Context(), rent); err != nil { // still today's
		t.Fatal(err)
	}
	server.Advance(time.Hour)
	server.Settle()
	s, err := desk.Account("ada").CloseDay(t.Context(), "2030-01-02")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "the day after", s, bank.Statement{Day: "2030-01-02", Entries: []bank.Entry{}, Balance: 300})
}
