//go:build (!amd64 && !arm64) || purego

package wire

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// This is unsafe.go without package unsafe.

// copyLong is copyShort for eight bytes and more.
func copyLong(room []byte, s string) (special, high uint64) {
	// The last eight bytes first, then the others from the start.
	w := load8(s, len(s)-8)
	binary.LittleEndian.PutUint64(room[len(room)-8:], w)
	special, high = escapeBits(w), w
	for len(s) > 8 && len(room) > 8 {
		w := load8(s, 0)
		binary.LittleEndian.PutUint64(room, w)
		special |= escapeBits(w)
		high |= w
		s, room = s[8:], room[8:]
	}
	return special, high
}

// appendPart writes s, which is UTF-8, with escapes. b must have room for the longest
// escape of each byte and for a word.
func appendPart(b []byte, s string) []byte {
	for i := 0; i < len(s); i += 8 {
		w, size := loadUpTo8(s, i)
		special := escapedBytes(w)
		for special != 0 {
			plain := bits.TrailingZeros64(special) / 8
			b = appendLowest(b, w, plain)
			w >>= 8 * plain & 63
			escape := escapeTexts[w&(utf8.RuneSelf-1)]
			b = appendLowest(b, escape, int(escape>>56))
			w >>= 8
			special = special >> (8 * plain & 63) >> 8
			size -= plain + 1
		}
		b = appendLowest(b, w, size)
	}
	return b
}

// appendLowest appends the lowest bytes of w.
func appendLowest(b []byte, w uint64, size int) []byte {
	return binary.LittleEndian.AppendUint64(b, w)[:len(b)+size]
}
