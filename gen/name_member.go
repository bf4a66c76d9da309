package gen

import (
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// memberMark stands between the Go name of a type and a member of it in the lock,
// which has those members that are not called what their own names make:
// "Delivery#kind" → "DeliveryKindCase".
const memberMark = "#"

// IsMemberPlace reports whether a place of Output.Names is one that Options.Names
// cannot name: that of a member, which is named after its type, or that of an
// interface which the component exported in an earlier version.
func IsMemberPlace(place string) bool { return strings.Contains(place, memberMark) }

// nameMembers names the fields, cases or flags of a type.
func (n *namer) nameMembers(e *entity) {
	if e.group == nil {
		return
	}
	t := e.group.named
	switch t.source.Kind {
	case metadata.KindRecord:
		n.nameFields(e, t)
	case metadata.KindTuple:
		for i := range t.members {
			t.members[i].goName = tupleField(i)
		}
	default:
		n.nameCases(e, t)
	}
}

// memberSpelling is the spelling of members. Those of a type that the lock has are
// spelled by the fixed table, unless the lock has them: it lists members that are
// spelled otherwise.
func (n *namer) memberSpelling(e *entity) spelling {
	if e.isFixed() {
		return n.survey.model.spelling
	}
	return n.spelling
}

// fieldMethods are methods of generated structs, which no field can be called.
var fieldMethods = []string{"MarshalJSON", "UnmarshalJSON", "String"}

func (n *namer) nameFields(e *entity, t *namedType) {
	fields := newNameScope("a method of every record", fieldMethods...)
	for i := range t.members {
		own := n.memberSpelling(e).exported(t.members[i].name)
		n.nameMember(e, &t.members[i], naming{
			in:         fields,
			candidates: []string{own, own + "Field", n.survey.model.spelling.distinct(t.members[i].name)},
			declares:   func(name string) []string { return []string{name} },
		})
	}
}

// nameCases names cases and flags: constants and structs of the package.
func (n *namer) nameCases(e *entity, t *namedType) {
	for i := range t.members {
		m := &t.members[i]
		own := n.memberSpelling(e).exported(m.name)
		candidates := []string{t.goName + own, t.goName + own + caseWord(t), t.goName + n.survey.model.spelling.distinct(m.name)}
		if isVariant(t.source.Kind) && looksLikeKind(own) {
			candidates = candidates[1:]
		}
		n.nameMember(e, m, naming{in: n.pkg, prefix: t.goName, candidates: candidates, declares: t.caseNames})
	}
}

// caseNames lists what is declared for a case of that name: of a variant, its
// struct and the constant of its kind.
func (t *namedType) caseNames(goName string) []string {
	if !isVariant(t.source.Kind) {
		return []string{goName}
	}
	return []string{goName, t.goName + "Kind" + goName[len(t.goName):]}
}

func caseWord(t *namedType) string {
	if t.source.Kind == metadata.KindFlags {
		return "Flag"
	}
	return "Case"
}

// looksLikeKind reports whether a case would be called like the type of the
// variant's kind or one of its constants: the case kind-small beside small.
func looksLikeKind(suffix string) bool {
	rest, ok := strings.CutPrefix(suffix, "Kind")
	return ok && (rest == "" || rest[0] < 'a' || rest[0] > 'z')
}

// naming is how a member is named.
type naming struct {
	in         *nameScope
	prefix     string   // what the name must start with
	candidates []string // best first
	declares   func(name string) []string
}

// nameMember takes the first name that is free; the one of earlier versions
// comes before all others.
func (n *namer) nameMember(e *entity, m *member, how naming) {
	label := "the member " + m.name + " of " + e.label()
	key := e.group.named.goName + memberMark + m.name
	for _, name := range append(n.lockedMember(key, how.prefix), how.candidates...) {
		if !how.in.take(label, how.declares(name)...) {
			continue
		}
		m.goName = name
		if name != how.prefix+n.survey.model.spelling.exported(m.name) { // by the fixed table
			n.names[key] = LockedName{Name: name}
		}
		return
	}
	m.goName = how.candidates[0]
	name, owner, _ := how.in.holder(how.declares(m.goName)...)
	n.problems.memberClash(e, m.name, name, owner)
}

// lockedMember is the name that a member had, if it is still of use.
func (n *namer) lockedMember(key, prefix string) []string {
	entry, ok := n.options.Locked[key]
	if ok && strings.HasPrefix(entry.Name, prefix) && len(entry.Name) > len(prefix) {
		return []string{entry.Name}
	}
	return nil
}

// PlaceName returns a name of a document as it stands in places: as it is, but for
// characters with a meaning there, which only names of agents can have.
func PlaceName(name string) string { return placeName(name) }
