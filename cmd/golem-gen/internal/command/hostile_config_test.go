package command

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/internal/thorough"
)

// hostileConfigurations have a place for a text. Tests insert it as a YAML scalar and as it is.
var hostileConfigurations = []string{
	"components: [{package: %s, name: shop-a}]",
	"components: [{package: shop, name: %s}]",
	"components: [{package: shop, id: %s}]",
	"components: [{package: shop, name: shop-a, dir: %s}]",
	"components: [{package: shop, name: shop-a, metadata: %s}]",
	"components: [{package: shop, name: shop-a, metadata: golem/shop.json, dir: %s}]",
	"components: [{package: shop, name: shop-a, import-path: %s, tests: true}]",
	"components: [{package: shop, name: shop-a, wit: %s}]",
	"components: [{package: shop, name: shop-a, names: {cart.add-item: %s}}]",
	"components: [{package: shop, name: shop-a, names: {%s: AddItem}}]",
	"components: [{package: shop, name: shop-a, version: %s}]",
	"components: [{package: shop, name: shop-a, %s: x}]",
	"server: {url: %s}\ncomponents: [{package: shop, name: shop-a}]",
	"server: {token-env: %s}\ncomponents: [{package: shop, name: shop-a}]",
	"server: {url: 'http://127.0.0.1:1', token-file: %s}\ncomponents: [{package: shop, name: shop-a}]",
	"%s",
}

// hostileProject is a repository whose configuration or lock file has a hostile text, and the
// files around it.
type hostileProject struct {
	above, dir string
	files      map[string]string // files from before generate ran, by path from dir
}

func newHostileProject(t testing.TB, document []byte) *hostileProject {
	t.Helper()
	p := &hostileProject{above: t.TempDir(), files: map[string]string{
		"golem/shop.json": string(document), "main.go": "package main\n", "go.mod": "module example.com/a\n",
		".git/config": "mine", "../neighbour/mine.go": gen.Header + "\npackage neighbour\n", "../mine.go": gen.Header + "\n",
	}}
	p.dir = filepath.Join(p.above, "outer", "repository")
	for name, text := range p.files {
		p.write(t, name, text)
	}
	return p
}

func (p *hostileProject) write(t rapid.TB, name, text string) {
	t.Helper()
	p.files[name] = text
	file := filepath.Join(p.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// generate runs generate with a text in one place of the configuration or of the lock file. It
// reports whether all files except these two are unchanged.
func (p *hostileProject) generate(t rapid.TB, text string, at int, quoted bool) (unchanged bool) {
	t.Helper()
	value := text
	if quoted && utf8.ValidString(text) {
		value = config.Scalar(text)
	}
	configuration, lock := hostileConfigurations[0], ""
	if n := at % (len(hostileConfigurations) + 1); n < len(hostileConfigurations) {
		configuration = fmt.Sprintf(hostileConfigurations[n], value)
	} else {
		configuration = fmt.Sprintf(configuration, "shop")
		lock = fmt.Sprintf("components:\n  %s:\n    package: shop\n    id: 5c89c92c-6e6a-5715-882b-637cd873451d\n    names:\n      cart.add-item: %s\n", value, value)
	}
	p.write(t, "golem-gen.yaml", configuration)
	if lock != "" {
		p.write(t, "golem-gen.lock", lock)
	}
	_, stdout, stderr := runIn(p.dir, "generate")
	checkShown(t, "standard output", stdout)
	checkShown(t, "standard error", stderr)
	added := p.checkTree(t)
	return lock == "" && !added
}

// checkTree checks that files from before are unchanged, and that new files are the lock file or
// generated files in the repository. It reports whether there are new ones.
func (p *hostileProject) checkTree(t rapid.TB) (added bool) {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir(p.above, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		relative, _ := filepath.Rel(p.dir, path)
		name := filepath.ToSlash(relative)
		found[name] = true
		was, ok := p.files[name]
		added = added || !ok
		switch {
		case name == "golem-gen.lock":
		case ok && was != string(text):
			t.Errorf("%s was changed to %.100q", name, text)
		case !ok && !filepath.IsLocal(relative):
			t.Errorf("%s was written", name)
		case !ok:
			checkGenerated(t, filepath.Base(name), text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range p.files {
		if !found[name] {
			t.Errorf("%s is gone", name)
		}
	}
	return added
}

// TestHostileConfiguration puts every hostile text into some of the places, both as a YAML scalar
// and as it is, and several texts into each place. It checks that generate touches only its own
// files.
func TestHostileConfiguration(t *testing.T) {
	document := hostileBases(t)[0]
	newHostileProject(t, document).generate(t, "C", 6, true) // a drive, as a folder of an import path
	step := thorough.Pick(11, 3)
	p := newHostileProject(t, document)
	for n, text := range hostileTexts {
		for at := n % step; at <= len(hostileConfigurations); at += step {
			for _, quoted := range []bool{true, false} {
				unchanged := p.generate(t, text, at, quoted)
				if t.Failed() {
					t.Fatalf("with %.100q at %d", text, at)
				}
				if !unchanged {
					p = newHostileProject(t, document)
				}
			}
		}
	}
}

// TestHostileConfigurationAtRandom puts random texts into random places.
func TestHostileConfigurationAtRandom(t *testing.T) {
	var kept *hostileProject // one that generate did not change
	rapid.Check(t, func(r *rapid.T) {
		p := kept
		if p == nil {
			p = newHostileProject(t, []byte(smallDocument))
		}
		kept = nil
		text, at := hostileText().Draw(r, "text"), rapid.IntRange(0, len(hostileConfigurations)).Draw(r, "place")
		if p.generate(r, text, at, rapid.Bool().Draw(r, "quoted")) && !r.Failed() {
			kept = p
		}
	})
}
