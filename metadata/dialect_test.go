package metadata

import "pgregory.net/rapid"

// dialect is the form in which a version of the server writes documents.
type dialect struct {
	label     string
	kind      bool // componentType
	wit       bool // binaryWit, rootPackage…
	names     bool // name and owner of types
	single    bool // "result" instead of "results"
	omitNulls bool // absent parts are missing keys, not null
	revision  bool // "id" and "revision" instead of "versionedComponentId"
}

var dialects = []dialect{
	{label: "1.0", omitNulls: true},
	{label: "1.1", kind: true},
	{label: "1.2.0", kind: true},
	{label: "1.2.5", kind: true, wit: true},
	{label: "1.3", kind: true, wit: true, names: true, single: true},
	{label: "1.4", wit: true, names: true, single: true, revision: true},
}

// write returns the component's document in a dialect. Objects have their keys in random order.
func (d dialect) write(t *rapid.T, c *Component) string {
	var exports []any
	for _, f := range c.Functions {
		exports = append(exports, append(d.function(f), member{"type", "Function"}))
	}
	for _, i := range c.Interfaces {
		functions := []any{}
		i.each(func(f *Function) { functions = append(functions, d.function(f)) })
		exports = append(exports, object{{"type", "Instance"}, {"name", i.Name}, {"functions", functions}})
	}
	metadata := object{{"exports", exports}, {"producers", []any{object{{"fields", []any{}}}}}, {"memories", []any{}}}
	if d.wit {
		metadata = append(metadata, d.optional("rootPackageName", c.RootPackageName), d.optional("rootPackageVersion", c.RootPackageVersion), member{"binaryWit", c.BinaryWIT})
	}
	doc := object{{"componentName", c.Name}, {"componentSize", 3.5}, {"createdAt", "2024-12-03T12:34:56Z"}, {"metadata", metadata}, {"unknown", []any{nil, true, object{}}}}
	if d.revision {
		doc = append(doc, member{"id", c.ID}, member{"revision", c.Version}, member{"hash", "ab"})
	} else {
		doc = append(doc, member{"versionedComponentId", object{{"componentId", c.ID}, {"version", c.Version}}})
	}
	if d.kind {
		doc = append(doc, member{"componentType", c.Kind.String()})
	}
	w := writer{t: t, space: rapid.SampledFrom([]string{"", " ", "\n\t", "\r\n  "}).Draw(t, "space")}
	w.value(doc)
	return w.String()
}

func (d dialect) optional(key, value string) member {
	if value == "" {
		return member{key, nil}
	}
	return member{key, value}
}

func (d dialect) function(f *Function) object {
	parameters, results := []any{}, []any{}
	for _, p := range f.Parameters {
		parameters = append(parameters, object{{"name", p.Name}, {"typ", d.typ(p.Type)}})
	}
	for _, r := range f.Results {
		result := object{{"typ", d.typ(r.Type)}}
		if !d.single {
			result = append(result, d.optional("name", r.Name))
		}
		results = append(results, result)
	}
	o := object{{"name", f.Name}, {"parameters", parameters}}
	switch {
	case !d.single:
		return append(o, member{"results", results})
	case len(results) > 0:
		return append(o, member{"result", results[0]})
	}
	return append(o, member{"result", nil})
}

func (d dialect) typ(t *Type) any {
	if t == nil {
		return nil
	}
	o := object{{"type", t.Kind.String()}}
	if d.names && t.Kind >= KindRecord {
		o = append(o, d.optional("name", t.Name), d.optional("owner", t.Owner))
	}
	maybe := func(to object, key string, t *Type) object {
		if t == nil && d.omitNulls {
			return to
		}
		return append(to, member{key, d.typ(t)})
	}
	list := []any{}
	switch t.Kind {
	case KindRecord:
		for _, f := range t.Fields {
			list = append(list, object{{"name", f.Name}, {"typ", d.typ(f.Type)}})
		}
		return append(o, member{"fields", list})
	case KindVariant:
		for _, c := range t.Cases {
			list = append(list, maybe(object{{"name", c.Name}}, "typ", c.Type))
		}
		return append(o, member{"cases", list})
	case KindEnum, KindFlags:
		for _, name := range t.Names {
			list = append(list, name)
		}
		key := "cases"
		if t.Kind == KindFlags {
			key = "names"
		}
		return append(o, member{key, list})
	case KindTuple:
		for _, item := range t.Items {
			list = append(list, d.typ(item))
		}
		return append(o, member{"items", list})
	case KindList, KindOption:
		return append(o, member{"inner", d.typ(t.Inner)})
	case KindResult:
		return maybe(maybe(o, "ok", t.Ok), "err", t.Err)
	case KindHandle:
		mode := "Owned"
		if t.Borrowed {
			mode = "Borrowed"
		}
		return append(o, member{"mode", mode}, member{"resource_id", t.ResourceID})
	}
	return o
}
