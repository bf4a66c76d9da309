package metadata

// Equal reports whether two types have the same structure: the same kinds, the same names
// of fields, cases and flags in the same order, and the same resources. The types' own Name
// and Owner do not matter. Nil, a side without a type, equals only nil.
func (t *Type) Equal(o *Type) bool {
	if t == o {
		return true
	}
	if t == nil || o == nil || t.Kind != o.Kind {
		return false
	}
	if len(t.Fields) != len(o.Fields) || len(t.Cases) != len(o.Cases) || len(t.Names) != len(o.Names) || len(t.Items) != len(o.Items) {
		return false
	}
	for i, f := range t.Fields {
		if f.Name != o.Fields[i].Name || !f.Type.Equal(o.Fields[i].Type) {
			return false
		}
	}
	for i, c := range t.Cases {
		if c.Name != o.Cases[i].Name || !c.Type.Equal(o.Cases[i].Type) {
			return false
		}
	}
	for i, name := range t.Names {
		if name != o.Names[i] {
			return false
		}
	}
	for i, item := range t.Items {
		if !item.Equal(o.Items[i]) {
			return false
		}
	}
	return t.ResourceID == o.ResourceID && t.Borrowed == o.Borrowed &&
		t.Inner.Equal(o.Inner) && t.Ok.Equal(o.Ok) && t.Err.Equal(o.Err)
}
