package metadata

import (
	"fmt"
	"strconv"
)

// types compares the types at a place, down to their leaves.
func (c *comparison) types(a at, old, new *Type) {
	if old.Kind != new.Kind {
		c.kinds(a, old, new)
		return
	}
	if old.Name != "" && new.Name != "" && (old.Name != new.Name || ownerChanged(old.Owner, new.Owner)) {
		c.add("type-name-changed", a, "%s is now %s", ownedName(old), ownedName(new))
	}
	switch old.Kind {
	case KindRecord:
		c.records(a, old.Fields, new.Fields)
	case KindVariant:
		c.variants(a, old.Cases, new.Cases)
	case KindEnum:
		c.numbered(a, &enumRules, old.Names, new.Names)
	case KindFlags:
		c.numbered(a, &flagRules, old.Names, new.Names)
	case KindTuple:
		c.tuples(a, old.Items, new.Items)
	case KindList, KindOption:
		c.types(a, old.Inner, new.Inner)
	case KindResult:
		c.payload(a.both("ok"), old.Ok, new.Ok)
		c.payload(a.both("err"), old.Err, new.Err)
	case KindHandle:
		c.handles(a, old, new)
	}
}

// ownerChanged reports whether a type is defined elsewhere. Documents of agents leave the
// owner out in some places of a type.
func ownerChanged(old, new string) bool {
	return old != "" && new != "" && unversionedOwner(old) != unversionedOwner(new)
}

func ownedName(t *Type) string {
	if t.Owner == "" {
		return t.Name
	}
	return t.Owner + "." + t.Name
}

// unversionedOwner removes the version from "acme:shop@1.4.0/cart". Otherwise a new package
// version would rename every type.
func unversionedOwner(owner string) string {
	for i := range len(owner) {
		if owner[i] != '@' {
			continue
		}
		for j := i; j < len(owner); j++ {
			if owner[j] == '/' {
				return owner[:i] + owner[j:]
			}
		}
		return owner[:i]
	}
	return owner
}

// records compares fields, which are passed by name without typ and by position with typ.
func (c *comparison) records(a at, old, new []Field) {
	m := matchNames(fieldNames(old), fieldNames(new), func(i, j int) bool { return old[i].Type.Kind == new[j].Type.Kind })
	fits := positionsFit(old, new)
	c.fieldOrder(a, old, new, &m, fits)
	for i, f := range old {
		if m.toNew[i] < 0 {
			id := "field-removed"
			if !fits {
				id = "field-removed-shifting"
			}
			c.add(id, a.onlyOld(f.Name), "%s: %s, field %d of %d", f.Name, clip(f.Type.WIT()), i+1, len(old))
			continue
		}
		g := new[m.toNew[i]]
		part := a.part(f.Name, g.Name)
		if f.Name != g.Name {
			id := "field-renamed"
			if g.Type.Kind == KindOption {
				id = "option-field-renamed"
			}
			c.add(id, part, "%s is now %s", f.Name, g.Name)
		}
		c.types(part, f.Type, g.Type)
	}
	for _, j := range m.fresh {
		id := "field-added"
		if new[j].Type.Kind == KindOption {
			id = "option-field-added"
		}
		c.add(id, a.onlyNew(new[j].Name), "%s: %s, field %d of %d", new[j].Name, clip(new[j].Type.WIT()), j+1, len(new))
	}
}

// fieldOrder reports fields at positions of other fields. It does not report again that
// fields moved up because an earlier one was removed.
func (c *comparison) fieldOrder(a at, old, new []Field, m *memberMatch, fits bool) {
	moved := m.permuted
	if fits && len(old) == len(new) {
		for i, j := range m.toNew {
			moved = moved || i != j
		}
	}
	if !moved {
		return
	}
	id := "fields-reordered"
	if !fits || len(new) > len(old) {
		id = "fields-reordered-mixed"
	}
	for i, j := range m.toNew {
		if i != j {
			c.add(id, a, "field %d was %s and is %s", i+1, old[i].Name, nameAt(new, i))
			return
		}
	}
}

func nameAt(fields []Field, i int) string {
	if i < len(fields) {
		return fields[i].Name
	}
	return "gone"
}

func fieldNames(list []Field) []string {
	names := make([]string, len(list))
	for i, f := range list {
		names[i] = f.Name
	}
	return names
}

// positionsFit reports whether values of the old fields can be passed to the new ones by
// position. Surplus values are cut off.
func positionsFit(old, new []Field) bool {
	for i := range min(len(old), len(new)) {
		if !handsOver(old[i].Type, new[i].Type) {
			return false
		}
	}
	return true
}

// handsOver reports whether the worker takes a value that was read by the old type as one
// of the new type. Kinds must be equal, names do not matter.
func handsOver(old, new *Type) bool {
	if old == nil || new == nil {
		return old == nil && new == nil
	}
	if old.Kind != new.Kind {
		return false
	}
	switch old.Kind {
	case KindRecord:
		return len(old.Fields) >= len(new.Fields) && positionsFit(old.Fields, new.Fields)
	case KindVariant:
		for i := range min(len(old.Cases), len(new.Cases)) {
			if !handsOver(old.Cases[i].Type, new.Cases[i].Type) {
				return false
			}
		}
		return true
	case KindTuple:
		if len(old.Items) < len(new.Items) {
			return false
		}
		for i := range new.Items {
			if !handsOver(old.Items[i], new.Items[i]) {
				return false
			}
		}
		return true
	case KindList, KindOption:
		return handsOver(old.Inner, new.Inner)
	case KindResult:
		return handsOver(old.Ok, new.Ok) && handsOver(old.Err, new.Err)
	default:
		return true
	}
}

func (c *comparison) variants(a at, old, new []Case) {
	m := c.numbered(a, &variantRules, caseNames(old), caseNames(new))
	for i, j := range m.toNew {
		if j >= 0 {
			c.payload(a.part(old[i].Name, new[j].Name), old[i].Type, new[j].Type)
		}
	}
}

func caseNames(list []Case) []string {
	names := make([]string, len(list))
	for i, k := range list {
		names[i] = k.Name
	}
	return names
}

// payload compares the payloads of a case or of a side of a result.
func (c *comparison) payload(a at, old, new *Type) {
	switch {
	case old == nil && new == nil:
	case old == nil && new.Kind == KindOption:
		c.add("optional-payload-added", a, "carries %s", clip(new.WIT()))
	case old == nil:
		c.add("payload-added", a, "carries %s", clip(new.WIT()))
	case new == nil:
		c.add("payload-removed", a, "carried %s", clip(old.WIT()))
	default:
		c.types(a, old, new)
	}
}

// tuples compares items, which have no names.
func (c *comparison) tuples(a at, old, new []*Type) {
	for i := range max(len(old), len(new)) {
		number := strconv.Itoa(i)
		switch {
		case i >= len(new):
			c.add("tuple-item-removed", a.onlyOld(number), "item %d: %s", i, clip(old[i].WIT()))
		case i >= len(old):
			c.add("tuple-item-added", a.onlyNew(number), "item %d: %s", i, clip(new[i].WIT()))
		default:
			c.types(a.both(number), old[i], new[i])
		}
	}
}

func (c *comparison) handles(a at, old, new *Type) {
	before, knownBefore := c.oldHandles[old.ResourceID]
	after, knownAfter := c.newHandles[new.ResourceID]
	switch {
	case knownBefore && knownAfter && before != after:
		c.add("handle-resource-changed", a, "handle of %s is one of %s", before, after)
	case !(knownBefore && knownAfter) && old.ResourceID != new.ResourceID:
		// A resource that is used in a second interface has a number of its own there, and
		// no function of a resource shows that number.
		c.add("resource-renumbered", a, "handle of resource number %d is one of number %d", old.ResourceID, new.ResourceID)
	}
	switch {
	case old.Borrowed && !new.Borrowed:
		c.add("handle-now-owned", a, "the handle was borrowed and is owned")
	case !old.Borrowed && new.Borrowed:
		c.add("handle-now-borrowed", a, "the handle was owned and is borrowed")
	}
}

// clip shortens the text of a type so that it fits into a line.
func clip(text string) string {
	const longest = 72
	if len(text) <= longest {
		return text
	}
	cut := longest
	for cut > 0 && text[cut]&0xC0 == 0x80 {
		cut--
	}
	return text[:cut] + "…"
}

// becomes returns a text about a type that became another one.
func becomes(old, new *Type) string {
	return fmt.Sprintf("%s is now %s", clip(old.WIT()), clip(new.WIT()))
}
