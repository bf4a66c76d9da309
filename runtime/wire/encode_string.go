package wire

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"unicode/utf8"
)

const (
	everyByte = 0x0101010101010101
	highBits  = 0x8080808080808080
)

// plainWord has a high bit set for the lowest byte of w that cannot stand in a
// JSON string as it is (a control character, a quote, a backslash), or starts
// something that has to be checked (not ASCII). Bits above that one may be
// wrong; zero means that all eight bytes are plain.
func plainWord(w uint64) uint64 {
	return (escapeBits(w) | w) & highBits
}

// escapeBits is plainWord without the test for ASCII: the high bits that count
// are those of bytes which are ASCII.
func escapeBits(w uint64) uint64 {
	low := w ^ 2*everyByte // a quote takes the place of a space, next to the control characters
	slash := w ^ '\\'*everyByte
	return (low - 0x21*everyByte) | (slash - everyByte)
}

// AppendString writes a JSON string. Only what JSON demands is escaped: quotes,
// backslashes and control characters. A string that is not UTF-8 is reported.
func AppendString(b []byte, e *Encoder, v *string) []byte {
	s := *v
	before := len(b)
	b = slices.Grow(b, len(s)+2)
	room := b[before : before+len(s)+2]
	room[0] = '"'
	room[len(s)+1] = '"'
	high, ok := copyPlain(room[1:len(s)+1], s)
	if !ok || high&highBits != 0 && !utf8.ValidString(s) {
		return appendStringSlow(b, e, s)
	}
	return b[:before+len(s)+2]
}

// copyPlain copies s to room, which is of the same length, unless there is a byte
// that needs an escape. high has all bytes or'ed together, for their high bits.
func copyPlain(room []byte, s string) (high uint64, ok bool) {
	if len(s) < 8 || len(room) < 8 {
		for i := range min(len(s), len(room)) {
			c := s[i]
			if needsEscape[c] {
				return 0, false
			}
			room[i] = c
			high |= uint64(c)
		}
		return high, true
	}
	// The last eight bytes first, and then the rest up to them.
	special := uint64(0)
	w := load8(s, len(s)-8)
	binary.LittleEndian.PutUint64(room[len(room)-8:], w)
	special, high = escapeBits(w)&^w, w
	for len(s) > 8 && len(room) > 8 {
		w := load8(s, 0)
		binary.LittleEndian.PutUint64(room, w)
		special |= escapeBits(w) &^ w
		high |= w
		s, room = s[8:], room[8:]
	}
	return high, special&highBits == 0
}

// plainByte has the ASCII bytes that stand in a JSON string as they are.
var plainByte = func() (plain [256]bool) {
	for c := 0x20; c < utf8.RuneSelf; c++ {
		plain[c] = c != '"' && c != '\\'
	}
	return plain
}()

// needsEscape has the bytes that never stand in a JSON string as they are.
var needsEscape = func() (escape [256]bool) {
	for c := range 0x20 {
		escape[c] = true
	}
	escape['"'], escape['\\'] = true, true
	return escape
}()

// appendStringSlow writes any s.
func appendStringSlow(b []byte, e *Encoder, s string) []byte {
	if !utf8.ValidString(s) {
		e.Fail(b, ReasonInvalidUTF8, "")
		return append(b, `""`...)
	}
	b = append(b, '"')
	done := 0
	for i := 0; i < len(s); i++ {
		if i+8 <= len(s) {
			w := load8(s, i)
			i += min(bits.TrailingZeros64(escapeBits(w)&^w&highBits)/8, 7)
		}
		if !needsEscape[s[i]] {
			continue
		}
		b = append(b, s[done:i]...)
		b = appendEscape(b, s[i])
		done = i + 1
	}
	b = append(b, s[done:]...)
	return append(b, '"')
}

func appendEscape(b []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\n':
		return append(b, `\n`...)
	case '\r':
		return append(b, `\r`...)
	case '\t':
		return append(b, `\t`...)
	case '\b':
		return append(b, `\b`...)
	case '\f':
		return append(b, `\f`...)
	}
	const digits = "0123456789abcdef"
	return append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
}
