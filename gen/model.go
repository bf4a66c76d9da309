package gen

import (
	"iter"

	"github.com/golem-gen/golem-gen/metadata"
)

// model is a component or deployment with Go names. The steps resolve and name make it for the
// step emit.
type model struct {
	component  *metadata.Component
	deployment *metadata.Deployment // of agents; one of the two is set
	pkg        string               // Go package name
	spelling   spelling             // of names in the document, by the fixed table
	scopes     []*scope
}

// scope is an exported interface, the functions of the world, or an agent type.
type scope struct {
	place     string              // "cart", "world": the first part of its places
	iface     *metadata.Interface // nil for the world
	versioned bool                // several versions of the interface are exported
	goName    string              // "Cart": interface type and field of Worker
	file      string              // "cart": base of its file names, safe as a Go file name
	doc       string              // the WIT's own comment, "" when not known
	functions []*function         // freestanding, or the methods of the agent type
	agent     *agent              // nil for what components export
	resources []*resource
	types     []*namedType // in order of first use; a type is listed in one scope only
}

// calls returns the functions that are methods of the scope's Go type.
func (s *scope) calls() []*function {
	functions := append([]*function(nil), s.functions...)
	for _, r := range s.resources {
		if r.constructor != nil {
			functions = append(functions, r.constructor)
		}
		functions = append(functions, r.statics...)
	}
	return functions
}

// every yields all functions of the scope. The resource is the one whose Go type has the method,
// or nil if the Go type of the scope has it.
func (s *scope) every() iter.Seq2[*function, *resource] {
	return func(yield func(*function, *resource) bool) {
		for _, fn := range s.calls() {
			if !yield(fn, nil) {
				return
			}
		}
		for _, r := range s.resources {
			for _, fn := range r.calls() {
				if !yield(fn, r) {
					return
				}
			}
		}
	}
}

// withTypes returns everything that has parameters or results: the functions of the scope, and
// the constructor, configuration and secrets of an agent.
func (s *scope) withTypes() []*function {
	var list []*function
	if s.agent != nil {
		list = append(list, s.agent.constructor)
		if s.agent.create != nil {
			list = append(list, s.agent.create)
		}
		if s.agent.reveal != nil {
			list = append(list, s.agent.reveal)
		}
	}
	for fn := range s.every() {
		list = append(list, fn)
	}
	return list
}

// function is a function with its Go names.
type function struct {
	place      string // "cart.add-item"
	source     *metadata.Function
	goName     string // "AddItem"; of a constructor "NewLedger", of a static "LedgerMerge"
	variable   string // package-level descriptor: "cartAddItem"
	doc        string
	data       *data                 // of agents
	method     *metadata.AgentMethod // nil for constructors of agents
	parameters []parameter           // without self
	results    []result
}

type parameter struct {
	name   string // in the component: "product-id"
	goName string // "productID"; differs from keywords, imports, receivers and locals
	typ    *goType
}

type result struct {
	name   string // in the component, "" when unnamed
	goName string // for named results: Go result name
	typ    *goType
}

// resource is a resource with its Go names.
type resource struct {
	place       string
	source      *metadata.Resource // nil for a resource known only by its handles
	id          uint64
	goName      string // "Ledger"
	doc         string
	constructor *function // nil when the resource has none
	indexed     bool      // its constructor's arguments can address it, as an implicit resource
	drop        *function
	methods     []*function
	statics     []*function
}

// calls returns the functions that are methods of the resource's Go types.
func (r *resource) calls() []*function {
	functions := append([]*function(nil), r.methods...)
	if r.drop != nil {
		functions = append(functions, r.drop)
	}
	return functions
}

// namedType is a record, variant, enum, flags or long tuple that gets a Go type.
type namedType struct {
	place    string // of the use it is named for
	places   []string
	source   *metadata.Type
	goName   string
	doc      string   // the WIT's own comment
	members  []member // fields, cases, flags or tuple items, in declared order
	witName  string   // the name in the WIT or the metadata, "" when named by place
	variable string   // unexported stem for its helpers: "productItem"
}

// member is a field, case, flag or tuple item.
type member struct {
	name   string // in the component
	goName string // fields: "ProductID"; cases and flags with the type's prefix: "DeliveryPickup"
	doc    string
	typ    *goType // nil if there is no payload
}

// goType is a use of a type.
type goType struct {
	source   *metadata.Type
	named    *namedType // records, variants, enums, flags, tuples of more than 16 items
	resource *resource  // handles
	items    []*goType  // list, option: 1; result: ok, err (nil for unit); tuple: its items
}

// stringType is a string.
var stringType = &goType{source: &metadata.Type{Kind: metadata.KindStr}}
