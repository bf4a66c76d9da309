package shop_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/runtime"
)

// TestNoHandle: a handle that the program forgot to make is an error, not a panic.
func TestNoHandle(t *testing.T) {
	ctx := context.Background()
	var none *shop.Ledger
	for name, ledger := range map[string]*shop.Ledger{"nil": none, "zero": {}} {
		_, received := ledger.Receive(ctx, "mug-1", 1)
		for what, err := range map[string]error{
			"receive": received, "drop": ledger.Drop(ctx), "enqueue": ledger.Enqueue().Reserve(ctx, "mug-1", 1),
		} {
			var call *runtime.CallError
			if !errors.Is(err, runtime.HandleNil) || !errors.As(err, &call) || call.Attempts != 0 {
				t.Errorf("%s, %s: got %v", name, what, err)
			}
		}
		if text := ledger.Handle(); text != "" {
			t.Errorf("%s: the handle is %q", name, text)
		}
	}
}

// TestNoImplicitResource: a resource that the program forgot to make is an error, not a panic.
func TestNoImplicitResource(t *testing.T) {
	ctx := context.Background()
	var none *shop.IndexedLedger
	for name, ledger := range map[string]*shop.IndexedLedger{"nil": none, "zero": {}} {
		_, levels := ledger.Levels(ctx)
		for what, err := range map[string]error{"levels": levels, "enqueue": ledger.Enqueue().Reserve(ctx, "mug-1", 1)} {
			if !errors.Is(err, runtime.HandleNil) {
				t.Errorf("%s, %s: got %v", name, what, err)
			}
		}
	}
}

// TestNoWorker: what a worker that the program forgot to make can still be asked.
func TestNoWorker(t *testing.T) {
	ctx := context.Background()
	var none *shop.Worker
	for name, w := range map[string]*shop.Worker{"nil": none, "zero": {}} {
		_, metadata := w.Metadata(ctx)
		_, status := w.CallStatus(ctx, "key")
		_, created := w.Create(ctx, nil, nil)
		_, canceled := w.CancelInvocation(ctx, "key")
		for what, err := range map[string]error{
			"metadata": metadata, "status": status, "create": created, "cancel": canceled, "delete": w.Delete(ctx),
		} {
			var call *runtime.CallError
			if !errors.As(err, &call) || !strings.Contains(err.Error(), "the worker is nil") {
				t.Errorf("%s, %s: got %v", name, what, err)
			}
		}
		if w.Name() != "" || w.ComponentID() != "" || w.Component() != nil || w.Client() != nil || w.SettleCall("key", true) {
			t.Errorf("%s: a worker that is nil has a name", name)
		}
	}
}

// TestNoPanic calls all methods of what the program forgot to make, with zero parameters.
func TestNoPanic(t *testing.T) {
	for _, v := range []any{
		(*runtime.Worker)(nil), &runtime.Worker{}, (*runtime.Agent)(nil), &runtime.Agent{}, (*runtime.Client)(nil), &runtime.Client{},
		(*shop.Worker)(nil), &shop.Worker{}, shop.NewWorker(nil, ""), shop.NewEphemeral(nil),
		(*shop.Ledger)(nil), &shop.Ledger{}, (*shop.IndexedLedger)(nil), &shop.IndexedLedger{},
		(*shop.CartEnqueue)(nil), &shop.CartEnqueue{}, (*shop.LedgerEnqueue)(nil), &shop.LedgerEnqueue{},
	} {
		value := reflect.ValueOf(v)
		for i := range value.NumMethod() {
			method := value.Type().Method(i)
			in := []reflect.Value{value}
			for j := 1; j < method.Type.NumIn(); j++ {
				switch parameter := method.Type.In(j); {
				case parameter == reflect.TypeFor[context.Context]():
					in = append(in, reflect.ValueOf(context.Background()))
				case !method.Type.IsVariadic() || j < method.Type.NumIn()-1:
					in = append(in, reflect.Zero(parameter))
				}
			}
			func() {
				defer func() {
					if r := recover(); r != nil {
						t.Errorf("%s of a %T that is nil (%t): %v", method.Name, v, value.IsNil(), r)
					}
				}()
				method.Func.Call(in)
			}()
		}
	}
}
