package gen

import (
	"go/constant"
	"go/token"
	"go/types"
	"os"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestComponentDocument checks that the document in the test package is that of the component.
func TestComponentDocument(t *testing.T) {
	c := decodeFile(t, "../testdata/metadata/golem-1.2.5/own/nominal.json")
	if c.BinaryWIT == nil {
		t.Fatal("the document brings no WIT along, which the test package leaves out")
	}
	out, err := Generate(c, Options{Package: "client", TestPackage: true, ImportPath: "example.com/client"})
	if err != nil {
		t.Fatal(err)
	}
	_, literal, _ := strings.Cut(string(out.Files["clienttest/component.go"]), "const document = ")
	value, err := types.Eval(token.NewFileSet(), nil, token.NoPos, literal)
	if err != nil {
		t.Fatal(err)
	}
	read, err := metadata.Decode([]byte(constant.StringVal(value.Value)))
	if err != nil {
		t.Fatal(err)
	}
	if read.ID != c.ID || read.Version != c.Version || read.Hash() != c.Hash() || read.BinaryWIT != nil {
		t.Errorf("the test package has %s version %d, hash %s", read.ID, read.Version, read.Hash())
	}
}

// TestImportOfClient checks that the test package imports the client under the name of its package.
func TestImportOfClient(t *testing.T) {
	c := decodeFile(t, "../testdata/metadata/golem-1.2.5/own/nominal.json")
	for path, want := range map[string]string{
		"example.com/client":  "\n\t\"example.com/client\"\n",
		"example.com/go-shop": "\n\tclient \"example.com/go-shop\"\n",
	} {
		out, err := Generate(c, Options{Package: "client", TestPackage: true, ImportPath: path})
		if err != nil {
			t.Fatal(err)
		}
		imported := false
		for _, name := range sortedKeys(out.Files) {
			text := string(out.Files[name])
			if strings.Contains(text, `"`+path+`"`) {
				imported = true
				if !strings.Contains(text, want) {
					t.Errorf("%s does not import %s", name, strings.TrimSpace(want))
				}
			}
		}
		if !imported {
			t.Errorf("no file imports %s", path)
		}
	}
}

// TestDeploymentDocument checks that the document in the test package of a client for agents is
// that of the deployment.
func TestDeploymentDocument(t *testing.T) {
	text, err := os.ReadFile("../testdata/agents/bank.json")
	if err != nil {
		t.Fatal(err)
	}
	d, err := metadata.DecodeDeployment(text)
	if err != nil {
		t.Fatal(err)
	}
	out, err := GenerateAgents(d, Options{Package: "client", TestPackage: true, ImportPath: "example.com/client", AgentTypes: []string{"Account"}})
	if err != nil {
		t.Fatal(err)
	}
	_, literal, _ := strings.Cut(string(out.Files["clienttest/deployment.go"]), "const document = ")
	value, err := types.Eval(token.NewFileSet(), nil, token.NoPos, literal)
	if err != nil {
		t.Fatal(err)
	}
	read, err := metadata.DecodeDeployment([]byte(constant.StringVal(value.Value)))
	if err != nil {
		t.Fatal(err)
	}
	d.AgentTypes = d.AgentTypes[:1]
	if read.Hash() != d.Hash() || read.Application != "bank" || read.Environment != "prod" || read.Revision != d.Revision || read.AgentTypes[0].ComponentID != d.AgentTypes[0].ComponentID {
		t.Errorf("the test package has deployment %+v", read)
	}
	if strings.Contains(literal, "customer") {
		t.Error("the document describes its agent types, which no client asks for")
	}
}

// TestServeOfSomewhere checks what Serve leaves to the test if the document names no application.
func TestServeOfSomewhere(t *testing.T) {
	d := &metadata.Deployment{AgentTypes: []*metadata.AgentType{{Name: "Serve"}}}
	out, err := GenerateAgents(d, Options{Package: "client", TestPackage: true, ImportPath: "example.com/client"})
	if err != nil {
		t.Fatal(err)
	}
	serve := string(out.Files["clienttest/serve.go"])
	for _, want := range []string{"The option golemtest.In is required.", "Embed a fake, such as clienttest.Serve_Fake,"} {
		if !strings.Contains(strings.ReplaceAll(serve, "\n// ", " "), want) {
			t.Errorf("serve.go lacks %q:\n%s", want, serve)
		}
	}
}

// TestDeprecatedParts checks that staticcheck ignores what the test package uses of a client with
// deprecated parts, and only then. The client has no such directive.
func TestDeprecatedParts(t *testing.T) {
	for description, want := range map[string]bool{
		"":                               false,
		"Not Deprecated: at all.":        false,
		"Deprecated: use another.":       true,
		"Pays.\n\nDeprecated: use Give.": true,
	} {
		d := &metadata.Deployment{AgentTypes: []*metadata.AgentType{{Name: "Bank", Methods: []*metadata.AgentMethod{{Name: "pay", Description: description}}}}}
		out, err := GenerateAgents(d, Options{Package: "client", TestPackage: true, ImportPath: "example.com/client"})
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range out.Files {
			if has := strings.HasPrefix(string(text), Header+"\n"+ignoreDeprecated+"\n"); has != (want && strings.HasPrefix(name, "clienttest/")) {
				t.Errorf("%q: %s: has the directive: %v", description, name, has)
			}
		}
	}
}
