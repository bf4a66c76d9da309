package runtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// TestRecordedRefusals checks that the client classifies the recorded refusals of calls on
// worker "w" correctly: whether the worker is lost, and whether the versions differ.
func TestRecordedRefusals(t *testing.T) {
	for _, c := range []struct {
		version, details  string
		lost, drift, typd bool
	}{
		{version: "1.2.5", details: "in $ expected u8, got u16", lost: true, typd: true, drift: true},
		{version: "1.2.5", details: "in $ expected u8, got u16", lost: true},
		{version: "1.2.5", details: "in $ cannot resolve handle belonging to a different worker", lost: true},
		{version: "1.2.5", details: "Failed to parse resource constructor parameters: invalid token at 0..4", lost: true},
		{version: "1.2.5", details: "expected 1, got 2 parameters", drift: true},
		{version: "1.2.5", details: "Function not found: acme:shop/cart@1.4.0.{remove-item}", drift: true},
		{version: "1.2.5", details: "Invalid function name: Parse error at line: 1, column: 12"},
	} {
		server := serve(t, func(int, *seenRequest) reply {
			answer, err := json.Marshal(map[string]any{"golemError": map[string]string{"type": "InvalidRequest", "details": c.details}})
			if err != nil {
				t.Error(err)
			}
			return reply{status: 500, body: string(answer)}
		})
		version := c.version
		if c.typd {
			version = "1.1.0"
		}
		_, err := newShop(dial(t, server.url, runtime.WithServerVersion(version)), "w").remove(context.Background(), "x")
		if lost, drift := errors.Is(err, runtime.ErrWorkerLost), errors.Is(err, runtime.ErrDrift); lost != c.lost || drift != c.drift {
			t.Errorf("%s: lost %v, drift %v: %v", c.details, lost, drift, err)
		}
	}
}

// TestTrapsKeepTheirReason checks that an error shows why a component trapped, and not
// where.
func TestTrapsKeepTheirReason(t *testing.T) {
	for _, version := range []string{"1.1.0", "1.2.5"} {
		exchanges, err := golemtest.ReadRecording(recording(t, version, "oplog"))
		if err != nil {
			t.Fatal(err)
		}
		traps := 0
		for _, x := range exchanges {
			if x.Status != 500 {
				continue
			}
			traps++
			server := serve(t, func(int, *seenRequest) reply { return reply{status: 500, body: *x.Response} })
			err := newShop(dial(t, server.url, runtime.WithServerVersion(version)), "w").ping(context.Background())
			want := "wasm trap: wasm `unreachable` instruction executed; thread '<unnamed>' (1) panicked at envy/src/lib.rs:14:57:; no; the worker failed"
			if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "0x") {
				t.Errorf("%s: got %v", version, err)
			}
			var golem *runtime.GolemError
			if !errors.As(err, &golem) || !strings.Contains(golem.Details, "0x8378") {
				t.Errorf("%s: the details lack the backtrace: %v", version, golem)
			}
		}
		if traps == 0 {
			t.Errorf("%s: no trap was recorded", version)
		}
	}
}

// TestCancelUnknown cancels a call with a key that the worker does not know.
func TestCancelUnknown(t *testing.T) {
	w := newFateWorld(t, "1.2.5")
	canceled, err := w.shop.worker.CancelInvocation(context.Background(), "never")
	if canceled || !errors.Is(err, runtime.ErrNotFound) {
		t.Errorf("got %v, %v", canceled, err)
	}
}
