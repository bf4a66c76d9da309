package witpackage

import (
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/gen"
)

// listing lists what a WIT says, a line for each interface, resource, function and named type.
type listing struct {
	lines []string
	seen  map[*gen.WITType]bool
	bare  bool // without comments
}

// listAll returns the sorted lines of everything in a WIT. Bare lines have no comments.
func listAll(w *gen.WIT, bare bool) []string {
	l := &listing{seen: map[*gen.WITType]bool{}, bare: bare}
	for name, face := range w.Interfaces {
		name = strings.TrimPrefix(name+" ", " ")
		if name != "" {
			l.add("interface "+name, face.Doc)
		}
		for resource, r := range face.Resources {
			l.add(name+"resource "+resource, r.Doc)
		}
		for function, f := range face.Functions {
			l.add(name+function+"("+l.members(f.Parameters)+") -> ("+l.members(f.Results)+")", f.Doc)
		}
	}
	for _, warning := range w.Warnings {
		l.add("warning "+warning, "")
	}
	slices.Sort(l.lines)
	return slices.Compact(l.lines)
}

// add adds a line with the words of a comment: the forms of WIT keep different spaces.
func (l *listing) add(line, doc string) {
	l.lines = append(l.lines, strings.TrimSpace(line)+l.comment(doc))
}

func (l *listing) comment(doc string) string {
	if doc == "" || l.bare {
		return ""
	}
	return " // " + strings.Join(strings.Fields(doc), " ")
}

func (l *listing) members(list []gen.WITMember) string {
	var texts []string
	for _, m := range list {
		texts = append(texts, strings.TrimSpace(m.Name+" "+l.typ(m.Type))+l.comment(m.Doc))
	}
	return strings.Join(texts, ", ")
}

// typ returns the text of a type, and lists those with a name.
func (l *listing) typ(t *gen.WITType) string {
	if t == nil || t.Opaque || t.Name == "" {
		if t != nil {
			l.parts(t)
		}
		return typeText(t)
	}
	if !l.seen[t] {
		l.seen[t] = true
		l.add("type "+typeText(t)+" "+l.parts(t), t.Doc)
	}
	return typeText(t)
}

// parts returns the structure of a type.
func (l *listing) parts(t *gen.WITType) string {
	anonymous := *t
	anonymous.Name, anonymous.Owner = "", ""
	for _, item := range t.Items {
		l.typ(item)
	}
	text := typeText(&anonymous)
	if len(t.Members) > 0 {
		text += " {" + l.members(t.Members) + "}"
	}
	return text
}
