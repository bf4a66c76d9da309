package wire

import (
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	everyByte = 0x0101010101010101
	highBits  = 0x8080808080808080
)

// plainWord returns 0 if all bytes of w are plain: ASCII that a JSON string holds
// unchanged, so no control characters, quotes or backslashes. Otherwise the lowest high bit
// that is set is that of the lowest byte that is not plain. Bits above it may be wrong.
func plainWord(w uint64) uint64 {
	return (escapeBits(w) | w) & highBits
}

// escapeBits is plainWord without the test for ASCII. Only the high bits of ASCII bytes
// count.
func escapeBits(w uint64) uint64 {
	low := w ^ 2*everyByte // maps a quote to a space, next to the control characters
	slash := w ^ '\\'*everyByte
	return (low - 0x21*everyByte) | (slash - everyByte)
}

// AppendString writes a JSON string. It escapes only what JSON demands: quotes, backslashes
// and control characters. It reports a string that is not UTF-8.
func AppendString(b []byte, e *Encoder, v *string) []byte {
	return appendString(b, e, *v)
}

// AppendStrings writes a list of strings. Nil is written as an empty list.
func AppendStrings(b []byte, e *Encoder, v *[]string) []byte {
	if len(*v) == 0 {
		return append(b, "[]"...)
	}
	b = append(b, '[')
	for list := *v; len(list) > 0; {
		var taken int
		var found finding
		b, taken, found = appendPlain(b, list)
		if found != 0 {
			b = append(appendSpecial(b[:len(b)-1], e, list[taken-1], found), ',')
		} else if taken < len(list) {
			b = append(appendString(b, e, list[taken]), ',')
			taken++
		}
		list = list[taken:]
	}
	b[len(b)-1] = ']'
	return b
}

// finding says why a string is not plain ASCII.
type finding uint8

const (
	foundEscape   finding = 1 << iota // a byte that needs an escape, if all are ASCII
	foundNonASCII                     // a byte that is not ASCII
)

// appendPlainGo is appendPlain without assembly. It appends strings of list, each in quotes
// and followed by a comma, while they have eight bytes or more and b has room for them. It
// stops after the first string that is not plain ASCII, which it appends unchanged. taken
// is the number of strings that were appended, and found says why the last one is not
// plain.
func appendPlainGo(b []byte, list []string) (longer []byte, taken int, found finding) {
	for i, s := range list {
		n := len(b)
		end := n + len(s) + len(`"",`)
		if len(s) < 8 || cap(b) < end {
			return b, i, 0
		}
		b = b[:end]
		b[n], b[end-2], b[end-1] = '"', '"', ','
		if special, high := copyLong(b[n+1:end-2], s); (special|high)&highBits != 0 {
			return b, i + 1, findingOf(high)
		}
	}
	return b, len(list), 0
}

// findingOf returns what copyLong or copyShort found in a string that is not plain.
func findingOf(high uint64) finding {
	if high&highBits != 0 {
		return foundNonASCII
	}
	return foundEscape
}

// appendString copies s as if it were plain, and examines it at the same time.
func appendString(b []byte, e *Encoder, s string) []byte {
	const quotes = 2
	n := len(b)
	end := n + len(s) + quotes
	if cap(b) < end {
		b = slices.Grow(b, len(s)+quotes)
	}
	b = b[:end]
	b[n] = '"'
	b[end-1] = '"'
	var special, high uint64
	if len(s) < 8 {
		special, high = copyShort(b[n+1:end-1], s)
	} else {
		special, high = copyLong(b[n+1:end-1], s)
	}
	if (special|high)&highBits != 0 {
		return appendSpecial(b, e, s, findingOf(high))
	}
	return b
}

// copyShort copies s, of less than eight bytes, to room, which has the same length. high
// has a high bit set if a byte is not ASCII. If none is, special has one set if a byte
// needs an escape.
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
	return escapeBits(w), w
}

// appendSpecial rewrites a string that is not plain, if it has to be. b ends in the string,
// unchanged and in quotes.
func appendSpecial(b []byte, e *Encoder, s string, found finding) []byte {
	before := len(b) - len(s) - 2
	if found&foundNonASCII != 0 {
		if !validUTF8(s) {
			b = b[:before]
			e.Fail(b, ReasonInvalidUTF8, "")
			return append(b, `""`...)
		}
		if !hasEscapes(s) {
			return b
		}
	}
	return appendEscaped(b[:before], s)
}

// longestEscape is the length of the longest escape.
const longestEscape = len(`\u0000`)

// appendEscaped writes s, which is UTF-8, with escapes. It works in parts, so that it needs
// little room for escapes.
func appendEscaped(b []byte, s string) []byte {
	const part = 128
	b = append(b, '"')
	for len(s) > part {
		b = appendPart(slices.Grow(b, part*longestEscape+8), s[:part])
		s = s[part:]
	}
	b = appendPart(slices.Grow(b, len(s)*longestEscape+8), s)
	return append(b, '"')
}

// escapedBytes returns the high bit of each byte of w that is written as an escape.
func escapedBytes(w uint64) uint64 {
	const low = ^uint64(highBits)
	above := (w^2*everyByte)&low + (0x80-0x21)*everyByte // as in escapeBits
	other := (w^'\\'*everyByte)&low + 0x7F*everyByte
	return ^(above&other | w) & highBits
}

// plainByte says which bytes are plain, see plainWord.
var plainByte = func() (plain [256]bool) {
	for c := 0x20; c < utf8.RuneSelf; c++ {
		plain[c] = c != '"' && c != '\\'
	}
	return plain
}()

// escapeTexts has the escape of each character that needs one, as a little-endian number
// with the length in the highest byte.
var escapeTexts = func() (texts [utf8.RuneSelf]uint64) {
	for c := range texts {
		if plainByte[c] {
			continue
		}
		var text [8]byte
		const digits = "0123456789abcdef"
		if short := strings.IndexByte("\b\f\n\r\t\"\\", byte(c)); short >= 0 {
			text[7] = byte(copy(text[:], []byte{'\\', `bfnrt"\`[short]}))
		} else {
			text[7] = byte(copy(text[:], []byte{'\\', 'u', '0', '0', digits[c>>4], digits[c&15]}))
		}
		texts[c] = binary.LittleEndian.Uint64(text[:])
	}
	return texts
}()
