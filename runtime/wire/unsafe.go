//go:build (amd64 || arm64) && !purego

package wire

import (
	"math/bits"
	"unicode/utf8"
	"unsafe"
)

// All use of package unsafe is in this file: the two loops over strings that are
// written, without checks of bounds in each round. They take a fifth off the time
// of writing strings. safe.go has the same for other processors, on which words
// are stored the other way round or have to be aligned, and for the build tag
// purego.

// The words that escapeBits compares with. As variables they stay in registers.
var spaces, slashes uint64 = 2 * everyByte, '\\' * everyByte

// copyLong does what copyShort does for eight bytes and more: it reads s and writes room, of
// the same length, from their starts up to the last eight bytes of each.
func copyLong(room []byte, s string) (special, high uint64) {
	from, to := unsafe.Pointer(unsafe.StringData(s)), unsafe.Pointer(unsafe.SliceData(room))
	last := len(s) - 8
	// The last eight bytes first, and then the rest up to them.
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

// appendPart writes s, which is UTF-8, with escapes to b, which has room for the
// longest escape of each byte and for a word: no more is written.
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
