package runtime

// Component is the component version that a client was generated for.
type Component struct {
	ID           string // UUID
	Name         string // for people
	Version      uint64
	MetadataHash string // "sha256:…", of the interface
	Ephemeral    bool   // each call of a worker of it starts anew
}
