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

// plainWord has a high bit set for the lowest byte of w that cannot stand in a
// JSON string as it is (a control character, a quote, a backslash), or starts
// something that has to be checked (not ASCII). Bits above that one may be
// wrong; zero means that all eight bytes are plain.
func plainWord(w uint64) uint64 {
	return (escapeBits(w) | w) & highBits
}

// escapeBits does what plainWord does but does not test for ASCII: the high bits that count
// are those of bytes which are ASCII.
func escapeBits(w uint64) uint64 {
	low := w ^ 2*everyByte // a quote takes the place of a space, next to the control characters
	slash := w ^ '\\'*everyByte
	return (low - 0x21*everyByte) | (slash - everyByte)
}

// AppendString writes a JSON string. Only what JSON demands is escaped: quotes,
// backslashes and control characters. A string that is not UTF-8 is reported.
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

// finding says what a string has that is not plain ASCII.
type finding uint8

const (
	foundEscape   finding = 1 << iota // a byte that needs an escape, if all are ASCII
	foundNonASCII                     // a byte that is not ASCII
)

// plainGo does what appendPlain does, without assembly. It appends strings of list, each between
// quotes and with a comma behind it, as long as they have eight bytes or more and b
// has room for them. The last one that it takes is one that is not plain ASCII, which
// it appends as it is and says so.
func plainGo(b []byte, list []string) (longer []byte, taken int, found finding) {
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

// appendString copies s as if it were plain, and looks at it on the way.
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

// copyShort copies s, of less than eight bytes, to room, which is of the same
// length. high gets a high bit when a byte is not ASCII; when none is, special
// gets one when a byte needs an escape.
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

// appendSpecial writes a string anew that is not plain, where there is need for it:
// b ends in the string as it is, between quotes.
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

// longestEscape is how long the longest escape is.
const longestEscape = len(`\u0000`)

// appendEscaped writes s, which is UTF-8, and all of it anew, in parts so that room
// for escapes everywhere is not much.
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

// escapedBytes has the high bit of each byte of w that is written as an escape.
func escapedBytes(w uint64) uint64 {
	const low = ^uint64(highBits)
	above := (w^2*everyByte)&low + (0x80-0x21)*everyByte // as in escapeBits
	other := (w^'\\'*everyByte)&low + 0x7F*everyByte
	return ^(above&other | w) & highBits
}

// plainByte has the ASCII bytes that stand in a JSON string as they are.
var plainByte = func() (plain [256]bool) {
	for c := 0x20; c < utf8.RuneSelf; c++ {
		plain[c] = c != '"' && c != '\\'
	}
	return plain
}()

// escapeTexts has for each character that is escaped the escape, as a
// little-endian number, with its length in the highest byte.
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
