package gen

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/goldenfile"
	"github.com/golem-gen/golem-gen/metadata"
)

// documents is the folder of the metadata documents.
const documents = "../testdata/metadata"

// documentFiles returns all metadata documents.
func documentFiles(t testing.TB) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(documents, func(path string, _ os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".json") {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("%d documents in %s (%v)", len(files), documents, err)
	}
	return files
}

func decodeFile(t testing.TB, file string) *metadata.Component {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c, err := metadata.Decode(text)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return c
}

// TestNamesOfAllDocuments names every document and checks the conditions that emitting relies on.
func TestNamesOfAllDocuments(t *testing.T) {
	for _, file := range documentFiles(t) {
		c := decodeFile(t, file)
		m, names, _, err := buildModel(c, Options{Package: "client"})
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		checkModel(t, m)
		again, _, _, err := buildModel(c, Options{Package: "client", Locked: names})
		if err != nil {
			t.Errorf("%s, with its own lock: %v", file, err)
			continue
		}
		if a, b := listNames(m), listNames(again); a != b {
			t.Errorf("%s: its own lock changes names from\n%s\nto\n%s", file, a, b)
		}
	}
}

func TestNamesGolden(t *testing.T) {
	for name, file := range map[string]string{
		"shop-v0":          "recorded/golem-1.2.0/shop-v0.json",
		"shop-v1":          "recorded/golem-1.2.0/shop-v1.json",
		"echo":             "recorded/golem-1.2.0/echo.json",
		"ledger":           "recorded/golem-1.2.0/ledger.json",
		"indexed":          "recorded/golem-1.2.0/indexed.json",
		"nominal-1.1":      "golem-1.1/own/nominal.json",
		"nominal-1.3":      "golem-1.3/own/nominal.json",
		"resources-1.1":    "golem-1.1/own/resources.json",
		"resources-1.3":    "golem-1.3/own/resources.json",
		"containers":       "golem-1.1/own/containers.json",
		"http-handler-1.2": "golem-1.2.0/own/http-handler.json",
		"http-handler-1.3": "golem-1.3/own/http-handler.json",
		"multi-export":     "golem-1.1/own/multi-export.json",
		"world-fns":        "golem-1.2.5/own/world-fns.json",
	} {
		t.Run(name, func(t *testing.T) {
			m, _, _, err := buildModel(decodeFile(t, filepath.Join(documents, file)), Options{Package: "client"})
			if err != nil {
				t.Fatal(err)
			}
			goldenfile.Check(t, filepath.Join("testdata", "names", name+".golden"), listNames(m))
		})
	}
}

// listNames returns everything with a name, as an indented outline.
func listNames(m *model) string {
	var b strings.Builder
	for _, s := range m.scopes {
		fmt.Fprintf(&b, "%s = %s (%s.go)\n", s.place, s.goName, s.file)
		for _, fn := range s.functions {
			listFunction(&b, "  ", fn)
		}
		for _, r := range s.resources {
			fmt.Fprintf(&b, "  resource %s = %s\n", r.place, r.goName)
			for _, fn := range r.functions() {
				listFunction(&b, "    ", fn)
			}
		}
		for _, t := range s.types {
			fmt.Fprintf(&b, "  %s %s = %s {", kindWord(t.source.Kind), t.place, t.goName)
			for i, m := range t.members {
				if i == 12 {
					b.WriteString(" …")
					break
				}
				fmt.Fprintf(&b, " %s%s", m.goName, typeSuffix(m.typ))
			}
			b.WriteString(" }\n")
		}
	}
	return b.String()
}

func (r *resource) functions() []*function {
	var list []*function
	if r.constructor != nil {
		list = append(list, r.constructor)
	}
	list = append(append(list, r.methods...), r.statics...)
	if r.drop != nil {
		list = append(list, r.drop)
	}
	return list
}

func typeSuffix(t *goType) string {
	if t == nil {
		return ""
	}
	return ":" + spell(t)
}

func spell(t *goType) string {
	switch {
	case t == nil:
		return "_"
	case t.named != nil:
		return t.named.goName
	case t.resource != nil:
		return "*" + t.resource.goName
	}
	word := kindWord(t.source.Kind)
	if len(t.items) == 0 {
		return word
	}
	var items []string
	for _, item := range t.items {
		items = append(items, spell(item))
	}
	return word + "<" + strings.Join(items, ",") + ">"
}

func listFunction(b *strings.Builder, indent string, fn *function) {
	fmt.Fprintf(b, "%s%s = %s(", indent, fn.place, fn.goName)
	for i, p := range fn.parameters {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(p.goName + " " + spell(p.typ))
	}
	b.WriteString(")")
	for _, r := range fn.results {
		b.WriteString(" " + r.goName + " " + spell(r.typ))
	}
	b.WriteString("\n")
}
