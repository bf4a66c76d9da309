package replay

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/runtime"
)

// failures is a test that keeps the texts of its failures.
type failures struct {
	testing.TB
	texts []string
}

func (f *failures) Helper() {}
func (f *failures) Errorf(format string, args ...any) {
	f.texts = append(f.texts, fmt.Sprintf(format, args...))
}

func (f *failures) Fatalf(format string, args ...any) {
	f.Errorf(format, args...)
	panic(f)
}

// TestFaultsAreFound checks that a test fails if it states something wrong about an exchange. The
// exchanges are the first ones of the shop, after its metadata.
func TestFaultsAreFound(t *testing.T) {
	t.Chdir("../../shop")
	const health = "world-level function"
	mug := shop.ProductItem{ProductID: "mug-2"}
	cases := []struct {
		name string
		play func(r *Replay, w *shop.Worker)
		want string
	}{
		{"nothing said", func(r *Replay, w *shop.Worker) {
			r.Next(health)
			r.Next("first call creates the worker")
		}, "nothing is said about it"},
		{"left out", func(r *Replay, w *shop.Worker) {
			r.Next(health).Gives("ok")(w.World.Health(Ctx))
			r.finish(Count{})
		}, "(no result) is left out"},
		{"another one", func(r *Replay, w *shop.Worker) { r.Next("second item") }, `is "world-level function", not "second item"`},
		{"another value", func(r *Replay, w *shop.Worker) { r.Next(health).Gives("well")(w.World.Health(Ctx)) }, `"ok"`},
		{"another call", func(r *Replay, w *shop.Worker) { r.Next(health).Gives()(w.Cart.Ping(Ctx)) }, "not recorded"},
		{"another request", func(r *Replay, w *shop.Worker) {
			r.Next(health).CannotBeSent("")
			r.Next("first call creates the worker").Fails(Any)(w.Cart.AddItem(Ctx, mug))
		}, "not the recorded request was sent"},
		{"nothing sent", func(r *Replay, w *shop.Worker) { r.Next(health).Gives("ok")("ok", nil) }, "not the recorded request was sent, but []"},
		{"sent twice", func(r *Replay, w *shop.Worker) {
			s := r.Next(health)
			_, _ = w.World.Health(Ctx)
			s.Fails(Any)(w.World.Health(Ctx))
		}, "not the recorded request was sent"},
		{"sent and not refused", func(r *Replay, w *shop.Worker) { r.Next(health).Refused(Any)(w.World.Health(Ctx)) }, "something was sent"},
		{"no error", func(r *Replay, w *shop.Worker) { r.Next(health).Fails(Any)(w.World.Health(Ctx)) }, "no error, and the results [ok]"},
		{"another error", func(r *Replay, w *shop.Worker) {
			r.Next(health).Refused(Is(runtime.HandleDropped))(errors.New("x"))
		}, "want one that is"},
		{"no types", func(r *Replay, w *shop.Worker) {
			r.Next(health).CannotBeSent("")
			r.Form.Typed = true
			untyped := shop.NewWorker(r.Dial(runtime.WithServerVersion("1.2.0")), "cart-1")
			r.Next("first call creates the worker").Gives()(untyped.Cart.AddItem(Ctx, mugOfRecording))
		}, "types in the request: false"},
		{"another count", func(r *Replay, w *shop.Worker) { r.finish(Count{Made: 65}) }, "want 65 exchanges: 65 made"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := &failures{TB: t}
			r := start(f, "shop", V120)
			r.table = &table{}
			for range 3 {
				r.Next(r.Peek().Note).Read(nil, Document)
			}
			f.try(func() { c.play(r, shop.NewWorker(r.Client, "cart-1")) })
			if text := strings.Join(f.texts, "\n"); !strings.Contains(text, c.want) {
				t.Errorf("got %q, want %q in it", text, c.want)
			}
		})
	}
}

// TestAnotherBuild checks that Changed fails if the changes are not those of the test.
func TestAnotherBuild(t *testing.T) {
	t.Chdir("../../shop")
	const pinned = "recorded/golem-1.1.0/shop-v0.json"
	document := func(version, name string) []byte {
		text, err := os.ReadFile(filepath.Join(repository, "testdata", "metadata", "recorded", "golem-"+version, name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	if err := Changed(&shop.Component, pinned)(document("1.2.0", "shop-v0")); err != nil {
		t.Errorf("the same component on another server: %v", err)
	}
	later := document("1.1.0", "shop-v1")
	if err := Changed(&shop.Component, pinned)(later); err == nil || !strings.Contains(err.Error(), "function-removed acme:shop/cart.ping") {
		t.Errorf("the later version of the component: %v", err)
	}
	if err := Changed(&shop.Component, "recorded/golem-1.1.0/shop-v1.json")(later); err == nil {
		t.Error("a document from which the client was not generated is accepted")
	}
}

// try calls play and returns when Fatalf is called.
func (f *failures) try(play func()) {
	defer func() {
		if p := recover(); p != nil && p != any(f) {
			panic(p)
		}
	}()
	play()
}

var mugOfRecording = shop.ProductItem{
	ProductID: "mug-1", Name: `Mug "blue" ☕`, Price: shop.Money{Currency: shop.CurrencyEur, MinorUnits: 1250},
	Quantity: 2, DiscountPercent: runtime.Some[float32](12.5),
}
