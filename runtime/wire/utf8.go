package wire

import (
	"math/bits"
	"unicode/utf8"
)

// validUTF8 reports whether s is UTF-8, like [unicode/utf8.ValidString]. It is faster for
// short strings that mix ASCII with a few other characters: it passes over ASCII eight
// bytes at a time also after the first other character, and checks all bytes of a character
// at once.
func validUTF8(s string) bool {
	i := 0
	for i <= len(s)-8 {
		high := load8(s, i) & highBits
		if high == 0 {
			i += 8
			continue
		}
		i += bits.TrailingZeros64(high) / 8
		for i <= len(s)-4 && s[i] >= utf8.RuneSelf {
			size := characterSize(load4(s, i))
			if size == 0 {
				return false
			}
			i += size
		}
	}
	for w := loadShort(s[i:]); w&highBits != 0; {
		w >>= bits.TrailingZeros64(w&highBits) &^ 7 & 63
		size := characterSize(uint32(w))
		if size == 0 {
			return false
		}
		w >>= 8 * size & 63
	}
	return true
}

// characterSize returns how many of the bytes of w, the lowest first, are a character that
// is not ASCII. It returns 0 if they are none, which includes overlong forms, surrogates
// and numbers beyond U+10FFFF.
func characterSize(w uint32) int {
	switch {
	case w&0xC0E0 == 0x80C0 && w&0x1E != 0:
		return 2
	case w&0xC0C0F0 == 0x8080E0:
		if lead := w & 0x200F; lead != 0 && lead != 0x200D { // overlong, surrogate
			return 3
		}
	case w&0xC0C0C0F8 == 0x808080F0:
		if plane := w&7<<2 | w>>12&3; plane-1 < 16 {
			return 4
		}
	}
	return 0
}

// hasEscapes reports whether s has characters that a JSON string writes as escapes.
func hasEscapes(s string) bool {
	if len(s) < 8 {
		w := loadShort(s)
		return escapeBits(w)&^w&highBits != 0
	}
	last := load8(s, len(s)-8)
	special := escapeBits(last) &^ last
	for i := 0; i < len(s)-8; i += 8 {
		w := load8(s, i)
		special |= escapeBits(w) &^ w
	}
	return special&highBits != 0
}

// loadShort is load8 for less than eight bytes, followed by spaces.
func loadShort(s string) uint64 {
	w := uint64(' ' * everyByte)
	if len(s) >= 4 {
		w = w<<32 | uint64(load4(s, len(s)-4))
		w <<= 8 * (len(s) - 4) & 63
		return w&^0xFFFFFFFF | uint64(load4(s, 0))
	}
	for i := len(s) - 1; i >= 0; i-- {
		w = w<<8 | uint64(s[i])
	}
	return w
}

// loadUpTo8 returns up to eight bytes of s from i on, followed by spaces, and their number.
func loadUpTo8(s string, i int) (w uint64, size int) {
	if left := len(s) - i; left < 8 {
		return loadShort(s[i:]), left
	}
	return load8(s, i), 8
}
