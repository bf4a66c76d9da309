package metadata

import (
	"encoding/base64"
	"strconv"
)

// Canonical returns the text of a document for a repository. The same component always
// gives the same bytes, and a change of the component changes few lines. Decode reads the
// text as the same component.
//
// The text contains what a Component contains: id, name, version, kind, root package,
// exports, and the binary WIT, which has names and comments that nothing else has. It does
// not contain createdAt, componentSize, producers, memories and dynamicLinking, because
// they change with every build and server and have no meaning for callers; files,
// installedPlugins, accountId and projectId, because only the server uses them; env,
// because it may contain secrets; agentTypes, because it describes another way of calling;
// and nulls that only some servers write. Results are written as a list, the form that is
// possible for all of them.
//
// Keys are sorted and levels are indented by two spaces. An object without a list in it is
// one line, so a field or a parameter is one line of a diff. Functions exported by the
// world come first, and functions of a resource stand together. Otherwise the order is that
// of the document.
//
// The errors are those of Decode.
func Canonical(data []byte) ([]byte, error) {
	c, err := Decode(data)
	if err != nil {
		return nil, err
	}
	return c.Document(), nil
}

// Document returns the component's canonical document; see Canonical.
func (c *Component) Document() []byte {
	compact := c.appendCompact(nil)
	t, _ := parse(string(compact), new(findings))
	b := t.appendIndented(make([]byte, 0, 2*len(compact)), 0, "\n")
	return append(b, '\n')
}

// appendCompact writes the canonical document without white space.
func (c *Component) appendCompact(b []byte) []byte {
	b = appendString(append(b, `{"componentName":`...), c.Name)
	b = append(b, `,"componentType":"`...)
	b = append(b, c.Kind.String()...)
	b = append(b, `","metadata":{`...)
	if c.BinaryWIT != nil {
		b = append(b, `"binaryWit":"`...)
		b = base64.StdEncoding.AppendEncode(b, c.BinaryWIT)
		b = append(b, `",`...)
	}
	b = c.appendExports(append(b, `"exports":[`...))
	b = append(b, ']')
	if c.RootPackageName != "" {
		b = appendString(append(b, `,"rootPackageName":`...), c.RootPackageName)
	}
	if c.RootPackageVersion != "" {
		b = appendString(append(b, `,"rootPackageVersion":`...), c.RootPackageVersion)
	}
	b = appendString(append(b, `},"versionedComponentId":{"componentId":`...), c.ID)
	b = strconv.AppendUint(append(b, `,"version":`...), c.Version, 10)
	return append(b, `}}`...)
}

func (c *Component) appendExports(b []byte) []byte {
	comma := func(i int) {
		if i > 0 {
			b = append(b, ',')
		}
	}
	for i, f := range c.Functions {
		comma(i)
		b = appendFunction(b, f)
		b = append(b, `,"type":"Function"}`...)
	}
	omitted := c.omitted("")
	for i, o := range omitted {
		comma(i + len(c.Functions))
		b = append(b, o.JSON...)
	}
	for i, face := range c.Interfaces {
		comma(i + len(c.Functions) + len(omitted))
		b = append(b, `{"functions":[`...)
		n := 0
		face.each(func(f *Function) {
			comma(n)
			b = append(appendFunction(b, f), '}')
			n++
		})
		for _, o := range c.omitted(face.Name) {
			comma(n)
			b = append(b, o.JSON...)
			n++
		}
		b = appendString(append(b, `],"name":`...), face.Name)
		b = append(b, `,"type":"Instance"}`...)
	}
	return b
}

// appendFunction appends a function without its closing brace.
func appendFunction(b []byte, f *Function) []byte {
	b = appendString(append(b, `{"name":`...), f.Name)
	b = append(b, `,"parameters":[`...)
	for i, p := range f.Parameters {
		b = appendNamed(b, i, p.Name, p.Type, true)
	}
	b = append(b, `],"results":[`...)
	for i, r := range f.Results {
		if r.Name != "" {
			b = appendNamed(b, i, r.Name, r.Type, true)
			continue
		}
		b = r.Type.appendJSON(append(b, `{"typ":`...), true)
		b = append(b, '}')
	}
	return append(b, ']')
}

// appendIndented appends node i. newline is a line end and the indentation of the node.
func (t *tree) appendIndented(b []byte, i int, newline string) []byte {
	if b, ok := t.appendLeaf(b, i); ok {
		return b
	}
	brackets, step := t.brackets(i)
	between, inner := ",", newline+"  "
	end := t.end(i)
	if t.oneLine(i) {
		between, inner, newline = ", ", "", ""
	}
	b = append(b, brackets[0])
	for child := i + 1; child < end; child = t.end(child + step) {
		if child > i+1 {
			b = append(b, between...)
		}
		b = append(b, inner...)
		if step == 1 {
			b = append(appendString(b, t.text(child)), ": "...)
		}
		b = t.appendIndented(b, child+step, inner)
	}
	b = append(b, newline...)
	return append(b, brackets[1])
}

// appendLeaf appends node i unless it is an array or an object, and reports whether it did.
func (t *tree) appendLeaf(b []byte, i int) ([]byte, bool) {
	switch k := t.nodes[i].kind; k {
	case jsonString:
		return appendString(b, t.text(i)), true
	case jsonNumber:
		return append(b, t.text(i)...), true
	case jsonNull, jsonTrue, jsonFalse:
		return append(b, k.String()...), true
	}
	return b, false
}

// brackets returns the brackets of node i, an array or an object, and the distance from a
// child to its value. In an object, the child is the key.
func (t *tree) brackets(i int) (brackets string, step int) {
	if t.nodes[i].kind == jsonObject {
		return "{}", 1
	}
	return "[]", 0
}

// oneLine reports whether a node contains no list except empty ones.
func (t *tree) oneLine(i int) bool {
	for k, end := i, t.end(i); k < end; k++ {
		if t.nodes[k].kind == jsonArray && t.end(k) > k+1 {
			return false
		}
	}
	return true
}
