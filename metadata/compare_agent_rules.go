package metadata

// another is an outcome besides those in compare_rules.go.
const another = AnotherAgent

// outcomes are the outcomes at existing agents, at new agents, at new agents with a pinned
// revision, and of upgraded clients at existing agents.
type outcomes [4]Outcome

func (o outcomes) of(source SourceEffect) *AgentEffects {
	return &AgentEffects{source, o[0], o[1], o[2], o[3]}
}

var (
	allFine    = outcomes{fine, fine, fine, fine}
	allRefused = outcomes{refused, refused, refused, refused}
	received   = outcomes{fine, drift, drift, drift} // existing agents answer as before
)

// ofAgents makes a rule about an agent type, a method or a configuration.
func ofAgents(source SourceEffect, o outcomes, id, title, explanation string) AgentRule {
	return AgentRule{ID: id, Title: title, Explanation: explanation, Export: o.of(source)}
}

// ofParameters makes a rule about the parameters of methods and constructors.
func ofParameters(source SourceEffect, sent, identity outcomes, id, title, explanation string) AgentRule {
	return AgentRule{ID: id, Title: title, Explanation: explanation, Parameter: sent.of(source), Identity: identity.of(source)}
}

// ofResults makes a rule about the results of methods.
func ofResults(source SourceEffect, o outcomes, id, title, explanation string) AgentRule {
	return AgentRule{ID: id, Title: title, Explanation: explanation, Result: o.of(source)}
}

// ofData makes a rule about schemas, wherever they are used.
func ofData(source SourceEffect, sent, identity outcomes, receivedSource SourceEffect, answered outcomes, id, title, explanation string) AgentRule {
	r := ofParameters(source, sent, identity, id, title, explanation)
	r.Result = answered.of(receivedSource)
	return r
}

var agentRuleTable = append(append(append(agentTypeRules, methodRules...), schemaRules...), agentValueRules...)

var agentTypeRules = []AgentRule{
	ofAgents(compatible, allFine, "agent-type-added", "Agent type added",
		"Nobody calls it yet."),
	ofAgents(broken, outcomes{refused, refused, refused, fine}, "agent-type-removed", "Agent type removed",
		"Names no longer resolve: 404 RESOURCE_NOT_FOUND, also for agents that exist. A request that names the old deployment's revision still reaches those, and cannot make new ones."),
	ofAgents(broken, outcomes{another, silently, silently, another}, "agent-became-ephemeral", "Durable agent type became ephemeral",
		"Each call is accepted and runs on a new agent that is gone afterwards: the state of agents that exist is out of reach, and what a call changes is forgotten."),
	ofAgents(behaviour, outcomes{silently, silently, silently, silently}, "agent-became-durable", "Ephemeral agent type became durable",
		"Calls that each had an agent of their own share one, with its state; a failed call leaves that agent failed for good."),
	ofAgents(compatible, outcomes{another, fine, fine, another}, "agent-component-changed", "Agent type is implemented by another component",
		"An agent is found by its component and its name, so calls create new agents in the other component, and the state of agents that exist is out of reach."),
	ofAgents(broken, allFine, "first-config-added", "Agent type has configuration now",
		"The method Create takes it as a parameter, where it took none."),
	ofAgents(behaviour, outcomes{fine, refused, refused, fine}, "config-added", "Configuration added",
		"Agents cannot be made without it, unless the deployment gives it: 500, Config … was not provided a value. Agents that exist go on."),
	ofAgents(compatible, allFine, "optional-config-added", "Optional configuration added",
		"Agents are made without it."),
	ofAgents(broken, outcomes{fine, refused, refused, fine}, "config-removed", "Configuration removed",
		"Agents cannot be made with it: 500, Agent type does not declare local config. Agents that exist go on."),
	ofAgents(broken, outcomes{fine, refused, refused, fine}, "config-type-changed", "Configuration has another type",
		"Agents cannot be made with a value of the old type: 500, does not match expected schema. Agents that exist go on."),
	ofAgents(compatible, outcomes{fine, refused, refused, fine}, "secret-added", "Secret configuration added",
		"The server keeps secrets, clients do not give them. Agents cannot be made before the server has it. Agents that exist go on."),
	ofAgents(compatible, allFine, "optional-secret-added", "Optional secret configuration added",
		"The server keeps secrets, clients do not give them. Agents are made without it."),
	ofAgents(compatible, allFine, "secret-removed", "Secret configuration removed",
		"The server keeps secrets, clients do not give them."),
	ofAgents(compatible, outcomes{fine, refused, refused, fine}, "secret-type-changed", "Secret configuration has another type",
		"The server keeps secrets, clients do not give them. Agents cannot be made with a secret of the old type. Agents that exist go on."),
}

var methodRules = []AgentRule{
	ofAgents(compatible, outcomes{fine, fine, fine, refused}, "method-added", "Method added",
		"Nobody calls it yet. Agents that exist do not have it: 500, not found in agent type. The generated Go interface gets a method: fakes that implement all of it by hand need the method too."),
	ofAgents(broken, outcomes{refused, refused, refused, fine}, "method-removed", "Method removed",
		"500, not found in agent type, also for agents that have it. A request that names the old deployment's revision still reaches those."),
	ofParameters(broken, allRefused, outcomes{refused, refused, refused, another}, "parameter-added", "Parameter added",
		"The number of parameters must match, also where the new one is an option: 400, Tuple length mismatch. Nothing is done."),
	ofParameters(broken, allRefused, outcomes{refused, refused, refused, another}, "parameter-removed", "Parameter removed",
		"The number of parameters must match: 400, Tuple length mismatch. Nothing is done."),
	ofParameters(compatible, allFine, allFine, "parameter-renamed", "Parameter renamed",
		"Parameters are passed by position; their names are not sent. Types named after the parameter keep their Go names by the lock file."),
	ofParameters(behaviour, outcomes{fine, silently, silently, silently}, outcomes{fine, silently, silently, another}, "parameters-swapped", "Parameters of one type changed places",
		"Parameters are passed by position, so nobody notices: not the server, not the Go compiler."),
	ofParameters(broken, allRefused, outcomes{refused, refused, refused, another}, "parameters-reordered", "Parameters of different types changed places",
		"Parameters are passed by position, and values of the wrong kind are refused. Nothing is done."),
	ofParameters(broken, outcomes{refused, silently, refused, refused}, outcomes{another, silently, refused, another}, "parameters-reordered-alike", "Parameters whose values look alike changed places",
		"Parameters are passed by position. The server reads each value by the type that stands there, and a number or string fits there too; an agent of another revision refuses it."),
	ofResults(broken, received, "result-added", "Method has a result now",
		"The call is done; the client did not expect a value in the answer."),
	ofResults(broken, received, "result-removed", "Method has no result any more",
		"The call is done; the client misses the value in the answer."),
	ofResults(broken, received, "results-changed", "Number of results changed",
		"The call is done; the client misses a value in the answer, or finds one too many."),
	ofResults(compatible, allFine, "result-renamed", "One of several results renamed",
		"Results are answered by position."),
}

var schemaRules = []AgentRule{
	ofData(broken, allRefused, outcomes{refused, refused, refused, another}, broken, received,
		"schema-kind-changed", "Parameters or results became multimodal, or the reverse",
		"The kind of the data stands in the request: 400. Nothing is done."),
	ofData(broken, allRefused, outcomes{refused, refused, refused, another}, broken, received,
		"element-kind-changed", "Value became unstructured text or binary, or the reverse",
		"The kind of each element stands in the request: 400. Nothing is done."),
	ofData(compatible, allFine, allFine, behaviour, allFine,
		"restriction-added", "More languages or media types are allowed",
		"Servers do not check languages and media types, but clients do before they send: one that is generated for the old deployment does not send the new ones."),
	ofData(behaviour, allFine, allFine, compatible, allFine,
		"restriction-removed", "Languages or media types are not allowed any more",
		"Servers do not check languages and media types. Clients of the old deployment do not send to agents of the new one what is not allowed; without version checks they do, and Golem's SDKs fail the agent for good then."),
	ofData(behaviour, outcomes{fine, refused, refused, refused}, outcomes{fine, fine, fine, fine}, behaviour, received,
		"alternative-appended", "Alternative added at the end of multimodal data",
		"Servers take multimodal parameters only with every alternative once, in order: a new agent misses one. Constructors take the first ones alone."),
	ofData(behaviour, allRefused, outcomes{refused, silently, silently, another}, behaviour, received,
		"alternative-inserted", "Alternative added in front of others of multimodal data",
		"Servers read the parts by position, whatever their names: those behind it are read as their neighbour, or refused where the types differ."),
	ofData(broken, outcomes{refused, silently, refused, refused}, outcomes{another, silently, refused, another}, broken, received,
		"alternative-removed", "Alternative removed from multimodal data",
		"Servers read the parts by position, whatever their names, and silently drop surplus ones."),
	ofData(broken, allFine, allFine, broken, received,
		"alternative-renamed", "Alternative of multimodal data renamed",
		"Servers read the parts by position and do not look at their names; answers have the new name."),
	ofData(behaviour, outcomes{refused, silently, silently, silently}, outcomes{refused, silently, silently, another}, behaviour, received,
		"alternatives-reordered", "Alternatives of multimodal data changed places",
		"Servers read the parts by position, whatever their names: one is read as another, or refused where the types differ."),
}
