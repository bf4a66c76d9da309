package binary

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

const testdata = "../../../../../testdata"

// packages returns WIT packages in binary form, as documents contain them, and a component.
func packages(t testing.TB) map[string][]byte {
	t.Helper()
	list := map[string][]byte{}
	files, _ := filepath.Glob(testdata + "/metadata/golem-1.2.5/own/*.json")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c, err := metadata.Decode(text)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.BinaryWIT) > 0 && len(c.BinaryWIT) < 10_000 {
			list[filepath.Base(file)] = c.BinaryWIT
		}
	}
	component, err := os.ReadFile(testdata + "/wit/shop-v0.wasm")
	if err != nil {
		t.Fatal(err)
	}
	list["shop-v0.wasm"] = component
	if len(list) < 10 {
		t.Fatalf("only %d packages", len(list))
	}
	return list
}

// FuzzDecode checks that WebAssembly is decoded, or leads to an error of one line, and that the
// result can be used.
func FuzzDecode(f *testing.F) {
	for _, data := range packages(f) {
		f.Add(data)
	}
	f.Add(onePackage())
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Decode(data)
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("%q", err)
			}
			return
		}
		for _, w := range p.Worlds {
			for _, name := range w.Exports {
				if _, err := w.Interface(name); err != nil {
					t.Error(err)
				}
			}
		}
	})
}

// TestCore reads a module in which a compiler left the WIT: a custom section contains the
// package.
func TestCore(t *testing.T) {
	for name, data := range packages(t) {
		module := append(bytes.Clone(layerModule), 0)
		section := append([]byte("\x10component-type:x"), data...)
		module = append(append(module, leb(len(section))...), section...)
		want, err := Decode(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, err := Decode(module)
		if err != nil || len(got.Worlds) != len(want.Worlds) || len(want.Worlds) == 0 || len(got.Worlds[0].Exports) != len(want.Worlds[0].Exports) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Decode(layerModule); err == nil || !strings.Contains(err.Error(), "a core module without WIT, not a component") {
		t.Error(err)
	}
}

func leb(n int) []byte {
	var out []byte
	for ; n >= 0x80; n >>= 7 {
		out = append(out, byte(n)|0x80)
	}
	return append(out, byte(n))
}

// TestDamaged checks that a package with any damaged bit is decoded or leads to an error.
func TestDamaged(t *testing.T) {
	for name, data := range packages(t) {
		for i := 8; i < len(data); i += 1 + len(data)/200 {
			damaged := bytes.Clone(data)
			damaged[i] ^= 0x55
			for _, d := range [][]byte{damaged, data[:i]} {
				if _, err := Decode(d); err != nil && strings.Contains(err.Error(), "\n") {
					t.Errorf("%s at %d: %q", name, i, err)
				}
			}
		}
	}
}

// onePackage returns the package a:b with "interface shop { record item { qty: u8 } give: func(x:
// item); }".
func onePackage() []byte {
	instance := "\x42\x04" +
		"\x01\x72\x01\x03qty\x7d" +
		"\x04\x00\x04item\x03\x00\x00" +
		"\x01\x40\x01\x01x\x01\x01\x00" +
		"\x04\x00\x04give\x01\x02"
	types := "\x01\x41\x02\x01" + instance + "\x04\x00\x08a:b/shop\x05\x00"
	exports := "\x01\x00\x04shop\x03\x00\x00"
	return []byte(string(layerComponent) + "\x07" + string(leb(len(types))) + types + "\x0b" + string(leb(len(exports))) + exports)
}

// TestComments reads the section with the comments of a package, in both of its forms.
func TestComments(t *testing.T) {
	const docs = "\x0cpackage-docs\x01" + `{"interfaces":{"shop":{"docs":"A shop.","funcs":{"give":{"docs":"Gives.","stability":"x"}},` +
		`"types":{"item":{"docs":"A thing.","items":{"qty":"How many."}}}}}}`
	p, err := Decode(append(onePackage(), string(rune(sectionCustom))+string(leb(len(docs)))+docs...))
	if err != nil {
		t.Fatal(err)
	}
	shop := p.Interfaces["shop"]
	if shop == nil || p.ID.String() != "a:b" {
		t.Fatalf("%+v", p)
	}
	item := shop.Functions["give"].Parameters[0].Type
	if item.Name != "item" || item.Owner != "a:b/shop" || shop.Doc != "A shop." || shop.Functions["give"].Doc != "Gives." ||
		item.Doc != "A thing." || item.Members[0].Doc != "How many." {
		t.Errorf("%+v %+v", shop, item)
	}
	for _, unknown := range []string{"", "\x02" + docs[len("\x0cpackage-docs\x01"):], "\x01{", "\x01[]", "\x01" + `{"interfaces":{"shop":{"docs":"A shop.","funcs":{"give":{"docs":5}}}}}`} {
		p, err := Decode(append(onePackage(), section(sectionCustom, named("package-docs"), unknown)...))
		if err != nil || p.Interfaces["shop"].Doc != "" {
			t.Errorf("%q: %v", unknown, err)
		}
	}
}

// TestHostile checks that deep nesting and cycles of links end in an error.
func TestHostile(t *testing.T) {
	nested := []byte{}
	for range 300 {
		section := append(append([]byte{}, layerComponent...), nested...)
		nested = append(append([]byte{sectionComponent}, leb(len(section))...), section...)
	}
	if _, err := Decode(append(bytes.Clone(layerComponent), nested...)); err == nil || !strings.Contains(err.Error(), "nested more than") {
		t.Error(err)
	}
	// 100,000 lists, each of the one before.
	types := leb(100_001)
	types = append(types, 0x7d)
	for i := range 100_000 {
		types = append(types, codeList)
		types = append(types, signedLEB(i)...)
	}
	data := append(append(append(bytes.Clone(layerComponent), sectionType), leb(len(types))...), types...)
	function := append(append([]byte{1, codeFunction, 1, 1, 'x'}, signedLEB(100_000)...), 1, 0)
	data = append(append(append(data, sectionType), leb(len(function))...), function...)
	imported := append([]byte{1, 0, 1, 'f', byte(sortFunction)}, leb(100_001)...)
	data = append(append(append(data, sectionImport), leb(len(imported))...), imported...)
	p, err := Decode(append(data, sectionExport, 7, 1, 0, 1, 'f', byte(sortFunction), 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	functions, _ := p.Worlds[0].Functions()
	depth := 0
	for list := functions.Functions["f"].Parameters[0].Type; !list.Opaque; list = list.Items[0] {
		depth++
	}
	if depth != maxLinks {
		t.Errorf("%d lists", depth)
	}
}

func signedLEB(n int) []byte {
	out := leb(n)
	if last := len(out) - 1; out[last]&0x40 != 0 {
		out[last] |= 0x80
		out = append(out, 0)
	}
	return out
}
