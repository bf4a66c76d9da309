package gen

import "github.com/golem-gen/golem-gen/metadata"

// resolve is step 1. It finds every use of a type and decides which uses are one Go type, in three
// passes that are linear in the size of the component:
//
//   - the survey turns every type tree into nodes with places and structure numbers
//     (resolve_interface.go, resolve_function.go, resolve_node.go, resolve_structure.go);
//   - the lock and the configuration assign names to nodes (name_lock_assign.go);
//   - grouping makes one namedType of equal nodes (resolve_group.go).
//
// Step 2 names these types (name.go).
func resolve(c *metadata.Component, o Options) (*survey, *grouping) {
	s := newSurvey(c, o)
	return s, s.group(o)
}

// survey is the result of the first pass.
type survey struct {
	model      *model
	given      *WIT
	wit        *WIT                     // the same, nil if it has no interfaces
	described  map[*scope]*WITInterface // the WIT of each interface
	structures *structureTable
	identities *structureTable
	basics     [metadata.KindRecord]*node
	numbers    [2][]int // buffers for the numbers of a node's parts, for either table
	signatures []*signature
	named      []*node // nodes that need a Go type, in document order
	resources  map[uint64]*resource
	opaque     []*node // first handles of resources that are known only by their handles
	places     *placeSet
	order      int
	retired    map[string]string // places of interfaces that no longer exist
	spelling   spelling          // of the names in the document

	notes       []string // warnings about other things than the WIT
	kept        string   // see Output.Kept
	differences witDifferences
}

// newSurvey makes the first pass over a component.
func newSurvey(c *metadata.Component, o Options) *survey {
	s := &survey{
		model:      &model{component: c, pkg: o.Package, spelling: initialisms},
		given:      o.WIT,
		wit:        o.WIT.known(),
		structures: newStructureTable(),
		identities: newStructureTable(),
		resources:  map[uint64]*resource{},
		described:  map[*scope]*WITInterface{},
		places:     &placeSet{taken: map[string]bool{worldPlace: true}},
		spelling:   initialisms.withInitialisms(o.Initialisms),
	}
	s.addScopes(c, o.Locked)
	// All resources come before all handles, because a handle may come first in the document.
	for _, sc := range s.model.scopes {
		s.addResources(sc)
	}
	for _, sc := range s.model.scopes {
		s.addFunctions(sc)
	}
	if s.differences.any() {
		s.adopt(o.Locked)
	}
	return s
}
