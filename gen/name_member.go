package gen

import (
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// memberMark separates the Go name of a type from a member in the lock. The lock contains
// members whose Go names differ from what their own names make: "Delivery#kind" →
// "DeliveryKindCase".
const memberMark = "#"

// IsMemberPlace reports whether a place of Output.Names cannot be used in Options.Names: the
// place of a member, which is named after its type, or the place of an interface in an earlier
// version.
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

// memberSpelling returns the spelling of members. Members of a type in the lock are spelled by
// the fixed table, unless the lock lists them with another spelling.
func (n *namer) memberSpelling(e *entity) spelling {
	if e.isFixed() {
		return n.survey.model.spelling
	}
	return n.spelling
}

// fieldMethods are methods of generated structs. Fields cannot have these names.
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

// nameCases names cases and flags. They are constants and structs of the package.
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

// caseNames returns the declarations for a case with a name. A case of a variant has a struct
// and a constant.
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

// looksLikeKind reports whether a case would have the name of the type of the variant's kind or
// of one of its constants, like the case kind-small beside small.
func looksLikeKind(suffix string) bool {
	rest, ok := strings.CutPrefix(suffix, "Kind")
	return ok && (rest == "" || rest[0] < 'a' || rest[0] > 'z')
}

// naming describes how a member is named.
type naming struct {
	in         *nameScope
	prefix     string   // what the name must start with
	candidates []string // best first
	declares   func(name string) []string
}

// nameMember takes the first free name. The name in earlier versions comes first.
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

// lockedMember returns the name that a member had, if it can still be used.
func (n *namer) lockedMember(key, prefix string) []string {
	entry, ok := n.options.Locked[key]
	if ok && strings.HasPrefix(entry.Name, prefix) && len(entry.Name) > len(prefix) {
		return []string{entry.Name}
	}
	return nil
}

// PlaceName returns a name of a document in the form of places. It escapes characters with a
// meaning in places. Only names of agents contain such characters.
func PlaceName(name string) string { return placeName(name) }
