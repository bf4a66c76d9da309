package wire

import (
	"strconv"
	"strings"
)

// Names are the names of the cases of an enum or a variant, or of flags, in
// declared order.
type Names struct {
	plain  []string
	quoted []string // "name" with its quotes
	index  map[string]int

	// The same as tokens, if they are few: "name", and {"name": as at the start of a
	// variant.
	values, openings []token
}

// fewNames is the number of names up to which comparing one after the other is faster than
// a map.
const fewNames = 8

// NewNames returns the names, which are in declared order. No name is empty.
func NewNames(names ...string) *Names {
	n := &Names{plain: names, index: make(map[string]int, len(names))}
	for i, name := range names {
		quoted := quote(name)
		n.quoted = append(n.quoted, quoted)
		n.index[name] = i
		if len(names) <= fewNames {
			n.values = append(n.values, newToken(quoted))
			n.openings = append(n.openings, newToken("{"+quoted+":"))
		}
	}
	return n
}

// quote returns s as a JSON string.
func quote(s string) string {
	var e Encoder
	return string(AppendString(nil, &e, &s))
}

// list returns the names for an error text, shortened if there are many.
func (n *Names) list() string {
	const most = 12
	if len(n.plain) <= most {
		return strings.Join(n.plain, ", ")
	}
	return strings.Join(n.plain[:most], ", ") + " and " + strconv.Itoa(len(n.plain)-most) + " more"
}

// AppendEnum writes the name of a case by its number, 1 for the first case. It reports zero
// and numbers beyond the last case.
func AppendEnum(b []byte, e *Encoder, names *Names, number uint64) []byte {
	if number-1 < uint64(len(names.quoted)) {
		return append(b, names.quoted[number-1]...)
	}
	if number == 0 {
		e.Fail(b, ReasonEnumZero, "use one of "+names.list())
	} else {
		e.Fail(b, ReasonEnumRange, strconv.FormatUint(number, 10)+", the last is "+strconv.Itoa(len(names.quoted)))
	}
	return append(b, `""`...)
}

// AppendFlags writes the names of the bits that are set. Bit 0 is the first name. It
// reports bits that have no name.
func AppendFlags(b []byte, e *Encoder, names *Names, bits uint64) []byte {
	if len(names.quoted) < 64 && bits>>len(names.quoted) != 0 {
		return failFlag(b, e, bits>>len(names.quoted)<<len(names.quoted))
	}
	before := len(b)
	b = append(b, '[')
	b = appendFlagWord(b, names.quoted, bits)
	return closeFlags(b, before)
}

// AppendWideFlags is AppendFlags for more than 64 names. Bit 0 of bits[0] is the first
// name.
func AppendWideFlags(b []byte, e *Encoder, names *Names, bits []uint64) []byte {
	before := len(b)
	b = append(b, '[')
	for i, word := range bits {
		rest := names.quoted[min(64*i, len(names.quoted)):]
		if len(rest) < 64 && word>>len(rest) != 0 {
			return failFlag(b[:before], e, word>>len(rest)<<len(rest))
		}
		b = appendFlagWord(b, rest, word)
	}
	return closeFlags(b, before)
}

func failFlag(b []byte, e *Encoder, bits uint64) []byte {
	e.Fail(b, ReasonUnknownFlag, "0x"+strconv.FormatUint(bits, 16))
	return append(b, "[]"...)
}

func appendFlagWord(b []byte, quoted []string, bits uint64) []byte {
	for i := 0; bits != 0; i, bits = i+1, bits>>1 {
		if bits&1 != 0 {
			b = append(append(b, quoted[i]...), ',')
		}
	}
	return b
}

// closeFlags closes the array that starts at before. If it has items, it ends in a comma.
func closeFlags(b []byte, before int) []byte {
	if len(b) == before+1 {
		return append(b, ']')
	}
	b[len(b)-1] = ']'
	return b
}
