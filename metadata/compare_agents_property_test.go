package metadata

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// agentTypesIn returns the nodes of all types that calls depend on.
func agentTypesIn(d *Deployment) []*Type {
	var types []*Type
	elements := func(s DataSchema) {
		for _, e := range s.Elements {
			types = collect(types, e.Type)
		}
	}
	for _, a := range d.AgentTypes {
		elements(a.Constructor.Input)
		for _, m := range a.Methods {
			elements(m.Input)
			elements(m.Output)
		}
		for _, c := range a.Config {
			types = collect(types, c.Type)
		}
	}
	return types
}

// TestEveryChangeOfAgentsIsReported changes one type at random, and checks that the change is
// reported in both directions and that the hash changes.
func TestEveryChangeOfAgentsIsReported(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old := drawDeployment(t)
		new, err := DecodeDeployment(old.Document())
		if err != nil {
			t.Fatal(err)
		}
		if changes := CompareDeployments(old, new); len(changes) > 0 {
			t.Fatalf("a deployment and itself: %s", agentIDs(changes))
		}
		types := agentTypesIn(new)
		if len(types) == 0 {
			return
		}
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		what := mutateType(r, types[r.IntN(len(types))])
		for _, changes := range [][]AgentChange{CompareDeployments(old, new), CompareDeployments(new, old)} {
			if len(changes) == 0 {
				t.Fatalf("%s is not reported", what)
			}
			for _, c := range changes {
				if c.Place() == "" || c.Text == "" || !c.Rule.Has(c.Use) {
					t.Fatalf("%s: %+v", what, c)
				}
			}
		}
		if old.Hash() == new.Hash() {
			t.Fatalf("%s does not change the hash", what)
		}
	})
}

// TestHashFollowsComparison checks that deployments without a change have the same hash, and that
// deployments with the same hash have only harmless changes.
func TestHashFollowsComparison(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old, new := drawDeployment(t), drawDeployment(t)
		if rapid.Bool().Draw(t, "alike") {
			new.AgentTypes = old.AgentTypes
		}
		changes := CompareDeployments(old, new)
		same := old.Hash() == new.Hash()
		if len(changes) == 0 && !same {
			t.Fatal("no change, and another hash")
		}
		for _, c := range changes {
			if same && c.Severity() > SeverityHarmless && c.Rule.ID != "agent-component-changed" {
				t.Fatalf("one hash, and %s", c.Rule.ID)
			}
		}
	})
}
