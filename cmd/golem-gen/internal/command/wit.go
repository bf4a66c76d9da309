package command

import (
	"errors"
	"fmt"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/witpackage"
	"github.com/golem-gen/golem-gen/gen"
)

// readWIT reads the WIT at paths or, if there are none, the one that the document carries.
// One of the document that cannot be read is a warning: the user cannot mend it.
func readWIT(read *document, paths []string) (*gen.WIT, error) {
	if len(paths) > 0 {
		return witpackage.Read(read.Component, paths...)
	}
	if len(read.Component.BinaryWIT) == 0 {
		return nil, nil
	}
	w, err := witpackage.Decode(read.Component, "binaryWit", read.Component.BinaryWIT)
	if err != nil {
		if cause := errors.Unwrap(err); cause != nil {
			err = cause
		}
		w = &gen.WIT{Warnings: []string{fmt.Sprintf("the WIT in the document cannot be read (%v), so types are named without it: give the component's WIT with wit or --wit", err)}}
	}
	return w, nil
}

// paths are paths of the command line as seen from the process's working directory.
func (env Environment) paths(list []string) []string {
	out := make([]string, len(list))
	for i, path := range list {
		out[i] = env.path(path)
	}
	return out
}
