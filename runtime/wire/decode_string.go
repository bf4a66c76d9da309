package wire

import (
	"math/bits"
	"strings"
	"unicode/utf8"
)

// DecodeString reads a string. A string without escapes shares memory with the text, unless
// [Decoder.Copy] is set.
func DecodeString(d *Decoder, at int, v *string) (end int) {
	text, start := d.text, at+1
	if d.Copy || start > len(text) || text[start-1] != '"' {
		return decodeStringSlow(d, at, v)
	}
	i := start
	for i+8 <= len(text) {
		special := plainWord(load8(text, i))
		if special == 0 {
			i += 8
			continue
		}
		i += bits.TrailingZeros64(special) / 8
		if text[i] == '"' {
			*v = text[start:i]
			return i + 1
		}
		*v, end = d.mixedString(start, i)
		return end
	}
	*v, end = d.endOfString(start, i)
	return end
}

func decodeStringSlow(d *Decoder, at int, v *string) (end int) {
	d.At = at
	if d.peek() != '"' {
		d.unexpected("a string")
		return d.At
	}
	s := d.str()
	if d.Copy {
		s = strings.Clone(s)
	}
	*v = s
	return d.At
}

// load8 returns the eight bytes of s from i on as a little-endian number.
func load8(s string, i int) uint64 {
	t := s[i : i+8]
	return uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 |
		uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
}

// load4 returns the four bytes of s from i on as a little-endian number.
func load4(s string, i int) uint32 {
	t := s[i : i+4]
	return uint32(t[0]) | uint32(t[1])<<8 | uint32(t[2])<<16 | uint32(t[3])<<24
}

// DecodeStrings reads an array of strings. An empty array is read as an empty slice that is
// not nil.
//
//go:noinline
func DecodeStrings(d *Decoder, at int, v *[]string) (end int) {
	codec := listCodec[string]{item: DecodeString, run: stringRun}
	if d.Copy {
		codec.run = nil
	}
	return decodeList(d, at, v, codec)
}

// stringRun reads strings that are each followed by a comma, while list has room.
func stringRun(d *Decoder, i int, list []string) (int, []string) {
	text, n := d.text, len(list)
	list = list[:cap(list)]
	for n < len(list) && i+9 <= len(text) && text[i] == '"' {
		start := i + 1
		end := start
		special := plainWord(load8(text, end))
		for special == 0 && end+16 <= len(text) {
			end += 8
			special = plainWord(load8(text, end))
		}
		if special == 0 {
			break
		}
		end += bits.TrailingZeros64(special) / 8
		if text[end] == '"' {
			list[n] = text[start:end]
			end++
		} else {
			list[n], end = d.mixedString(start, end)
			if d.reason != 0 {
				return end, list[:n]
			}
		}
		if end >= len(text) || text[end] != ',' {
			break
		}
		n++
		i = end + 1
	}
	return i, list[:n]
}

// str reads the string whose opening quote is next.
func (d *Decoder) str() (s string) {
	text := d.text
	start := d.At + 1
	i := start
	for i+8 <= len(text) {
		special := plainWord(load8(text, i))
		if special == 0 {
			i += 8
			continue
		}
		i += bits.TrailingZeros64(special) / 8
		if text[i] == '"' {
			d.At = i + 1
			return text[start:i]
		}
		s, d.At = d.mixedString(start, i)
		return s
	}
	s, d.At = d.endOfString(start, i)
	return s
}

// endOfString reads the string that starts at start and is plain ASCII up to i. The text
// ends less than eight bytes after i.
func (d *Decoder) endOfString(start, i int) (s string, end int) {
	text := d.text
	for i < len(text) && plainByte[text[i]] {
		i++
	}
	if i < len(text) && text[i] == '"' {
		return text[start:i], i + 1
	}
	return d.stringSlow(start, i)
}

// mixedString reads the string that starts at start and is plain ASCII up to i.
func (d *Decoder) mixedString(start, i int) (s string, end int) {
	text := d.text
	for i+8 <= len(text) {
		switch c := text[i]; {
		case c >= utf8.RuneSelf:
			size := characterSize(load4(text, i))
			if size == 0 {
				return d.stringSlow(start, start)
			}
			i += size
			continue
		case c == '"':
			return text[start:i], i + 1
		case c == '\\':
			return d.escapedString(start, i)
		case c < ' ':
			return d.stringSlow(start, start)
		}
		w := load8(text, i)
		special := plainWord(w)
		i += bits.TrailingZeros64(special) / 8 // eight if all are plain
	}
	return d.stringSlow(start, start)
}

// keepUnescaped returns s, a string without escapes in temporary memory, in memory of its
// own. The string starts at start.
func (d *Decoder) keepUnescaped(s []byte, start int) string {
	b := &d.unescaped
	if b.Cap()-b.Len() < len(s) {
		d.growUnescaped(len(s), start)
	}
	begin := b.Len()
	b.Write(s)
	return b.String()[begin:]
}

// stringSlow reads any string. It starts at start and is plain ASCII up to i.
func (d *Decoder) stringSlow(start, i int) (s string, end int) {
	raw, escapes := d.scanString(start, i)
	switch {
	case d.reason != 0:
		return "", d.At
	case escapes:
		s = d.unescape(raw, start)
		if d.reason != 0 {
			return "", d.At
		}
	default:
		s = raw
	}
	return s, start + len(raw) + 1
}

// scanString finds the end of the string that starts at start and is plain ASCII up to i.
// It checks everything except the escapes, and reports whether there are any.
func (d *Decoder) scanString(start, i int) (raw string, escapes bool) {
	text := d.text
	high := uint64(0) // the high bits of all bytes so far
scan:
	for i < len(text) {
		if i+8 <= len(text) {
			w := load8(text, i)
			n := min(bits.TrailingZeros64(escapeBits(w)&^w&highBits)/8, 8)
			high |= w & (1<<(8*n) - 1)
			i += n
			if n == 8 {
				continue
			}
		}
		switch c := text[i]; {
		case c == '"':
			break scan
		case c < 0x20:
			d.failAt(i, ReasonInvalidString, "a control character has to be escaped")
			return "", false
		case c == '\\':
			escapes = true
			i++
		default:
			high |= uint64(c)
		}
		i++
	}
	if i >= len(text) {
		d.failAt(start-1, ReasonEnd, "the string does not end")
		return "", false
	}
	raw = text[start:i]
	if high&highBits != 0 && !validUTF8(raw) {
		d.failAt(start-1, ReasonInvalidString, "not UTF-8")
		return "", false
	}
	return raw, escapes
}

// skipString skips the string whose opening quote is next, and returns its text with the
// quotes. It does not allocate memory for strings with escapes.
func (d *Decoder) skipString() string {
	start := d.At + 1
	raw, escapes := d.scanString(start, start)
	for i := 0; escapes && i < len(raw); i++ {
		if raw[i] == '\\' {
			_, n := escapeAt(raw, i)
			if n == 0 {
				d.failEscape(raw, start, i)
				return ""
			}
			i += n - 1
		}
	}
	if d.reason != 0 {
		return ""
	}
	d.At = start + len(raw) + 1
	return d.text[start-1 : d.At]
}
