package gen

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestNamesOnly checks that a generation without files gives the same names, warnings and errors
// as one with files.
func TestNamesOnly(t *testing.T) {
	text, err := os.ReadFile("../testdata/agents/pinned-v1.golden.json")
	if err != nil {
		t.Fatal(err)
	}
	deployment, err := metadata.DecodeDeployment(text)
	if err != nil {
		t.Fatal(err)
	}
	component := decodeFile(t, documents+"/recorded/golem-1.2.0/shop-v1.json")
	for name, generate := range map[string]func(Options) (*Output, error){
		"component": func(o Options) (*Output, error) {
			o.Locked = map[string]LockedName{"cart": {"Basket", "interface:acme:shop/cart@1.0.0"}} // which gives a warning
			return Generate(component, o)
		},
		"agents": func(o Options) (*Output, error) { return GenerateAgents(deployment, o) },
		"wrong name": func(o Options) (*Output, error) {
			o.Names = map[string]string{"cart": "no name"}
			return Generate(component, o)
		},
	} {
		t.Run(name, func(t *testing.T) {
			whole, wholeErr := generate(Options{Package: "client"})
			names, namesErr := generate(Options{Package: "client", NamesOnly: true})
			if wholeErr != nil || namesErr != nil {
				if wholeErr == nil || namesErr == nil || wholeErr.Error() != namesErr.Error() {
					t.Fatalf("with files: %v, without: %v", wholeErr, namesErr)
				}
				return
			}
			if len(whole.Files) == 0 || names.Files != nil {
				t.Errorf("%d files, and %d with NamesOnly", len(whole.Files), len(names.Files))
			}
			names.Files = whole.Files
			if d := cmp.Diff(whole, names); d != "" {
				t.Errorf("(-with files +without)\n%s", d)
			}
			if name == "component" && len(names.Warnings) == 0 {
				t.Error("no warning to compare")
			}
		})
	}
}
