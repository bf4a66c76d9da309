package runtime

// Handshake is the type of the constants with which generated packages and this
// one check each other when they are compiled. A negative constant cannot be a
// Handshake, and generated code of generation G holds
//
//	_ = runtime.Handshake(G - runtime.OldestGenerated)
//	_ = runtime.Handshake(runtime.NewestGenerated - G)
//
// If the first line does not compile, the generated code is too old for this
// module: generate it again. If the second does not, this module is too old:
// update it. Both lines say so where they stand.
type Handshake uint

// The generations of generated code that this package works with.
//
// The generation is raised when generated code begins to use something new of
// this package or of package wire; NewestGenerated follows in the same release.
// OldestGenerated is raised only when something that older generated code uses
// is taken away, which asks every user to generate again: only in a release with
// a new major version, or for a fault that makes old generated code dangerous.
// Generations are not tied to versions of the tool, so that an upgrade alone
// changes no generated file.
const (
	OldestGenerated = 1
	NewestGenerated = 1
)
