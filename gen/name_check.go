package gen

import (
	"fmt"
	"go/token"
	"strings"
)

// checkConfiguration reports configured names that are not Go names, and places that do not
// exist.
func (n *namer) checkConfiguration() {
	for _, place := range sortedKeys(n.options.Names) {
		name := n.options.Names[place]
		if !IsGoName(name) {
			n.problems.add(place, fmt.Sprintf("the configured name %s of %s is not an exported Go name", quoted(name), shown(place)),
				"write a letter from A to Z, then letters and digits"+suggestion(name))
		}
		if !n.settled[place] {
			n.problems.add(place, n.unknownPlace(place), n.nearPlaces(place))
		}
	}
}

// checkInitialisms reports initialisms that cannot be part of a Go name.
func (n *namer) checkInitialisms() {
	for _, text := range n.options.Initialisms {
		if !IsInitialism(text) {
			n.problems.add("initialisms", fmt.Sprintf("the initialism %s cannot stand in a Go name", quoted(text)),
				"write letters from A to Z, the first a capital, and digits behind them, as LLM or GraphQL")
		}
	}
}

// checkLock reports names in the lock that are not Go names. The lock was edited by hand.
func (n *namer) checkLock() {
	for _, place := range sortedKeys(n.options.Locked) {
		if name := n.options.Locked[place].Name; !IsGoName(name) && !(n.spelling.identifiers && IsLockedName(name)) {
			n.problems.add(place, fmt.Sprintf("the lock file names %s %s, which is not an exported Go name", shown(place), quoted(name)),
				"take the line back from version control, or remove it")
		}
	}
}

// IsGoName reports whether the configuration may use a name: it must be an exported Go
// identifier in ASCII.
func IsGoName(name string) bool { return isASCII(name) && IsLockedName(name) }

// IsLockedName reports whether the lock may contain a name: it must be an exported Go
// identifier. Names of components are in ASCII, names of agents can have letters of all scripts.
func IsLockedName(name string) bool {
	return token.IsIdentifier(name) && token.IsExported(name)
}

// suggestion returns an exported Go name that is similar to a text, for the end of a message. It
// is empty for a text of other scripts, whose letters a name would have as numbers.
func suggestion(name string) string {
	if !isASCII(name) {
		return ""
	}
	return ": " + shown(exported(name))
}

func (n *namer) unknownPlace(place string) string {
	if kind, ok := n.survey.kindAt(place); ok {
		return fmt.Sprintf("the configuration names %s, which is a %s and gets no Go type of its own", shown(place), kind)
	}
	missing := "the component has no type, function, resource or interface there"
	if n.spelling.identifiers {
		missing = "the agents have no type, method or agent type there"
	}
	return fmt.Sprintf("the configuration names %s, but %s", shown(place), missing)
}

// kindAt returns the kind of the type at a place without a name.
func (s *survey) kindAt(place string) (string, bool) {
	for _, sig := range s.signatures {
		for _, list := range [][]*node{sig.parameters, sig.results} {
			for _, root := range list {
				if root == nil {
					continue
				}
				if n := root.at(root.place, place); n != nil {
					return kindWord(n.source.Kind), true
				}
			}
		}
	}
	return "", false
}

// at returns the node with a place in the tree of n, which is at here.
func (n *node) at(here *place, place string) *node {
	if n == nil || !strings.HasPrefix(place, here.path()[:min(len(here.path()), len(place))]) {
		return nil
	}
	if here.path() == place {
		return n
	}
	for i, part := range n.parts {
		if found := part.at(partPlace(n, i), place); found != nil {
			return found
		}
	}
	return nil
}

// nearPlaces returns the places whose text is similar to a place that does not exist.
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
		return "remove the line; golem-gen inspect --names lists the places"
	}
	texts := make([]string, len(best))
	for i, c := range best {
		texts[i] = c.place
	}
	return "write " + strings.Join(texts, " or ") + ", or remove the line"
}

// distance returns the number of letters to change, add or remove to get from a to b.
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
