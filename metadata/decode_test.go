package metadata

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// every calls f with every document of a directory of JSON files.
func every(t *testing.T, dir string, f func(t *testing.T, path string, data []byte)) {
	t.Helper()
	n := 0
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".json") {
			return err
		}
		n++
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		t.Run(filepath.ToSlash(rel), func(t *testing.T) { f(t, path, data) })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n == 0 {
		t.Fatalf("no documents in %s", dir)
	}
}

// difference compares two components. It calls cmp only if they differ, because cmp takes
// exponential time over deeply nested lists.
func difference(want, got *Component) string {
	if reflect.DeepEqual(want, got) {
		return ""
	}
	return fmt.Sprintf("-want +got:\n%s", cmp.Diff(string(want.Document()), string(got.Document())))
}

// checkDocument decodes a document and checks its canonical text.
func checkDocument(t *testing.T, data []byte) *Component {
	t.Helper()
	c, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	canonical, err := Canonical(data)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Decode(canonical)
	if err != nil {
		t.Fatalf("the canonical text does not decode: %v", err)
	}
	if d := difference(c, again); d != "" {
		t.Fatalf("the canonical text is another component: %s", d)
	}
	twice, err := Canonical(canonical)
	if err != nil || string(twice) != string(canonical) {
		t.Fatalf("the canonical text of the canonical text differs: %v", err)
	}
	if c.Hash() != again.Hash() {
		t.Fatal("the hash changed")
	}
	return c
}

func TestAllDocuments(t *testing.T) {
	every(t, documents, func(t *testing.T, _ string, data []byte) { checkDocument(t, data) })
}

const documents = "../testdata/metadata"

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(documents, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func decode(t testing.TB, name string) *Component {
	t.Helper()
	c, err := Decode(read(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// rawTypes returns the text of every parameter's and result's type.
func rawTypes(t *testing.T, data []byte) []string {
	t.Helper()
	type named struct{ Typ json.RawMessage }
	type function struct {
		Parameters, Results []named
		Result              *named
	}
	var doc struct {
		Metadata struct {
			Exports []struct {
				function
				Functions []function
			}
		}
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range doc.Metadata.Exports {
		for _, f := range append(e.Functions, e.function) {
			for _, n := range append(f.Parameters, f.Results...) {
				list = append(list, string(n.Typ))
			}
			if f.Result != nil {
				list = append(list, string(f.Result.Typ))
			}
		}
	}
	slices.Sort(list)
	return list
}

// modelTypes returns the wire form of every parameter's and result's type.
func modelTypes(c *Component) []string {
	var list []string
	add := func(f *Function) {
		for _, p := range f.Parameters {
			list = append(list, string(p.Type.AppendJSON(nil)))
		}
		for _, r := range f.Results {
			list = append(list, string(r.Type.AppendJSON(nil)))
		}
	}
	for _, f := range c.Functions {
		add(f)
	}
	for _, i := range c.Interfaces {
		i.each(add)
	}
	slices.Sort(list)
	return list
}

var (
	unnamed = regexp.MustCompile(`"(name|owner)":(null|"[^"]*"),`)
	fields  = regexp.MustCompile(`\{"name":"[^"]*","typ"`)
)

// withoutNames removes the types' own names and owners from a type's text, but not those of
// fields and cases.
func withoutNames(typ string) string {
	kept := fields.ReplaceAllStringFunc(typ, func(s string) string { return strings.Replace(s, `"name"`, `"field"`, 1) })
	return strings.ReplaceAll(unnamed.ReplaceAllString(kept, ""), `"field"`, `"name"`)
}

// TestOwnDocuments checks that types are written as servers write them, byte for byte except for
// names and owners.
func TestOwnDocuments(t *testing.T) {
	every(t, documents, func(t *testing.T, path string, data []byte) {
		c := checkDocument(t, data)
		if strings.Contains(path, "handmade") {
			return // no server wrote its types
		}
		raw := rawTypes(t, data)
		if strings.Contains(path, "golem-1.3") {
			for i, typ := range raw {
				raw[i] = withoutNames(typ)
			}
			slices.Sort(raw)
		}
		if d := cmp.Diff(raw, modelTypes(c)); d != "" {
			t.Errorf("types of the document, types of the model:\n%s", d)
		}
	})
}

func TestShop(t *testing.T) {
	c := decode(t, "recorded/golem-1.1.0/shop-v0.json")
	var got []string
	add := func(i *Interface, f *Function) {
		got = append(got, fmt.Sprintf("%d %s %s", f.Kind, c.FunctionName(i, f), f.LocalName))
	}
	for _, f := range c.Functions {
		add(nil, f)
	}
	for _, i := range c.Interfaces {
		i.each(func(f *Function) { add(i, f) })
	}
	want := []string{
		"0 health health",
		"0 acme:shop/cart@1.4.0.{add-item} add-item",
		"0 acme:shop/cart@1.4.0.{remove-item} remove-item",
		"0 acme:shop/cart@1.4.0.{contents} contents",
		"0 acme:shop/cart@1.4.0.{total} total",
		"0 acme:shop/cart@1.4.0.{checkout} checkout",
		"0 acme:shop/cart@1.4.0.{ping} ping",
		"0 acme:shop/inventory@1.4.0.{open} open",
		"0 acme:shop/inventory@1.4.0.{total-on-hand} total-on-hand",
		"1 acme:shop/inventory@1.4.0.{ledger.new} new",
		"2 acme:shop/inventory@1.4.0.{ledger.receive} receive",
		"2 acme:shop/inventory@1.4.0.{ledger.reserve} reserve",
		"2 acme:shop/inventory@1.4.0.{ledger.levels} levels",
		"2 acme:shop/inventory@1.4.0.{ledger.warehouse} warehouse",
		"3 acme:shop/inventory@1.4.0.{[static]ledger.merge} merge",
		"4 acme:shop/inventory@1.4.0.{ledger.drop} drop",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	cart := c.Interfaces[0]
	if cart.Namespace != "acme" || cart.Package != "shop" || cart.ShortName != "cart" || cart.Version != "1.4.0" {
		t.Errorf("%+v", cart)
	}
	if c.ID != "5c89c92c-6e6a-5715-882b-637cd873451d" || c.Name != "shop-a" || c.Version != 0 || c.Kind != Durable {
		t.Errorf("%+v", c)
	}
	if i, r := c.Resource(0); i != c.Interfaces[1] || r.Name != "ledger" {
		t.Errorf("resource 0 is %+v", r)
	}
	if i, r := c.Resource(7); i != nil || r != nil {
		t.Errorf("resource 7 is %+v", r)
	}
}

func TestEphemeralAndInline(t *testing.T) {
	if c := decode(t, "recorded/golem-1.2.0/shop-ephemeral.json"); c.Kind != Ephemeral || c.Kind.String() != "Ephemeral" {
		t.Errorf("kind %s", c.Kind)
	}
	c := decode(t, "golem-1.1/own/world-fns.json")
	i := c.Interfaces[slices.IndexFunc(c.Interfaces, func(i *Interface) bool { return i.Name == "inline" })]
	if i.ShortName != "inline" || i.Namespace+i.Package+i.Version != "" {
		t.Errorf("%+v", i)
	}
	if got, want := c.FunctionName(i, i.Functions[0]), "inline.{"+i.Functions[0].Name+"}"; got != want {
		t.Errorf("%s instead of %s", got, want)
	}
}

func TestNamesAndWITOfNewerServers(t *testing.T) {
	c := decode(t, "golem-1.3/own/nominal.json")
	owners := make(map[string]bool)
	var visit func(typ *Type)
	visit = func(typ *Type) {
		if typ == nil {
			return
		}
		if typ.Name != "" {
			owners[typ.Owner] = true
		}
		for _, f := range typ.Fields {
			visit(f.Type)
		}
		visit(typ.Inner)
	}
	for _, i := range c.Interfaces {
		i.each(func(f *Function) {
			for _, p := range f.Parameters {
				visit(p.Type)
			}
		})
	}
	if len(owners) == 0 || !bytes.HasPrefix(c.BinaryWIT, []byte("\x00asm")) {
		t.Errorf("owners %v, %d bytes of WIT", owners, len(c.BinaryWIT))
	}
}

// TestIdentity checks that the id and the version of a component come from the same object.
func TestIdentity(t *testing.T) {
	const rest = `,"componentName":"shop","metadata":{"exports":[]}}`
	const old = `"versionedComponentId":{"componentId":"5c89c92c-6e6a-5715-882b-637cd873451d","version":3}`
	const new = `"id":"01a22053-ea6c-7e40-9f2f-05bce982eedb","revision":7`
	for text, want := range map[string]string{
		"{" + old + rest:             "5c89c92c-6e6a-5715-882b-637cd873451d 3",
		"{" + new + rest:             "01a22053-ea6c-7e40-9f2f-05bce982eedb 7",
		"{" + new + "," + old + rest: "5c89c92c-6e6a-5715-882b-637cd873451d 3",
	} {
		c, err := Decode([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := fmt.Sprint(c.ID, " ", c.Version); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
}

// TestEmptyWIT checks that a binary WIT without content counts as none.
func TestEmptyWIT(t *testing.T) {
	plain := (&Component{ID: "5c89c92c-6e6a-5715-882b-637cd873451d", Name: "shop"}).Document()
	empty := bytes.Replace(plain, []byte(`"exports"`), []byte(`"binaryWit":"","exports"`), 1)
	got, err := Canonical(empty)
	if err != nil || !bytes.Equal(got, plain) {
		t.Errorf("%s, error %v", got, err)
	}
}

// TestNamesOfBasicTypes checks that a name of a type that is fully described by its kind is ignored.
func TestNamesOfBasicTypes(t *testing.T) {
	plain := (&Component{
		ID: "5c89c92c-6e6a-5715-882b-637cd873451d", Name: "shop",
		Functions: []*Function{function("f", "p", tU8, "q", tStr, nil)},
	}).Document()
	named := bytes.ReplaceAll(plain, []byte(`"type": "U8"`), []byte(`"name": "size", "owner": "acme:shop/cart", "type": "U8"`))
	if bytes.Equal(named, plain) {
		t.Fatal("the document names no type")
	}
	got, err := Canonical(named)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(plain), string(got)); d != "" {
		t.Error(d)
	}
}
