//go:build (amd64 || arm64) && !purego

package wire

import (
	"math/bits"
	"unicode/utf8"
	"unsafe"
)

// All uses of package unsafe are in this file: two loops over strings that are written,
// without bounds checks. They take a fifth off the time of writing strings. safe.go has the
// same functions for the build tag purego, and for processors that store words in the other
// byte order or need aligned ones.

// The words that escapeBits compares with. As variables they stay in registers.
var spaces, slashes uint64 = 2 * everyByte, '\\' * everyByte

// copyLong is copyShort for eight bytes and more. room has the length of s.
func copyLong(room []byte, s string) (special, high uint64) {
	from, to := unsafe.Pointer(unsafe.StringData(s)), unsafe.Pointer(unsafe.SliceData(room))
	last := len(s) - 8
	// The last eight bytes first, then the others from the start.
	w := *(*uint64)(unsafe.Add(from, last))
	*(*uint64)(unsafe.Add(to, last)) = w
	special, high = escapeBits(w), w
	space, slash := spaces, slashes
	for i := 0; i < last; i += 8 {
		w := *(*uint64)(unsafe.Add(from, i))
		*(*uint64)(unsafe.Add(to, i)) = w
		special |= ((w ^ space) - 0x21*everyByte) | ((w ^ slash) - everyByte)
		high |= w
	}
	return special, high
}

// appendPart writes s, which is UTF-8, with escapes. b must have room for the longest
// escape of each byte and for a word.
func appendPart(b []byte, s string) []byte {
	room, n := unsafe.Pointer(unsafe.SliceData(b)), len(b)
	for i := 0; i < len(s); i += 8 {
		w, size := loadUpTo8(s, i)
		special := escapedBytes(w)
		for special != 0 {
			*(*uint64)(unsafe.Add(room, n)) = w
			plain := uint(bits.TrailingZeros64(special)) &^ 7
			w >>= plain & 63
			escape := escapeTexts[w&(utf8.RuneSelf-1)]
			n += int(plain / 8)
			*(*uint64)(unsafe.Add(room, n)) = escape
			n += int(escape >> 56)
			w >>= 8
			special = special >> (plain & 63) >> 8
			size -= int(plain/8) + 1
		}
		*(*uint64)(unsafe.Add(room, n)) = w
		n += size
	}
	return b[:n]
}
