package metadata

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// Decode decodes the metadata document of a component version, as servers from 1.0 on send
// it. Keys may be in any order; unknown keys are ignored. The error is a *DocumentError that
// lists every problem of the document.
func Decode(data []byte) (*Component, error) {
	t, found, err := parseDocument(data, wantComponent)
	if err != nil {
		return nil, err
	}
	if err := recogniseTree(t, wantComponent); err != nil {
		return nil, err
	}
	return decodeComponent(t, found)
}

// parseDocument parses a document that must be JSON. Problems of its names and values are
// in the findings, to which a decoder adds.
func parseDocument(data []byte, want wanted) (*tree, *findings, error) {
	if err := recogniseBytes(data, want); err != nil {
		return nil, nil, err
	}
	found := new(findings)
	src := string(data)
	if bom := "\uFEFF"; strings.HasPrefix(src, bom) {
		src = src[len(bom):]
	}
	t, ok := parse(src, found)
	if !ok {
		return nil, nil, found.err(t)
	}
	return t, found, nil
}

func decodeComponent(t *tree, found *findings) (*Component, error) {
	d := decoder{tree: t, found: found, texts: make(map[string]string), spelling: witSpelling}
	c := d.component()
	if err := found.err(t); err != nil {
		return nil, err
	}
	return c, nil
}

// decoder converts a JSON tree to the model. Its methods record problems and go on. What they
// return after a problem is not used.
type decoder struct {
	tree  *tree
	found *findings
	texts map[string]string // every text of the model, once
	*spelling
	basics [KindRecord]*Type

	// leftOut is why the function or method being read cannot be called, "" if it can.
	leftOut string
}

const fixFetch = "fetch the document again with golem-gen fetch"

// problem records a problem of a node.
func (d *decoder) problem(at int, what, fix string) {
	d.found.add(at, int(d.tree.nodes[at].pos), what, fix)
}

// text returns a copy of s that does not keep the whole document in memory.
func (d *decoder) text(s string) string {
	if kept, ok := d.texts[s]; ok {
		return kept
	}
	s = strings.Clone(s)
	d.texts[s] = s
	return s
}

// part returns the value of a required key, which must be of the kind.
func (d *decoder) part(object int, key string, kind jsonKind) (int, bool) {
	i := d.tree.find(object, key)
	if i < 0 {
		d.problem(object, fmt.Sprintf("%q is missing", key), fixFetch)
		return 0, false
	}
	return i, d.is(i, kind)
}

// optional returns the value of a key that may be missing or null.
func (d *decoder) optional(object int, key string, kind jsonKind) (int, bool) {
	i := d.tree.find(object, key)
	if i < 0 || d.tree.nodes[i].kind == jsonNull {
		return 0, false
	}
	return i, d.is(i, kind)
}

// is checks the kind of a node.
func (d *decoder) is(i int, kind jsonKind) bool {
	got := d.tree.nodes[i].kind
	if got == kind {
		return true
	}
	d.problem(i, fmt.Sprintf("expected %s, found %s", kind, got), fixFetch)
	return false
}

// items calls f with each item of an array.
func (d *decoder) items(array int, f func(i int)) {
	for i, end := array+1, d.tree.end(array); i < end; i = d.tree.end(i) {
		f(i)
	}
}

// name reads the name of an object. It is "" after a problem.
func (d *decoder) name(object int, what string) string {
	i, ok := d.part(object, "name", jsonString)
	if !ok {
		return ""
	}
	return d.label(i, what)
}

// label reads a string node that must be a name.
func (d *decoder) label(i int, what string) string {
	s := d.tree.text(i)
	if fault := d.nameFault(s); fault != "" {
		d.problem(i, nameProblem(what, s, fault), d.nameFix)
		return ""
	}
	return d.text(s)
}

func nameProblem(what, name, fault string) string {
	if name == "" {
		return "the name of the " + what + " is empty"
	}
	return fmt.Sprintf("the %s %s %s", what, quote(name), fault)
}

// names is the set of names in one scope.
type names map[string]struct{}

// unique records a problem if a name is taken already. Empty names have been reported
// before.
func (d *decoder) unique(taken names, at int, what, name string) {
	if name == "" {
		return
	}
	if _, ok := taken[name]; ok {
		d.problem(at, fmt.Sprintf("duplicate %s %s", what, quote(name)), fixFetch)
	}
	taken[name] = struct{}{}
}

func (d *decoder) component() *Component {
	c := new(Component)
	d.identity(c)
	if i, ok := d.part(0, "componentName", jsonString); ok {
		c.Name = d.text(d.tree.text(i))
		if fault := componentNameFault(c.Name); fault != "" {
			d.problem(i, nameProblem("component", c.Name, fault), "rename the component on the server")
		}
	}
	if i, ok := d.optional(0, "componentType", jsonString); ok {
		d.componentKind(c, i)
	}
	if i, ok := d.part(0, "metadata", jsonObject); ok {
		d.rootPackage(c, i)
		d.binaryWIT(c, i)
		if exports, ok := d.part(i, "exports", jsonArray); ok {
			d.exports(c, exports)
		}
	}
	return c
}

// identity reads id and version: {"versionedComponentId":{"componentId":…,"version":…}}, or
// "id" and "revision" of the component itself from 1.4 on.
func (d *decoder) identity(c *Component) {
	if d.tree.find(0, "versionedComponentId") < 0 && d.tree.has(0, "revision") {
		d.versionedID(c, 0, "id", "revision")
		return
	}
	if id, ok := d.part(0, "versionedComponentId", jsonObject); ok {
		d.versionedID(c, id, "componentId", "version")
	}
}

func (d *decoder) versionedID(c *Component, object int, id, version string) {
	if i, ok := d.part(object, id, jsonString); ok {
		c.ID = d.id(i, "component")
	}
	if i, ok := d.part(object, version, jsonNumber); ok {
		c.Version = d.uint(i, "the component version")
	}
}

// id reads a string node that must be a UUID.
func (d *decoder) id(i int, what string) string {
	id := d.text(d.tree.text(i))
	if !IsID(id) {
		d.problem(i, fmt.Sprintf("the %s id %s is not a UUID", what, quote(id)), fixFetch)
	}
	return id
}

func (d *decoder) uint(i int, what string) uint64 {
	n, ok := parseUint(d.tree.text(i))
	if !ok {
		d.problem(i, fmt.Sprintf("%s is not an integer from 0 to 2^64-1", what), fixFetch)
	}
	return n
}

func (d *decoder) componentKind(c *Component, i int) {
	switch s := d.tree.text(i); s {
	case "Durable":
	case "Ephemeral":
		c.Kind = Ephemeral
	default:
		d.problem(i, fmt.Sprintf("unknown component type %s", quote(s)), "expected Durable or Ephemeral")
	}
}

func (d *decoder) rootPackage(c *Component, metadata int) {
	if i, ok := d.optional(metadata, "rootPackageName", jsonString); ok {
		c.RootPackageName = d.text(d.tree.text(i))
		if _, _, fault := splitPackage(c.RootPackageName); fault != "" {
			d.problem(i, nameProblem("package", c.RootPackageName, fault), "use a name like acme:shop")
		}
	}
	if i, ok := d.optional(metadata, "rootPackageVersion", jsonString); ok {
		c.RootPackageVersion = d.text(d.tree.text(i))
		if fault := versionFault(c.RootPackageVersion); fault != "" {
			d.problem(i, fmt.Sprintf("the package version %s %s", quote(c.RootPackageVersion), fault), fixFetch)
		}
	}
}

func (d *decoder) binaryWIT(c *Component, metadata int) {
	i, ok := d.optional(metadata, "binaryWit", jsonString)
	if !ok || d.tree.text(i) == "" {
		return
	}
	wit, err := base64.StdEncoding.Strict().DecodeString(d.tree.text(i))
	if err != nil {
		d.problem(i, "the binary WIT is not base64", fixFetch)
	}
	c.BinaryWIT = wit
}
