package metadata

// AgentEffects are the effects of a change between two deployments of agents. Servers read
// the values of a request by the types of a deployment: the current one, or the one whose
// revision the request names. They pass the values by position to the revision that the
// agent runs: the one that it was made with, or the current one for a new agent.
type AgentEffects struct {
	Source SourceEffect `json:"source"`

	// The outcomes of calls of a client that was generated for the old deployment, after
	// the new one has become current: calls of agents that were made before, calls that
	// make an agent, and calls that make an agent and name the revision of the old
	// deployment.
	Existing Outcome `json:"existingAgents"`
	New      Outcome `json:"newAgents"`
	Pinned   Outcome `json:"newAgentsPinned"`

	// Upgraded is the outcome of calls of a client that was generated for the new
	// deployment, to agents that were made before.
	Upgraded Outcome `json:"upgradedClients"`
}

// Severity returns the worst of the effects on callers and on clients of the old deployment
// that do not name its revision. Pinned makes a change breaking at most, because a client
// that names a revision knows that it may be an old one. Upgraded does not count. Otherwise
// each addition would be breaking, because agents that were made before do not have it.
func (e AgentEffects) Severity() Severity {
	switch worst := max(e.Existing, e.New); {
	case worst >= WorkerLost:
		return SeverityDangerous
	case e.Source == SourceCompatible && worst == Unaffected && e.Pinned == Unaffected:
		return SeverityHarmless
	default:
		return SeverityBreaking
	}
}

// AgentRule is a kind of change between two deployments of agents.
type AgentRule struct {
	ID          string // "method-removed"
	Title       string
	Explanation string

	// The effects by where the change happens: to an agent type or method as a whole, to a
	// method's parameter, to a constructor's parameter, or to a result. Nil where the
	// change cannot happen.
	Export, Parameter, Identity, Result *AgentEffects
}

// Effects returns the effects of the rule at a use, or the zero value if it has none there.
func (r *AgentRule) Effects(u Use) AgentEffects {
	if e := r.at(u); e != nil {
		return *e
	}
	return AgentEffects{}
}

// Has reports whether the rule can happen at a use.
func (r *AgentRule) Has(u Use) bool { return r.at(u) != nil }

func (r *AgentRule) at(u Use) *AgentEffects {
	return [...]*AgentEffects{UseExport: r.Export, UseParameter: r.Parameter, UseResult: r.Result, UseIdentity: r.Identity}[u]
}

// Explain returns the explanation at a use.
func (r *AgentRule) Explain(u Use) string {
	switch {
	case u == UseResult && r.Effects(u).New == AnswerRefused:
		return "The call is done. Answers are written by the types of the revision that ran: the client finds another type than its own and returns a drift error."
	case u == UseIdentity && r.Effects(u).Existing == AnotherAgent:
		return r.Explanation + " The text of a constructor's parameters is the agent's name: it changes, and the call runs on another agent."
	}
	return r.Explanation
}

// AgentRules returns all rules about agents, in the order of the documentation.
func AgentRules() []*AgentRule {
	list := make([]*AgentRule, len(agentRuleTable))
	for i := range agentRuleTable {
		list[i] = &agentRuleTable[i]
	}
	return list
}

// agentRule returns the rule with an id. Ids are literals in this package. The tests check
// that each of them is in the table.
func agentRule(id string) *AgentRule {
	for i := range agentRuleTable {
		if agentRuleTable[i].ID == id {
			return &agentRuleTable[i]
		}
	}
	panic("metadata: no rule about agents " + id)
}
