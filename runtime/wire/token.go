package wire

import "strings"

// token is a text that the decoder expects. Its first bytes are compared as two words,
// without a call and without a branch on its length.
type token struct {
	text              string
	low, high         uint64 // the first tokenBytes bytes, zero where text ends
	lowMask, highMask uint64 // the bits of the bytes that text has
}

// tokenBytes is the number of bytes that are compared as words.
const tokenBytes = 16

// newToken prepares a text for the comparison by words, unless it is too long.
func newToken(text string) token {
	if len(text) > tokenBytes {
		return wholeToken(text)
	}
	t := token{text: text}
	for i := range len(text) {
		word, mask := &t.low, &t.lowMask
		if i >= 8 {
			word, mask = &t.high, &t.highMask
		}
		*word |= uint64(text[i]) << (8 * (i % 8))
		*mask |= 0xFF << (8 * (i % 8))
	}
	return t
}

// wholeToken returns a token that never matches by words, and is compared as a whole.
func wholeToken(text string) token {
	return token{text: text, low: 1} // which an empty mask never yields
}

// is reports whether the next two words of a text begin with t.
func (t *token) is(low, high uint64) bool {
	return low&t.lowMask == t.low && high&t.highMask == t.high
}

// oneOf returns the index of the token that is at an offset, -1 for none, and the offset
// after it.
func (d *Decoder) oneOf(at int, texts []token) (i, end int) {
	if at+tokenBytes <= len(d.text) {
		next := d.text[at : at+tokenBytes]
		low, high := load8(next, 0), load8(next, 8)
		for i := range texts {
			if t := &texts[i]; t.is(low, high) {
				return i, at + len(t.text)
			}
		}
	}
	return d.oneOfSlow(at, texts)
}

func (d *Decoder) oneOfSlow(at int, texts []token) (i, end int) {
	for i := range texts {
		if text := texts[i].text; strings.HasPrefix(d.text[at:], text) {
			return i, at + len(text)
		}
	}
	return -1, at
}
