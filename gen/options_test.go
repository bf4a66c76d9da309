package gen

import (
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestBadOptions checks that no client is generated without a name for its package, or with a
// name that is not a Go identifier.
func TestBadOptions(t *testing.T) {
	for want, options := range map[string]Options{
		`Options.Package: expected a Go identifier, found ""`:                {},
		`Options.Package: expected a Go identifier, found "a b"`:             {Package: "a b"},
		`Options.Package: expected a Go identifier, found "type"`:            {Package: "type"},
		`Options.Package: expected a Go identifier, found "_"`:               {Package: "_", NamesOnly: true},
		"the test package imports the client: Options.ImportPath is missing": {Package: "client", TestPackage: true},
	} {
		if _, err := Generate(everywhere([]string{"a"}), options); err == nil || err.Error() != "component hostile: "+want {
			t.Errorf("component: %v, want %s", err, want)
		}
		if _, err := GenerateAgents(&metadata.Deployment{}, options); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("agents: %v, want %s", err, want)
		}
	}
}
