package gen

import (
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// WIT contains what a component's WIT package has and its metadata lacks: names of types, and
// comments. It is matched to the metadata by interface, function and structure.
type WIT struct {
	// Interfaces has the interfaces by the name under which they are exported
	// ("acme:shop/cart@1.4.0"). Functions of the world are under "". It is nil if the WIT
	// cannot be read. The warnings then say why.
	Interfaces map[string]*WITInterface

	// Warnings has a sentence about each thing that is missing in the WIT or wrong with it.
	// Output.Warnings contains them.
	Warnings []string
}

// WITInterface is an exported interface.
type WITInterface struct {
	Doc       string
	Functions map[string]*WITFunction // by name as in the metadata: "[method]ledger.receive"
	Resources map[string]*WITResource // by name: "ledger"
}

// WITResource is a resource.
type WITResource struct {
	Doc string
}

// WITFunction is a function. The Parameters of a method start with self.
type WITFunction struct {
	Doc        string
	Parameters []WITMember
	Results    []WITMember // Name is "" for an unnamed result
}

// WITType is a node in the tree of a type. Trees may share nodes.
type WITType struct {
	Kind  metadata.Kind
	Name  string // "product-item"; "" for an anonymous type
	Owner string // interface that defines the type, without version: "acme:shop/cart"
	Doc   string

	// Members are the fields (with type), the cases (with type or nil), or the names of an enum
	// or of flags (without type).
	Members []WITMember

	// Opaque is set for a type of which the WIT has only the name. Its structure is that in the
	// metadata. Kind, Members and Items are then not set.
	Opaque bool

	// Items are the item of a list or option, ok and err of a result (nil for a side without a
	// type), or the items of a tuple. A handle has none: its Name, Owner and Doc are the
	// resource's.
	Items []*WITType
}

// WITMember is a parameter, result, field, case, or flag.
type WITMember struct {
	Name, Doc string
	Type      *WITType
}

// find returns the interface with an exported name or, if there is none, the only interface that
// has that name with another version.
func (w *WIT) find(name string) *WITInterface {
	if w == nil {
		return nil
	}
	if found, ok := w.Interfaces[name]; ok {
		return found
	}
	var found *WITInterface
	for other, candidate := range w.Interfaces {
		if name == "" || withoutVersion(other) != withoutVersion(name) {
			continue
		}
		if found != nil {
			return nil
		}
		found = candidate
	}
	return found
}

// withoutVersion removes the version from an interface's name. Dialects put it at different
// places: "acme:shop/cart@1.4.0" and "acme:shop@1.4.0/cart" become "acme:shop/cart".
func withoutVersion(name string) string {
	at := strings.IndexByte(name, '@')
	if at < 0 {
		return name
	}
	version := name[at:]
	slash := strings.IndexByte(version, '/')
	if slash < 0 {
		return name[:at]
	}
	return name[:at] + version[slash:]
}

// matches reports whether a node has the kind and the members of a type. It does not compare the
// types of the members.
func (w *WITType) matches(t *metadata.Type) bool {
	if w != nil && w.Opaque {
		return true
	}
	if w == nil || w.Kind != t.Kind {
		return false
	}
	switch t.Kind {
	case metadata.KindRecord:
		return equalNames(w.Members, len(t.Fields), func(i int) string { return t.Fields[i].Name })
	case metadata.KindVariant:
		return equalNames(w.Members, len(t.Cases), func(i int) string { return t.Cases[i].Name }) && w.equalPayloads(t)
	case metadata.KindEnum, metadata.KindFlags:
		return equalNames(w.Members, len(t.Names), func(i int) string { return t.Names[i] })
	case metadata.KindTuple:
		return len(w.Items) == len(t.Items)
	case metadata.KindList, metadata.KindOption:
		return len(w.Items) == 1
	case metadata.KindResult:
		return len(w.Items) == 2 && (w.Items[0] == nil) == (t.Ok == nil) && (w.Items[1] == nil) == (t.Err == nil)
	default:
		return true
	}
}

func equalNames(members []WITMember, n int, name func(int) string) bool {
	if len(members) != n {
		return false
	}
	for i := range members {
		if members[i].Name != name(i) {
			return false
		}
	}
	return true
}

func (w *WITType) equalPayloads(t *metadata.Type) bool {
	for i := range t.Cases {
		if (w.Members[i].Type == nil) != (t.Cases[i].Type == nil) {
			return false
		}
	}
	return true
}

// part returns the node of the i-th part of a type.
func (w *WITType) part(i int) *WITType {
	switch {
	case w == nil:
		return nil
	case i < len(w.Items):
		return w.Items[i]
	case i < len(w.Members):
		return w.Members[i].Type
	default:
		return nil
	}
}

func (w *WITType) memberDoc(i int) string {
	if w == nil || i >= len(w.Members) {
		return ""
	}
	return w.Members[i].Doc
}

// function returns the WIT's function with the name if it has the same number of parameters and
// results.
func (w *WITInterface) function(fn *metadata.Function) *WITFunction {
	if w == nil {
		return nil
	}
	found := w.Functions[fn.Name]
	if found == nil || len(found.Parameters) != len(fn.Parameters) || len(found.Results) != len(fn.Results) {
		return nil
	}
	return found
}
