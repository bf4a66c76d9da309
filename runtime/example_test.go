package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// shopServer plays the component shop for the examples.
type shopServer struct {
	*golemtest.Server
	Shop *golemtest.Component
}

func startShop(opts ...golemtest.Option) *shopServer {
	document, err := os.ReadFile("../testdata/metadata/recorded/golem-1.2.0/shop-v0.json")
	if err != nil {
		panic(err)
	}
	server, err := golemtest.Start(opts...)
	if err != nil {
		panic(err)
	}
	return &shopServer{server, server.AddComponent(document)}
}

// connect makes a client of the server.
func (s *shopServer) connect(opts ...runtime.ClientOption) *runtime.Client {
	client, err := runtime.NewClient(s.URL, opts...)
	if err != nil {
		panic(err)
	}
	return client
}

func Example() {
	server := startShop() // a server in this process, for the examples
	defer server.Close()
	server.Shop.Answer("cart.total", `{"currency":"eur","minor-units":4490}`)
	ctx := context.Background()

	client, err := runtime.NewClient(server.URL)
	if err != nil {
		panic(err)
	}
	defer client.CloseIdleConnections()
	w := shop.NewWorker(client, "cart-42") // sends nothing yet
	total, err := w.Cart.Total(ctx)
	fmt.Println(total.Value, total.Some, err)
	// Output: {eur 4490} true <nil>
}

func ExampleNewClient() {
	client, err := runtime.NewClient("http://localhost:9881",
		runtime.WithTokenSource(func(context.Context) (string, error) { return "token", nil }),
		runtime.WithHeader("X-Team", "billing"),
		runtime.WithTimeout(30*time.Second),
		runtime.WithLogger(slog.Default()),
	)
	fmt.Println(client.BaseURL(), err)
	// Output: http://localhost:9881 <nil>
}

// The HTTP client keeps more idle connections than the default.
func ExampleWithHTTPClient() {
	client, err := runtime.NewClient("https://golem.example",
		runtime.WithHTTPClient(&http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100}}))
	fmt.Println(client.BaseURL(), err)
	// Output: https://golem.example <nil>
}

// An enqueued call returns when the server has accepted it.
func Example_enqueue() {
	server := startShop()
	defer server.Close()
	server.Shop.Answer("cart.add-item", `null`)
	client := server.connect()
	defer client.CloseIdleConnections()

	w := shop.NewWorker(client, "cart-42")
	err := w.Cart.Enqueue().AddItem(context.Background(), shop.ProductItem{
		ProductID: "mug-1", Price: shop.Money{Currency: shop.CurrencyEur, MinorUnits: 1250}, Quantity: 2,
	})
	fmt.Println("accepted:", err == nil)
	// Output: accepted: true
}

// Each call of an ephemeral worker runs on a new worker, and no state is kept.
func ExampleNewEphemeral() {
	server := startShop()
	defer server.Close()
	server.Shop.Answer("cart.total", `null`)
	client := server.connect()
	defer client.CloseIdleConnections()

	total, err := shop.NewEphemeral(client).Cart.Total(context.Background())
	fmt.Println(total.Some, err)
	// Output: false <nil>
}

// A program can store the handle of a resource as text and restore it later.
func ExampleHandle() {
	server := startShop()
	defer server.Close()
	server.playLedgers()
	client := server.connect()
	defer client.CloseIdleConnections()
	ctx := context.Background()

	w := shop.NewWorker(client, "stock-1")
	paris, err := w.Inventory.NewLedger(ctx, "Paris", 100)
	if err != nil {
		panic(err)
	}
	text := paris.Handle()
	fmt.Println(text)

	again, err := w.Inventory.LedgerFromHandle(text)
	if err != nil {
		panic(err)
	}
	name, err := again.Warehouse(ctx)
	fmt.Println(name, err)
	fmt.Println("dropped:", again.Drop(ctx) == nil)
	_, err = paris.Warehouse(ctx)
	fmt.Println(errors.Is(err, runtime.HandleDropped))
	// Output:
	// urn:worker:5c89c92c-6e6a-5715-882b-637cd873451d/stock-1/0
	// Paris <nil>
	// dropped: true
	// true
}

// A resource can be named by the arguments of its constructor. The worker makes it
// at its first use.
func Example_implicitResource() {
	server := startShop()
	defer server.Close()
	server.playLedgers()
	client := server.connect()
	defer client.CloseIdleConnections()

	lyon := shop.NewWorker(client, "stock-1").Inventory.Ledger("Lyon", 50) // sends nothing
	name, err := lyon.Warehouse(context.Background())
	fmt.Println(name, err)
	// Output: Lyon <nil>
}

// A program that chooses the key can repeat a call safely, also from another
// process. The server runs the call once.
func ExampleWithIdempotencyKey() {
	server := startShop()
	defer server.Close()
	server.Shop.Answer("cart.remove-item", `{"ok":9}`, `{"ok":8}`)
	client := server.connect()
	defer client.CloseIdleConnections()

	w := shop.NewWorker(client, "cart-42")
	for range 2 {
		left, err := w.Cart.RemoveItem(context.Background(), "pen-7", runtime.WithIdempotencyKey("order-7"))
		fmt.Println(left, err)
	}
	// Output:
	// 9 <nil>
	// 9 <nil>
}

// The client sets the variable to the key it generated, before it sends the call.
func ExampleReturnIdempotencyKey() {
	server := startShop()
	defer server.Close()
	server.Shop.Answer("cart.ping", `null`)
	client := server.connect()
	defer client.CloseIdleConnections()

	var key string
	err := shop.NewWorker(client, "cart-42").Cart.Ping(context.Background(), runtime.ReturnIdempotencyKey(&key))
	fmt.Println(len(key), err)
	// Output: 36 <nil>
}

// Retries can be set for a client and for one call. All attempts of a call have the
// same key, and the server runs the call once.
func ExampleWithRetry() {
	server := startShop()
	defer server.Close()
	server.Shop.Answer("cart.total", `null`)
	server.Inject(&golemtest.Fault{Kind: golemtest.ResetDuring, Call: 1}, &golemtest.Fault{Kind: golemtest.GatewayTimeout, Call: 2})
	client := server.connect(runtime.WithRetry(runtime.RetryPolicy{
		Attempts: 3, FirstDelay: time.Millisecond, MaxDelay: time.Second, MaxRetryAfter: time.Minute,
	}))
	defer client.CloseIdleConnections()

	w := shop.NewWorker(client, "cart-42")
	total, err := w.Cart.Total(context.Background())
	fmt.Println(total.Some, err)
	_, err = w.Cart.Total(context.Background(), runtime.WithoutRetry())
	fmt.Println(runtime.IsRetryable(err))
	// Output:
	// false <nil>
	// true
}

// The client compares the versions of the component before each call.
func ExampleWithVersionCheck() {
	server := startShop()
	defer server.Close()
	server.Shop.Answer("cart.ping", `null`)
	client := server.connect(runtime.WithVersionCheck(runtime.VersionCheckEveryCall))
	defer client.CloseIdleConnections()

	w := shop.NewWorker(client, "cart-42")
	fmt.Println(w.Cart.Ping(context.Background()))
	for _, exchange := range server.Exchanges() {
		fmt.Println(exchange.Method, exchange.Status)
	}
	// Output:
	// <nil>
	// GET 200
	// GET 404
	// GET 200
	// POST 200
	// POST 200
}

func ExampleWithServerVersion() {
	client, err := runtime.NewClient("http://localhost:9881", runtime.WithServerVersion("1.2.0"))
	fmt.Println(client.BaseURL(), err)
	// Output: http://localhost:9881 <nil>
}

func ExampleWorker_Create() {
	server := startShop()
	defer server.Close()
	client := server.connect()
	defer client.CloseIdleConnections()
	ctx := context.Background()

	w := shop.NewWorker(client, "cart-42")
	version, err := w.Create(ctx, []string{"--verbose"}, map[string]string{"REGION": "eu"})
	fmt.Println(version, err)
	_, err = w.Create(ctx, nil, nil)
	fmt.Println(errors.Is(err, runtime.ErrAlreadyExists))
	m, err := w.Metadata(ctx)
	fmt.Println(m.Status, m.Args, m.Env, err)
	fmt.Println(w.Delete(ctx))
	_, err = w.Metadata(ctx)
	fmt.Println(errors.Is(err, runtime.ErrNotFound))
	// Output:
	// 0 <nil>
	// true
	// Idle [--verbose] map[REGION:eu] <nil>
	// <nil>
	// true
}

// CancelInvocation cancels a call that waits for another one, by its key.
func ExampleWorker_CancelInvocation() {
	server := startShop()
	defer server.Close()
	goOn := server.playSlowPing()
	client := server.connect()
	defer client.CloseIdleConnections()
	ctx := context.Background()

	w := shop.NewWorker(client, "cart-42")
	for _, key := range []string{"first", "second"} {
		if err := w.Cart.Enqueue().Ping(ctx, runtime.WithIdempotencyKey(key)); err != nil {
			panic(err)
		}
	}
	canceled, err := w.CancelInvocation(ctx, "second")
	fmt.Println(canceled, err)
	close(goOn)
	// Output: true <nil>
}
