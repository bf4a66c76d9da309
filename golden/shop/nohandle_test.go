package shop_test

import (
	"context"
	"errors"
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
