package metadata

// AgentEffects are what a change between two deployments of agents does. Servers read the
// values of a request by the types of a deployment, the current one or the one whose
// revision the request names, and hand them over by position to the revision that the
// agent runs: the one it was made with, or the current one for a new agent.
type AgentEffects struct {
	Source SourceEffect `json:"source"`

	// What a client that is generated for the old deployment meets once the new one is
	// current: at agents that were made before, at agents that its call makes, and at those
	// where the request names the revision of the old deployment.
	Existing Outcome `json:"existingAgents"`
	New      Outcome `json:"newAgents"`
	Pinned   Outcome `json:"newAgentsPinned"`

	// Upgraded is what a client that is generated for the new deployment meets at agents
	// that were made before.
	Upgraded Outcome `json:"upgradedClients"`
}

// Severity is the worst of the effects on clients of the old deployment that do not name
// its revision, and on callers. What Pinned adds is breaking at most, as a client that names
// a revision knows that it may be an old one. Upgraded does not count: else each addition
// would break, as agents that were made before do not have it.
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

	// What it does, by where it happens: to an agent type or method as a whole, to a
	// method's parameter, to a constructor's parameter, to a result. Nil where it cannot
	// happen.
	Export, Parameter, Identity, Result *AgentEffects
}

// Effects are the effects of the rule at a use, nothing where the rule has none there.
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

// Explain is the explanation at a use.
func (r *AgentRule) Explain(u Use) string {
	switch {
	case u == UseResult && r.Effects(u).New == AnswerRefused:
		return "The call is done. Answers are written by the types of the revision that ran, so that the client finds another type than its own and returns a drift error."
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

// agentRule returns the rule with an id. Ids are literals of this package; the tests see to
// it that each is in the table.
func agentRule(id string) *AgentRule {
	for i := range agentRuleTable {
		if agentRuleTable[i].ID == id {
			return &agentRuleTable[i]
		}
	}
	panic("metadata: no rule about agents " + id)
}
