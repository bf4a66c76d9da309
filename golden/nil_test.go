package golden_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/golden/agents"
	"github.com/golem-gen/golem-gen/golden/bank"
	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/golden/shopv1"
	"github.com/golem-gen/golem-gen/runtime"
)

// TestNilReceivers calls every method of nil and zero workers, agents, handles, implicit
// resources, Enqueue structs and clients. Each method returns an error that says what is nil, and
// none panics. The fields of a nil *shop.Worker cannot be read, which its documentation says.
func TestNilReceivers(t *testing.T) {
	const (
		noWorker = "the worker is nil, or was not made by the NewWorker of a generated client"
		noAgent  = "the agent is nil, or was not made by the constructor of a generated client"
		noHandle = "the handle cannot be used: it is nil, or was not returned by a worker"
	)
	for what, of := range map[any]string{
		(*runtime.Worker)(nil): noWorker, new(runtime.Worker): noWorker,
		(*shop.Worker)(nil): noWorker, new(shop.Worker): noWorker, new(shopv1.Worker): noWorker,
		shop.NewWorker(nil, ""): "", shop.NewEphemeral(nil): "",
		(*runtime.Agent)(nil): noAgent, new(runtime.Agent): noAgent,
		(*shop.CartEnqueue)(nil): noWorker, new(shop.CartEnqueue): noWorker,
		(*shop.InventoryEnqueue)(nil): noWorker, new(shop.InventoryEnqueue): noWorker,
		(*shop.WorldEnqueue)(nil): noWorker, new(shop.WorldEnqueue): noWorker,
		(*shop.Ledger)(nil): noHandle, new(shop.Ledger): noHandle,
		(*shop.IndexedLedger)(nil): noHandle, new(shop.IndexedLedger): noHandle,
		(*shop.LedgerEnqueue)(nil): noHandle, new(shop.LedgerEnqueue): noHandle,
		(*bank.Account)(nil): noAgent, new(bank.Account): noAgent,
		(*bank.AccountEnqueue)(nil): noAgent, new(bank.AccountEnqueue): noAgent,
		(*agents.EphemeralCounter)(nil): noAgent, new(agents.EphemeralCounter): noAgent,
		(*agents.EphemeralCounterEnqueue)(nil): noAgent, new(agents.EphemeralCounterEnqueue): noAgent,
		(*runtime.Client)(nil): "", new(runtime.Client): "",
	} {
		callAll(t, reflect.ValueOf(what), of)
	}
}

// callAll calls the methods of v and of the Enqueue structs that they return.
func callAll(t *testing.T, v reflect.Value, of string) {
	t.Helper()
	for i := range v.NumMethod() {
		name := v.Type().Method(i).Name
		for _, result := range callZero(t, v.Type(), name, v.Method(i)) {
			if strings.HasSuffix(result.Type().String(), "Enqueue") {
				callAll(t, result, of)
				continue
			}
			if result.Type() != reflect.TypeFor[error]() {
				continue
			}
			err, _ := result.Interface().(error)
			var call *runtime.CallError
			if !errors.As(err, &call) || call.Attempts != 0 || !strings.Contains(err.Error(), of) || strings.Contains(err.Error(), `""`) {
				t.Errorf("%v, nil: %v: %s returned %v, want %q", v.Type(), v.IsNil(), name, err, of)
			}
		}
	}
}

// callZero calls a method with a context and zero values.
func callZero(t *testing.T, of reflect.Type, name string, method reflect.Value) (results []reflect.Value) {
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("%v.%s panics: %v", of, name, p)
		}
	}()
	var arguments []reflect.Value
	for i := range method.Type().NumIn() {
		in := method.Type().In(i)
		switch {
		case in == reflect.TypeFor[context.Context]():
			arguments = append(arguments, reflect.ValueOf(context.Background()))
		case !method.Type().IsVariadic() || i < method.Type().NumIn()-1:
			arguments = append(arguments, reflect.Zero(in))
		}
	}
	return method.Call(arguments)
}

// TestNilReceiverTexts compares some of these errors with their texts.
func TestNilReceiverTexts(t *testing.T) {
	ctx := t.Context()
	_, handle := (*shop.Ledger)(nil).Warehouse(ctx)
	_, agent := (*bank.Account)(nil).Deposit(ctx, 1)
	for want, err := range map[string]error{
		"golem: acme:shop/cart@1.4.0.{ping}: the worker is nil, or was not made by the NewWorker of a generated client (nothing was sent)":              (*shop.CartEnqueue)(nil).Ping(ctx),
		"golem: cannot delete the worker: the worker is nil, or was not made by the NewWorker of a generated client":                                    new(shop.Worker).Delete(ctx),
		"golem: acme:shop/inventory@1.4.0.{ledger.warehouse}: the handle cannot be used: it is nil, or was not returned by a worker (nothing was sent)": handle,
		"golem: Account: deposit on an agent: the agent is nil, or was not made by the constructor of a generated client (nothing was sent)":            agent,
		"golem: cannot delete the agent: the agent is nil, or was not made by the constructor of a generated client":                                    (*bank.Account)(nil).Delete(ctx),
	} {
		if err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}
