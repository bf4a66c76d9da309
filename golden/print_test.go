package golden_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/golden/bank"
	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/golden/shop/shoptest"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// TestPrinting prints clients, workers, agents and handles with fmt and slog. The texts identify
// the value and contain neither the token nor headers.
func TestPrinting(t *testing.T) {
	conn, err := runtime.NewClient("http://example.com:9881/", runtime.WithBearerToken("s3cr3t"), runtime.WithHeader("X-Tenant", "s3cr3t"))
	if err != nil {
		t.Fatal(err)
	}
	cart, account := shop.NewWorker(conn, "cart-42"), bank.NewAccount(conn, "alice", bank.TierGold)
	handle := "urn:worker:" + cart.ComponentID() + "/cart-42/3"
	ledger, err := cart.Inventory.LedgerFromHandle(handle)
	if err != nil {
		t.Fatal(err)
	}
	paris, noon := cart.Inventory.Ledger("Paris", 9), time.Date(2030, 1, 2, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		value     any
		text, log string // log is JSON
	}{
		{conn, "http://example.com:9881", `"http://example.com:9881"`},
		{cart, `worker "cart-42" of shop-a`, `{"service":"shop-a","instance":"cart-42"}`},
		{cart.Worker, `worker "cart-42" of shop-a`, `{"service":"shop-a","instance":"cart-42"}`},
		{shop.NewEphemeral(conn), "an ephemeral worker of shop-a", `{"service":"shop-a","instance":""}`},
		{account, `Account("alice",v1)`, `{"service":"Account","instance":"Account(\"alice\",v1)"}`},
		{bank.NewAccount(conn, "alice", 0), "an agent of the type Account", `{"service":"Account","instance":""}`},
		{bank.NewHelper(conn), "Helper()", `{"service":"Helper","instance":"Helper()"}`},
		{new(runtime.Client), "no server", `"no server"`},
		{(*shop.Worker)(nil), "no worker", `"no worker"`},
		{new(bank.Account), "no agent", `"no agent"`},
		{(*shop.Ledger)(nil), "", `""`},
		{ledger, handle, `"` + handle + `"`},
		{paris, `ledger("Paris", 9) of worker "cart-42" of shop-a`, `{"service":"shop-a","instance":"cart-42","resource":"ledger(\"Paris\", 9)"}`},
		{cart.Inventory.Ledger("a,b", 9), `a resource of worker "cart-42" of shop-a`, `{"service":"shop-a","instance":"cart-42","resource":""}`},
		{(*shop.IndexedLedger)(nil), "no resource", `"no resource"`},
		{&shop.IndexedLedger{LedgerMethods: &shoptest.Ledger{}}, "a fake", `"a fake"`},
		{cart.Cart.Enqueue(), `enqueued calls of worker "cart-42" of shop-a`, `{"service":"shop-a","instance":"cart-42","enqueue":true}`},
		{ledger.Enqueue(), "enqueued calls of " + handle, `"enqueued calls of ` + handle + `"`},
		{
			paris.Enqueue(), `enqueued calls of ledger("Paris", 9) of worker "cart-42" of shop-a`,
			`{"service":"shop-a","instance":"cart-42","resource":"ledger(\"Paris\", 9)","enqueue":true}`,
		},
		{account.Enqueue(), `enqueued calls of Account("alice",v1)`, `{"service":"Account","instance":"Account(\"alice\",v1)","enqueue":true}`},
		{
			account.Schedule(noon), `calls of Account("alice",v1) at 2030-01-02T12:00:00Z`,
			`{"service":"Account","instance":"Account(\"alice\",v1)","enqueue":true,"at":"2030-01-02T12:00:00Z"}`,
		},
		{(*shop.CartEnqueue)(nil), "no worker", `"no worker"`},
		{new(shop.LedgerEnqueue), "no resource", `"no resource"`},
		{new(bank.AccountEnqueue), "no agent", `"no agent"`},
		{(&shoptest.Cart{}).Enqueue(), "a fake", `"a fake"`},
	} {
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("", "value", test.value)
		if got := fmt.Sprint(test.value); got != test.text {
			t.Errorf("%T: prints %s, want %s", test.value, got, test.text)
		}
		if !strings.Contains(log.String(), `"value":`+test.log+"}") {
			t.Errorf("%T: logs %s, want %s", test.value, log.String(), test.log)
		}
		if all := fmt.Sprintf("%v %+v %#v", test.value, test.value, test.value); strings.Contains(all, "s3cr3t") {
			t.Errorf("%T: shows a secret: %s", test.value, all)
		}
	}
}

// TestPrintingDuringCalls prints a client in all ways while calls change its state.
func TestPrintingDuringCalls(t *testing.T) {
	server := golemtest.NewServer(t)
	shoptest.Serve(server, nil).Answer("health", `"fine"`)
	conn, err := runtime.NewClient(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		var err error
		for i := range 20 {
			if _, failure := shop.NewWorker(conn, fmt.Sprint("w", i)).World.Health(t.Context()); failure != nil {
				err = failure
			}
		}
		done <- err
	}()
	for range 100 {
		if text := fmt.Sprintf("%v %+v %#v", conn, conn, conn); strings.Count(text, server.URL) != 3 {
			t.Error(text)
		}
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}
