package gen

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestSpellingsEverywhere uses a name in the spelling of each language at every place with a
// name, and as the path of a configuration.
func TestSpellingsEverywhere(t *testing.T) {
	for spelling, want := range map[string][2]string{ // exported, and of a parameter
		"order_id":        {"OrderID", "orderID"},
		"orderId":         {"OrderID", "orderID"},
		"OrderId":         {"OrderID", "orderID"},
		"OrderID":         {"OrderID", "orderID"},
		"order-id":        {"OrderID", "orderID"},
		"ORDER_ID":        {"OrderID", "orderID"},
		"_order_id_":      {"OrderID", "orderID"},
		"order__id":       {"OrderID", "orderID"},
		"$orderId":        {"OrderID", "orderID"},
		"parseHTTPUrl":    {"ParseHTTPURL", "parseHTTPURL"},
		"HTTPSServer2Go":  {"HTTPSServer2Go", "httpsServer2Go"},
		"getÜberweisung":  {"GetÜberweisung", "getÜberweisung"},
		"größen_liste":    {"GrößenListe", "größenListe"},
		"ΑΒΓdelta":        {"ΑβΓdelta", "αβΓdelta"},
		"注文":              {"X注文", "注文"},
		"注文_id":           {"X注文ID", "注文ID"},
		"1st_order":       {"X1stOrder", "x1stOrder"},
		"Map<str,Order>":  {"MapStrOrder", "mapStrOrder"},
		"orders.byId":     {"OrdersByID", "ordersByID"},
		"order with gaps": {"OrderWithGaps", "orderWithGaps"},
	} {
		t.Run(spelling, func(t *testing.T) {
			exported, unexported := want[0], want[1]
			wanted := map[string]string{
				"agent": exported, "method": exported, "parameter": unexported, "configuration": exported + "Limit",
				"type": exported + "Record", "field": exported, "case": "Choice" + exported, "enum": "Level" + exported, "flag": "Marks" + exported,
				"part": "Mixed" + "Part" + exported,
			}
			if diff := cmp.Diff(wanted, spelled(t, spelling)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// spelled returns the Go names of a name at each place.
func spelled(t *testing.T, name string) map[string]string {
	t.Helper()
	record := recordOf(name, str)
	record.Name = name + " record"
	variant := &metadata.Type{Kind: metadata.KindVariant, Name: "choice", Cases: []metadata.Case{{Name: name, Type: str}}}
	enum := &metadata.Type{Kind: metadata.KindEnum, Name: "level", Names: []string{name}}
	flags := &metadata.Type{Kind: metadata.KindFlags, Name: "marks", Names: []string{name}}
	input := metadata.DataSchema{Elements: []metadata.Element{{Name: name, Type: str}}}
	for i, typ := range []*metadata.Type{record, variant, enum, flags} {
		input.Elements = append(input.Elements, metadata.Element{Name: fmt.Sprint("p", i), Type: typ})
	}
	parts := metadata.DataSchema{Kind: metadata.SchemaMultimodal, Elements: []metadata.Element{{Name: name, Type: str}}}
	a := agentOf(name, methodOf(name, input, metadata.DataSchema{}), methodOf("mixed", parts, metadata.DataSchema{}))
	a.Config = []metadata.ConfigDeclaration{{Path: []string{name, "limit"}, Type: str}}
	m, _, err := nameAgents(agentsOf(a))
	if err != nil {
		t.Fatal(err)
	}
	sc := m.scopes[0]
	got := map[string]string{
		"agent": sc.goName, "method": sc.functions[0].goName, "parameter": sc.functions[0].parameters[0].goName,
		"configuration": sc.agent.config[0].goName,
	}
	places := map[metadata.Kind]string{metadata.KindVariant: "case", metadata.KindEnum: "enum", metadata.KindFlags: "flag", kindPart: "part"}
	for _, typ := range sc.types {
		if typ.source == record {
			got["type"], got["field"] = typ.goName, typ.members[0].goName
			continue
		}
		got[places[typ.source.Kind]] = typ.members[0].goName
	}
	return got
}

// nameAgents runs steps 1 and 2 for a deployment.
func nameAgents(d *metadata.Deployment) (*model, map[string]LockedName, error) {
	types, groups := resolveAgents(d, Options{Package: "client"})
	return giveNames(types, groups, Options{Package: "client"})
}
