package main

import (
	"bytes"
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/witpackage"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/internal/goldenfile"
	"github.com/golem-gen/golem-gen/internal/typecheck"
	"github.com/golem-gen/golem-gen/metadata"
)

// dialects are the dialects with documents in testdata/metadata.
var dialects = []string{"golem-1.1", "golem-1.2.0", "golem-1.2.5", "golem-1.3"}

// TestGoldenPackagesAreUpToDateForEveryDialect generates the clients of the documents that
// golden/own does not contain, with the names of the golden packages locked, and with their WIT
// if a document has none. It compares them with the golden packages, and the differences with
// testdata/dialects. The type checker checks the clients as a whole.
func TestGoldenPackagesAreUpToDateForEveryDialect(t *testing.T) {
	checker, err := typecheck.Clients()
	if err != nil {
		t.Fatal(err)
	}
	held := map[string]*ownClient{}
	for name, dialect := range ownDialects {
		held[name] = generateOwn(t, dialect, name, gen.Options{})
	}
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			var changes bytes.Buffer
			for _, name := range ownDocuments(t, dialect) {
				if ownDialects[name] == dialect {
					continue
				}
				golden := held[name]
				other := generateOwn(t, dialect, name, gen.Options{Locked: golden.out.Names, WIT: golden.wit})
				if err := checker.Check(ownImportPath(name), other.out.Files); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				other.checkDocument(t)
				changes.WriteString(changedLines(ownPackage(name)+"/", golden.files(), other.files()))
			}
			goldenfile.Check(t, "testdata/dialects/"+dialect+".diff", changes.String())
		})
	}
}

// ownDocuments returns the documents of a dialect that have clients in golden/own.
func ownDocuments(t *testing.T, dialect string) []string {
	t.Helper()
	files, err := filepath.Glob(documents + dialect + "/own/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents of %s (%v)", dialect, err)
	}
	var names []string
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		if name == "big-1000" { // 40,000 lines; TestEveryDocumentCompiles checks them
			continue
		}
		if ownDialects[name] == "" {
			t.Errorf("%s: ownDialects does not say which dialect's client is in golden/own", file)
			continue
		}
		names = append(names, name)
	}
	return names
}

func ownImportPath(name string) string { return modulePath + "/golden/own/" + ownPackage(name) }

// ownClient is the output for a document, and the WIT that was used.
type ownClient struct {
	name      string
	component *metadata.Component
	wit       *gen.WIT
	out       *gen.Output
}

// generateOwn generates the client and the test package of a document, as the command does: it
// prefers the document's own WIT to that of the options.
func generateOwn(t *testing.T, dialect, name string, options gen.Options) *ownClient {
	t.Helper()
	component := decodeDocument(t, documents+dialect+"/own/"+name+".json")
	if component.BinaryWIT != nil {
		wit, err := witpackage.Decode(component, name, component.BinaryWIT)
		if err != nil {
			t.Fatal(err)
		}
		options.WIT = wit
	}
	options.Package, options.TestPackage, options.ImportPath = ownPackage(name), true, ownImportPath(name)
	out, err := gen.Generate(component, options)
	if err != nil {
		t.Fatal(err)
	}
	return &ownClient{name, component, options.WIT, out}
}

// documentFile returns the name of the file of the test package that contains the document.
func (c *ownClient) documentFile() string { return ownPackage(c.name) + "test/component.go" }

// files returns all files except the one with the document, whose lines differ in every dialect.
func (c *ownClient) files() map[string][]byte {
	files := maps.Clone(c.out.Files)
	delete(files, c.documentFile())
	return files
}

// checkDocument checks that the document in the test package can be decoded.
func (c *ownClient) checkDocument(t *testing.T) {
	t.Helper()
	_, literal, _ := strings.Cut(string(c.out.Files[c.documentFile()]), "const document = ")
	value, err := types.Eval(token.NewFileSet(), nil, token.NoPos, literal)
	if err != nil {
		t.Errorf("%s: the document in the test package: %v", c.name, err)
		return
	}
	read, err := metadata.Decode([]byte(constant.StringVal(value.Value)))
	if err != nil || read.ID != c.component.ID || read.Hash() != c.component.Hash() {
		t.Errorf("%s: the document in the test package is another one (%v)", c.name, err)
	}
}

// changedLines returns the lines that differ between two sets of files, without context and
// without line numbers, which change with every other line. For a file in only one of the sets,
// it returns the number of lines.
func changedLines(prefix string, before, after map[string][]byte) string {
	all := maps.Clone(before)
	maps.Copy(all, after)
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(all)) {
		old, held := before[name]
		text, generated := after[name]
		switch {
		case !held:
			fmt.Fprintf(&b, "only here: %s, %d lines\n", prefix+name, bytes.Count(text, []byte("\n")))
		case !generated:
			fmt.Fprintf(&b, "not here: %s, %d lines\n", prefix+name, bytes.Count(old, []byte("\n")))
		case !bytes.Equal(old, text):
			fmt.Fprintf(&b, "%s\n", prefix+name)
			for line := range bytes.Lines(diff.Diff("", old, "", text)[len("diff  \n---\n+++\n"):]) {
				if line[0] == '-' || line[0] == '+' {
					b.Write(line)
				}
			}
		}
	}
	return b.String()
}
