package gen

import (
	"fmt"
	"go/token"
	"strconv"
	"strings"
)

// NameProblem is a name that cannot be given.
type NameProblem struct {
	Place   string // what it is about, as the keys of the configuration's names
	Problem string // what is wrong
	Fix     string // what to do; it may have several lines
}

func (p NameProblem) String() string { return p.Problem + "; " + p.Fix }

// NameErrors are all problems with names of one component.
type NameErrors struct{ Problems []NameProblem }

// Error lists the problems, one after the other.
func (e *NameErrors) Error() string {
	texts := make([]string, len(e.Problems))
	for i, problem := range e.Problems {
		texts[i] = problem.String()
	}
	return strings.Join(texts, "\n")
}

func (e *NameErrors) add(place, problem, fix string) {
	e.Problems = append(e.Problems, NameProblem{Place: place, Problem: problem, Fix: fix})
}

func configureLine(place, name string) string {
	return fmt.Sprintf("choose another name in the configuration:\n  names:\n    %s: %s", yamlKey(place), name)
}

// yamlKey quotes a place where YAML would read it as something else.
func yamlKey(place string) string {
	if strings.ContainsAny(place, ": '[]#@") {
		return `"` + place + `"`
	}
	return place
}

// clash says that nothing is left to call an entity, and what is in the way.
func (e *NameErrors) clash(at *entity, name, owner string) {
	what := fmt.Sprintf("%s cannot be called %s", at.label(), at.candidates[len(at.candidates)-1])
	switch at.source {
	case configured:
		what = fmt.Sprintf("the configured name %s of %s cannot be given", shown(at.candidates[0]), at.label())
	case locked:
		what = fmt.Sprintf("%s cannot keep its name %s", at.label(), shown(at.candidates[0]))
	}
	e.add(at.place, fmt.Sprintf("%s: %s is already the name of %s", what, name, owner), configureLine(at.place, "AnotherName"))
}

func (e *NameErrors) memberClash(at *entity, member, name, owner string) {
	e.add(at.place, fmt.Sprintf("the member %s of %s would be called %s, which is already the name of %s", member, at.label(), name, owner),
		"name the type in the configuration, its members follow:\n  names:\n    "+yamlKey(at.place)+": AnotherName")
}

// checkConfiguration reports configured names that are no Go names, and places
// that the component does not have.
func (n *namer) checkConfiguration() {
	for _, place := range sortedKeys(n.options.Names) {
		name := n.options.Names[place]
		if !IsGoName(name) {
			n.problems.add(place, fmt.Sprintf("the configured name %s of %s is no exported Go name", quoted(name), shown(place)),
				"write a letter from A to Z, then letters and digits: "+shown(suggestion(name)))
		}
		if !n.settled[place] {
			n.problems.add(place, n.unknownPlace(place), n.nearPlaces(place))
		}
	}
}

// checkLock reports locked names that are no Go names: somebody else wrote them.
func (n *namer) checkLock() {
	for _, place := range sortedKeys(n.options.Locked) {
		if name := n.options.Locked[place].Name; !IsGoName(name) {
			n.problems.add(place, fmt.Sprintf("the lock file names %s %s, which is no exported Go name", shown(place), quoted(name)),
				"take the line back from version control, or remove it")
		}
	}
}

// IsGoName tells whether a name is one that configuration and lock file can give: a
// Go identifier that is exported, without letters that merely look like those of
// ASCII.
func IsGoName(name string) bool {
	return isASCII(name) && token.IsIdentifier(name) && token.IsExported(name)
}

// shown is a text of the configuration or the lock file in a message: quoted where
// it is more than a place or name.
func shown(text string) string {
	plain := func(r rune) bool { return isLetter(r) || isDigit(r) || strings.ContainsRune("-_.@:/[]", r) }
	if text != "" && len(text) <= maxShown && strings.TrimFunc(text, plain) == "" {
		return text
	}
	return quoted(text)
}

// maxShown is how many bytes of a text are repeated in a message.
const maxShown = 200

// quoted is a text in quotes, with everything beyond ASCII escaped, cut where it is long.
func quoted(text string) string {
	if len(text) <= maxShown {
		return strconv.QuoteToASCII(text)
	}
	return strconv.QuoteToASCII(text[:maxShown]) + "…"
}

// suggestion makes an exported Go name of what somebody wrote.
func suggestion(name string) string { return exported(name) }

func (n *namer) unknownPlace(place string) string {
	if kind, ok := n.survey.kindAt(place); ok {
		return fmt.Sprintf("the configuration names %s, which is a %s and gets no Go type of its own", shown(place), kind)
	}
	return fmt.Sprintf("the configuration names %s, but the component has no type, function, resource or interface there", shown(place))
}

// kindAt tells what is at a place that has no name.
func (s *survey) kindAt(place string) (string, bool) {
	for _, sig := range s.signatures {
		for _, list := range [][]*node{sig.parameters, sig.results} {
			for _, root := range list {
				if n := root.at(place); n != nil {
					return kindWord(n.source.Kind), true
				}
			}
		}
	}
	return "", false
}

// at finds the node with a place.
func (n *node) at(place string) *node {
	if n == nil || !strings.HasPrefix(place, n.place.text[:min(len(n.place.text), len(place))]) {
		return nil
	}
	if n.place.text == place {
		return n
	}
	for _, part := range n.parts {
		if found := part.at(place); found != nil {
			return found
		}
	}
	return nil
}

// nearPlaces says what could have been meant.
func (n *namer) nearPlaces(place string) string {
	type candidate struct {
		place    string
		distance int
	}
	var best []candidate
	for _, known := range sortedKeys(n.names) {
		if IsMemberPlace(known) {
			continue
		}
		if len(place) > 2*len(known)+4 {
			continue // too far, whatever the letters
		}
		d := distance(place, known)
		if d > len(place)/3+2 && !strings.HasSuffix(known, "."+place) {
			continue
		}
		i := len(best)
		for i > 0 && best[i-1].distance > d {
			i--
		}
		best = append(best[:i], append([]candidate{{known, d}}, best[i:]...)...)
		best = best[:min(len(best), 3)]
	}
	if len(best) == 0 {
		return "remove the line; golem-gen inspect --names lists the places of the component"
	}
	texts := make([]string, len(best))
	for i, c := range best {
		texts[i] = c.place
	}
	return "write " + strings.Join(texts, " or ") + ", or remove the line"
}

// distance is the number of letters to change, add or remove to get from a to b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
