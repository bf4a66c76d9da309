package gen

import (
	"fmt"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// step is the kind of step from a place to the place of a part.
type step uint8

const (
	stepFunction  step = iota
	stepParameter      // of a function, or one of its named results
	stepResult         // the unnamed result of a function
	stepOk             // ok of that result, if it is a result type
	stepErr
	stepField
	stepCase
	stepTuple    // an item of a tuple
	stepInnerOk  // ok of a result type anywhere else
	stepInnerErr // err of such a result type
	stepList     // an item of a list; not part of the place's text
	stepPart     // a part of a function's multimodal parameter or result
)

// place is a place where a type is used. Options and lists have no places of their own: an item
// of a list has the place of the list.
type place struct {
	parent *place // nil for a function
	step   step
	name   string // function, parameter, field or case; the number of a tuple's item
	owner  string // stepFunction: the name of the function's resource, "" if it is freestanding
	kind   metadata.FunctionKind
	text   string // cached result of path

	spelling *spelling // splits the names into words

	// depth ranks the places of one type. The least deep one names it. A result counts twice,
	// because it has no name of its own.
	depth int
}

// functionPlace returns the place of a function.
func (s *survey) functionPlace(text, owner string, fn *metadata.Function) *place {
	return &place{step: stepFunction, name: fn.LocalName, owner: owner, kind: fn.Kind, text: text, depth: 1, spelling: &s.spelling}
}

// part returns the place of a part.
func (p *place) part(s step, name string) *place {
	child := &place{parent: p, step: s, name: name, depth: p.depth + 1, spelling: p.spelling}
	switch s {
	case stepList:
		child.depth = p.depth
	case stepResult, stepOk:
		child.depth = p.depth + 2
	}
	return child
}

// path returns the text of a place: "cart.add-item.item.price". It is computed on demand,
// because few places need it.
func (p *place) path() string {
	if p.text == "" && p.parent != nil {
		p.text = p.parent.path() + p.end()
	}
	return p.text
}

// end returns what the place adds to the text of its parent.
func (p *place) end() string {
	switch p.step {
	case stepList:
		return ""
	case stepResult:
		return ".result"
	case stepOk, stepInnerOk:
		return ".ok"
	case stepErr, stepInnerErr:
		return ".err"
	case stepPart:
		return ".part"
	default:
		return "." + placeName(p.name)
	}
}

// placeName returns a name in the form of places. It escapes characters with a meaning in
// places, which names of agents can contain: "a.b" → "a%2Eb".
func placeName(name string) string {
	if !strings.ContainsAny(name, special) {
		return name
	}
	var b strings.Builder
	for _, r := range name {
		if strings.ContainsRune(special, r) {
			fmt.Fprintf(&b, "%%%02X", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

const special = ".#%'()[] :"

// worldPlace is the place of functions that the world exports directly. It is reserved even if
// there are none, so that later versions can have them.
const worldPlace = "world"

// isNamed reports whether the component has a name for the place: it is a parameter, a field or
// a case, or the items of one of these.
func (p *place) isNamed() bool {
	for p.step == stepList {
		p = p.parent
	}
	switch p.step {
	case stepParameter, stepField, stepCase:
		return true
	case stepPart:
		return p.parent.step == stepFunction // a parameter
	default:
		return false
	}
}

// placeSet is the set of places that are taken.
type placeSet struct{ taken map[string]bool }

// add takes the first of two places that is free. If neither is, it takes the second one with
// marks added until it is free.
func (s *placeSet) add(text, other string) string {
	if s.taken[text] {
		if text = other; text == "" {
			text = "[resource]"
		}
	}
	for s.taken[text] {
		text += "'"
	}
	s.taken[text] = true
	return text
}
