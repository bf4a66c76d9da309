package gen

import (
	"fmt"
	"slices"
	"strings"
)

// maxListed is the maximum number of functions or interfaces in a warning.
const maxListed = 12

// witDifferences are the functions that the WIT lacks or describes differently from the
// metadata.
type witDifferences struct {
	functions []string // places: "cart.add-item"
	missing   []string // interfaces that the WIT lacks
}

// addedByServers is the interface that servers from 1.2.0 on add to components that handle
// HTTP. No WIT contains it.
const addedByServers = "golem:http/incoming-handler"

// differ records a function that the WIT describes differently from the metadata.
func (s *survey) differ(sc *scope, place string) {
	d := &s.differences
	switch {
	case withoutVersion(sc.exportName()) == addedByServers:
	case sc.iface != nil && s.described[sc] == nil:
		if !slices.Contains(d.missing, sc.exportName()) {
			d.missing = append(d.missing, sc.exportName())
		}
	case len(d.functions) == 0 || d.functions[len(d.functions)-1] != place:
		d.functions = append(d.functions, place)
	}
}

// known returns the WIT if it has any interface.
func (w *WIT) known() *WIT {
	if w == nil || w.Interfaces == nil {
		return nil
	}
	return w
}

// warnings returns the warnings of resolving and naming, problems with the WIT, and its
// differences from the metadata.
func (s *survey) warnings() []string {
	list := slices.Clone(s.notes)
	if s.given != nil {
		list = append(list, s.given.Warnings...)
	}
	if s.model.component == nil {
		return list
	}
	if s.differences.any() {
		list = append(list, s.differences.warning(s.model))
	}
	return list
}

func (d *witDifferences) any() bool { return len(d.functions) > 0 || len(d.missing) > 0 }

// warning returns one sentence about all differences and the types that the WIT does not name.
func (d *witDifferences) warning(m *model) string {
	var parts []string
	if len(d.functions) > 0 {
		parts = append(parts, "does not describe "+listed(d.functions)+" as the metadata does")
	}
	if len(d.missing) > 0 {
		parts = append(parts, "lacks "+listed(d.missing))
	}
	consequence := ""
	switch names := m.withoutWITName(); len(names) {
	case 0:
	case 1:
		consequence = fmt.Sprintf(", so %s is named without it", names[0])
	default:
		consequence = fmt.Sprintf(", so %s are named without it", listed(names))
	}
	return fmt.Sprintf("the WIT %s%s: if it is not that of the component's version %d, give that one",
		strings.Join(parts, " and "), consequence, m.component.Version)
}

// withoutWITName returns the Go names of the types that neither the WIT nor the metadata names.
func (m *model) withoutWITName() (names []string) {
	for _, sc := range m.scopes {
		for _, t := range sc.types {
			if t.witName == "" {
				names = append(names, t.goName)
			}
		}
	}
	return names
}

func listed(names []string) string {
	if len(names) <= maxListed {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:maxListed], ", "), len(names)-maxListed)
}
