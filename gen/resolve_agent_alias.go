package gen

import "github.com/golem-gen/golem-gen/metadata"

// Documents of agents write one type with its name and without it, and with its owner and
// without it. Owners therefore do not count, and an anonymous type is the one that has its
// structure and a name, if the document has one such name only.

// findAliases finds the names of anonymous types.
func (s *survey) findAliases() {
	s.aliases = map[int]string{}
	ambiguous := map[int]bool{}
	note := func(structure int, name string) {
		if known, ok := s.aliases[structure]; ok && known != name {
			ambiguous[structure] = true
		}
		s.aliases[structure] = name
	}
	for _, sc := range s.model.scopes {
		for t := range agentTypes(sc.agent.source) {
			s.eachName(t, note)
		}
	}
	for structure := range ambiguous {
		delete(s.aliases, structure)
	}
}

// eachName calls note with the structure and the name of each type with a name of its own.
// It returns the structure of the type itself.
func (s *survey) eachName(t *metadata.Type, note func(structure int, name string)) int {
	if t == nil {
		return -1
	}
	parts := partsOf(t)
	numbers := make([]int, len(parts))
	for i, part := range parts {
		numbers[i] = s.eachName(part, note)
	}
	structure := s.structures.number(structured{t, numbers, ""})
	if needsName(t) && t.Name != "" {
		note(structure, t.Name)
	}
	return structure
}

// alias is the name of a node's type, "" if it has none.
func (s *survey) alias(n *node) string {
	if n.source.Name != "" {
		return n.source.Name
	}
	return s.aliases[n.structure]
}

// agentTypes lists the types of what an agent's constructor, methods and configuration
// take and return.
func agentTypes(a *metadata.AgentType) func(yield func(*metadata.Type) bool) {
	return func(yield func(*metadata.Type) bool) {
		schemas := []metadata.DataSchema{a.Constructor.Input}
		for _, m := range a.Methods {
			schemas = append(schemas, m.Input, m.Output)
		}
		for _, schema := range schemas {
			for _, e := range schema.Elements {
				if e.Type != nil && !yield(e.Type) {
					return
				}
			}
		}
		for _, c := range a.Config {
			if !yield(c.Type) {
				return
			}
		}
	}
}
