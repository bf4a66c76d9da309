package gen

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/metadata"
)

// receiver is the Go type that has a function as a method.
type receiver struct {
	scope    *scope
	resource *resource
	owner    string // Go name of the interface or resource
	methods  *nameScope
	suffix   string // added to the name of a function if that is taken
}

// receivers visits the functions with their receivers.
func (n *namer) receivers(visit func(*function, receiver, string)) {
	for _, sc := range n.survey.model.scopes {
		onInterface := receiver{scope: sc, owner: sc.goName, methods: n.methods[sc], suffix: "Function"}
		if sc.agent != nil {
			onInterface.suffix = "Method"
		}
		for _, r := range sc.resources {
			if r.constructor != nil {
				visit(r.constructor, onInterface, "New"+r.goName)
			}
			for _, fn := range r.statics {
				visit(fn, onInterface, r.goName+n.spelling.exported(fn.source.LocalName))
			}
		}
		for _, fn := range sc.functions {
			visit(fn, onInterface, n.spelling.exported(fn.source.LocalName))
		}
		for _, r := range sc.resources {
			onResource := receiver{scope: sc, resource: r, owner: r.goName, methods: n.resourceMethods(r), suffix: "Method"}
			if r.drop != nil {
				visit(r.drop, onResource, "Drop")
			}
			for _, fn := range r.methods {
				visit(fn, onResource, n.spelling.exported(fn.source.LocalName))
			}
		}
	}
}

// resourceMethods returns the set of method names of a resource's Go types.
func (n *namer) resourceMethods(r *resource) *nameScope {
	if n.onResource[r] == nil {
		n.onResource[r] = newNameScope("a method of every resource", "Enqueue", "Handle")
	}
	return n.onResource[r]
}

// fixFunctions assigns the function names of the configuration, then those of the lock.
func (n *namer) fixFunctions() {
	n.eachFunction(n.configureFunction)
	n.eachFunction(n.keepFunction)
}

// eachFunction visits the functions with the methods of their receivers.
func (n *namer) eachFunction(visit func(*function, *nameScope)) {
	for _, sc := range n.survey.model.scopes {
		for _, fn := range sc.functions {
			visit(fn, n.methods[sc])
		}
		for _, r := range sc.resources {
			for _, fn := range append(r.statics[:len(r.statics):len(r.statics)], r.constructor) {
				visit(fn, n.methods[sc])
			}
			for _, fn := range append(r.methods[:len(r.methods):len(r.methods)], r.drop) {
				visit(fn, n.resourceMethods(r))
			}
		}
	}
}

// configureFunction gives a function the name that the configuration has for it.
func (n *namer) configureFunction(fn *function, methods *nameScope) {
	if fn == nil {
		return
	}
	name, ok := n.options.Names[fn.place]
	if !ok {
		return
	}
	n.settled[fn.place] = true
	fn.goName = name
	if owner, taken := methods.owners[name]; taken {
		n.problems.add(fn.place, "the configured name "+name+" of "+functionLabel(fn)+" is already that of "+owner,
			configureLine(fn.place, "AnotherName"))
	}
	methods.configure(fn.place, functionLabel(fn), name)
}

// keepFunction gives a function the name that it has in the lock. If the configuration gives that
// name to another function, that is a problem: callers of this function would call the other one.
func (n *namer) keepFunction(fn *function, methods *nameScope) {
	if fn == nil || fn.goName != "" {
		return
	}
	entry, ok := n.options.Locked[fn.place]
	if !ok || entry.sort() != sortFunction {
		return
	}
	if methods.take(functionLabel(fn), entry.Name) {
		fn.goName = entry.Name
	} else if other, taken := methods.configured[entry.Name]; taken {
		n.problems.add(other, functionLabel(fn)+" cannot keep its name "+shown(entry.Name)+": the configuration gives it to "+
			methods.owners[entry.Name], configureLine(fn.place, "AnotherName"))
	}
}

func functionLabel(fn *function) string { return "the function " + fn.place }

// nameFunctions names all other functions.
func (n *namer) nameFunctions() {
	n.receivers(func(fn *function, r receiver, own string) {
		if fn.goName != "" {
			return
		}
		label := functionLabel(fn)
		candidates := []string{own, own + r.suffix, n.spelling.distinct(fn.source.LocalName) + "_" + strings.ToLower(r.suffix)}
		if (r.resource != nil || r.scope.agent != nil) && own == r.owner+"Methods" {
			// The generated struct embeds an interface of that name.
			candidates = candidates[1:]
		}
		if r.resource != nil && own == "Drop" && r.resource.drop != fn {
			candidates = candidates[1:]
		}
		if wellKnownMethods[candidates[0]] {
			candidates = candidates[1:]
		}
		name, ok := r.methods.first(label, candidates...)
		if !ok {
			name = candidates[0]
			n.problems.add(fn.place, label+" and "+r.methods.owners[name]+" would both be called "+name,
				configureLine(fn.place, "AnotherName"))
		}
		fn.goName = name
	})
}

// nameSignatures names the descriptors, parameters and named results of functions.
func (n *namer) nameSignatures() {
	variables := newNameScope("")
	n.receivers(func(fn *function, r receiver, _ string) {
		// Cart + AddItem and CartAdd + Item give the same word, so the second one gets a
		// separator.
		fn.variable, _ = variables.first("", "fn"+r.owner+fn.goName, "fn"+r.owner+"_"+fn.goName)
	})
	for _, sig := range n.survey.signatures {
		n.nameParameters(sig.function, variables)
	}
}

func (n *namer) nameParameters(fn *function, variables *nameScope) {
	names := newNameScope("", "err")
	if fn.data != nil && fn.source.Kind == metadata.Constructor {
		names.take("", "client")
	}
	escaped := func(name string) bool {
		_, _, isDeclared := variables.holder(name, lowerFirst(strings.TrimPrefix(name, resultsPrefix)))
		return isDeclared || localNames[name] || n.isHelper(name)
	}
	for i := range fn.parameters {
		fn.parameters[i].goName = n.localName(names, fn.parameters[i].name, "Arg", i, escaped)
	}
	for i := range fn.results {
		if name := fn.results[i].name; name != "" {
			fn.results[i].goName = n.localName(names, name, "Result", i, escaped)
		}
	}
}

// localName returns the Go name of a parameter or named result. Callers do not write it, so the
// last resort is its position.
func (n *namer) localName(names *nameScope, name, suffix string, position int, escaped func(string) bool) string {
	spelling := n.survey.model.spelling
	own := spelling.unexported(name)
	candidates := []string{own, own + suffix, strings.Join(spelling.words(name), "_") + "_" + strings.ToLower(suffix)}
	if escaped(own) {
		candidates = candidates[1:]
	}
	if escaped(candidates[0]) {
		candidates = candidates[1:]
	}
	if chosen, ok := names.first("", candidates...); ok {
		return chosen
	}
	for fallback := strings.ToLower(suffix) + strconv.Itoa(position); ; fallback += "_" {
		if names.take("", fallback) {
			return fallback
		}
	}
}

// isHelper reports whether a parameter of that name would shadow a function that generated code
// calls, such as a parameter append-money if there is a type Money.
func (n *namer) isHelper(name string) bool {
	for _, verb := range helperVerbs {
		rest, ok := strings.CutPrefix(name, verb)
		if !ok || rest == "" || rest[0] >= 'a' && rest[0] <= 'z' {
			continue
		}
		if _, declared := n.pkg.owners[rest]; declared {
			return true
		}
		for _, word := range helperWords {
			if strings.HasPrefix(rest, word) {
				return true
			}
		}
	}
	return false
}

func lowerFirst(name string) string {
	r, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToLower(r)) + name[size:]
}
