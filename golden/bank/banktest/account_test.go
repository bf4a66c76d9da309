package banktest_test

import (
	"context"
	"time"

	"github.com/golem-gen/golem-gen/golden/bank"
	"github.com/golem-gen/golem-gen/golden/bank/banktest"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// account implements agents of the type Account. Its fields are the agent's state. It embeds the
// fake, which has the methods that it does not implement.
type account struct {
	banktest.Account

	balance uint64
	limit   uint64 // of a deposit
	entries []bank.Entry
}

func newAccount(_ context.Context, _ string, tier bank.Tier, config bank.AccountConfig) (bank.AccountMethods, error) {
	a := &account{limit: config.Limit.Value}
	if tier == bank.TierGold {
		a.balance = 10 // a bonus
	}
	return a, nil
}

func (a *account) Balance(context.Context, ...runtime.CallOption) (uint64, error) {
	return a.balance, nil
}

func (a *account) Deposit(ctx context.Context, amount uint64, _ ...runtime.CallOption) (uint64, error) {
	a.balance += min(amount, a.limit)
	a.entries = append(a.entries, bank.Entry{Amount: int64(amount), Note: runtime.Some(golemtest.InvocationFrom(ctx).IdempotencyKey)})
	return a.balance, nil
}

func (a *account) History(context.Context, ...runtime.CallOption) ([]bank.Entry, error) {
	return a.entries, nil
}

func (a *account) Withdraw(_ context.Context, amount uint64, _ ...runtime.CallOption) (uint64, error) {
	if amount > a.balance {
		return 0, &runtime.ResultError[bank.WithdrawError]{Value: bank.WithdrawErrorInsufficientFunds{Value: a.balance}}
	}
	a.balance -= amount
	return a.balance, nil
}

// today is the time of the tests' clocks.
var today = time.Date(2030, 1, 1, 8, 0, 0, 0, time.UTC)
