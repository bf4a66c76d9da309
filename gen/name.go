// # Names
//
// Names of WIT are in kebab-case. They become Go names (add-item becomes AddItem), in which
// words that Go programmers write in one case (id, url, …) are spelled by a fixed table. That is
// enough for interfaces, resources, functions, parameters, fields and cases. Types are harder,
// because the metadata of Golem 1.0 to 1.2 has no names for them.
//
// The name of a type comes from the first of these sources that has one:
//
//  1. the configuration, which can name it at any place where it is used;
//  2. the lock, which has the names in an earlier version of the client;
//  3. the type itself: its name in the component's WIT or, from Golem 1.3 on, in the metadata;
//  4. the place where it is used: the words on the path from the function to it.
//
// # Names by place
//
// Among the places where a type is used, a place that the component has a name for (a parameter,
// field or case) names the type: the least deep one, and among these the first one in the
// document. The last step of the place becomes the name if no other type wants it. The parameter
// item of add-item is Item, and its field price is Price. If two types want a name, neither gets
// it. Both then take one step more or the name of the interface (CartItem, UpdateItem), up to
// the whole path from the function. A result is named after its function (CheckoutResult,
// CheckoutError), and so is an item of a list: contents gives ContentsItem, levels gives
// LedgerLevel, in the singular if the English singular is certain. The name for the payload of a
// case ends in Value, because the case itself is a Go type. Words that are too vague alone, such
// as type or data, take one step more. No type has the name of a method.
//
// Such a name only depends on other names of the first generation. Types in the lock keep their
// names, whatever is added elsewhere. A new type that wants a name which is taken gets a longer
// one.
//
// # Clashes
//
// No two things get one name, and clashes are never resolved by a number. Every name that
// generated code declares is reserved before it is used: names of the package (Worker,
// Component, …), names derived from others (DeliveryKind, LedgerMethods), keywords, predeclared
// names, imports and locals. If a name is taken, there is one other spelling, which says more.
// An interface that is exported in several versions has its version in its name (CartV2), and so
// do its types. A type in a second interface gets the name of the interface in front
// (InventoryLevel). A function enqueue becomes EnqueueFunction, and a field string becomes
// StringField. A case that would look like another declaration ends in Case. If the other
// spelling is taken as well, or if a configured name is in the way, generating fails, and the
// error has the line of the configuration that resolves the clash.
//
// Names are assigned in this order, and the first one gets the plain name: configured names,
// names in the lock, interfaces, resources, types with a name of their own, types named by
// place, each in the order of the document. Names of cases and flags yield to names of types,
// except for those of earlier versions, which never change.
package gen

import (
	"fmt"
	"slices"
	"strings"
)

// giveNames is step 2. It names everything in a component or deployment, and returns the model
// and the names for the lock.
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

// packageNames returns the exported names that every generated package declares.
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

// nameAll names everything. Names that must not change come first.
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

// reportHandOvers adds a warning for each name that denotes another interface than before.
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

// nameFixed assigns the names of the configuration, then those of the lock.
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

// nameRest assigns all other names, and then names the members of types. Interfaces whose names
// contain a version are named in the order of their names, because a component can export its
// versions in any order.
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

// name assigns to an entity the first of its candidates for which all derived names are free as
// well.
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

// methodNames returns the methods that a resource adds to the Go type of its interface, except
// methods with a name of their own.
func (r *resource) methodNames(goName string) []string {
	list := []string{goName + "FromHandle"}
	if r.indexed {
		list = append(list, goName)
	}
	return list
}
