package metadata

import "fmt"

// schema reads the schema under a key. what names its elements in messages. If the kind of
// the schema is unknown, schema leaves out the part being read.
func (d *agentDecoder) schema(object int, key, what string) DataSchema {
	var s DataSchema
	at, ok := d.part(object, key, jsonObject)
	if !ok {
		return s
	}
	tag, ok := d.part(at, "type", jsonString)
	if !ok {
		return s
	}
	switch kind := d.tree.text(tag); kind {
	case "Tuple":
	case "Multimodal":
		s.Kind = SchemaMultimodal
		what = "alternative"
	default:
		d.leaveOut(fmt.Sprintf("it uses a schema of kind %s, which this golem-gen does not know", quote(kind)))
		return s
	}
	taken := make(names)
	d.array(at, "elements", func(array int) {
		d.items(array, func(i int) {
			if !d.is(i, jsonObject) {
				return
			}
			e := Element{Name: d.name(i, what)}
			d.unique(taken, i, what, e.Name)
			d.element(&e, i)
			s.Elements = append(s.Elements, e)
		})
	})
	return s
}

// element reads {"name":…,"schema":{"type":…}}, except the name.
func (d *agentDecoder) element(e *Element, at int) {
	schema, ok := d.part(at, "schema", jsonObject)
	if !ok {
		return
	}
	tag, ok := d.part(schema, "type", jsonString)
	if !ok {
		return
	}
	switch kind := d.tree.text(tag); kind {
	case "ComponentModel":
		e.Type = d.requiredType(schema, "elementType", 0)
	case "UnstructuredText":
		e.Kind = UnstructuredText
		e.Languages = d.restrictions(schema, "languageCode")
	case "UnstructuredBinary":
		e.Kind = UnstructuredBinary
		e.MimeTypes = d.restrictions(schema, "mimeType")
	default:
		d.leaveOut(fmt.Sprintf("it uses an element of kind %s, which this golem-gen does not know", quote(kind)))
	}
}

// restrictions reads [{"languageCode":"en"},…]. It returns nil if there are no
// restrictions, and an empty list if nothing is allowed.
func (d *agentDecoder) restrictions(schema int, key string) []string {
	array, ok := d.optional(schema, "restrictions", jsonArray)
	if !ok {
		return nil
	}
	list := []string{}
	taken := make(names)
	d.items(array, func(i int) {
		if !d.is(i, jsonObject) {
			return
		}
		if i, ok := d.part(i, key, jsonString); ok {
			s := d.text(d.tree.text(i))
			if fault := restrictionFault(s); fault != "" {
				d.problem(i, nameProblem("restriction", s, fault), fixSource)
			}
			d.unique(taken, i, "restriction", s)
			list = append(list, s)
		}
	})
	return list
}
