package replay

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
)

// Pinned returns a function that checks that an answer is the metadata from which the client was
// generated. It does not compare the component's name, which differs between recorded servers.
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

// Changed returns a function that checks that an answer is metadata of another build, with the
// given changes to the metadata from which the client was generated. The pinned document is a path
// in testdata/metadata. A change is written as the identifier of its rule and its place in the
// pinned document, or in the answer if the pinned document has no such place.
func Changed(want *runtime.Component, pinned string, changes ...string) func(answer []byte) error {
	return func(answer []byte) error {
		text, err := os.ReadFile(filepath.Join(repository, "testdata", "metadata", filepath.FromSlash(pinned)))
		if err != nil {
			return err
		}
		if err := Pinned(want)(text); err != nil {
			return err
		}
		before, err := metadata.Decode(text)
		if err != nil {
			return err
		}
		after, err := metadata.Decode(answer)
		if err != nil {
			return err
		}
		var got []string
		for _, c := range metadata.Compare(before, after) {
			place := c.Old
			if place == "" {
				place = c.New
			}
			got = append(got, c.Rule.ID+" "+place)
		}
		if diff := cmp.Diff(changes, got); diff != "" {
			return fmt.Errorf("the changes (-want +got)\n%s", diff)
		}
		return nil
	}
}

// Document checks that an answer is metadata.
func Document(answer []byte) error {
	_, err := metadata.Decode(answer)
	return err
}

// Version asks the server for the component version of the worker.
func Version(w *runtime.Worker) (uint64, error) {
	m, err := w.Metadata(Ctx)
	if err != nil {
		return 0, err
	}
	return m.ComponentVersion, nil
}
