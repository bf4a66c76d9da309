package gen

// Options are what Generate and GenerateAgents need besides the document. Package is
// required.
type Options struct {
	Package     string // Go package name of the client
	ImportPath  string // import path of the client package; needed only with TestPackage
	TestPackage bool   // also write a package <Package>test with a typed server plug and fakes
	NamesOnly   bool   // give names and write no files

	// Names has Go names from the configuration, by place:
	// "cart.add-item.item" → "ProductItem".
	Names map[string]string

	// Initialisms are words that are written as here wherever they stand in a name
	// that is given anew: "LLM", "GraphQL".
	Initialisms []string

	// Locked has the names that earlier versions of this client gave, by place,
	// as an earlier Output.Names had them.
	Locked map[string]LockedName

	// Rename gives everything the name that it would have in a first generation.
	// Of what Locked says only the versions of interfaces stay.
	Rename bool

	// AgentTypes are the names of the agent types that the package is for, all if empty.
	AgentTypes []string

	// WIT has names and comments of the component's WIT, nil when not known.
	WIT *WIT
}

// LockedName is a Go name, and the structure of the thing that has it.
type LockedName struct {
	Name string // Go name: "AddItem"

	// Structure is equal for two versions of a thing that are equal: its kind, a
	// colon, and a hash of its structure ("record:5f0e…"). Of an interface it is
	// the interface's name ("interface:acme:shop/cart@1.4.0").
	Structure string
}

// Output is a generated package.
type Output struct {
	Files    map[string][]byte     // paths relative to the package's directory; nil with NamesOnly
	Names    map[string]LockedName // by place: what to hand over as Options.Locked the next time
	Unnamed  int                   // types that are named by place, where neither document nor WIT names any
	Kept     string                // a sentence about types that keep the names of the lock although their source has others; "" for none
	Warnings []string              // what differs from the options, one sentence each
}
