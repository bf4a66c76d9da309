package runtime_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// TestTransportDoesNotRepeat breaks a reused connection before the answer. net/http must
// not send the request again on its own: the call may be running, and the server would run
// it twice.
func TestTransportDoesNotRepeat(t *testing.T) {
	document, err := os.ReadFile(testdata + "/metadata/recorded/golem-1.2.0/shop-v0.json")
	if err != nil {
		t.Fatal(err)
	}
	server := golemtest.NewServer(t, golemtest.Quiet())
	server.AddComponent(document).Answer("cart.ping", "null")
	ctx, s := context.Background(), newShop(dial(t, server.URL, runtime.WithoutRetry()), "w")
	if err := s.ping(ctx); err != nil { // opens a connection, which is reused
		t.Fatal(err)
	}
	server.Inject(&golemtest.Fault{Function: "cart.ping", Kind: golemtest.ResetAfter, Call: 1})
	var connection *runtime.ConnectionError
	if err := s.ping(ctx); !errors.As(err, &connection) || !connection.Sent {
		t.Errorf("got %v, want a connection error of a call that was sent", err)
	}
	calls := 0
	for _, x := range server.Exchanges() {
		if x.Method == http.MethodPost {
			calls++
		}
	}
	if calls != 2 {
		t.Errorf("%d calls arrived, want 2", calls)
	}
}
