package command

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// agentsDocument is a pinned document with one of each kind of part.
const agentsDocument = `{
  "account": "owner@example.com",
  "agentTypes": [{
    "agentType": {
      "config": [{"path": ["limits", "max"], "source": "Local", "valueType": {"type": "U64"}}],
      "constructor": {"description": "Opens.", "name": "new", "promptHint": "Open it.", "inputSchema": {"type": "Tuple", "elements": [
        {"name": "tier", "schema": {"type": "ComponentModel", "elementType": {"type": "Enum", "name": "Tier", "owner": "./model", "cases": ["basic", "gold"]}}}]}},
      "description": "An account.",
      "methods": [{
        "name": "move", "description": "Moves.", "promptHint": "Move it.",
        "inputSchema": {"type": "Tuple", "elements": [
          {"name": "order", "schema": {"type": "ComponentModel", "elementType": {"type": "Record", "fields": [
            {"name": "flags", "typ": {"type": "Flags", "names": ["a", "b"]}},
            {"name": "shape", "typ": {"type": "Variant", "cases": [{"name": "round", "typ": {"type": "F64"}}, {"name": "none", "typ": null}]}},
            {"name": "pair", "typ": {"type": "Tuple", "items": [{"type": "Str"}, {"type": "Chr"}]}},
            {"name": "list", "typ": {"type": "List", "inner": {"type": "Option", "inner": {"type": "Bool"}}}}]}}},
          {"name": "text", "schema": {"type": "UnstructuredText", "restrictions": [{"languageCode": "en"}]}},
          {"name": "image", "schema": {"type": "UnstructuredBinary", "restrictions": [{"mimeType": "image/png"}]}}]},
        "outputSchema": {"type": "Tuple", "elements": [{"name": "return", "schema": {"type": "ComponentModel", "elementType":
          {"type": "Result", "ok": {"type": "U32"}, "err": {"type": "Str"}}}}]}
      }, {
        "name": "mix", "inputSchema": {"type": "Multimodal", "elements": [{"name": "part", "schema": {"type": "UnstructuredText", "restrictions": null}}]},
        "outputSchema": {"type": "Tuple", "elements": []}
      }],
      "mode": "Durable", "sourceLanguage": "rust", "typeName": "Account"
    },
    "implementedBy": {"componentId": "01a22040-4146-7230-891d-cecb5eeeaec9", "componentName": "acme:bank", "componentRevision": 3}
  }],
  "application": "bank", "deploymentRevision": 3, "environment": "prod", "environmentId": "01a22053-ea6c-7e40-9f2f-05bce982eedb",
  "types": ["Account"]
}
`

const agentsConfiguration = "agents: [{package: shop, application: bank, environment: prod, types: [Account], tests: true}]\n"

// agentsProject is a repository with a pinned document of agents and its client.
type agentsProject struct {
	t      testing.TB
	above  string
	dir    string
	before map[string]string // files
}

func newAgentsProject(t testing.TB) *agentsProject {
	t.Helper()
	p := &agentsProject{t: t, above: t.TempDir(), before: map[string]string{}}
	p.dir = filepath.Join(p.above, "repository")
	for name, text := range map[string]string{
		"golem-gen.yaml": agentsConfiguration, "golem/shop.json": agentsDocument, "good.json": agentsDocument, "go.mod": "module example.com/a\n",
	} {
		p.write(name, []byte(text))
	}
	if code, _, stderr := runIn(p.dir, "generate"); code != exitOK {
		t.Fatal(stderr)
	}
	p.before = p.files()
	return p
}

func (p *agentsProject) write(name string, text []byte) {
	p.t.Helper()
	file := filepath.Join(p.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		p.t.Fatal(err)
	}
}

func (p *agentsProject) files() map[string]string {
	p.t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(p.above, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(p.dir, path)
		files[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return files
}

// position matches the beginning of each line about a bad document, or about one that differs
// from the configuration.
var position = regexp.MustCompile(`^(golem/shop\.json|golem-gen\.yaml)(:\d+:\d+)?: `)

// run gives the pinned document to every command that reads it, and returns the error of
// generate, "" for none. It checks that a command that fails names a place and changes nothing.
func (p *agentsProject) run(document []byte) string {
	p.t.Helper()
	p.write("golem/shop.json", document)
	failure := ""
	for _, args := range [][]string{{"generate", "--check"}, {"inspect", "shop"}, {"inspect", "--names", "golem/shop.json"}, {"diff", "good.json", "golem/shop.json"}, {"generate"}} {
		code, stdout, stderr := runIn(p.dir, args...)
		checkShown(p.t, "standard output", strings.ReplaceAll(stdout, "\t", " "))
		checkShown(p.t, "standard error", stderr)
		if strings.Contains(stderr, "panic") || strings.Contains(stderr, "defect") {
			p.t.Errorf("%v: %.1000s", args, stderr)
		}
		if code == exitOK || stdout != "" {
			continue
		}
		for line := range strings.Lines(stderr) {
			if !position.MatchString(line) {
				p.t.Errorf("%v: no place in %q", args, line)
			}
		}
		failure = stderr
	}
	if p.t.Failed() {
		return failure
	}
	p.check(string(document), failure != "")
	return failure
}

// check compares the files with those before, and restores them.
func (p *agentsProject) check(document string, failed bool) {
	p.t.Helper()
	now := p.files()
	for name, text := range now {
		was, ok := p.before[name]
		switch {
		case name == "golem/shop.json" && text == document, ok && was == text:
		case failed:
			p.t.Errorf("generate failed and wrote %s", name)
		case name != "golem-gen.lock":
			checkGenerated(p.t, strings.TrimPrefix(name, "internal/shop/"), []byte(text))
		}
		if was != text {
			_ = os.Remove(filepath.Join(p.dir, filepath.FromSlash(name)))
		}
	}
	for name, was := range p.before {
		if now[name] != was {
			p.write(name, []byte(was))
		}
	}
}
