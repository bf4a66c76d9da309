package gen

import "github.com/golem-gen/golem-gen/metadata"

// enumCodecs says which codecs of an enum a client needs.
type enumCodecs struct{ append, decode bool }

// enumUse has the codecs that the calls of a client and the codecs of its other types need. Enums
// alone need not have both, because their text methods use neither. Types with JSON methods use
// both codecs of their parts.
type enumUse struct {
	codecs map[*namedType]enumCodecs
	seen   map[*namedType]bool
}

func findEnumUse(m *model) *enumUse {
	u := &enumUse{codecs: map[*namedType]enumCodecs{}, seen: map[*namedType]bool{}}
	for _, s := range m.scopes {
		for _, fn := range s.withTypes() {
			sent := enumCodecs{append: s.agent == nil || fn != s.agent.reveal}
			for _, p := range fn.parameters {
				u.visit(p.typ, sent)
			}
			for _, r := range fn.results {
				u.visit(r.typ, enumCodecs{decode: true})
			}
		}
	}
	return u
}

// visit adds the codecs that a use of a type needs.
func (u *enumUse) visit(t *goType, needed enumCodecs) {
	switch {
	case t == nil:
	case t.named == nil:
		for _, item := range t.items {
			u.visit(item, needed)
		}
	case t.source.Kind == metadata.KindEnum:
		known := u.codecs[t.named]
		u.codecs[t.named] = enumCodecs{known.append || needed.append, known.decode || needed.decode}
	case !u.seen[t.named]:
		u.seen[t.named] = true
		for i := range t.named.members {
			u.visit(t.named.members[i].typ, enumCodecs{append: true, decode: true})
		}
	}
}
