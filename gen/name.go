// How things get their Go names.
//
// WIT names are kebab-case and Go's are not, so add-item becomes AddItem, and
// words that Go people write in one case (id, url, …) are taken from a fixed
// table. That settles interfaces, resources, functions, parameters, fields and
// cases. Types are harder: the metadata of Golem 1.0 to 1.2 does not name them.
//
// A type is called, best first, by
//
//  1. the configuration, which names it at any place where it is used;
//  2. the lock, that is, what an earlier version of this client called it;
//  3. its own name, from the component's WIT or, from Golem 1.3 on, its metadata;
//  4. the place where it is used: the words on the way from the function to it.
//
// # Names by place
//
// Of the places where a type is used, one that the component has a name for (a
// parameter, field or case) names it, the least deep one and of these the first
// in the document. Its last step is the name if no other type wants it: the
// parameter item of add-item is Item, its field price Price. Where two types want
// one name, none of them gets it, and both take one step more or the interface's
// name (CartItem, UpdateItem), up to the whole path from the function. A result
// is named after its function (CheckoutResult, CheckoutError), and so is an item
// of a list (contents gives ContentsItem, levels gives LedgerLevel, in the
// singular where English has one without doubt). What a case carries ends in
// Value, because the case itself is a Go type. Words that say nothing alone, as
// type or data, take a step more, and no type is called like a method.
//
// Such a name depends on the other names of the first generation only: what the
// lock has named keeps its name, whatever is added elsewhere, and a new type that
// wants a name which is taken gets a longer one.
//
// # Clashes
//
// Two things never get one name, and a clash never ends in a number. Every name
// that generated code declares is reserved before it is used: those of the
// package (Worker, Component, …), those made of other names (DeliveryKind,
// LedgerMethods), keywords, predeclared names, imports and locals. Where a name
// is taken there is one fixed other spelling, which says what the thing is: an
// interface that is exported in several versions says its version (CartV2), and
// so do its types; the type in a second interface gets the interface's name in
// front (InventoryLevel); a function called enqueue becomes EnqueueFunction, a
// field called string StringField; a case that looks like another declaration
// ends in Case. Where that is taken too, or a configured name is in the way,
// generating fails with the line of configuration that settles it.
//
// Who comes first decides who keeps the plain name: configured names, locked
// names, interfaces, resources, types with a name of their own, types named by
// place, each in the order of the document. Names of cases and flags yield to
// names of types, except that those of earlier versions are never given up.
package gen

import (
	"fmt"
	"slices"
	"strings"
)

// giveNames is step 2: it names everything in a component whose types are resolved. It
// returns the model and the names to keep in the lock.
func giveNames(s *survey, groups *grouping, o Options) (*model, map[string]LockedName, error) {
	n := &namer{
		survey:     s,
		options:    o,
		groups:     groups,
		pkg:        newNameScope("a declaration of every generated package", s.packageNames()...),
		methods:    map[*scope]*nameScope{},
		onResource: map[*resource]*nameScope{},
		names:      map[string]LockedName{},
		spelling:   s.spelling,
		retired:    map[string]string{},
		settled:    map[string]bool{},
		problems:   &NameErrors{},
	}
	n.nameAll()
	if len(n.problems.Problems) > 0 {
		return nil, nil, n.problems
	}
	return s.model, n.names, nil
}

// packageNames are the exported names that every generated package declares.
func (s *survey) packageNames() []string {
	if s.model.deployment != nil {
		return nil
	}
	return []string{"Worker", "NewWorker", "NewEphemeral", "Component"}
}

// namer is the state of step 2.
type namer struct {
	survey     *survey
	options    Options
	groups     *grouping
	pkg        *nameScope               // exported names of the package
	methods    map[*scope]*nameScope    // methods of an interface's Go type
	onResource map[*resource]*nameScope // methods of a resource's Go types
	names      map[string]LockedName    // what the lock will hold
	spelling   spelling                 // the fixed table and the configuration's words
	retired    map[string]string        // Go names of interfaces that have gone, by place
	settled    map[string]bool          // configured places that were found
	problems   *NameErrors

	sameName    map[string][]*group // of agents: the types with a name of their own, by it
	methodNames map[string]bool     // names of functions, as their methods may be called
}

// nameAll names everything, those things first whose names must not move.
func (n *namer) nameAll() {
	model := n.survey.model
	for _, sc := range model.scopes {
		n.methods[sc] = newMethodScope(sc)
	}
	entities := n.entities()
	n.nameFixed(entities)
	n.keepRetired()
	n.fixConfigurations()
	n.fixFunctions()
	n.nameRest(entities)
	n.nameConfigurations()
	n.nameFunctions()
	n.nameSignatures()
	n.nameFiles()
	n.keepNames(entities)
	n.reportHandOvers()
	n.reportKept(entities)
	n.checkInitialisms()
	n.checkConfiguration()
	n.checkLock()
}

// reportHandOvers warns of names that call another interface than before.
func (n *namer) reportHandOvers() {
	for _, sc := range n.survey.model.scopes {
		before := n.options.Locked[sc.place]
		from, known := strings.CutPrefix(before.Structure, sc.sort()+":")
		if known && before.Name == sc.goName && from != sc.exportName() {
			n.survey.notes = append(n.survey.notes,
				fmt.Sprintf("%s calls %s, where it called %s before, which the component no longer exports", sc.goName, sc.exportName(), from))
		}
	}
}

// nameFixed gives the names of the configuration and then those of the lock.
func (n *namer) nameFixed(entities []*entity) {
	for _, from := range []source{configured, locked} {
		for _, e := range entities {
			if e.source == from {
				n.name(e)
			}
		}
	}
	for _, e := range entities {
		if e.isFixed() {
			n.nameMembers(e)
		}
	}
}

// nameRest gives all other names, and then those of the members of types. Names
// that say a version are given in the order of the interfaces' names: the order
// in which a component exports versions says nothing.
func (n *namer) nameRest(entities []*entity) {
	for _, from := range []source{asInterface, asVersion, asResource, ownName, byPlace} {
		list := slices.DeleteFunc(slices.Clone(entities), func(e *entity) bool { return e.source != from })
		if from == asVersion {
			slices.SortStableFunc(list, func(a, b *entity) int { return strings.Compare(a.scope.exportName(), b.scope.exportName()) })
		}
		if from == byPlace {
			n.settleShortNames(list)
		}
		for _, e := range list {
			n.name(e)
		}
	}
	for _, e := range entities {
		if !e.isFixed() {
			n.nameMembers(e)
		}
	}
}

// name gives an entity the first of its possible names that is free together
// with everything that is derived from it.
func (n *namer) name(e *entity) {
	for i := 0; i < len(e.candidates) || e.lengthen() && i < len(e.candidates); i++ {
		candidate := e.candidates[i]
		if _, _, taken := n.clash(e, candidate); taken {
			continue
		}
		n.pkg.take(e.label(), e.declares(candidate)...)
		if e.resource != nil {
			n.methods[e.scope].take(e.label(), e.resource.methodNames(candidate)...)
		}
		e.set(candidate)
		return
	}
	// The last candidate stands in: what depends on it is checked too.
	last := e.candidates[len(e.candidates)-1]
	name, owner, _ := n.clash(e, last)
	n.problems.clash(e, name, owner)
	e.set(last)
}

func (n *namer) clash(e *entity, candidate string) (name, owner string, taken bool) {
	if name, owner, taken = n.pkg.holder(e.declares(candidate)...); taken || e.resource == nil {
		return name, owner, taken
	}
	return n.methods[e.scope].holder(e.resource.methodNames(candidate)...)
}

// methodNames are the methods that a resource adds to its interface's Go type,
// apart from those with a name of their own.
func (r *resource) methodNames(goName string) []string {
	list := []string{goName + "FromHandle"}
	if r.indexed {
		list = append(list, goName)
	}
	return list
}
