package gen

import (
	"slices"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// shortNames returns candidates for the name of a type that is used at the place, shortest
// first. Each consists of the words of the last steps, with one step more than the one before.
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

// mostShortNames is the maximum number of candidates that are shorter than the whole path.
const mostShortNames = 4

// startsName reports whether a name can begin with the step, because the step has a name of its
// own.
func (p *place) startsName() bool {
	switch p.step {
	case stepFunction, stepParameter, stepField, stepCase:
		return true
	default:
		return false
	}
}

// vagueWords do not describe a type if they stand alone.
var vagueWords = set("all any arg args data error first id info input key kind name obj ok output param params res result ret second self type val value")

// tooVague reports whether words are too vague for the name of a type: all of them are short, or
// the only one is among vagueWords.
func tooVague(list []string) bool {
	short := func(word string) bool { return len(word) < 3 }
	return !slices.ContainsFunc(list, func(word string) bool { return !short(word) }) || len(list) == 1 && vagueWords[list[0]]
}

// wordsFrom returns the words of the path from a step to the place. From nil it returns the
// words from the function on.
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

// functionWords returns the words for a function, such as "ledger-receive" for a method of a
// resource. Parameters of a constructor are named after the resource.
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

// itemWords returns the words for an item of the list at the parent place. If a function returns
// the list, the function names it: contents → ContentsItem.
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

// caseWords returns the words for a case. The case is a Go type itself, and its payload is in
// the field Value.
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

// ordinal returns the word for an item of a tuple: "0" → "first".
func ordinal(number string) string {
	n, err := strconv.Atoi(number)
	if err == nil && n < len(ordinals) {
		return ordinals[n]
	}
	return "item" + number
}

// joinWords appends words to a name and does not repeat words at the joint: "add-item" + "item"
// → "add-item".
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
