package metadata

// Component is one version of a Golem component, as its metadata document describes it.
type Component struct {
	ID      string // UUID text
	Name    string
	Version uint64
	Kind    ComponentKind

	// RootPackageName and RootPackageVersion name the component's WIT package ("acme:shop",
	// "1.4.0"). Documents of servers before 1.2.2 do not contain them. Both are then empty.
	RootPackageName    string
	RootPackageVersion string

	Functions  []*Function  // exported by the world directly, in document order
	Interfaces []*Interface // in document order
	Omitted    []Omission   // functions that cannot be called, in document order
	BinaryWIT  []byte       // the WIT package in binary form, nil if the document has none
}

// ComponentKind reports whether a component's workers keep their state.
type ComponentKind uint8

// The kinds of component.
const (
	Durable ComponentKind = iota
	Ephemeral
)

// String returns the kind as documents write it.
func (k ComponentKind) String() string {
	if k == Ephemeral {
		return "Ephemeral"
	}
	return "Durable"
}

// Interface is an exported WIT interface.
type Interface struct {
	Name string // as exported: "acme:shop/cart@1.4.0"

	// The parts of Name: "acme", "shop", "cart", "1.4.0". Version may be empty.
	Namespace, Package, ShortName, Version string

	Functions []*Function // freestanding functions, in document order
	Resources []*Resource // in order of first appearance
}

// Resource groups the functions that a document lists under the names
// [constructor]r, [method]r.m, [static]r.m and [drop]r.
type Resource struct {
	Name string // "ledger"

	// ID is the resource_id of the resource's handles within this component version. HasID
	// is false if only static functions mention the resource.
	ID    uint64
	HasID bool

	Constructor *Function // nil when the resource has none
	Drop        *Function // nil before 1.1 and if there is no constructor
	Methods     []*Function
	Statics     []*Function
}

// FunctionKind says how a function belongs to its interface.
type FunctionKind uint8

// The kinds of function.
const (
	Freestanding FunctionKind = iota
	Constructor
	Method
	Static
	Drop
)

// Function is an exported function.
type Function struct {
	Name       string // as in the document: "[method]ledger.receive"
	LocalName  string // "receive"; "new" for a constructor, "drop" for a drop
	Kind       FunctionKind
	Parameters []Parameter // of methods and drops, the first one is the handle "self"
	Results    []Result
}

// Parameter is one parameter of a function.
type Parameter struct {
	Name string
	Type *Type
}

// Result is one result of a function. Name is empty for the usual unnamed one.
type Result struct {
	Name string
	Type *Type
}

// Kind is one of the 22 kinds of type.
type Kind uint8

// The kinds of type, in the order of the servers' own definition.
const (
	KindBool Kind = iota + 1
	KindS8
	KindU8
	KindS16
	KindU16
	KindS32
	KindU32
	KindS64
	KindU64
	KindF32
	KindF64
	KindChr
	KindStr
	KindRecord
	KindVariant
	KindEnum
	KindFlags
	KindTuple
	KindList
	KindOption
	KindResult
	KindHandle
)

// Type is a node of a type tree. Which of the parts are set depends on Kind. Decoded trees
// share nodes that have only a Kind, and must not be changed.
type Type struct {
	Kind Kind

	// Name and Owner are the type's own name and the interface that defines it. Documents
	// have them from 1.3 on, but not in all places.
	Name, Owner string

	Fields []Field  // Record
	Cases  []Case   // Variant
	Names  []string // Enum: its cases, Flags: its flags
	Items  []*Type  // Tuple
	Inner  *Type    // List, Option

	Ok, Err *Type // nil if that side has no value

	ResourceID uint64 // Handle
	Borrowed   bool   // Handle
}

// Field is a field of a record.
type Field struct {
	Name string
	Type *Type
}

// Case is a case of a variant. Type is nil for a case without payload.
type Case struct {
	Name string
	Type *Type
}
