package main

import (
	"context"
	"time"

	"github.com/golem-gen/golem-gen/golden/bank"
	"github.com/golem-gen/golem-gen/golden/bank/banktest"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// account implements agents of the type Account. Its fields are the agent's state.
type account struct {
	banktest.Account // has the methods that are not implemented below

	balance uint64
}

func newAccount(context.Context, string, bank.Tier, bank.AccountConfig) (bank.AccountMethods, error) {
	return &account{}, nil
}

func (a *account) Balance(context.Context, ...runtime.CallOption) (uint64, error) {
	return a.balance, nil
}

func (a *account) Deposit(_ context.Context, amount uint64, _ ...runtime.CallOption) (uint64, error) {
	a.balance += amount
	return a.balance, nil
}

func (a *account) Withdraw(_ context.Context, amount uint64, _ ...runtime.CallOption) (uint64, error) {
	if amount > a.balance {
		return 0, &runtime.ResultError[bank.WithdrawError]{Value: bank.WithdrawErrorInsufficientFunds{Value: a.balance}}
	}
	a.balance -= amount
	return a.balance, nil
}

// agents shows a client of Golem 1.5 with a server in this process.
func (d *demo) agents(ctx context.Context) error {
	server, err := golemtest.Start()
	if err != nil {
		return err
	}
	defer server.Close()
	banktest.Serve(server, banktest.Agents{Account: newAccount})
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
