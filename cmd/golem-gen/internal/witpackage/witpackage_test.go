package witpackage

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

const (
	texts     = "../../../../testdata/wit"
	documents = "../../../../testdata/metadata"
)

func component(t *testing.T, file string) *metadata.Component {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c, err := metadata.Decode(data)
	if err != nil {
		t.Fatal(file, ": ", err)
	}
	return c
}

func generate(t *testing.T, c *metadata.Component, w *gen.WIT) *gen.Output {
	t.Helper()
	out, err := gen.Generate(c, gen.Options{Package: "client", WIT: w})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestShopNames takes type names from WIT text, for a document of 1.1, which has none.
func TestShopNames(t *testing.T) {
	c := component(t, documents+"/recorded/golem-1.1.0/shop-v0.json")
	w, err := Read(c, texts+"/shop-v0.wit")
	if err != nil {
		t.Fatal(err)
	}
	out := generate(t, c, w)
	for _, warning := range out.Warnings {
		t.Error(warning)
	}
	want := map[string]string{
		"cart.add-item.item":             "ProductItem",
		"cart.add-item.item.price":       "Money",
		"cart.checkout.delivery":         "Delivery",
		"cart.checkout.err":              "CheckoutError",
		"inventory.ledger.levels.result": "Level",
	}
	for place, name := range want {
		if got := out.Names[place].Name; got != name {
			t.Errorf("%s is %q, want %s", place, got, name)
		}
	}
	if cart := w.Interfaces["acme:shop/cart@1.4.0"]; cart.Doc != "Shopping carts, one worker a cart." || cart.Functions["add-item"].Doc == "" {
		t.Errorf("comments: %q", cart.Doc)
	}
}

// TestTexts reads every .wit file that has a document of its own.
func TestTexts(t *testing.T) {
	files, _ := filepath.Glob(texts + "/*.wit")
	if len(files) < 10 {
		t.Fatal("testdata/wit is not there")
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".wit")
		data, err := os.ReadFile(documents + "/golem-1.2.5/own/" + name + ".json")
		if err != nil {
			continue
		}
		c, err := metadata.Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		w, err := Read(c, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, warning := range generate(t, c, w).Warnings {
			if !ofServer(warning) {
				t.Errorf("%s: %s", file, warning)
			}
		}
	}
}

// ofServer reports whether a warning is about the interface that servers add to components that
// handle HTTP. No WIT contains it.
func ofServer(warning string) bool { return strings.Contains(warning, "golem:http/incoming-handler") }

// TestBinaryWIT checks that the WIT in each document that has one describes the exports.
func TestBinaryWIT(t *testing.T) {
	var files []string
	for _, pattern := range []string{"/*/own/*.json", "/recorded/*/*.json"} {
		found, _ := filepath.Glob(documents + pattern)
		files = append(files, found...)
	}
	read := 0
	for _, file := range files {
		data, _ := os.ReadFile(file)
		c, err := metadata.Decode(data)
		if err != nil || c.BinaryWIT == nil {
			continue
		}
		w, err := Decode(c, file, c.BinaryWIT)
		if err != nil {
			t.Error(err)
			continue
		}
		read++
		out, err := gen.Generate(c, gen.Options{Package: "client", WIT: w})
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		for _, warning := range out.Warnings {
			if !ofServer(warning) {
				t.Errorf("%s: %s", filepath.Base(file), warning)
			}
		}
	}
	if read == 0 {
		t.Error("no document has a WIT")
	}
}

// TestComponent reads a component that wasm-tools component embed --dummy and component new made
// of shop-v0.wit. Components have no comments.
func TestComponent(t *testing.T) {
	for _, document := range []string{"golem-1.1.0", "golem-1.2.0"} {
		c := component(t, documents+"/recorded/"+document+"/shop-v0.json")
		w, err := Read(c, texts+"/shop-v0.wasm")
		if err != nil {
			t.Fatal(err)
		}
		if world := w.Interfaces[""]; world == nil || world.Functions["health"] == nil {
			t.Error("health is missing")
		}
		out := generate(t, c, w)
		if len(out.Warnings) > 0 || out.Names["cart.add-item.item"].Name != "ProductItem" {
			t.Errorf("%s, %q", out.Names["cart.add-item.item"].Name, out.Warnings)
		}
	}
}

// TestHostileBinaries checks that damaged packages are read or lead to an error.
func TestHostileBinaries(t *testing.T) {
	data, err := os.ReadFile(texts + "/shop-v0.wasm")
	if err != nil {
		t.Fatal(err)
	}
	for i := 8; i < len(data); i += len(data) / 24 {
		damaged := append([]byte(nil), data...)
		damaged[i] ^= 0x55
		for _, bytes := range [][]byte{damaged, data[:i]} {
			if _, err := Decode(&metadata.Component{}, "x.wasm", bytes); err != nil && (!strings.HasPrefix(err.Error(), "x.wasm: ") || strings.Contains(err.Error(), "\n")) {
				t.Errorf("at %d: %v", i, err)
			}
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	data, err := os.ReadFile(texts + "/shop-v0.wit")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Decode(exporting("acme:shop/cart@1.4.0"), "shop-v0.wit", data); err != nil {
			b.Fatal(err)
		}
	}
}

// exporting returns a component that exports interfaces and functions. A prefix marks interfaces
// that its world defines in place.
func exporting(names ...string) *metadata.Component {
	c := &metadata.Component{}
	for _, name := range names {
		name, inPlace := strings.CutPrefix(name, "in-place:")
		if inPlace || strings.Contains(name, "/") {
			c.Interfaces = append(c.Interfaces, &metadata.Interface{Name: name})
		} else {
			c.Functions = append(c.Functions, &metadata.Function{Name: name})
		}
	}
	return c
}
