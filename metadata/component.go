package metadata

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// resource returns the name of the resource that the function belongs to, "" for a freestanding one.
func (f *Function) resource() string {
	if f.Kind == Freestanding {
		return ""
	}
	_, rest, _ := strings.Cut(f.Name, "]")
	name, _, _ := strings.Cut(rest, ".")
	return name
}

// FunctionName returns the function parameter of an invocation's URL:
// "acme:shop/cart@1.4.0.{add-item}", "acme:shop/inventory@1.4.0.{ledger.new}", or the bare
// name of a function that the world exports (i is nil).
func (c *Component) FunctionName(i *Interface, f *Function) string {
	if i == nil {
		return f.Name
	}
	return i.Name + ".{" + f.CallName() + "}"
}

// CallName returns the function's name in a call, without its interface:
// "add-item", "ledger.new", "ledger.receive", "[static]ledger.merge".
func (f *Function) CallName() string {
	switch f.Kind {
	case Freestanding, Static:
		// Servers from 1.1.17 on look up a static function by this exact name if it is
		// called without types. The short name would be that of a method. Older servers
		// accept both.
		return f.Name
	default:
		return f.resource() + "." + f.LocalName
	}
}

// Resource returns the resource whose handles have the number, and its interface. It
// returns nil if no function of a resource shows the number.
func (c *Component) Resource(id uint64) (*Interface, *Resource) {
	for _, i := range c.Interfaces {
		for _, r := range i.Resources {
			if r.HasID && r.ID == id {
				return i, r
			}
		}
	}
	return nil, nil
}

// Hash returns "sha256:" and 64 hexadecimal digits over the component's interface: the
// exports with their parameters, results and types. If two documents have the same hash,
// calls made for one are valid for the other. The hash does not depend on the component's
// id, name, version and kind, the order of exports, the types' own names and the form in
// which a server writes its documents.
func (c *Component) Hash() string {
	var lines []string
	var line []byte
	add := func(i *Interface, f *Function) {
		line = appendSignature(append(line[:0], c.FunctionName(i, f)...), f)
		lines = append(lines, string(line))
	}
	for _, f := range c.Functions {
		add(nil, f)
	}
	for _, i := range c.Interfaces {
		lines = append(lines, i.Name)
		i.each(func(f *Function) { add(i, f) })
	}
	slices.Sort(lines)
	hash := sha256.New() // its Write never fails
	for n, text := range lines {
		line = line[:0]
		if n > 0 {
			line = append(line, '\n')
		}
		_, _ = hash.Write(append(line, text...))
	}
	return "sha256:" + hex.EncodeToString(hash.Sum(nil))
}

// each calls f with every function of the interface: freestanding ones, then
// resource by resource.
func (i *Interface) each(f func(*Function)) {
	for _, fn := range i.Functions {
		f(fn)
	}
	for _, r := range i.Resources {
		if r.Constructor != nil {
			f(r.Constructor)
		}
		for _, fn := range r.Methods {
			f(fn)
		}
		for _, fn := range r.Statics {
			f(fn)
		}
		if r.Drop != nil {
			f(r.Drop)
		}
	}
}

// appendSignature appends a function without its place: kind, parameters, results.
func appendSignature(b []byte, f *Function) []byte {
	b = append(b, ' ', '0'+byte(f.Kind), ' ', '[')
	for i, p := range f.Parameters {
		b = appendNamed(b, i, p.Name, p.Type, false)
	}
	b = append(b, "] ["...)
	for i, r := range f.Results {
		b = appendNamed(b, i, r.Name, r.Type, false)
	}
	return append(b, ']')
}
