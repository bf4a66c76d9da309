package runtime_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// TestSmallLimit sets a small limit. It applies to results, but not to answers to the
// client's own questions or to refusals.
func TestSmallLimit(t *testing.T) {
	server := golemtest.NewServer(t, golemtest.Version("1.2.5"), golemtest.Quiet())
	var log ran
	log.handle(server.AddComponent(bankVersion(bankID, 0, "Durable", "f")))
	after := server.AddComponent(bankVersion(bankID, 1, "Durable", "f"))
	log.handle(after)
	after.CreateWorker("w")
	client := dialDefault(t, server.URL, runtime.WithMaxResponseBytes(100))
	w := stub.TargetOf(stub.NewWorker(client, &bankComponent, "w"))
	check(t, "a worker of another version", callBank(w, nil), nil)
	after.Trap("f", strings.Repeat("x", 1000))
	if err := callBank(w, nil); !errors.Is(err, runtime.ErrWorkerLost) || !errors.Is(err, runtime.KindRuntimeError) {
		t.Errorf("a trap: got %v", err)
	}
	var size *runtime.SizeError
	large := respond(t, 200, `{"result":{"typ":{"items":[{"type":"Str"}],"type":"Tuple"},"value":["`+strings.Repeat("x", 1000)+`"]}}`)
	_, err := newShop(dial(t, large.url, runtime.WithServerVersion("1.2.5"), runtime.WithMaxResponseBytes(100)), "w").health(context.Background())
	if !errors.As(err, &size) || size.Limit != 100 || !strings.Contains(err.Error(), "the call was run") {
		t.Errorf("a result: got %v", err)
	}
}
