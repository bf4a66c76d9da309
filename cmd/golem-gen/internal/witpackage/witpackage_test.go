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

// TestShopNames: a 1.1 document has no type names; the WIT text gives them.
func TestShopNames(t *testing.T) {
	c := component(t, documents+"/recorded/golem-1.1.0/shop-v0.json")
	w, err := Read(texts + "/shop-v0.wit")
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
		if _, err := Read(file); err != nil {
			t.Error(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".wit")
		data, err := os.ReadFile(documents + "/golem-1.2.5/own/" + name + ".json")
		if err != nil {
			continue
		}
		c, err := metadata.Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		w, err := Read(file)
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

// ofServer tells whether a warning is about the interface that servers add to
// components that handle HTTP: no WIT has it.
func ofServer(warning string) bool { return strings.Contains(warning, "golem:http/incoming-handler") }

// TestBinaryWIT reads the WIT of every document that carries one, and expects it
// to describe the exports.
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
		w, err := Decode(file, c.BinaryWIT)
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

// TestComponent reads a component, made of shop-v0.wit by wasm-tools component
// embed --dummy and component new. Components hold no comments.
func TestComponent(t *testing.T) {
	w, err := Read(texts + "/shop-v0.wasm")
	if err != nil {
		t.Fatal(err)
	}
	if world := w.Interfaces[""]; world == nil || world.Functions["health"] == nil {
		t.Error("health is missing")
	}
	for _, document := range []string{"golem-1.1.0", "golem-1.2.0"} {
		out := generate(t, component(t, documents+"/recorded/"+document+"/shop-v0.json"), w)
		if len(out.Warnings) > 0 || out.Names["cart.add-item.item"].Name != "ProductItem" {
			t.Errorf("%s, %q", out.Names["cart.add-item.item"].Name, out.Warnings)
		}
	}
}

// FuzzWithoutEmptyResults: nothing moves, and nothing but a result is blanked.
func FuzzWithoutEmptyResults(f *testing.F) {
	f.Add("f: func() -> (); /* -> ( */ // )")
	f.Fuzz(func(t *testing.T, text string) {
		out := string(withoutEmptyResults([]byte(text)))
		if len(out) != len(text) {
			t.Fatalf("%q became %q", text, out)
		}
		for i := range len(text) {
			if text[i] != out[i] && (out[i] != ' ' || !strings.ContainsRune("->()\t\n\r ", rune(text[i]))) {
				t.Fatalf("%q became %q", text, out)
			}
		}
	})
}

// TestHostileBinaries: damaged packages are errors or read, nothing else.
func TestHostileBinaries(t *testing.T) {
	data, err := os.ReadFile(texts + "/shop-v0.wasm")
	if err != nil {
		t.Fatal(err)
	}
	for i := 8; i < len(data); i += len(data) / 24 {
		damaged := append([]byte(nil), data...)
		damaged[i] ^= 0x55
		for _, bytes := range [][]byte{damaged, data[:i]} {
			if _, err := Decode("x.wasm", bytes); err != nil && (!strings.HasPrefix(err.Error(), "x.wasm: ") || strings.Contains(err.Error(), "\n")) {
				t.Errorf("at %d: %v", i, err)
			}
		}
	}
}

func TestFolder(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("api.wit", "package acme:app@1.0.0;\ninterface api { use acme:types/money.{amount}; pay: func(a: amount) -> (); }\n")
	write("world.wit", "package acme:app@1.0.0;\nworld app { export api; }\n")
	write("deps/types/types.wit", "package acme:types;\ninterface money {\n  /// What it costs.\n  record amount {\n    /// in cents\n    cents: u64\n  }\n}\n")
	write("node_modules/x.wit", "not WIT")
	w, err := Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	pay := w.Interfaces["acme:app/api@1.0.0"].Functions["pay"]
	amount := pay.Parameters[0].Type
	if amount.Name != "amount" || amount.Owner != "acme:types/money" || amount.Doc != "What it costs." || amount.Members[0].Doc != "in cents" {
		t.Errorf("%+v", amount)
	}
	write("api.wit", "package acme:app@1.0.0;\ninterface api {\n  pay: fun(); }\n")
	if _, err := Read(folder); err == nil || !strings.HasPrefix(err.Error(), filepath.Join(folder, "api.wit")+":3:8: ") {
		t.Errorf("error is %v", err)
	}
}

func TestErrors(t *testing.T) {
	for text, want := range map[string]string{
		"": "x.wit: is empty",
		"package a:b;\ninterface i { f: fun(); }":  "x.wit:2:18: ",
		"\x00asm\x0d\x00\x01\x00\xff":              "x.wit: ",
		"\x00asm":                                  "x.wit: ",
		"<html>":                                   "x.wit:1:1: ",
		"package a:b; world w { export missing; }": "x.wit:1:31: ",
	} {
		_, err := Decode("x.wit", []byte(text))
		if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	if _, err := Read(filepath.Join(t.TempDir(), "none")); err == nil || !strings.Contains(err.Error(), "give a .wit file") {
		t.Error(err)
	}
	if _, err := Read(t.TempDir()); err == nil || !strings.Contains(err.Error(), "holds no .wit file") {
		t.Error(err)
	}
}

func TestWithoutEmptyResults(t *testing.T) {
	for in, want := range map[string]string{
		"f: func() -> ();":            "f: func()      ;",
		"f: func() ->\n ( );":         "f: func()   \n    ;",
		"// -> ()\n-> ()":             "// -> ()\n     ",
		"/* /* -> () */ -> () */->()": "/* /* -> () */ -> () */    ",
		"-> (a: u8)":                  "-> (a: u8)",
		"->":                          "->",
		"":                            "",
	} {
		if got := string(withoutEmptyResults([]byte(in))); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	data, err := os.ReadFile(texts + "/shop-v0.wit")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Decode("shop-v0.wit", data); err != nil {
			b.Fatal(err)
		}
	}
}
