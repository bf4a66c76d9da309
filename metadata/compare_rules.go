package metadata

// Rule is a kind of change.
type Rule struct {
	ID          string // "field-added"
	Title       string
	Explanation string

	// The effects by where the change happens: to an export as a whole, to a type that
	// clients send, or to a type that they receive. Nil where the change cannot happen.
	Export, Parameter, Result *Effects
}

// Effects returns the effects of the rule at a use, or the zero value if it has none there.
// Rules of components have none at UseIdentity.
func (r *Rule) Effects(u Use) Effects {
	e := [...]*Effects{UseExport: r.Export, UseParameter: r.Parameter, UseResult: r.Result, UseIdentity: nil}[u]
	if e == nil {
		return Effects{}
	}
	return *e
}

// Explain returns the explanation at a use. The client notices every change in the type of
// a result.
func (r *Rule) Explain(u Use) string {
	if u == UseResult && r.Effects(u).Untyped == AnswerRefused {
		return "The call is done; its answer has another type than the pinned one: the client returns a drift error and no value."
	}
	return r.Explanation
}

// Rules returns all rules, in the order of the documentation.
func Rules() []*Rule {
	list := make([]*Rule, len(ruleTable))
	for i := range ruleTable {
		list[i] = &ruleTable[i]
	}
	return list
}

// rule returns the rule with an id. Ids are literals in this package. The tests check that
// each of them is in the table.
func rule(id string) *Rule {
	for i := range ruleTable {
		if ruleTable[i].ID == id {
			return &ruleTable[i]
		}
	}
	panic("metadata: no rule " + id)
}

func export(source SourceEffect, typed, untyped Outcome, id, title, explanation string) Rule {
	return Rule{ID: id, Title: title, Explanation: explanation, Export: &Effects{source, typed, untyped}}
}

// inTypes returns a rule about types. If anything changes in the type of a result, the
// answer has another type than the pinned one, and the client returns an error.
func inTypes(source SourceEffect, typed, untyped Outcome, received SourceEffect, id, title, explanation string) Rule {
	return Rule{
		ID: id, Title: title, Explanation: explanation,
		Parameter: &Effects{source, typed, untyped},
		Result:    &Effects{received, AnswerRefused, AnswerRefused},
	}
}

const (
	compatible, behaviour, broken        = SourceCompatible, SourceBehaviour, SourceBroken
	fine, drift, refused, lost, silently = Unaffected, AnswerRefused, RequestRefused, WorkerLost, SilentlyDifferent
)

var ruleTable = append(append(exportRules, structureRules...), valueRules...)

var exportRules = []Rule{
	export(behaviour, silently, silently, "component-kind-changed", "Durable component became ephemeral, or the reverse",
		"Calls are accepted under either kind. An ephemeral component forgets everything after the call, even if the client names a worker."),
	export(compatible, fine, fine, "interface-added", "Interface added",
		"Nobody calls it yet."),
	export(broken, refused, refused, "interface-removed", "Interface removed",
		"Its functions no longer resolve: 500 InvalidRequest, nothing is done, the worker lives."),
	export(compatible, refused, refused, "package-version-changed", "Package version of an interface changed",
		"The version is part of the function names that clients call, so none of the interface's functions resolves for a pinned client: 500 InvalidRequest, nothing is done, the worker lives. Every other change in the interface is then met by this refusal first. The Go name of an interface that is exported in one version does not hold the version: it calls the new one."),
	export(behaviour, refused, refused, "interface-name-handed-on", "Go name of an interface handed on to another version",
		"Several versions of the interface were exported, and all of them are gone. The Go name that was bound to this one and does not hold a version calls the only version that is left: code that compiles calls something else than before. Pinned clients are refused: 500 InvalidRequest, nothing is done, the worker lives."),
	export(compatible, refused, refused, "package-renamed", "Interface moved to another package",
		"As with a changed package version, the functions no longer resolve under their old names. Go names hold the interface's short name only."),
	export(compatible, fine, fine, "function-added", "Function added",
		"Nobody calls it yet. The generated Go interface gets a method: fakes that implement all of it by hand need the method too."),
	export(broken, refused, refused, "function-removed", "Function removed",
		"500 InvalidRequest, nothing is done, the worker lives."),
	export(compatible, fine, fine, "resource-added", "Resource added",
		"Nobody calls it yet."),
	export(broken, refused, refused, "resource-removed", "Resource removed",
		"Its functions no longer resolve: 500 InvalidRequest, nothing is done, the worker lives."),
	export(compatible, fine, fine, "constructor-added", "Constructor added to a resource",
		"Nobody calls it yet."),
	export(broken, refused, refused, "constructor-removed", "Constructor removed from a resource",
		"New resources cannot be made, neither with a handle nor by arguments written inline."),
	{
		ID: "resource-renumbered", Title: "Resource has another number in the new version",
		Explanation: "Servers number the resources of a component version, and the number is in the type of every handle. Requests do not depend on it; an answer with such a handle has another type than the pinned one.",
		Export:      &Effects{compatible, drift, drift},
		Parameter:   &Effects{compatible, fine, fine},
		Result:      &Effects{compatible, drift, drift},
	},
	export(broken, lost, refused, "method-became-static", "Method became a static function",
		"With typ both are called by the same name, and the handle that the client sends in front is one parameter too many: that loses the worker. Without typ the server looks for a method of the name and refuses."),
	export(broken, lost, refused, "static-became-method", "Static function became a method",
		"With typ both are called by the same name, and the client sends no handle, which is one parameter too few: that loses the worker. Without typ a static is found by its full name only, [static]r.f, and that is gone: refused."),
	export(broken, lost, lost, "parameter-added", "Parameter added",
		"Too few parameters lose the worker, with typ and without, also where the new one is an option."),
	export(broken, lost, silently, "parameter-removed", "Parameter removed",
		"With typ, another number of parameters loses the worker. Without typ, surplus parameters are ignored: the client's value has no effect, and each value behind a removed parameter arrives one position too early."),
	export(compatible, fine, fine, "parameter-renamed", "Parameter renamed",
		"Parameters are passed by position; their names are not sent. Types named after the parameter keep their Go names by the lock file."),
	export(behaviour, silently, silently, "parameters-swapped", "Parameters of one type changed places",
		"Parameters are passed by position, so nobody notices: not the server, not the Go compiler."),
	export(broken, lost, refused, "parameters-reordered", "Parameters of different types changed places",
		"Parameters are passed by position. With typ the types do not match, which loses the worker; without, values of the wrong kind are refused."),
	export(broken, lost, silently, "parameters-reordered-alike", "Parameters whose values look alike changed places",
		"Parameters are passed by position. With typ the types do not match, which loses the worker; without, the worker reads each value by its own type, and a number or string fits there too."),
	export(broken, drift, drift, "result-added", "Function has a result now",
		"The call is done; the client did not expect a value in the answer."),
	export(broken, drift, drift, "result-removed", "Function has no result any more",
		"The call is done; the client misses the value in the answer."),
	export(broken, drift, drift, "results-changed", "Named results added, removed, renamed or reordered",
		"The call is done; the answer has another type than the pinned one."),
}

var structureRules = []Rule{
	inTypes(behaviour, lost, refused, compatible, "field-added", "Field added to a record",
		"Clients do not send it. With typ the number of fields does not match, which loses the worker; without, the missing field is refused. Go code compiles and sends the zero value, which the client refuses to send for enums, variants and results."),
	inTypes(compatible, lost, fine, compatible, "option-field-added", "Optional field added to a record",
		"With typ the number of fields does not match, which loses the worker; without, a missing option is none."),
	inTypes(broken, silently, silently, broken, "field-removed", "Field removed from a record",
		"What clients send in it has no effect: with typ the values are handed over by position and the surplus is cut off, without typ unknown fields are ignored."),
	inTypes(broken, lost, silently, broken, "field-removed-shifting", "Field removed in front of fields of other types",
		"With typ the values behind it are handed over one field too early, where the types do not match: that loses the worker. Without typ, unknown fields are ignored: what clients send has no effect."),
	inTypes(broken, silently, refused, broken, "field-renamed", "Field renamed",
		"With typ the value is handed over by position, so the renamed field gets what the old one was meant for; without, the field is missing and the request is refused."),
	inTypes(broken, silently, silently, broken, "option-field-renamed", "Optional field renamed",
		"With typ the value is handed over by position, so the renamed field gets what the old one was meant for; without, the old name is ignored and the missing option is none: the value is lost."),
	inTypes(compatible, silently, fine, compatible, "fields-reordered", "Positions of fields of one type changed",
		"With typ the values are handed over by position: a field gets what another was meant for. Without typ they are read by name."),
	inTypes(compatible, lost, fine, compatible, "fields-reordered-mixed", "Positions of fields of different types changed",
		"With typ the values are handed over by position and the types do not match, which loses the worker. Without typ they are read by name."),

	inTypes(compatible, fine, fine, behaviour, "enum-case-appended", "Case added at the end of an enum",
		"Clients that send do not know it. A Go switch over received values does not either."),
	inTypes(behaviour, silently, fine, behaviour, "enum-case-inserted", "Case added in front of other cases of an enum",
		"With typ cases are handed over by number: those behind it arrive as their neighbour. Without typ they are read by name. The numbers of the Go constants move too: values stored as numbers change their meaning."),
	inTypes(broken, silently, refused, broken, "enum-case-removed", "Case removed in front of other cases of an enum",
		"With typ cases are handed over by number: those behind it arrive as their neighbour. Without typ the removed case is refused. The numbers of the Go constants move."),
	inTypes(broken, lost, refused, broken, "enum-last-case-removed", "Last case of an enum removed",
		"With typ the number of the removed case loses the worker; without, its name is refused."),
	inTypes(broken, silently, refused, broken, "enum-case-renamed", "Case of an enum renamed",
		"With typ cases are handed over by number, so the old case arrives as the renamed one; without, the old name is refused."),
	inTypes(behaviour, silently, fine, behaviour, "enum-cases-reordered", "Cases of an enum changed places",
		"With typ cases are handed over by number: one arrives as another. Without typ they are read by name. The numbers of the Go constants move."),

	inTypes(compatible, fine, fine, behaviour, "flag-appended", "Flag added at the end",
		"Clients that send do not know it, so it is not set."),
	inTypes(behaviour, silently, fine, behaviour, "flag-inserted", "Flag added in front of others",
		"With typ flags are handed over by position: those behind it arrive as their neighbour. Without typ they are read by name. The bits of the Go constants move."),
	inTypes(broken, silently, refused, broken, "flag-removed", "Flag removed in front of others",
		"With typ flags are handed over by position: those behind it arrive as their neighbour. Without typ a set that has it is refused. The bits of the Go constants move."),
	inTypes(broken, silently, refused, broken, "last-flag-removed", "Last flag removed",
		"With typ the surplus flag is silently cut off; without, a set that has it is refused."),
	inTypes(broken, silently, refused, broken, "flag-renamed", "Flag renamed",
		"With typ flags are handed over by position, so the old flag arrives as the renamed one; without, a set that has the old name is refused."),
	inTypes(behaviour, silently, fine, behaviour, "flags-reordered", "Flags changed places",
		"With typ flags are handed over by position: one arrives as another. Without typ they are read by name. The bits of the Go constants move."),

	inTypes(compatible, fine, fine, behaviour, "variant-case-appended", "Case added at the end of a variant",
		"Clients that send do not know it. A Go type switch over received values does not either."),
	inTypes(compatible, silently, fine, behaviour, "variant-case-inserted", "Case added in front of other cases of a variant",
		"With typ cases are handed over by number: those behind it arrive as their neighbour, or lose the worker where the payloads differ. Without typ they are read by name."),
	inTypes(broken, silently, refused, broken, "variant-case-removed", "Case removed in front of other cases of a variant",
		"With typ cases are handed over by number: those behind it arrive as their neighbour, or lose the worker where the payloads differ. Without typ the removed case is refused."),
	inTypes(broken, lost, refused, broken, "variant-last-case-removed", "Last case of a variant removed",
		"With typ the number of the removed case loses the worker; without, its name is refused."),
	inTypes(broken, silently, refused, broken, "variant-case-renamed", "Case of a variant renamed",
		"With typ cases are handed over by number, so the old case arrives as the renamed one; without, the old name is refused."),
	inTypes(compatible, silently, fine, compatible, "variant-cases-reordered", "Cases of a variant changed places",
		"With typ cases are handed over by number: one arrives as another, or loses the worker where the payloads differ. Without typ they are read by name."),
	inTypes(behaviour, lost, refused, behaviour, "payload-added", "Case of a variant or side of a result carries a value now",
		"With typ the missing value loses the worker; without, it is refused. Go code compiles where it makes the case, and sends the zero value."),
	inTypes(behaviour, lost, fine, behaviour, "optional-payload-added", "Case of a variant or side of a result carries an option now",
		"With typ the missing value loses the worker; without, a client's null is none."),
	inTypes(broken, lost, refused, broken, "payload-removed", "Case of a variant or side of a result carries no value any more",
		"With typ the surplus value loses the worker; without, it is refused."),
}

var valueRules = []Rule{
	inTypes(broken, lost, fine, broken, "integer-widened", "Integer type has a wider range",
		"With typ the types must be the same, or the worker is lost. Without typ the number fits."),
	inTypes(broken, lost, refused, broken, "integer-narrowed", "Integer type does not cover the old range",
		"With typ the types must be the same, or the worker is lost. Without typ, numbers outside the new range are refused."),
	inTypes(broken, lost, fine, broken, "float-widened", "f32 became f64",
		"With typ the types must be the same, or the worker is lost. Without typ the number fits."),
	inTypes(broken, lost, silently, broken, "float-narrowed", "f64 became f32",
		"With typ the types must be the same, or the worker is lost. Without typ the number is rounded, or refused where it is too large."),
	inTypes(broken, lost, silently, broken, "number-kind-changed", "Integer, float or char became another of these",
		"With typ the types must be the same, or the worker is lost. Without typ the worker reads the JSON number in its own way: fractions are cut off, large whole numbers are rounded, a char is its code point."),
	inTypes(broken, lost, fine, broken, "became-optional", "Type T became option<T>",
		"With typ the types must be the same, or the worker is lost. Without typ a value is written alike in both."),
	inTypes(broken, lost, refused, broken, "became-required", "Type option<T> became T",
		"With typ the types must be the same, or the worker is lost. Without typ a value is written alike in both, and none is refused."),
	inTypes(broken, lost, refused, broken, "tuple-item-added", "Item added to a tuple",
		"With typ the number of items does not match, which loses the worker; without, it is refused."),
	inTypes(broken, silently, refused, broken, "tuple-item-removed", "Item removed from a tuple",
		"With typ the surplus value is silently cut off; without, another number of items is refused."),
	inTypes(broken, lost, refused, broken, "type-changed", "Type changed to one of another form",
		"With typ the types must be the same, or the worker is lost. Without typ, JSON of the wrong form is refused."),
	inTypes(broken, lost, silently, broken, "type-reinterpreted", "Type changed to one whose values are written alike",
		"With typ the types must be the same, or the worker is lost. Without typ the worker reads the client's JSON by its own type where it can (an enum's case as a string, a list as a tuple, a flag set as a list), and refuses the rest."),
	inTypes(broken, lost, lost, broken, "handle-resource-changed", "Handle of one resource became a handle of another",
		"The worker refuses a handle of the wrong resource during the call, which loses it."),
	inTypes(behaviour, lost, lost, behaviour, "handle-now-owned", "Borrowed handle became an owned one",
		"The call takes the resource away while the client goes on using its handle: the next use loses the worker."),
	inTypes(behaviour, silently, silently, behaviour, "handle-now-borrowed", "Owned handle became a borrowed one",
		"The client counts its handle as given away; the resource stays in the worker and is never dropped."),
	{
		ID: "type-name-changed", Title: "Type has another name or owner",
		Explanation: "Names of types are not part of requests, and those in answers are not compared. The lock file keeps the Go name.",
		Parameter:   &Effects{}, Result: &Effects{},
	},
}
