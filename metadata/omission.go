package metadata

import (
	"slices"
	"strings"
)

// Omission is an exported function that cannot be called over the servers' HTTP API.
// Functions and Interface.Functions do not contain it, but Document keeps it.
type Omission struct {
	Interface string // Name of the interface, "" for a function of the world
	Function  string // as in the document: "[async method]ledger.watch"
	Reason    string // "it uses a stream, which Golem's HTTP API cannot carry"
	JSON      string // the function's object in the document
}

// String returns the function and the reason: "acme:shop/cart.{watch} is left out: it uses
// a stream, which Golem's HTTP API cannot carry".
func (o Omission) String() string {
	place := o.Function
	if o.Interface != "" {
		place = o.Interface + ".{" + o.Function + "}"
	}
	return place + " is left out: " + o.Reason
}

// unsupportedKinds are the kinds of types of the component model that have no JSON values,
// by their tags in lower case.
var unsupportedKinds = map[string]string{
	"stream":       "a stream",
	"future":       "a future",
	"map":          "a map",
	"errorcontext": "an error context",
}

// leaveOut records why the function being read cannot be called.
func (d *decoder) leaveOut(reason string) {
	if d.leftOut == "" {
		d.leftOut = reason
	}
}

// unsupportedType reports whether the tag stands for a type that no call can carry. If so,
// it leaves out the function being read.
func (d *decoder) unsupportedType(tag string) bool {
	what, ok := unsupportedKinds[strings.ToLower(tag)]
	if ok {
		d.leaveOut("it uses " + what + ", which Golem's HTTP API cannot carry")
	}
	return ok
}

// synchronous returns the name of an async function without its mark: "[method]r.m" for
// "[async method]r.m". It returns other names unchanged.
func (d *decoder) synchronous(name string) string {
	rest, ok := strings.CutPrefix(name, "[async")
	switch {
	case !ok:
		return name
	case strings.HasPrefix(rest, "]"):
		rest = rest[1:]
	case strings.HasPrefix(rest, " "):
		rest = "[" + rest[1:]
	default:
		return name
	}
	d.leaveOut("it is an async function, which Golem's HTTP API cannot call")
	return rest
}

// exported reads a function of an interface, or of the world for "", and reports whether
// it can be called. It records an omission if not.
func (d *decoder) exported(c *Component, face string, at int) (*Function, bool) {
	d.leftOut = ""
	f := d.function(at)
	if d.leftOut == "" {
		return f, true
	}
	name := f.Name
	if i := d.tree.find(at, "name"); name != "" {
		name = d.text(d.tree.text(i))
	}
	c.Omitted = append(c.Omitted, Omission{face, name, d.leftOut, string(d.tree.appendCompact(nil, at))})
	return f, false
}

// omitted returns the omitted functions of an interface, or of the world for "".
func (c *Component) omitted(face string) []Omission {
	return slices.DeleteFunc(slices.Clone(c.Omitted), func(o Omission) bool { return o.Interface != face })
}

// appendCompact writes node i without white space.
func (t *tree) appendCompact(b []byte, i int) []byte {
	if b, ok := t.appendLeaf(b, i); ok {
		return b
	}
	brackets, step := t.brackets(i)
	b = append(b, brackets[0])
	for child, end := i+1, t.end(i); child < end; child = t.end(child + step) {
		if child > i+1 {
			b = append(b, ',')
		}
		if step == 1 {
			b = append(appendString(b, t.text(child)), ':')
		}
		b = t.appendCompact(b, child+step)
	}
	return append(b, brackets[1])
}
