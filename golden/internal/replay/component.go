package replay

import (
	"fmt"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
)

// Pinned reads an answer that is the metadata which a client was generated from.
// Names are not compared: they were made anew for each recorded server.
func Pinned(want *runtime.Component) func(answer []byte) error {
	return func(answer []byte) error {
		c, err := metadata.Decode(answer)
		if err != nil {
			return err
		}
		got := runtime.Component{
			ID: c.ID, Name: want.Name, Version: c.Version, MetadataHash: c.Hash(), Ephemeral: c.Kind == metadata.Ephemeral,
		}
		if got != *want {
			return fmt.Errorf("the metadata is of %+v, want %+v", got, *want)
		}
		return nil
	}
}

// Document reads an answer as metadata.
func Document(answer []byte) error {
	_, err := metadata.Decode(answer)
	return err
}

// Version asks for the component version that the worker runs.
func Version(w *runtime.Worker) (uint64, error) {
	m, err := w.Metadata(Ctx)
	if err != nil {
		return 0, err
	}
	return m.ComponentVersion, nil
}
