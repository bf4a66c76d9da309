package gen

import (
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/metadata"
)

// TestInterfacesNamedLikeMethods checks that a client whose interfaces have the names of methods
// of every worker has the fields, and the other methods.
func TestInterfacesNamedLikeMethods(t *testing.T) {
	thorough.WithoutRace(t, "checks generated code")
	c := &metadata.Component{Name: "methods"}
	for _, short := range []string{"name", "metadata", "delete", "call-status", "settle-call"} {
		c.Interfaces = append(c.Interfaces, &metadata.Interface{
			Name: "acme:shop/" + short, Namespace: "acme", Package: "shop", ShortName: short, Functions: []*metadata.Function{both(0, str)},
		})
	}
	client := string(checkTypes(t, newChecker(t), c)["client.go"])
	for text, want := range map[string]bool{
		"Name Name //": true, "(w *Worker) Name(": false, "(w *Worker) Metadata(": false, "(w *Worker) Delete(": false,
		"(w *Worker) CallStatus(": false, "(w *Worker) SettleCall(": false, "(w *Worker) Create(": true, "(w *Worker) Client(": true,
	} {
		if strings.Contains(strings.Join(strings.Fields(client), " "), text) != want {
			t.Errorf("%q is in the client: %t, want %t", text, !want, want)
		}
	}
}
