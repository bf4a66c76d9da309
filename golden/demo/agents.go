package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/golem-gen/golem-gen/golden/bank"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

const bankFile = "testdata/agents/bank.json"

// account plays an agent of the type Account. Its fields are the agent's state.
type account struct{ balance uint64 }

// Invoke runs a call of a method.
func (a *account) Invoke(_ context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
	var amount uint64
	if len(call.Parameters) > 0 {
		if err := call.Decode(&amount); err != nil {
			return nil, err
		}
	}
	switch call.Method.Name {
	case "deposit":
		a.balance += amount
	case "withdraw":
		if amount > a.balance {
			return fmt.Appendf(nil, `{"err":{"insufficient-funds":%d}}`, a.balance), nil
		}
		a.balance -= amount
		return fmt.Appendf(nil, `{"ok":%d}`, a.balance), nil
	}
	return json.Marshal(a.balance)
}

// agents shows a client of Golem 1.5, whose agents a server in this process plays.
func (d *demo) agents(ctx context.Context) error {
	document, err := os.ReadFile(bankFile)
	if err != nil {
		return err
	}
	server, err := golemtest.Start()
	if err != nil {
		return err
	}
	defer server.Close()
	server.Deploy(document).HandleAgent("Account", func(*golemtest.Invocation) (golemtest.Handler, error) { return &account{}, nil })
	conn, err := runtime.NewClient(server.URL, runtime.WithBearerToken(golemtest.LocalToken))
	if err != nil {
		return err
	}
	defer conn.CloseIdleConnections()
	d.title(`Golem 1.5: an account is an agent. acc := bank.NewAccount(conn, "alice", bank.TierGold)`)
	return d.account(ctx, server, bank.NewAccount(conn, "alice", bank.TierGold))
}

func (d *demo) account(ctx context.Context, server *golemtest.Server, acc *bank.Account) error {
	config := bank.AccountConfig{Limit: runtime.Some[uint64](1000)}
	if err := d.done(`acc.Create(ctx, bank.AccountConfig{Limit: runtime.Some[uint64](1000)})`, acc.Create(ctx, config)); err != nil {
		return err
	}
	balance, err := acc.Deposit(ctx, 100)
	if _, err := show(d, `balance, err := acc.Deposit(ctx, 100)`, balance, err); err != nil {
		return err
	}
	_, err = acc.Withdraw(ctx, 500, runtime.WithIdempotencyKey("key-3"))
	if err := fails[*runtime.ResultError[bank.WithdrawError]](d, `acc.Withdraw(ctx, 500)`, err); err != nil {
		return err
	}
	now := time.Date(2030, 1, 1, 8, 0, 0, 0, time.UTC)
	server.SetTime(now)
	if err := d.done(`acc.Schedule(tomorrow).Deposit(ctx, 20)`, acc.Schedule(now.AddDate(0, 0, 1)).Deposit(ctx, 20)); err != nil {
		return err
	}
	server.Advance(24 * time.Hour)
	balance, err = acc.Balance(ctx)
	_, err = show(d, `acc.Balance(ctx) // tomorrow`, balance, err)
	return err
}
