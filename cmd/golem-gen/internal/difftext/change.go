package difftext

import (
	"fmt"

	"github.com/golem-gen/golem-gen/metadata"
)

// Change is a change between two documents as reports show it.
type Change struct {
	Rule, Title string
	Severity    metadata.Severity
	Use         metadata.Use
	Old, New    string // places, "" if the part is missing there
	Text        string

	explanation string
	effects     []effect // in the order of reports
	summary     string   // the effects in a sentence
	json        any      // the effects as JSON
	shielded    *bool    // nil for agents
	declined    bool     // by generated clients
}

// effect is the effect of a change on callers or clients.
type effect struct {
	who, text string
	harmless  bool
}

// place returns the place in the new document, or in the old one if the part was removed.
func (c Change) place() string {
	if c.New != "" {
		return c.New
	}
	return c.Old
}

// places returns the place, or both places if they differ.
func (c Change) places() string {
	if c.Old != "" && c.New != "" && c.Old != c.New {
		return c.Old + " → " + c.New
	}
	return c.place()
}

// ofComponent returns a change of a component.
func ofComponent(c metadata.Change) Change {
	explanation, declined := c.Rule.Explain(c.Use), c.Rule.Declined(c.Use)
	if c.Shielded && c.Effects.Untyped != metadata.Unaffected {
		explanation = "A pinned client's calls are refused by the old name of the interface, before this could matter."
	}
	return Change{
		Rule: c.Rule.ID, Title: c.Rule.Title, Severity: c.Severity(), Use: c.Use, Old: c.Old, New: c.New, Text: c.Text,
		explanation: explanation, json: c.Effects, shielded: &c.Shielded, declined: declined,
		effects: []effect{
			{"Go callers", c.Effects.Source.String(), c.Effects.Source == metadata.SourceCompatible},
			{"without typ", c.Effects.Untyped.String(), c.Effects.Untyped == metadata.Unaffected},
			{"with typ", c.Effects.Typed.String(), c.Effects.Typed == metadata.Unaffected},
			{"generated clients", generatedClients(declined), !declined},
		},
		summary: fmt.Sprintf("Go callers: %s; running clients: %s with typ, %s without; generated clients: %s.",
			c.Effects.Source, c.Effects.Typed, c.Effects.Untyped, generatedClients(declined)),
	}
}

// ofAgents returns a change of a deployment.
func ofAgents(c metadata.AgentChange) Change {
	e, declined := c.Effects, c.Rule.Declined(c.Use)
	outcome := func(who string, o metadata.Outcome) effect { return effect{who, o.String(), o == metadata.Unaffected} }
	return Change{
		Rule: c.Rule.ID, Title: c.Rule.Title, Severity: c.Severity(), Use: c.Use, Old: c.Old, New: c.New, Text: c.Text,
		explanation: c.Rule.Explain(c.Use), json: e, declined: declined,
		effects: []effect{
			{"Go callers", e.Source.String(), e.Source == metadata.SourceCompatible},
			outcome("existing agents", e.Existing),
			outcome("new agents", e.New),
			outcome("with revision", e.Pinned),
			outcome("upgraded clients", e.Upgraded),
			{"generated clients", atNewAgents(declined), !declined},
		},
		summary: fmt.Sprintf("Go callers: %s; running clients: %s at existing agents, %s at new ones, %s at new ones where the request names the revision; upgraded clients at existing agents: %s; generated clients: %s.",
			e.Source, e.Existing, e.New, e.Pinned, e.Upgraded, atNewAgents(declined)),
	}
}

// generatedClients returns what clients that golem-gen generated for the old version do.
func generatedClients(declined bool) string {
	if declined {
		return "drift error, nothing is sent"
	}
	return "no drift error"
}

// atNewAgents is generatedClients for agents. Agents that were made before are called as before.
func atNewAgents(declined bool) string {
	if declined {
		return "drift error at new agents, nothing is sent"
	}
	return generatedClients(false)
}
