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
	if special, high := copyPlain(room[1:len(s)+1], s); (special|high)&highBits != 0 {
		if high&highBits != 0 && !utf8.ValidString(s) {
			e.Fail(b, ReasonInvalidUTF8, "")
			return append(b, `""`...)
		}
		if special&highBits != 0 {
			return appendEscaped(b, s)
		}
	}
	return b[:before+len(s)+2]
}

// copyPlain copies s to room, which is of the same length. special has a high bit
// when a byte needs an escape, high when one is not ASCII.
func copyPlain(room []byte, s string) (special, high uint64) {
	if len(s) < 8 || len(room) < 8 {
		return copyShort(room, s)
	}
	// The last eight bytes first, and then the rest up to them.
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
	return special, high
}

// copyShort is copyPlain for less than eight bytes.
func copyShort(room []byte, s string) (special, high uint64) {
	w := uint64(' ' * everyByte)
	if len(s) >= 4 && len(room) >= 4 {
		first, last := load4(s, 0), load4(s, len(s)-4)
		binary.LittleEndian.PutUint32(room, first)
		binary.LittleEndian.PutUint32(room[len(room)-4:], last)
		w = uint64(first) | uint64(last)<<32
	} else {
		for i := range min(len(s), len(room)) {
			room[i] = s[i]
			w = w<<8 | uint64(s[i])
		}
	}
	return escapeBits(w) &^ w, w
}

// plainByte has the ASCII bytes that stand in a JSON string as they are.
var plainByte = func() (plain [256]bool) {
	for c := 0x20; c < utf8.RuneSelf; c++ {
		plain[c] = c != '"' && c != '\\'
	}
	return plain
}()

// appendEscaped writes s, which is UTF-8.
func appendEscaped(b []byte, s string) []byte {
	b = append(b, '"')
	for len(s) >= 8 {
		before := len(b)
		b = slices.Grow(b, 8)
		w := load8(s, 0)
		binary.LittleEndian.PutUint64(b[before:before+8], w)
		special := escapeBits(w) &^ w & highBits
		if special == 0 {
			b, s = b[:before+8], s[8:]
			continue
		}
		i := bits.TrailingZeros64(special) / 8
		b = appendEscape(b[:before+i], s[i])
		s = s[i+1:]
	}
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || plainByte[c] {
			b = append(b, c)
		} else {
			b = appendEscape(b, c)
		}
	}
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
