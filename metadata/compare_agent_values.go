package metadata

// inValues returns a rule about types in agents. It has the title and the effects on
// callers of the rule for components with the same id.
func inValues(id string, sent, identity outcomes, explanation string) AgentRule {
	r := rule(id)
	return AgentRule{
		ID: id, Title: r.Title, Explanation: explanation,
		Parameter: sent.of(r.Parameter.Source),
		Identity:  identity.of(r.Parameter.Source),
		Result:    received.of(r.Result.Source),
	}
}

const (
	byNumber = "Cases are read by name, by the types of one deployment, and handed over by number to an agent of another revision: "
	byFlags  = "Flags are read by name, by the types of one deployment, and handed over by position to an agent of another revision, which refuses another number of flags"
	exactly  = "A value of another kind is refused by an agent of another revision: 500, expected …, got …. "
)

// agentValueRules are in the order of structureRules and valueRules. If a constructor uses
// the type, the effects follow from the text of the parameters, in which records, tuples
// and variants are written by position.
var agentValueRules = []AgentRule{
	inValues("field-added", allRefused, outcomes{refused, refused, refused, another},
		"Clients do not send it, and a missing field is refused: 400. An agent of another revision refuses another number of fields: 500."),
	inValues("option-field-added", outcomes{refused, fine, refused, refused}, outcomes{another, fine, refused, another},
		"A missing option is none; an agent of another revision refuses another number of fields: 500."),
	inValues("field-removed", outcomes{refused, silently, refused, refused}, outcomes{another, silently, refused, another},
		"Unknown fields are ignored: what clients send in it has no effect. An agent of another revision refuses another number of fields: 500."),
	inValues("field-removed-shifting", outcomes{refused, silently, refused, refused}, outcomes{another, silently, refused, another},
		"Unknown fields are ignored: what clients send in it has no effect. An agent of another revision refuses another number of fields: 500."),
	inValues("field-renamed", outcomes{refused, refused, silently, silently}, outcomes{refused, refused, silently, another},
		"The field is missing under its new name: 400. Where it is read by the types of the agent's other revision, the renamed field gets what the old one was meant for."),
	inValues("option-field-renamed", outcomes{silently, silently, silently, silently}, outcomes{another, silently, silently, another},
		"The old name is ignored and the missing option is none: the value is lost. Where it is read by the types of the agent's other revision, the renamed field gets what the old one was meant for."),
	inValues("fields-reordered", outcomes{silently, fine, silently, silently}, outcomes{another, fine, silently, another},
		"Fields are read by name and handed over by position to an agent of another revision: a field gets what another was meant for."),
	inValues("fields-reordered-mixed", outcomes{refused, fine, refused, refused}, outcomes{another, fine, refused, another},
		"Fields are read by name and handed over by position to an agent of another revision, which refuses values of the wrong kind: 500."),

	inValues("enum-case-appended", outcomes{fine, fine, fine, refused}, allFine,
		"Clients that send do not know it. Agents that exist refuse it: 500, out of range."),
	inValues("enum-case-inserted", outcomes{silently, fine, silently, silently}, outcomes{another, fine, silently, another},
		byNumber+"those behind it arrive as their neighbour."),
	inValues("enum-case-removed", outcomes{silently, refused, silently, silently}, outcomes{another, refused, silently, another},
		byNumber+"those behind it arrive as their neighbour. The removed case is refused."),
	inValues("enum-last-case-removed", outcomes{refused, refused, refused, fine}, outcomes{refused, refused, refused, another},
		"The removed case is refused: 400, or 500, out of range."),
	inValues("enum-case-renamed", outcomes{refused, refused, silently, silently}, outcomes{refused, refused, silently, another},
		byNumber+"one arrives under another name. The old name is refused."),
	inValues("enum-cases-reordered", outcomes{silently, fine, silently, silently}, outcomes{another, fine, silently, another},
		byNumber+"one arrives as another."),

	inValues("flag-appended", outcomes{refused, fine, refused, refused}, allFine,
		byFlags+": 500. Clients that send do not know it, so it is not set."),
	inValues("flag-inserted", outcomes{refused, fine, refused, refused}, outcomes{another, fine, silently, another},
		byFlags+": 500."),
	inValues("flag-removed", allRefused, outcomes{another, refused, silently, another},
		byFlags+": 500. A set that has it is refused."),
	inValues("last-flag-removed", allRefused, outcomes{refused, refused, refused, another},
		byFlags+": 500. A set that has it is refused."),
	inValues("flag-renamed", outcomes{refused, refused, silently, silently}, outcomes{refused, refused, silently, another},
		byFlags+". A set that has the old name is refused."),
	inValues("flags-reordered", outcomes{silently, fine, silently, silently}, outcomes{another, fine, silently, another},
		byFlags+": one arrives as another."),

	inValues("variant-case-appended", outcomes{fine, fine, fine, refused}, allFine,
		"Clients that send do not know it. Agents that exist refuse it: 500, out of range."),
	inValues("variant-case-inserted", outcomes{silently, fine, silently, silently}, outcomes{another, fine, silently, another},
		byNumber+"those behind it arrive as their neighbour, or are refused where the payloads differ."),
	inValues("variant-case-removed", outcomes{silently, refused, silently, silently}, outcomes{another, refused, silently, another},
		byNumber+"those behind it arrive as their neighbour, or are refused where the payloads differ. The removed case is refused."),
	inValues("variant-last-case-removed", outcomes{refused, refused, refused, fine}, outcomes{refused, refused, refused, another},
		"The removed case is refused: 400, or 500, out of range."),
	inValues("variant-case-renamed", outcomes{refused, refused, silently, silently}, outcomes{refused, refused, silently, another},
		byNumber+"one arrives under another name. The old name is refused."),
	inValues("variant-cases-reordered", outcomes{silently, fine, silently, silently}, outcomes{another, fine, silently, another},
		byNumber+"one arrives as another, or is refused where the payloads differ."),
	inValues("payload-added", allRefused, outcomes{refused, refused, refused, another},
		"The missing value is refused."),
	inValues("optional-payload-added", outcomes{refused, fine, refused, refused}, outcomes{another, fine, refused, another},
		"A client's null is none. An agent of another revision refuses the value, or misses it: 500."),
	inValues("payload-removed", allRefused, outcomes{refused, refused, refused, another},
		"The surplus value is refused."),

	inValues("integer-widened", outcomes{refused, fine, refused, refused}, allFine,
		exactly+"A new agent takes the number. Whole numbers are written alike in the agent's name."),
	inValues("integer-narrowed", allRefused, outcomes{refused, refused, refused, another},
		exactly+"Numbers outside the new range are refused: 400."),
	inValues("float-widened", outcomes{refused, fine, refused, refused}, outcomes{another, fine, silently, another},
		exactly+"A new agent takes the number."),
	inValues("float-narrowed", outcomes{refused, silently, refused, refused}, outcomes{another, silently, silently, another},
		exactly+"For a new agent the number is rounded, or refused where it is too large."),
	inValues("number-kind-changed", outcomes{refused, silently, refused, refused}, outcomes{another, silently, refused, another},
		exactly+"A new agent reads the JSON number in its own way: fractions are cut off, large whole numbers are rounded, a char is its code point."),
	inValues("became-optional", outcomes{refused, fine, refused, refused}, outcomes{another, fine, refused, another},
		exactly+"For a new agent a value is written alike in both."),
	inValues("became-required", allRefused, outcomes{another, refused, refused, another},
		exactly+"A value is written alike in both, and none is refused."),
	inValues("tuple-item-added", allRefused, outcomes{refused, refused, refused, another},
		"Another number of items is refused."),
	inValues("tuple-item-removed", allRefused, outcomes{refused, refused, refused, another},
		"Another number of items is refused."),
	inValues("type-changed", allRefused, outcomes{refused, refused, refused, another},
		"JSON of the wrong form is refused."),
	inValues("type-reinterpreted", outcomes{refused, silently, refused, refused}, outcomes{another, silently, refused, another},
		exactly+"A new agent reads the client's JSON by its own type where it can (an enum's case as a string, a list as a tuple, a flag set as a list)."),
	typeNameRule(),
}

// typeNameRule returns the rule about names of types, which requests do not contain.
func typeNameRule() AgentRule {
	r := inValues("type-name-changed", allFine, allFine, "Names of types are not part of requests and answers. The lock file keeps the Go name.")
	r.Result = allFine.of(compatible)
	return r
}
