package gen

import (
	"go/constant"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

func TestTestPackageNeedsImportPath(t *testing.T) {
	_, err := Generate(everywhere([]string{"a"}), Options{Package: "client", TestPackage: true})
	want := "component hostile: the test package imports the client: Options.ImportPath is missing"
	if err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// TestComponentDocument reads the document in the test package back.
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
