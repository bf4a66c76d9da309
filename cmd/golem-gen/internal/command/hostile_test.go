package command

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/metadata"
)

// hostileTexts are texts that could leave the string, comment, identifier, file or line that
// contains them.
var hostileTexts = []string{
	"\"", "'", "`", "\\", "*/", "/*", "a\nb", "a\r\nb", "\x00", "\x1b[2J", "a b",
	"\" + panic() + \"", "` + panic() + `", "*/ func init() { panic(1) } /*", "\nfunc init() { panic(1) }\n",
	"//go:embed *", "go:embed *", "\n//go:embed *\n", "\n//go:build ignore\n", "+build ignore", "\n// +build ignore\n",
	"//line other.go:1", "line other.go:1", "\n//line other.go:1\n", "/*line other.go:1*/", "\n//go:linkname a os.Exit\n",
	"export Run", "nolint", "import \"C\"", "\n#include <x.h>\n", "${HOME}", "%s%d%!", "{{.}}", "$(id)",
	"../a", "../../../etc/passwd", "/etc/passwd", `..\a`, `C:\a`, "C:a", "a/../../b", "~", "~/a", ".git", "a/.git/hooks", ".", "..", "con", "a\x00b",
	"s\u0455op", "\u0421art", "a\u0301", "ﬁ", "К", "\u202eevil", "\u2066a\u2069", "\u2028", "\u2029", "\u0085", "\ufeff", "\u200b", "\u00ad", "\ufffd", "\xff", "\U0001f600",
	"init", "main", "_", "func", "iota", "nil", "a_test", "x-windows", "a--b", "-", "A", "runtime", "C",
	"yes", "12", "null", ": #", "- a", "<<: *a", "!!binary a", "&a", "*a",
	strings.Repeat("a", 10000), strings.Repeat("a-", 5000) + "a", strings.Repeat("../", 3000), strings.Repeat("\u202e", 10000), "a" + strings.Repeat("\n", 10000),
}

// hostileText draws short hostile texts, other texts, and texts that begin or end with a hostile
// one.
func hostileText() *rapid.Generator[string] {
	short := slices.DeleteFunc(slices.Clone(hostileTexts), func(text string) bool { return len(text) > 100 })
	piece := rapid.OneOf(rapid.SampledFrom(short), rapid.String(), rapid.SampledFrom([]string{"", "a", "/", "..", "shop", ":", "@"}))
	return rapid.Map(rapid.SliceOfN(piece, 1, 3), func(pieces []string) string { return strings.Join(pieces, "") })
}

// slots collects functions that replace the strings in a JSON value.
func slots(value any, set func(any), list *[]func(string)) {
	switch value := value.(type) {
	case string:
		*list = append(*list, func(s string) { set(s) })
	case []any:
		for i := range value {
			slots(value[i], func(v any) { value[i] = v }, list)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			slots(value[key], func(v any) { value[key] = v }, list)
		}
	}
}

// hostileDocument returns a document with a text in the place of one of its strings or, for a
// negative index, of all strings that are not names of kinds.
func hostileDocument(t rapid.TB, data []byte, text string, at int) []byte {
	t.Helper()
	var document any
	if err := json.Unmarshal(data, &document); err != nil {
		t.Fatal(err)
	}
	var list []func(string)
	slots(document, func(any) {}, &list)
	list[at%len(list)](text)
	out, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// hostileWIT returns a WIT of a component's interfaces with a text for every comment and every
// name of a type.
func hostileWIT(c *metadata.Component, text string) *gen.WIT {
	out := &gen.WIT{Interfaces: map[string]*gen.WITInterface{}}
	face := func(name string) *gen.WITInterface {
		if out.Interfaces[name] == nil {
			out.Interfaces[name] = &gen.WITInterface{Doc: text, Functions: map[string]*gen.WITFunction{}, Resources: map[string]*gen.WITResource{}}
		}
		return out.Interfaces[name]
	}
	add := func(to *gen.WITInterface, f *metadata.Function) {
		fn := &gen.WITFunction{Doc: text}
		for _, p := range f.Parameters {
			fn.Parameters = append(fn.Parameters, gen.WITMember{Name: p.Name, Doc: text, Type: hostileType(p.Type, text)})
		}
		for _, r := range f.Results {
			fn.Results = append(fn.Results, gen.WITMember{Name: r.Name, Doc: text, Type: hostileType(r.Type, text)})
		}
		to.Functions[f.Name] = fn
	}
	for _, f := range c.Functions {
		add(face(""), f)
	}
	for _, i := range c.Interfaces {
		to := face(i.Name)
		for _, f := range i.Functions {
			add(to, f)
		}
		for _, r := range i.Resources {
			to.Resources[r.Name] = &gen.WITResource{Doc: text}
			for _, f := range append(append([]*metadata.Function{r.Constructor, r.Drop}, r.Methods...), r.Statics...) {
				if f != nil {
					add(to, f)
				}
			}
		}
	}
	return out
}

func hostileType(t *metadata.Type, text string) *gen.WITType {
	if t == nil {
		return nil
	}
	w := &gen.WITType{Kind: t.Kind, Doc: text}
	switch t.Kind {
	case metadata.KindRecord:
		for _, f := range t.Fields {
			w.Members = append(w.Members, gen.WITMember{Name: f.Name, Doc: text, Type: hostileType(f.Type, text)})
		}
	case metadata.KindVariant:
		for _, c := range t.Cases {
			w.Members = append(w.Members, gen.WITMember{Name: c.Name, Doc: text, Type: hostileType(c.Type, text)})
		}
	case metadata.KindEnum, metadata.KindFlags:
		for _, name := range t.Names {
			w.Members = append(w.Members, gen.WITMember{Name: name, Doc: text})
		}
	case metadata.KindTuple:
		for _, item := range t.Items {
			w.Items = append(w.Items, hostileType(item, text))
		}
	case metadata.KindList, metadata.KindOption:
		w.Items = []*gen.WITType{hostileType(t.Inner, text)}
	case metadata.KindResult:
		w.Items = []*gen.WITType{hostileType(t.Ok, text), hostileType(t.Err, text)}
	}
	if w.Members != nil || t.Kind == metadata.KindHandle {
		w.Name, w.Owner = text, text
	}
	return w
}

// hostileBases returns documents with every kind of type and function.
func hostileBases(t testing.TB) [][]byte {
	t.Helper()
	var list [][]byte
	for _, name := range []string{"recorded/golem-1.1.0/shop-v0", "golem-1.1/own/world-fns", "golem-1.3/own/resources", "golem-1.1/own/unit-result", "golem-1.1/own/flags"} {
		data, err := os.ReadFile(filepath.Join("../../../../testdata/metadata", filepath.FromSlash(name)+".json"))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, data)
	}
	return list
}

// generateHostile generates a client with a text in one string of a document, or in every comment
// and name of its WIT, or in names of the configuration or the lock file, and checks the client.
func generateHostile(t rapid.TB, base []byte, text string, at int) {
	t.Helper()
	options := gen.Options{Package: "shop"}
	data := base
	component, err := metadata.Decode(base)
	if err != nil {
		t.Fatal(err)
	}
	switch at % 4 {
	case 0, 1:
		data = hostileDocument(t, base, text, at/4)
	case 2:
		options.WIT = hostileWIT(component, text)
	case 3:
		options = hostileNames(t, component, text, at/4)
	}
	options.TestPackage, options.ImportPath = true, "example.com/a/internal/shop"
	if component, err = metadata.Decode(data); err != nil {
		checkShown(t, "an error", err.Error())
		return
	}
	out, err := gen.Generate(component, options)
	if err != nil {
		if strings.Contains(err.Error(), "defect") {
			t.Error(err)
		}
		checkShown(t, "an error", err.Error())
		return
	}
	for name, source := range out.Files {
		checkGenerated(t, name, source)
	}
	for _, warning := range out.Warnings {
		checkShown(t, "a warning", warning)
	}
}

// hostileNames returns options with a text as the name of one place, from the configuration or
// the lock file, or as the place.
func hostileNames(t rapid.TB, c *metadata.Component, text string, at int) gen.Options {
	t.Helper()
	first, err := gen.Generate(c, gen.Options{Package: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	places := slices.Sorted(maps.Keys(first.Names))
	o := gen.Options{Package: "shop"}
	if len(places) == 0 {
		return o
	}
	place := places[at/4%len(places)]
	switch at % 4 {
	case 0:
		o.Names = map[string]string{place: text}
	case 1:
		o.Names = map[string]string{text: "Name"}
	case 2:
		o.Locked = map[string]gen.LockedName{place: {Name: text, Structure: first.Names[place].Structure}}
	case 3:
		o.Locked = map[string]gen.LockedName{text: {Name: "Name", Structure: first.Names[place].Structure}}
	}
	return o
}

// smallDocument has about one of each kind of part. Its output is checked some hundred times a
// second.
const smallDocument = `{
  "componentName": "shop-a", "componentSize": 1, "componentType": "Durable",
  "versionedComponentId": {"componentId": "5c89c92c-6e6a-5715-882b-637cd873451d", "version": 0},
  "metadata": {"exports": [{"type": "Instance", "name": "acme:shop/cart@1.0.0", "functions": [
    {"name": "add-item", "parameters": [{"name": "item", "typ": {"type": "Record", "fields": [
      {"name": "gift", "typ": {"type": "Flags", "names": ["wrap", "card"]}},
      {"name": "sent-by", "typ": {"type": "Variant", "cases": [{"name": "post", "typ": {"type": "F64"}}, {"name": "hand", "typ": null}]}},
      {"name": "currency", "typ": {"type": "Enum", "cases": ["eur", "chf"]}}]}}],
     "results": [{"name": null, "typ": {"type": "Result", "ok": {"type": "U32"}, "err": {"type": "Str"}}}]}]}],
   "memories": [], "producers": []}
}`

// FuzzHostileMetadata checks that no text in a document, its WIT or the given names reaches
// generated code as anything but a string, a comment or a name.
func FuzzHostileMetadata(f *testing.F) {
	for i, text := range hostileTexts {
		if len(text) < 1000 { // longer ones are slow, and TestHostileMetadata has them
			f.Add(text, uint(i))
		}
	}
	f.Fuzz(func(t *testing.T, text string, at uint) {
		generateHostile(t, []byte(smallDocument), text, int(at%1000))
	})
}

// TestHostileMetadata puts every hostile text into some positions, each text into others.
func TestHostileMetadata(t *testing.T) {
	step := thorough.Pick(2237, 223) // all of them take minutes
	for i, base := range hostileBases(t) {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			for n, text := range hostileTexts {
				if (n+i)%thorough.Pick(2, 1) != 0 {
					continue
				}
				for at := n; at < 4*positions(t, base); at += step {
					generateHostile(t, base, text, at)
					if t.Failed() {
						t.Fatalf("with %.100q at %d", text, at)
					}
				}
			}
		})
	}
}

func positions(t *testing.T, base []byte) int {
	t.Helper()
	var document any
	if err := json.Unmarshal(base, &document); err != nil {
		t.Fatal(err)
	}
	var list []func(string)
	slots(document, func(any) {}, &list)
	return len(list)
}
