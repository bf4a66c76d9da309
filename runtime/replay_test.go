package runtime_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

var testdata = filepath.Join("..", "testdata")

func recording(t testing.TB, version, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(testdata, "recordings", "golem-"+version, name+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// dial returns a client that is closed at the end of the test. Unless an option says
// otherwise, it does not ask for the worker before a call, because most servers of these
// tests only answer calls.
func dial(t testing.TB, url string, opts ...runtime.ClientOption) *runtime.Client {
	t.Helper()
	return dialDefault(t, url, append([]runtime.ClientOption{runtime.WithVersionCheck(runtime.VersionCheckOff)}, opts...)...)
}

// dialDefault returns a client with the default version check.
func dialDefault(t testing.TB, url string, opts ...runtime.ClientOption) *runtime.Client {
	t.Helper()
	client, err := runtime.NewClient(url, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.CloseIdleConnections)
	return client
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func check(t testing.TB, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// TestReplay makes the calls of the recordings, with and without types.
func TestReplay(t *testing.T) {
	for _, version := range []string{"1.1.0", "1.2.0"} {
		t.Run(version, func(t *testing.T) {
			player := golemtest.Replay(t, recording(t, version, "shop"), golemtest.Version(version))
			client := dial(t, player.URL, runtime.WithServerVersion(version), runtime.WithVersionCheck(runtime.VersionCheckOff))
			replayCart(t, newShop(client, "cart-1"))
			replayKeys(t, newShop(client, "cart-2"), newShop(client, "cart-3"), newEphemeralShop(client))
			replayResources(t, newShop(client, "stock-1"))
			replayIndexed(t, newShop(client, "stock-2"))
			replayMetadata(t, newShop(client, "cart-2"))
			checkPaths(t, player, recording(t, version, "shop"))
		})
	}
}

func replayCart(t *testing.T, cart *handShop) {
	ctx := context.Background()
	mug := productItem{"mug-1", `Mug "blue" ☕`, money{currencyEUR, 1250}, 2, runtime.Some[float32](12.5)}
	pen := productItem{"pen-7", "Pen", money{currencyEUR, 199}, 10, runtime.None[float32]()}
	check(t, "health", must(cart.health(ctx))(t), "ok")
	check(t, "add", []error{cart.addItem(ctx, mug), cart.addItem(ctx, pen)}, []error{nil, nil})
	check(t, "contents", must(cart.contents(ctx))(t), []productItem{mug, pen})
	check(t, "total", must(cart.total(ctx))(t), runtime.Some(money{currencyEUR, 4490}))
	check(t, "remove", must(cart.remove(ctx, "pen-7"))(t), uint32(10))
	_, err := cart.remove(ctx, "nope")
	var refused *runtime.ResultError[string]
	if !errors.As(err, &refused) || refused.Value != "no such item: nope" {
		t.Errorf("got %v", err)
	}
	check(t, "total", must(cart.total(ctx))(t), runtime.None[money]())
	check(t, "ping", cart.ping(ctx), nil)
}

func replayKeys(t *testing.T, two, three, ephemeral *handShop) {
	ctx := context.Background()
	pen := productItem{"pen-7", "Pen", money{currencyEUR, 199}, 10, runtime.None[float32]()}
	check(t, "enqueue", two.enqueuing().addItem(ctx, pen), nil)
	check(t, "after enqueue", len(must(two.contents(ctx))(t)), 1)
	key := runtime.WithIdempotencyKey("5f1a3a9e-0f1d-4f6e-9f51-000000000001")
	for range 3 {
		check(t, "add with a key", three.addItem(ctx, pen, key), nil)
	}
	check(t, "after the same key", len(must(three.contents(ctx))(t)), 1)
	check(t, "the key for another function", three.ping(ctx, key), nil)

	check(t, "ephemeral total", must(ephemeral.total(ctx))(t).Some, false)
	check(t, "ephemeral add", ephemeral.addItem(ctx, pen), nil)
	check(t, "ephemeral enqueue", ephemeral.enqueuing().addItem(ctx, pen), nil)
	check(t, "ephemeral contents", len(must(ephemeral.contents(ctx))(t)), 0)
}

func replayResources(t *testing.T, stock *handShop) {
	ctx := context.Background()
	paris, lyon := must(stock.newLedger(ctx, "Paris", 100))(t), must(stock.newLedger(ctx, "Lyon", 50))(t)
	check(t, "handle", lyon.handle.String(), "urn:worker:5c89c92c-6e6a-5715-882b-637cd873451d/stock-1/1")
	check(t, "receive", must(paris.receive(ctx, "mug-1", 40))(t), uint64(40))
	check(t, "levels", must(paris.levels(ctx))(t), []level{{"mug-1", 40, 5}})
	must(stock.merge(ctx, paris, lyon, "France"))(t)
	check(t, "total on hand", must(stock.totalOnHand(ctx, paris.handle, lyon.handle))(t), uint64(40))
	must(stock.open(ctx, "Nice"))(t)
	check(t, "drop", lyon.drop(ctx), nil)
	// The recording continues with a call that loses a worker. The client does not send it.
	if err := lyon.drop(ctx); !errors.Is(err, runtime.HandleDropped) {
		t.Errorf("second drop: %v", err)
	}
}

func replayIndexed(t *testing.T, stock *handShop) {
	ctx := context.Background()
	paris := stock.indexed("Paris", 100)
	check(t, "receive", must(paris.receive(ctx, "pen-7", 7))(t), uint64(7))
	check(t, "receive", must(paris.receive(ctx, "pen-7", 3))(t), uint64(10))
	check(t, "levels", len(must(stock.indexed("Lyon", 100).levels(ctx))(t)), 0)
	check(t, "levels", must(paris.levels(ctx))(t), []level{{"pen-7", 10, 0}})
	check(t, "drop", paris.drop(ctx), nil)
	check(t, "levels", len(must(paris.levels(ctx))(t)), 0)
}

func replayMetadata(t *testing.T, s *handShop) {
	m, err := s.worker.Metadata(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	check(t, "metadata", []any{m.Name, m.ComponentVersion, m.Status, m.ComponentID, m.CreatedAt.Year()},
		[]any{"cart-2", uint64(0), "Idle", shopComponent.ID, 2026})
}

// checkPaths compares the escaping of paths with the recorded one.
func checkPaths(t *testing.T, player *golemtest.Player, text []byte) {
	t.Helper()
	exchanges, err := golemtest.ReadRecording(text)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, x := range exchanges {
		known[x.Path] = true
	}
	for _, x := range player.Exchanges() {
		if !known[x.Path] {
			t.Errorf("the path %s was not recorded", x.Path)
		}
	}
}
