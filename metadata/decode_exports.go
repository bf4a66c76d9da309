package metadata

import "fmt"

func (d *decoder) exports(c *Component, exports int) {
	metadata := d.tree.find(0, "metadata")
	if agents := d.tree.find(metadata, "agentTypes"); d.tree.count(exports) == 0 && agents >= 0 && d.tree.count(agents) > 0 {
		d.problem(exports, "the component exports agents but no functions", "give a component that exports functions")
		return
	}
	taken := make(names)
	d.items(exports, func(i int) {
		if !d.is(i, jsonObject) {
			return
		}
		tag, ok := d.part(i, "type", jsonString)
		if !ok {
			return
		}
		switch s := d.tree.text(tag); s {
		case "Function":
			f, ok := d.exported(c, "", i)
			d.unique(taken, i, "export", f.Name)
			if !ok {
				return
			}
			if f.Kind != Freestanding {
				d.problem(i, "a function of a resource is exported outside an interface", "export the resource in an interface")
			}
			c.Functions = append(c.Functions, f)
		case "Instance":
			face := d.instance(c, i)
			d.unique(taken, i, "export", face.Name)
			c.Interfaces = append(c.Interfaces, face)
		default:
			d.problem(tag, fmt.Sprintf("unknown kind of export %s", quote(s)), "expected Function or Instance; try a newer golem-gen")
		}
	})
}

func (d *decoder) instance(c *Component, at int) *Interface {
	face := new(Interface)
	if i, ok := d.part(at, "name", jsonString); ok {
		face.Name = d.text(d.tree.text(i))
		if fault := face.splitInterface(); fault != "" {
			d.problem(i, nameProblem("interface", face.Name, fault), fixInterface)
		}
	}
	if functions, ok := d.part(at, "functions", jsonArray); ok {
		d.interfaceFunctions(c, face, functions)
	}
	return face
}

// IsID reports whether s is the id of a component or project: a UUID in its usual
// form of 36 characters, in lower or upper case.
func IsID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if dash := i == 8 || i == 13 || i == 18 || i == 23; dash != (c == '-') {
			return false
		}
		if c != '-' && !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'f') {
			return false
		}
	}
	return true
}
