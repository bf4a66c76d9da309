package metadata

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// Hash returns "sha256:" and 64 hexadecimal digits over the interface of the agent types:
// their names, modes, constructors, methods and configuration. It does not depend on ids,
// revisions, application and environment, descriptions, the types' own names, and the name
// of a result that is the only one.
func (d *Deployment) Hash() string {
	lines := make([]string, 0, len(d.AgentTypes))
	for _, a := range d.AgentTypes {
		lines = append(lines, string(a.appendInterface(nil)))
	}
	slices.Sort(lines)
	hash := sha256.New() // its Write never fails
	for _, line := range lines {
		_, _ = hash.Write(append([]byte(line), '\n'))
	}
	return "sha256:" + hex.EncodeToString(hash.Sum(nil))
}

// appendInterface appends everything that calls of the agent type depend on.
func (a *AgentType) appendInterface(b []byte) []byte {
	b = appendString(b, a.Name)
	b = append(append(b, ' '), a.Mode.String()...)
	b = a.Constructor.Input.appendInterface(append(b, ' '))
	for _, m := range a.Methods {
		b = appendString(append(b, ' '), m.Name)
		b = m.Input.appendInterface(b)
		b = m.Output.appendResults(b)
	}
	for _, c := range a.Config {
		b = append(append(b, ' '), c.Source.String()...)
		b = c.Type.AppendJSON(appendStrings(b, c.Path))
	}
	return b
}

// appendResults writes the results of a method.
func (s DataSchema) appendResults(b []byte) []byte {
	if s.Kind == SchemaTuple && len(s.Elements) == 1 {
		e := s.Elements[0]
		e.Name = ""
		s.Elements = []Element{e}
	}
	return s.appendInterface(b)
}

// appendInterface appends the schema, with the names of parameters. Servers do not use
// them, but only they show that parameters of one type have changed places.
func (s DataSchema) appendInterface(b []byte) []byte {
	b = append(append(b, s.Kind.String()...), '(')
	for _, e := range s.Elements {
		b = appendString(b, e.Name)
		b = append(b, e.Kind.String()...)
		switch {
		case e.Kind == ComponentModel:
			b = e.Type.AppendJSON(b)
		case e.Languages != nil:
			b = appendStrings(b, slices.Sorted(slices.Values(e.Languages)))
		case e.MimeTypes != nil:
			b = appendStrings(b, slices.Sorted(slices.Values(e.MimeTypes)))
		}
		b = append(b, ',')
	}
	return append(b, ')')
}
