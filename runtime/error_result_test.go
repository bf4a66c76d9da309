package runtime_test

import (
	"errors"
	"testing"

	"github.com/golem-gen/golem-gen/golden/bank"
	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/runtime"
)

func TestResultErrorTexts(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string
	}{
		{&runtime.ResultError[string]{Value: "no such item: <nope>"}, `no such item: <nope>`},
		{&runtime.ResultError[uint32]{Value: 7}, `7`},
		{&runtime.ResultError[[]byte]{Value: []byte{1, 2}}, `[1 2]`},
		{&runtime.ResultError[[]string]{}, `[]`},
		{&runtime.ResultError[shop.StockError]{Value: shop.StockErrorInsufficient}, `insufficient`},
		{&runtime.ResultError[shop.GiftOptions]{Value: shop.GiftOptionsWrap | shop.GiftOptionsAddCard}, `wrap|add-card`},
		{&runtime.ResultError[bank.WithdrawError]{Value: bank.WithdrawErrorFrozen{}}, `{"frozen":null}`},
		{&runtime.ResultError[bank.WithdrawError]{Value: bank.WithdrawErrorInsufficientFunds{Value: 100}}, `{"insufficient-funds":100}`},
		{&runtime.ResultError[[]bank.WithdrawError]{Value: []bank.WithdrawError{bank.WithdrawErrorFrozen{}}}, `[{"frozen":null}]`},
		{&runtime.ResultError[shop.Money]{Value: shop.Money{Currency: shop.CurrencyEur, MinorUnits: 995}}, `{"currency":"eur","minor-units":995}`},
		{&runtime.ResultError[shop.Money]{}, `{Currency:(0) MinorUnits:0}`},
		{&runtime.ResultError[runtime.Option[string]]{Value: runtime.Some("late")}, `"late"`},
		{&runtime.ResultError[error]{Value: errors.New("an error")}, `an error`},
		{&runtime.ResultError[shop.CheckoutError]{}, `<nil>`},
	} {
		if got, want := test.err.Error(), "the function answered err: "+test.want; got != want {
			t.Errorf("found %s, expected %s", got, want)
		}
	}
}
