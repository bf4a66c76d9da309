package gen

import (
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// isIndexable reports whether the arguments of a resource's constructor can be written in the
// name of a function. Servers cannot read values of some types there, see runtime/wire/wave.go.
func isIndexable(r *metadata.Resource) bool {
	return r.Constructor != nil && !slices.ContainsFunc(r.Constructor.Parameters, func(p metadata.Parameter) bool {
		return !isInline(p.Type)
	})
}

// isInline reports whether some values of a type can be written inline.
func isInline(t *metadata.Type) bool {
	switch t.Kind {
	case metadata.KindHandle, metadata.KindChr:
		return false
	case metadata.KindRecord:
		return len(t.Fields) > 0 && !slices.ContainsFunc(t.Fields, func(f metadata.Field) bool {
			return strings.ContainsAny(f.Name, "0123456789") || !isInline(f.Type)
		})
	case metadata.KindTuple:
		return len(t.Items) > 0 && !slices.ContainsFunc(t.Items, func(item *metadata.Type) bool { return !isInline(item) })
	case metadata.KindVariant:
		return slices.ContainsFunc(t.Cases, func(c metadata.Case) bool { return c.Type == nil || isInline(c.Type) })
	case metadata.KindResult:
		return t.Ok != nil && isInline(t.Ok) || t.Err != nil && isInline(t.Err)
	default:
		return true // at least the empty list or option
	}
}
