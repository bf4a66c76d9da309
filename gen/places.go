package gen

import (
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// step is the way from a place to the place of a part of it.
type step uint8

const (
	stepFunction  step = iota
	stepParameter      // of a function, or one of its named results
	stepResult         // the unnamed result of a function
	stepOk             // that result's ok, where it is a result type
	stepErr
	stepField
	stepCase
	stepTuple    // an item of a tuple
	stepInnerOk  // ok of a result type anywhere else
	stepInnerErr // err of it
	stepList     // an item of a list; leaves no trace in the place's text
)

// place is a place where a type is used. Options and lists are transparent: an
// item of a list has the list's place.
type place struct {
	parent *place // nil for a function
	step   step
	name   string // function, parameter, field, case; of a tuple's item its number
	owner  string // stepFunction: the name of the function's resource, "" when freestanding
	kind   metadata.FunctionKind
	text   string // "cart.add-item.item.price"

	// depth ranks the places of one type: the least deep one names it. A result
	// counts twice, as it has no name of its own.
	depth int
}

// functionPlace is the place of a function.
func functionPlace(text, owner string, fn *metadata.Function) *place {
	return &place{step: stepFunction, name: fn.LocalName, owner: owner, kind: fn.Kind, text: text, depth: 1}
}

// part is the place of a part.
func (p *place) part(s step, name string) *place {
	child := &place{parent: p, step: s, name: name, text: p.text, depth: p.depth + 1}
	switch s {
	case stepList:
		child.depth = p.depth
	case stepResult:
		child.text, child.depth = p.text+".result", p.depth+2
	case stepOk:
		child.text, child.depth = p.text+".ok", p.depth+2
	case stepInnerOk:
		child.text = p.text + ".ok"
	case stepErr, stepInnerErr:
		child.text = p.text + ".err"
	default:
		child.text = p.text + "." + name
	}
	return child
}

// words are the words of the path from the function to the place, which name the
// type there where nothing better does.
func (p *place) words() []string {
	if p.parent == nil {
		return p.functionWords()
	}
	switch p.step { // before head is made: each step must walk the path once only
	case stepList:
		return p.itemWords()
	case stepCase:
		return append(p.caseWords(), "value")
	}
	head := p.parent.words()
	if p.parent.step == stepCase && p.step == stepField {
		return append(head, words(p.name)...)
	}
	switch p.step {
	case stepResult, stepOk:
		return joinWords(head, []string{"result"})
	case stepErr, stepInnerErr:
		return joinWords(head, []string{"error"})
	case stepInnerOk:
		return joinWords(head, []string{"ok"})
	case stepTuple:
		return joinWords(head, []string{ordinal(p.name)})
	default:
		return joinWords(head, words(p.name))
	}
}

// functionWords name a function: "ledger-receive" of a resource's method. What
// a constructor takes is named after the resource alone.
func (p *place) functionWords() []string {
	switch {
	case p.owner == "":
		return words(p.name)
	case p.kind == metadata.Constructor:
		return words(p.owner)
	default:
		return joinWords(words(p.owner), words(p.name))
	}
}

// itemWords name an item of the list at the parent place. A list that a
// function returns is named by the function: contents → ContentsItem.
func (p *place) itemWords() []string {
	switch p.parent.step {
	case stepResult, stepOk:
		return itemWords(p.parent.parent.words())
	case stepCase:
		// Not the singular: that could be another case.
		return append(p.parent.caseWords(), "item")
	default:
		return itemWords(p.parent.words())
	}
}

// caseWords name the case itself, which is a Go type too: its payload is the
// field Value of that.
func (p *place) caseWords() []string {
	list := joinWords(p.parent.words(), words(p.name))
	if looksLikeKind(exported(p.name)) {
		return append(list, "case")
	}
	return list
}

var ordinals = strings.Fields("first second third fourth fifth sixth seventh eighth ninth tenth " +
	"eleventh twelfth thirteenth fourteenth fifteenth sixteenth")

// ordinal is the word for the item of a tuple: "0" → "first".
func ordinal(number string) string {
	n, err := strconv.Atoi(number)
	if err == nil && n < len(ordinals) {
		return ordinals[n]
	}
	return "item" + number
}
