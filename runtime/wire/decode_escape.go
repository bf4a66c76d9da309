package wire

import (
	"encoding/binary"
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// escapedString reads the string that starts at start and has its first escape at i. It is
// valid up to there. Long strings are left to stringSlow.
func (d *Decoder) escapedString(start, i int) (s string, end int) {
	const longest, most = 128, 12 // bytes of a string, and bytes that are written at once
	var room [longest]byte
	text := d.text
	if i-start > longest {
		return d.stringSlow(start, start)
	}
	n := copy(room[:], text[start:i])
	for i+most <= len(text) && n+most <= longest {
		switch c := text[i]; {
		case c == '\\':
			if plain := escaped[text[i+1]]; plain != 0 {
				room[n] = plain
				n++
				i += 2
				continue
			}
			r, size := escapeAt(text, i)
			if size == 0 {
				return d.stringSlow(start, start)
			}
			n += utf8.EncodeRune(room[n:], r)
			i += size
		case c >= utf8.RuneSelf:
			w := load4(text, i)
			size := characterSize(w)
			if size == 0 {
				return d.stringSlow(start, start)
			}
			binary.LittleEndian.PutUint32(room[n:], w)
			n += size
			i += size
		case c == '"':
			return d.keepUnescaped(room[:n], start), i + 1
		case c < ' ':
			return d.stringSlow(start, start)
		default:
			w := load8(text, i)
			binary.LittleEndian.PutUint64(room[n:], w)
			plain := bits.TrailingZeros64(plainWord(w)) / 8 // eight if all are plain
			n += plain
			i += plain
		}
	}
	return d.stringSlow(start, start)
}

// escaped maps the character after a backslash to the one that the escape stands for. It is
// 0 for \u and for what is not an escape.
var escaped = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// growUnescaped makes room for at least least bytes of the string that starts at start, and
// for later strings.
func (d *Decoder) growUnescaped(least, start int) {
	b := &d.unescaped
	room := d.expectEscaped(start)
	d.escapedBytes += b.Len()
	*b = strings.Builder{} // earlier strings keep their memory
	b.Grow(max(least, room))
}

func (d *Decoder) failEscape(raw string, start, i int) {
	d.failAt(start+i, ReasonInvalidString, "bad escape "+strconv.Quote(shorten(raw[i:], 12)))
}

// unescape returns raw, which starts at the offset start, with its escapes replaced.
func (d *Decoder) unescape(raw string, start int) string {
	b := &d.unescaped
	if b.Cap()-b.Len() < len(raw) {
		d.growUnescaped(len(raw), start)
	}
	begin := b.Len()
	done := 0
	for {
		plain := strings.IndexByte(raw[done:], '\\')
		if plain < 0 {
			break
		}
		i := done + plain
		b.WriteString(raw[done:i])
		r, n := escapeAt(raw, i)
		if n == 0 {
			d.failEscape(raw, start, i)
			return ""
		}
		b.WriteRune(r)
		done = i + n
	}
	b.WriteString(raw[done:])
	return b.String()[begin:]
}

// expectEscaped guesses the total length of the strings with escapes from the offset start
// on, in proportion to earlier ones.
func (d *Decoder) expectEscaped(start int) int {
	const first = 256
	rest := len(d.text) - start
	known := d.escapedBytes + d.unescaped.Len()
	if known == 0 {
		d.escapedFrom = start
		return min(first, rest)
	}
	return min(rest, bounded(known, float64(known)*float64(rest)/float64(start-d.escapedFrom)))
}

// escapeAt returns the character that the escape at raw[i:] stands for, and the length of
// the escape, 0 if it is not valid.
func escapeAt(raw string, i int) (r rune, length int) {
	switch c := raw[i+1]; c {
	case '"', '\\', '/':
		return rune(c), 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		return unicodeEscape(raw, i)
	}
	return 0, 0
}

func unicodeEscape(raw string, i int) (r rune, length int) {
	r, ok := hex4(raw, i+2)
	if !ok {
		return 0, 0
	}
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	if i+8 > len(raw) || raw[i+6:i+8] != `\u` {
		return 0, 0
	}
	low, ok := hex4(raw, i+8)
	if !ok {
		return 0, 0
	}
	r = utf16.DecodeRune(r, low)
	if r == utf8.RuneError {
		return 0, 0 // not a pair
	}
	return r, 12
}

// hex4 returns the number that the four hexadecimal digits at s[i:] stand for.
func hex4(s string, i int) (r rune, ok bool) {
	if i+4 > len(s) {
		return 0, false
	}
	for _, c := range []byte(s[i : i+4]) {
		switch {
		case c-'0' <= 9:
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}
