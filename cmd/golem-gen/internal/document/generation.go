package document

import (
	"errors"
	"fmt"

	"github.com/golem-gen/golem-gen/gen"
)

// GenerationError gives every problem of a generation a line with its place: what at
// returns for the place of a name, or else the document. at may be nil.
func GenerationError(document string, err error, at func(place string) string) error {
	var clashes *gen.NameErrors
	if !errors.As(err, &clashes) {
		return fmt.Errorf("%s: %w", document, err)
	}
	var list []error
	for _, p := range clashes.Problems {
		where := ""
		if at != nil {
			where = at(p.Place)
		}
		if where == "" {
			where = document
		}
		list = append(list, fmt.Errorf("%s: %s: %s", where, p.Problem, p.Fix))
	}
	return errors.Join(list...)
}
