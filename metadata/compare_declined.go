package metadata

// Clients that golem-gen generates compare types before they send. They are stricter than servers:
// they also decline what a server would take by position, because a client cannot know that it still
// means the same.

// declinedByName are the rules about parameters that servers take from clients of the old version, and
// that generated clients decline all the same.
var declinedByName = map[string]bool{
	"parameter-renamed": true, "option-field-added": true, "optional-payload-added": true, "became-optional": true,
	"integer-widened": true, "float-widened": true,
}

// Declined reports whether a generated client of the old version declines the calls that the change
// concerns: with its default options, it sends nothing and returns a drift error. That holds for
// servers from 1.1.17 on. On older servers, generated clients decline every change in the types of a
// function that they call.
func (r *Rule) Declined(u Use) bool {
	return declinedByName[r.ID] || r.Effects(u).Untyped != Unaffected
}

// Severity sums up the effects at a use. A change that generated clients decline is not harmless.
func (r *Rule) Severity(u Use) Severity {
	return declined(r.Effects(u).Severity(), r.Declined(u))
}

// undeclined are the rules about parameters that generated clients do not mind.
var undeclined = map[string]bool{"restriction-added": true, "restriction-removed": true, "type-name-changed": true}

// appendedCases are rules about parameters of methods that generated clients do not mind: all that they
// send is passed as before. They do mind them in a constructor, whose parameters identify the agent.
var appendedCases = map[string]bool{"enum-case-appended": true, "variant-case-appended": true}

// declinedAgents are the rules about agent types, methods and configurations that generated clients
// notice.
var declinedAgents = map[string]bool{
	"agent-type-removed": true, "agent-became-ephemeral": true, "agent-became-durable": true, "agent-component-changed": true,
	"config-removed": true, "config-type-changed": true, "method-removed": true,
}

// Declined reports whether a generated client of the old deployment declines the calls that the
// change concerns, if they would make an agent of the new one: with its default options, it sends
// nothing and returns a drift error. Calls of agents that were made before go on.
func (r *AgentRule) Declined(u Use) bool {
	switch u {
	case UseParameter:
		return !undeclined[r.ID] && !appendedCases[r.ID]
	case UseIdentity:
		return !undeclined[r.ID]
	case UseResult:
		return r.Effects(u).New == AnswerRefused
	}
	return declinedAgents[r.ID]
}

// Severity sums up the effects at a use. A change that generated clients decline is not harmless.
func (r *AgentRule) Severity(u Use) Severity {
	return declined(r.Effects(u).Severity(), r.Declined(u))
}

func declined(s Severity, declines bool) Severity {
	if declines {
		return max(s, SeverityBreaking)
	}
	return s
}
