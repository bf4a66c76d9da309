package gen

import (
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

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
