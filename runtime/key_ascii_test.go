package runtime_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// TestKeysServersIgnore checks that keys are refused that servers ignore. Each attempt
// would get a key of its own, and the call would run again after a lost answer.
func TestKeysServersIgnore(t *testing.T) {
	for key, good := range map[string]bool{
		"gr\u00f6\u00dfe": false, "a\u00a0b": false, "\xff": false, "a\u2028b": false, "a b": true, "a\tb": true, `"~!\`: true, strings.Repeat("x", 5000): true,
	} {
		for name, opt := range map[string]runtime.CallOption{"new": runtime.WithIdempotencyKey(key), "repeated": runtime.RepeatCall(key)} {
			w := newFateWorld(t, "1.2.5")
			w.server.Inject(newFault(golemtest.ResetAfter, false))
			n, err := w.shop.remove(context.Background(), "x", opt)
			var call *runtime.CallError
			switch {
			case good:
				check(t, name+" "+key, []any{n, err, w.runs.Load()}, []any{uint32(7), nil, int32(1)})
			case !errors.As(err, &call) || call.Attempts > 0 || !strings.Contains(err.Error(), "ASCII") || w.runs.Load() > 0:
				t.Errorf("%s %q: got %v, run %d times", name, key, err, w.runs.Load())
			}
		}
	}
}
