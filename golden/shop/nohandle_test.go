package shop_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/runtime"
)

// TestNoHandle checks that calls of nil and zero handles return an error.
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

// TestNoImplicitResource checks that calls of nil and zero implicit resources return an error.
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

// TestNoWorker checks that methods of nil and zero workers return an error or a zero value.
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
			t.Errorf("%s: expected only zero values", name)
		}
	}
}
