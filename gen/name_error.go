package gen

import (
	"fmt"
	"strconv"
	"strings"
)

// NameProblem is a name that cannot be given.
type NameProblem struct {
	Place   string // a key of Options.Names, or "initialisms" for one of Options.Initialisms
	Problem string // what is wrong
	Fix     string // what to do; it may have several lines
}

func (p NameProblem) String() string { return p.Problem + "; " + p.Fix }

// NameErrors are all problems with the names in one document.
type NameErrors struct{ Problems []NameProblem }

// Error returns the problems, one a line.
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

// yamlKey quotes a place that is not a plain YAML key.
func yamlKey(place string) string {
	if strings.ContainsAny(place, ": '[]#@") {
		return `"` + place + `"`
	}
	return place
}

// clash adds the problem that all candidates of an entity are taken. Owner describes what has
// the name.
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

// shown returns a text of the configuration or the lock for a message. It quotes texts that are
// not plain places or names.
func shown(text string) string {
	plain := func(r rune) bool { return isLetter(r) || isDigit(r) || strings.ContainsRune("-_.@:/[]", r) }
	if text != "" && len(text) <= maxShown && strings.TrimFunc(text, plain) == "" {
		return text
	}
	return quoted(text)
}

// maxShown is the maximum number of bytes of a text in a message.
const maxShown = 200

// quoted returns a text in quotes. It escapes everything that is not ASCII and shortens long
// texts.
func quoted(text string) string {
	if len(text) <= maxShown {
		return strconv.QuoteToASCII(text)
	}
	return strconv.QuoteToASCII(text[:maxShown]) + "…"
}
