package gen

import (
	"errors"
	"fmt"
	"go/token"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/goldenfile"
	"github.com/golem-gen/golem-gen/metadata"
)

// hostileNames returns keywords and names of Go, and names in generated code.
func hostileNames() []string {
	list := strings.Fields("worker component new-worker new-ephemeral enqueue kind string handle drop methods world " +
		"marshal-json unmarshal-json marshal-text unmarshal values has or equal from-handle runtime wire context ctx opts call c q err " +
		"results result ok value indexed new item self a1-b a-1b foo-bar foobar id url HTTP-server begin append decode read write " +
		"client doc con test linux windows amd64 types js append-a write-list fn shop acme")
	for tok := token.BREAK; tok <= token.VAR; tok++ {
		list = append(list, tok.String())
	}
	return append(list, strings.Fields("any append bool byte cap clear close comparable complex complex64 complex128 copy delete error "+
		"false float32 float64 imag int int8 int16 int32 int64 iota len make max min nil panic print println real recover rune "+
		"true uint uint8 uint16 uint32 uint64 uintptr")...)
}

// unique drops the names that WIT would not allow beside an earlier one.
func unique(list []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, name := range list {
		if key := strings.ToLower(name); !seen[key] {
			seen[key] = true
			out = append(out, name)
		}
	}
	return out
}

var str = &metadata.Type{Kind: metadata.KindStr}

// everywhere returns a component with the names as every kind of name.
func everywhere(names []string) *metadata.Component {
	record := &metadata.Type{Kind: metadata.KindRecord}
	variant := &metadata.Type{Kind: metadata.KindVariant}
	fn := &metadata.Function{Name: "all", LocalName: "all"}
	for _, name := range names {
		record.Fields = append(record.Fields, metadata.Field{Name: name, Type: str})
		variant.Cases = append(variant.Cases, metadata.Case{Name: name, Type: str})
		fn.Parameters = append(fn.Parameters, metadata.Parameter{Name: name, Type: str})
		fn.Results = append(fn.Results, metadata.Result{Name: "r-" + name, Type: str})
	}
	types := []*metadata.Type{
		record, variant,
		{Kind: metadata.KindEnum, Names: names},
		{Kind: metadata.KindFlags, Names: names},
	}
	api := &metadata.Interface{Name: "acme:shop/api", Namespace: "acme", Package: "shop", ShortName: "api"}
	api.Functions = append(api.Functions, fn)
	for i, typ := range types {
		name := fmt.Sprintf("use%d", i)
		api.Functions = append(api.Functions, &metadata.Function{
			Name: name, LocalName: name, Parameters: []metadata.Parameter{{Name: "v", Type: typ}},
		})
	}
	c := &metadata.Component{Name: "hostile", Interfaces: []*metadata.Interface{api}}
	for i, name := range names {
		c.Interfaces = append(c.Interfaces, hostileInterface(name, uint64(i)))
		c.Functions = append(c.Functions, &metadata.Function{Name: name, LocalName: name})
	}
	return c
}

// hostileInterface returns an interface with a function and a resource of the interface's own
// name.
func hostileInterface(name string, id uint64) *metadata.Interface {
	handle := &metadata.Type{Kind: metadata.KindHandle, ResourceID: id}
	self := metadata.Parameter{Name: "self", Type: &metadata.Type{Kind: metadata.KindHandle, ResourceID: id, Borrowed: true}}
	r := &metadata.Resource{
		Name: name, ID: id, HasID: true,
		Constructor: &metadata.Function{
			Name: "[constructor]" + name, LocalName: "new", Kind: metadata.Constructor, Results: []metadata.Result{{Type: handle}},
		},
		Drop: &metadata.Function{Name: "[drop]" + name, LocalName: "drop", Kind: metadata.Drop, Parameters: []metadata.Parameter{self}},
	}
	for _, method := range unique([]string{name, name + "-methods", "enqueue", "handle", "drop"}) {
		r.Methods = append(r.Methods, &metadata.Function{
			Name: "[method]" + name + "." + method, LocalName: method, Kind: metadata.Method, Parameters: []metadata.Parameter{self},
		})
	}
	for _, static := range []string{"from-handle", "new"} {
		r.Statics = append(r.Statics, &metadata.Function{Name: "[static]" + name + "." + static, LocalName: static, Kind: metadata.Static})
	}
	return &metadata.Interface{
		Name: "acme:shop/" + name, Namespace: "acme", Package: "shop", ShortName: name,
		Functions: []*metadata.Function{
			{Name: "new-" + name, LocalName: "new-" + name, Parameters: []metadata.Parameter{{Name: name, Type: &metadata.Type{
				Kind: metadata.KindEnum, Names: []string{name, name + "-x"},
			}}}},
			{Name: "enqueue", LocalName: "enqueue"},
		},
		Resources: []*metadata.Resource{r},
	}
}

// TestHostileNames names components in which everything has a name of Go or of generated code:
// one name at a time, and all together.
func TestHostileNames(t *testing.T) {
	names := unique(hostileNames())
	for _, name := range names {
		t.Run(name, func(t *testing.T) { checkHostile(t, everywhere([]string{name})) })
	}
	t.Run("all", func(t *testing.T) { checkHostile(t, everywhere(names)) })
}

func checkHostile(t *testing.T, c *metadata.Component) {
	t.Helper()
	m, names, _, err := buildModel(c, Options{Package: "client"})
	if err != nil {
		t.Fatal(err)
	}
	checkModel(t, m)
	again, _, _, err := buildModel(c, Options{Package: "client", Locked: names})
	if err != nil {
		t.Fatal("with its own lock:", err)
	}
	if a, b := listNames(m), listNames(again); a != b {
		t.Errorf("its own lock changes names from\n%s\nto\n%s", a, b)
	}
}

func TestEscapes(t *testing.T) {
	m, _, _, err := buildModel(everywhere([]string{"string", "marshal-json", "kind", "kind-a", "values", "func", "item", "call"}), Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := listNames(m)
	for _, want := range []string{
		"StringField:str", "MarshalJSONField:str", " Kind:str", " Func:str",
		"Use1VKindCase:str", "Use1VKindACase:str", "Use1VValues:str",
		"Use2VKind ", "Use2VValuesCase", "Use3VKind ",
		"stringArg str", "funcArg str", "callArg str", "item str", "kind str", "rString str",
		"enqueue = EnqueueFunction()", "enqueue = EnqueueMethod()", "handle = HandleMethod()",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in\n%s", want, got)
		}
	}
}

func TestConfigurationErrors(t *testing.T) {
	record := func(field string) *metadata.Type {
		return &metadata.Type{Kind: metadata.KindRecord, Fields: []metadata.Field{{Name: field, Type: str}}}
	}
	c := &metadata.Component{Interfaces: []*metadata.Interface{{
		Name: "acme:shop/cart@1.0.0", Namespace: "acme", Package: "shop", ShortName: "cart", Version: "1.0.0",
		Functions: []*metadata.Function{
			{Name: "add-item", LocalName: "add-item", Parameters: []metadata.Parameter{{Name: "item", Type: record("a")}, {Name: "note", Type: str}}},
			{Name: "pay", LocalName: "pay", Parameters: []metadata.Parameter{{Name: "how", Type: record("b")}}},
		},
	}}}
	for name, o := range map[string]Options{
		"not-exported":  {Names: map[string]string{"cart.pay.how": "payment"}},
		"not-a-name":    {Names: map[string]string{"cart.pay.how": "Pay-ment method"}},
		"unknown-place": {Names: map[string]string{"cart.add-items.item": "Item"}},
		"nothing-near":  {Names: map[string]string{"warehouse": "Warehouse"}},
		"needs-no-name": {Names: map[string]string{"cart.add-item.note": "Note"}},
		"same-twice":    {Names: map[string]string{"cart.pay.how": "Thing", "cart.add-item.item": "Thing"}},
		"generated":     {Names: map[string]string{"cart.pay.how": "Worker", "cart.pay": "Enqueue"}},
		"interface":     {Names: map[string]string{"cart.pay.how": "CartEnqueue", "cart": "Cart"}},
		"locked-in-way": {
			Names:  map[string]string{"cart.pay.how": "AddItem"},
			Locked: map[string]LockedName{"cart.add-item.item": {"AddItem", "record:0"}},
		},
		"function-locked-after": {
			Names:  map[string]string{"cart.add-item": "Pay"},
			Locked: map[string]LockedName{"cart.pay": {"Pay", "function:0"}},
		},
		"function-locked-before": {
			Names:  map[string]string{"cart.pay": "AddItem"},
			Locked: map[string]LockedName{"cart.add-item": {"AddItem", "function:0"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, _, err := buildModel(c, o)
			var problems *NameErrors
			if !errors.As(err, &problems) {
				t.Fatalf("got %v", err)
			}
			goldenfile.Check(t, "testdata/names/errors/"+name+".golden", err.Error()+"\n")
		})
	}
}

// TestConfiguredNames shows what a configured name changes.
func TestConfiguredNames(t *testing.T) {
	c := decodeFile(t, documents+"/recorded/golem-1.2.0/shop-v1.json")
	m, _, _, err := buildModel(c, Options{Names: map[string]string{
		"cart":                            "Basket",
		"cart.add-item":                   "Put",
		"cart.checkout.ok.total":          "Money",
		"cart.checkout.ok.total.currency": "Currency",
		"cart.contents.result":            "ProductItem",
		"inventory.ledger":                "Book",
		"inventory.ledger.reserve.err":    "StockError",
		"inventory.ledger.merge":          "Combine",
	}})
	if err != nil {
		t.Fatal(err)
	}
	checkModel(t, m)
	goldenfile.Check(t, "testdata/names/configured.golden", listNames(m))
}
