package wire

import (
	"encoding/binary"
	"math/bits"
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
	quote := w ^ ('"' * everyByte)
	slash := w ^ ('\\' * everyByte)
	return (w - 0x20*everyByte) | (quote - everyByte) | (slash - everyByte)
}

// AppendString writes a JSON string. Only what JSON demands is escaped: quotes,
// backslashes and control characters. A string that is not UTF-8 is reported.
func AppendString(b []byte, e *Encoder, v *string) []byte {
	s := *v
	before := len(b)
	b = append(b, '"')
	b = append(b, s...)
	if i := firstSpecial(b[before+1:]); i >= 0 {
		return appendStringSlow(b[:before], e, s, i)
	}
	return append(b, '"')
}

// firstSpecial is where the text stops being plain, at the latest: all before it
// is. It is -1 for a text that is plain throughout.
func firstSpecial(text []byte) int {
	i := 0
	for ; i+8 <= len(text); i += 8 {
		if plainWord(binary.LittleEndian.Uint64(text[i:])) != 0 {
			return i
		}
	}
	if i > 0 { // the last eight bytes, some of which were looked at already
		if i < len(text) && plainWord(binary.LittleEndian.Uint64(text[len(text)-8:])) != 0 {
			return i
		}
		return -1
	}
	for i, c := range text {
		if !plainByte[c] {
			return i
		}
	}
	return -1
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

// appendStringSlow writes s, of which the first plain bytes are ASCII that needs
// no escape.
func appendStringSlow(b []byte, e *Encoder, s string, plain int) []byte {
	if !utf8.ValidString(s[plain:]) {
		e.Fail(b, ReasonInvalidUTF8, "")
		return append(b, `""`...)
	}
	b = append(b, '"')
	done := 0
	for i := plain; i < len(s); i++ {
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
