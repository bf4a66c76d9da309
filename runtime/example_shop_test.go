package runtime_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"

	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// playLedgers plays the resource ledger: a ledger is the name of its warehouse.
func (s *shopServer) playLedgers() {
	s.Shop.HandleFunc("inventory.ledger.new", func(_ context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
		var warehouse string
		err := call.Decode(&warehouse)
		return call.HandleResult(warehouse), err
	})
	s.Shop.HandleFunc("inventory.ledger.warehouse", func(_ context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
		return json.Marshal(call.Self)
	})
}

// playSlowPing plays cart.ping, which ends when the channel is closed.
func (s *shopServer) playSlowPing() chan<- struct{} {
	goOn := make(chan struct{})
	s.Shop.HandleFunc("cart.ping", func(context.Context, *golemtest.Invocation) (json.RawMessage, error) {
		<-goOn
		return nil, nil
	})
	return goOn
}

// uploadNextVersion uploads a version of the component with another package
// version.
func (s *shopServer) uploadNextVersion() {
	document, err := os.ReadFile("../testdata/metadata/recorded/golem-1.2.0/shop-v0.json")
	if err != nil {
		panic(err)
	}
	document = bytes.ReplaceAll(document, []byte("@1.4.0"), []byte("@2.0.0"))
	s.AddComponent(bytes.Replace(document, []byte(`"version":0`), []byte(`"version":1`), 1))
}
