package runtime

// Component identifies the version of a component that a client was generated for.
type Component struct {
	ID           string // UUID
	Name         string // for people
	Version      uint64
	MetadataHash string // "sha256:…", of the interface
	Ephemeral    bool   // each call runs on a new worker
}
