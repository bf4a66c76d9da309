package gen

import (
	"errors"
	"fmt"
	"go/token"
)

// Options are the options of [Generate] and [GenerateAgents]. Package is required.
type Options struct {
	Package     string // Go package name of the client, a Go identifier
	ImportPath  string // import path of the client package; needed only with TestPackage
	TestPackage bool   // also write a package <Package>test with a typed server plug and fakes
	NamesOnly   bool   // give names and write no files

	// Names has Go names from the configuration, by place:
	// "cart.add-item.item" → "ProductItem".
	Names map[string]string

	// Initialisms are words that are written as here in every name that is assigned for the
	// first time: "LLM", "GraphQL".
	Initialisms []string

	// Locked has the names that earlier versions of this client got, by place, as in an earlier
	// Output.Names.
	Locked map[string]LockedName

	// Rename assigns names as in a first generation. Of Locked, only the names of interfaces with
	// several versions are kept.
	Rename bool

	// AgentTypes are the names of the agent types to generate. If empty, all are generated.
	AgentTypes []string

	// WIT has the names and comments of the component's WIT, nil if unknown.
	WIT *WIT
}

// check returns an error if a required option is missing or the package's name cannot be one.
func (o Options) check() error {
	if !token.IsIdentifier(o.Package) || o.Package == "_" {
		return fmt.Errorf("Options.Package: expected a Go identifier, found %s", quoted(o.Package))
	}
	if o.TestPackage && o.ImportPath == "" {
		return errors.New("the test package imports the client: Options.ImportPath is missing")
	}
	return nil
}

// LockedName is a Go name and the structure of what it denotes.
type LockedName struct {
	Name string // Go name: "AddItem"

	// Structure is a kind, a colon and a hash ("record:5f0e…"). Equal structures have equal hashes.
	// An interface has its name in place of the hash ("interface:acme:shop/cart@1.4.0").
	Structure string
}

// Output is a generated package.
type Output struct {
	Files    map[string][]byte     // paths relative to the package's directory; nil with NamesOnly
	Names    map[string]LockedName // by place; to pass as Options.Locked the next time
	Unnamed  int                   // number of types that are named by place, if neither the document nor the WIT names any
	Kept     string                // a sentence about types that keep the names of the lock although their source has others, or ""
	Warnings []string              // one sentence each
}
