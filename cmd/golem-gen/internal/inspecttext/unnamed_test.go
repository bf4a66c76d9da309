package inspecttext

import (
	"bytes"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
	"github.com/golem-gen/golem-gen/metadata"
)

// TestNothing checks what is printed for parts that have nothing to call, or no name.
func TestNothing(t *testing.T) {
	var b bytes.Buffer
	long := &metadata.Function{Name: "a-function-without-a-name-in-go", LocalName: "a-function-without-a-name-in-go", Parameters: []metadata.Parameter{{Name: "amount", Type: &metadata.Type{Kind: metadata.KindU64}}}}
	c := &metadata.Component{Interfaces: []*metadata.Interface{{Name: "acme:shop/cart"}, {Name: "acme:shop/list", Functions: []*metadata.Function{long}}}}
	if err := Write(&b, c, nil, paint.Brush{}); err != nil {
		t.Fatal(err)
	}
	if want := "component without a name, version 0, durable\n\ninterface acme:shop/cart\n  exports nothing\n\n" +
		"interface acme:shop/list\n  a-function-without-a-name-in-go: func(amount: u64)\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
	b.Reset()
	if err := WriteAgents(&b, &metadata.Deployment{Environment: "local"}, nil, paint.Brush{}); err != nil {
		t.Fatal(err)
	}
	if want := "/local\nno agent types\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

// TestStaticCalledNew checks the names of functions whose short places would be one.
func TestStaticCalledNew(t *testing.T) {
	const door = `{"typ":{"type":"Handle","resource_id":1,"mode":"Owned"}}`
	function := func(name, result string) string {
		return `{"name":"` + name + `","parameters":[],"results":[` + result + `]}`
	}
	document := `{"versionedComponentId":{"componentId":"5c89c92c-6e6a-5715-882b-637cd873451d","version":0},"componentName":"house","componentType":"Durable",` +
		`"metadata":{"exports":[{"type":"Instance","name":"acme:house/doors","functions":[` +
		function("[constructor]door", door) + "," + function("[static]door.new", `{"typ":{"type":"U8"}}`) + `]}]}}`
	const want = "  resource door                                   Door\n" +
		"    constructor()                                 NewDoor\n" +
		"    new: static func() -> u8                      DoorNew\n"
	if got := inspect(t, []byte(document), paint.Brush{})[0]; !strings.HasSuffix(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestHandleUsedTwice checks that a resource that the component does not export is called by one
// name at each use.
func TestHandleUsedTwice(t *testing.T) {
	function := func(name, parameter string) string {
		return `{"name":"` + name + `","parameters":[{"name":"` + parameter + `","typ":{"type":"Handle","resource_id":9,"mode":"Borrowed"}}],"results":[]}`
	}
	document := `{"versionedComponentId":{"componentId":"5c89c92c-6e6a-5715-882b-637cd873451d","version":0},"componentName":"house","componentType":"Durable",` +
		`"metadata":{"exports":[{"type":"Instance","name":"acme:house/doors","functions":[` + function("open", "door") + "," + function("shut", "gate") + `]}]}}`
	const want = "Doors\n" +
		"  resource door                                   Door\n" +
		"  open: func(door: borrow<door>)                  Open\n" +
		"  shut: func(gate: borrow<door>)                  Shut\n"
	if got := inspect(t, []byte(document), paint.Brush{})[0]; !strings.HasSuffix(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
