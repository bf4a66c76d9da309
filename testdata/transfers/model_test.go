package transfers

import (
	"context"

	"example.com/transfers/internal/bank"
	"example.com/transfers/internal/bank/banktest"
	"github.com/golem-gen/golem-gen/runtime"
)

// account is a small model of the agents, as far as these tests need it. It embeds the fake
// for the methods that it does not have itself.
type account struct {
	banktest.Account

	balance uint64
	limit   runtime.Option[uint64] // of a withdrawal
	entries []bank.Entry           // of the day
}

// newAccount makes the model of one agent. The calls of an agent run one at a time, so that
// it needs no lock.
func newAccount(_ context.Context, _ string, _ bank.Currency, config bank.AccountConfig) (bank.AccountMethods, error) {
	return &account{limit: config.Limit.Value}, nil
}

func (a *account) Balance(context.Context, ...runtime.CallOption) (uint64, error) {
	return a.balance, nil
}

func (a *account) Deposit(_ context.Context, amount uint64, reference string, _ ...runtime.CallOption) (uint64, error) {
	a.balance += amount
	a.entries = append(a.entries, bank.Entry{Amount: int64(amount), Reference: reference})
	return a.balance, nil
}

func (a *account) Withdraw(_ context.Context, amount uint64, reference string, _ ...runtime.CallOption) (uint64, error) {
	switch {
	case a.limit.Some && amount > a.limit.Value:
		return 0, &runtime.ResultError[bank.WithdrawError]{Value: bank.WithdrawErrorOverLimit{Value: a.limit.Value}}
	case amount > a.balance:
		return 0, &runtime.ResultError[bank.WithdrawError]{Value: bank.WithdrawErrorInsufficientFunds{Value: a.balance}}
	}
	a.balance -= amount
	a.entries = append(a.entries, bank.Entry{Amount: -int64(amount), Reference: reference})
	return a.balance, nil
}

func (a *account) CloseDay(_ context.Context, day string, _ ...runtime.CallOption) (bank.Statement, error) {
	s := bank.Statement{Day: day, Entries: a.entries, Balance: a.balance}
	a.entries = nil
	return s, nil
}
