package transfers

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"example.com/transfers/internal/bank"
	"example.com/transfers/internal/bank/banktest"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// These tests do without HTTP: the desk's accounts are fakes.

var (
	rent     = Transfer{Number: "t-1", From: "ada", To: "bob", Amount: 700}
	today    = time.Date(2030, 1, 1, 8, 0, 0, 0, time.UTC)
	midnight = time.Date(2030, 1, 2, 0, 0, 0, 0, time.UTC)
)

func fakeDesk(accounts map[string]*banktest.Account) *Desk {
	return &Desk{Account: func(owner string) bank.AccountMethods { return accounts[owner] }}
}

func TestTransfer(t *testing.T) {
	ada := &banktest.Account{WithdrawFunc: func(context.Context, uint64, string) (uint64, error) { return 300, nil }}
	bob := new(banktest.Account)
	if err := fakeDesk(map[string]*banktest.Account{"ada": ada, "bob": bob}).Transfer(t.Context(), rent); err != nil {
		t.Fatal(err)
	}
	same(t, "taken", sent(&ada.Calls.Withdraw), []banktest.AccountWithdrawCall{{Amount: 700, Reference: "to bob"}})
	same(t, "given", sent(&bob.Calls.Deposit), []banktest.AccountDepositCall{{Amount: 700, Reference: "from ada", Enqueued: true}})
}

func TestTransferOfTooMuch(t *testing.T) {
	ada := &banktest.Account{WithdrawFunc: func(context.Context, uint64, string) (uint64, error) {
		return 0, &runtime.ResultError[bank.WithdrawError]{Value: bank.WithdrawErrorInsufficientFunds{Value: 300}}
	}}
	err := fakeDesk(map[string]*banktest.Account{"ada": ada}).Transfer(t.Context(), rent)
	if err == nil || err.Error() != "the account of ada has only 300" {
		t.Errorf("got %v", err)
	}
}

func TestCloseDay(t *testing.T) {
	broken := errors.New("no network")
	ada, bob := new(banktest.Account), new(banktest.Account)
	ada.CloseDayFunc = func(context.Context, string) (bank.Statement, error) { return bank.Statement{}, broken }
	err := fakeDesk(map[string]*banktest.Account{"ada": ada, "bob": bob}).CloseDay(t.Context(), today, []string{"ada", "bob"})
	if !errors.Is(err, broken) {
		t.Errorf("%v, want %v", err, broken)
	}
	same(t, "scheduled", sent(&bob.Calls.CloseDay), []banktest.AccountCloseDayCall{{Day: "2030-01-01", Enqueued: true, At: midnight}})
}

// sent returns recorded calls without their options, which cannot be compared.
func sent[C any](calls *golemtest.Calls[C]) []C {
	list := calls.All()
	for i := range list {
		reflect.ValueOf(&list[i]).Elem().FieldByName("Options").SetZero()
	}
	return list
}

func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: %+v, want %+v", what, got, want)
	}
}
