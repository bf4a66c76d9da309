package gen

import (
	"slices"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// shortNames are possible names of a type that is used at the place, the shortest
// first: the words of its last steps, of one more each time.
func (p *place) shortNames() [][]string {
	var list [][]string
	for from := p; from.parent != nil && len(list) < mostShortNames; from = from.parent {
		if !from.startsName() {
			continue
		}
		if text := p.wordsFrom(from); !tooVague(text) {
			list = append(list, text)
		}
	}
	return list
}

func (p *place) words() []string { return p.spelling.words(p.name) }

// mostShortNames is how many names shorter than the whole path are tried.
const mostShortNames = 4

// startsName reports whether a name can begin with the step: it has a name of its own.
func (p *place) startsName() bool {
	switch p.step {
	case stepFunction, stepParameter, stepField, stepCase:
		return true
	default:
		return false
	}
}

// vagueWords say nothing about a type where they stand alone.
var vagueWords = set("all any arg args data error first id info input key kind name obj ok output param params res result ret second self type val value")

// tooVague reports whether words do not make the name of a type: all are short, or
// the only one could be said of anything.
func tooVague(list []string) bool {
	short := func(word string) bool { return len(word) < 3 }
	return !slices.ContainsFunc(list, func(word string) bool { return !short(word) }) || len(list) == 1 && vagueWords[list[0]]
}

// wordsFrom are the words of the path from a step to the place, which name the
// type there where nothing better does. Nil stands for the function.
func (p *place) wordsFrom(from *place) []string {
	switch { // before the head is made: each step must walk the path once only
	case p.parent == nil:
		return p.functionWords()
	case p.step == stepList:
		return p.itemWords(from)
	case p.step == stepCase:
		return append(p.caseWords(from), "value")
	case p == from:
		return p.words()
	}
	head := p.parent.wordsFrom(from)
	if p.parent.step == stepCase && p.step == stepField {
		return append(head, p.words()...)
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
	case stepPart:
		return joinWords(head, []string{"part"})
	default:
		return joinWords(head, p.words())
	}
}

// functionWords name a function: "ledger-receive" of a resource's method. What
// a constructor takes is named after the resource alone.
func (p *place) functionWords() []string {
	switch {
	case p.owner == "":
		return p.words()
	case p.kind == metadata.Constructor:
		return p.spelling.words(p.owner)
	default:
		return joinWords(p.spelling.words(p.owner), p.words())
	}
}

// itemWords name an item of the list at the parent place. A list that a
// function returns is named by the function: contents → ContentsItem.
func (p *place) itemWords(from *place) []string {
	switch p.parent.step {
	case stepResult, stepOk:
		return itemWords(p.parent.parent.wordsFrom(from))
	case stepPart:
		return p.parent.wordsFrom(from)
	case stepCase:
		// Not the singular: that could be another case.
		return append(p.parent.caseWords(from), "item")
	default:
		return itemWords(p.parent.wordsFrom(from))
	}
}

// caseWords name the case itself, which is a Go type too: its payload is the
// field Value of that.
func (p *place) caseWords(from *place) []string {
	list := p.words()
	if p != from {
		list = joinWords(p.parent.wordsFrom(from), list)
	}
	if looksLikeKind(p.spelling.exported(p.name)) {
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

// joinWords appends words to a name, without saying twice what stands on both
// sides of the joint: "add-item" + "item" → "add-item".
func joinWords(head, tail []string) []string {
	for n := min(len(head), len(tail)); n > 0; n-- {
		if equalWords(head[len(head)-n:], tail[:n]) {
			tail = tail[n:]
			break
		}
	}
	return append(append(make([]string, 0, len(head)+len(tail)), head...), tail...)
}

func equalWords(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
