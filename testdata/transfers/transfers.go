// Package transfers moves money between the accounts of a bank that runs on Golem, where
// each account is an agent.
package transfers

import (
	"context"
	"errors"
	"fmt"
	"time"

	"example.com/transfers/internal/bank"
	"github.com/golem-gen/golem-gen/runtime"
)

// RefusedError says why an account did not pay. No money was moved.
type RefusedError struct {
	Owner string
	Cause bank.WithdrawError
}

func (e *RefusedError) Error() string {
	switch cause := e.Cause.(type) {
	case bank.WithdrawErrorInsufficientFunds:
		return fmt.Sprintf("the account of %s has only %d", e.Owner, cause.Value)
	case bank.WithdrawErrorOverLimit:
		return fmt.Sprintf("the account of %s pays %d at most", e.Owner, cause.Value)
	default:
		return fmt.Sprintf("the account of %s does not pay: %v", e.Owner, cause)
	}
}

// Desk takes orders of customers.
type Desk struct {
	Account func(owner string) bank.AccountMethods
}

// NewDesk returns a desk for the accounts in a currency.
func NewDesk(conn *runtime.Client, currency bank.Currency) *Desk {
	return &Desk{Account: func(owner string) bank.AccountMethods { return bank.NewAccount(conn, owner, currency) }}
}

// Open makes an account, which pays no more than the limit at a time.
func (d *Desk) Open(ctx context.Context, owner string, limit uint64) error {
	return d.Account(owner).Create(ctx, bank.AccountConfig{Limit: runtime.Some(runtime.Some(limit))})
}

// Transfer is an order to move an amount in cents. The number tells it from all others.
type Transfer struct {
	Number   string
	From, To string
	Amount   uint64
}

// Transfer takes the money from one account and has it put on the other. The same transfer
// moves it once, however often it is ordered, since each of its steps has a key of its own.
func (d *Desk) Transfer(ctx context.Context, t Transfer) error {
	_, err := d.Account(t.From).Withdraw(ctx, t.Amount, "to "+t.To, runtime.WithIdempotencyKey(t.Number+"/withdraw"))
	var refused *runtime.ResultError[bank.WithdrawError]
	switch {
	case errors.As(err, &refused):
		return &RefusedError{Owner: t.From, Cause: refused.Value}
	case err != nil:
		return err
	}
	// The money is on its way: nobody has to wait for its arrival.
	return d.Account(t.To).Enqueue().Deposit(ctx, t.Amount, "from "+t.From, runtime.WithIdempotencyKey(t.Number+"/deposit"))
}

// CloseDay has accounts closed when the day ends. It goes on after an account that cannot be
// closed, and returns the errors of all of them.
func (d *Desk) CloseDay(ctx context.Context, day time.Time, owners []string) error {
	name, midnight := day.Format(time.DateOnly), day.Truncate(24*time.Hour).AddDate(0, 0, 1)
	var failed []error
	for _, owner := range owners {
		err := d.Account(owner).Schedule(midnight).CloseDay(ctx, name, runtime.WithIdempotencyKey("close/"+name+"/"+owner))
		if err != nil {
			failed = append(failed, fmt.Errorf("the account of %s: %w", owner, err))
		}
	}
	return errors.Join(failed...)
}
