package wire

import (
	"math"
	"strconv"
	"strings"
	"unicode"
)

// Inline constructor arguments
//
// The arguments of an implicit resource's constructor stand in the name of the
// function: `iface.{ledger("Lyon", 50).receive}`. Servers read them twice: an
// expression parser takes the name apart, without knowing types, and prints
// each argument again; what it printed is then read as a value of the
// parameter's type, in the text form WAVE. The two agree on less than either
// accepts, and what the first cannot read ended the process of a 1.1.0 server.
// So only what both are known to read as the same value is written here, and
// everything else is refused.

// AppendWAVE writes a constructor argument as it stands in the name of an
// implicit resource's function. typ is its type and value its value, both as
// JSON. Arguments that some server from 1.1.0 to 1.2.5 would refuse, misread or
// break at are refused with an [InlineArgumentError].
func AppendWAVE(b []byte, typ, value string) ([]byte, error) {
	before := len(b)
	t, err := parseType(typ)
	if err != nil {
		return b, &InlineArgumentError{Reason: "its type cannot be read: " + err.Error()}
	}
	d := NewDecoder(value)
	w := waveWriter{b: b, d: &d}
	w.value(t)
	d.End()
	if err := d.Err(); err != nil && w.err == nil {
		w.err = &InlineArgumentError{Path: err.Path, Reason: "the value cannot be read: " + err.Reason.String() + " " + err.Detail}
	}
	if w.err != nil {
		return b[:before], w.err
	}
	return w.b, nil
}

// waveWriter writes the value that d reads.
type waveWriter struct {
	b      []byte
	d      *Decoder
	err    *InlineArgumentError
	nested int // how many brackets are open in b
}

// open writes text, which ends in a bracket.
func (w *waveWriter) open(text string) {
	w.b = append(w.b, text...)
	w.nested++
}

func (w *waveWriter) close(bracket byte) {
	w.b = append(w.b, bracket)
	w.nested--
}

// refuse keeps the first reason and ends the reading.
func (w *waveWriter) refuse(reason string) {
	if w.err == nil && w.d.reason == 0 {
		w.err = &InlineArgumentError{Path: pathOf(w.d.text[:w.d.At]), Reason: reason}
		w.d.Fail(ReasonWrongKind, reason)
	}
}

var waveIntegers = map[string]struct {
	limit  uint64
	signed bool
}{
	"U8": {math.MaxUint8, false}, "U16": {math.MaxUint16, false}, "U32": {math.MaxUint32, false}, "U64": {math.MaxUint64, false},
	"S8": {math.MaxInt8, true}, "S16": {math.MaxInt16, true}, "S32": {math.MaxInt32, true}, "S64": {math.MaxInt64, true},
}

func (w *waveWriter) value(t *jsonType) {
	if t == nil {
		w.refuse("servers cannot read a case without a payload here")
		return
	}
	if integer, ok := waveIntegers[t.kind]; ok {
		w.b = w.d.appendInteger(w.b, integer.limit, integer.signed)
		return
	}
	switch t.kind {
	case "Bool":
		var v bool
		w.d.At = DecodeBool(w.d, w.d.At, &v)
		w.b = strconv.AppendBool(w.b, v)
	case "F32", "F64":
		w.float(t.kind)
	case "Str":
		w.str()
	case "Enum":
		w.enum(t)
	case "Flags":
		w.flags(t)
	case "Record":
		w.record(t)
	case "Variant":
		w.variant(t)
	case "Tuple":
		w.tuple(t)
	case "List":
		w.list(t)
	case "Option":
		w.option(t)
	case "Result":
		w.result(t)
	case "Chr":
		w.refuse("no server reads a char here")
	case "Handle":
		w.refuse("a handle cannot be written here")
	default:
		w.refuse("its type is unknown: " + t.describe())
	}
}

// appendInteger writes the integer that is next to b.
func (d *Decoder) appendInteger(b []byte, limit uint64, signed bool) []byte {
	if signed {
		n, end := d.signed(d.At, limit)
		d.At = end
		return appendInt(b, n)
	}
	n, end := d.unsigned(d.At, limit)
	d.At = end
	return appendUint(b, n)
}

// floatOf reads a number of the kind F32 or F64. It returns where the number starts, and the
// size of its type in bits.
func (d *Decoder) floatOf(kind string) (start int, f float64, size int) {
	d.peek()
	start, size = d.At, 64
	if kind != "F32" {
		d.At = DecodeFloat64(d, d.At, &f)
		return start, f, size
	}
	var narrow float32
	d.At = DecodeFloat32(d, d.At, &narrow)
	return start, float64(narrow), 32
}

// float writes all digits: the expression parser has no exponents.
func (w *waveWriter) float(kind string) {
	start, f, size := w.d.floatOf(kind)
	if w.d.reason != 0 {
		return
	}
	if math.Signbit(f) && f > -1 {
		w.d.At = start
		w.refuse("some servers lose the sign of a number between -1 and 0")
		return
	}
	w.b = strconv.AppendFloat(w.b, f, 'f', -1, size)
}

func (w *waveWriter) str() {
	w.d.peek()
	start := w.d.At
	var s string
	w.d.At = DecodeString(w.d, w.d.At, &s)
	if w.d.reason != 0 {
		return
	}
	if reason := unquotable(s, w.nested > 0); reason != "" {
		w.d.At = start
		w.refuse(reason)
		return
	}
	w.b = append(w.b, '"')
	w.b = append(w.b, s...)
	w.b = append(w.b, '"')
}

// unquotable says why s cannot stand between quotes as it is, which is the only
// way: there is no escape that both parsers read. Brackets have to be balanced
// because arguments are told apart by counting them, quotes or not, and a comma
// ends an argument unless a bracket is open. nested reports whether one is open
// before s.
func unquotable(s string, nested bool) (reason string) {
	var open []byte
	for _, r := range s {
		switch {
		case strings.ContainsRune("\"\\${}", r):
			return "servers cannot read a string with " + string(r)
		case r == '(' || r == '[':
			open = append(open, byte(r))
		case r == ')' && !closes(&open, '('), r == ']' && !closes(&open, '['):
			return "servers cannot read a string with an unbalanced " + string(r)
		case r == ',' && len(open) == 0 && !nested:
			return "servers take a comma in a string as the end of the argument, unless it is within brackets"
		case r < ' ' || r == 0x7F || r > 0x7F && unicode.In(r, unicode.C, unicode.Z):
			return "servers do not read a control character, or a white space character other than a plain space"
		}
	}
	if len(open) > 0 {
		return "servers cannot read a string with an unbalanced " + string(open[len(open)-1])
	}
	return ""
}

// closes takes the innermost open bracket away if it is c, and reports whether it did.
func closes(open *[]byte, c byte) bool {
	n := len(*open)
	if n == 0 || (*open)[n-1] != c {
		return false
	}
	*open = (*open)[:n-1]
	return true
}

// plainName reports whether a name is made of lower-case letters, digits and
// hyphens and starts with a letter.
func plainName(name string) bool {
	for i, c := range []byte(name) {
		letter := c >= 'a' && c <= 'z'
		if !letter && (i == 0 || c != '-' && (c < '0' || c > '9')) {
			return false
		}
	}
	return name != ""
}

// Words of the expression language. A case whose name is one of them is read as
// that word; of the first group that is also so, or not known to be otherwise,
// for longer names that start with the word.
var (
	wavePrefixes = []string{"true", "false", "ok", "err", "let", "for", "yield"}
	waveWords    = []string{"if", "then", "else", "match", "in", "reduce", "from", "and", "or", "not", "some", "none", "inf", "nan", "null"}
)

// hyphenSafe are the words after which a hyphen is known to go on with the name.
var hyphenSafe = map[string]bool{"in": true, "from": true, "null": true}

// caseName writes the name of a case.
func (w *waveWriter) caseName(name string) {
	bad := !plainName(name)
	for _, prefix := range wavePrefixes {
		bad = bad || strings.HasPrefix(name, prefix)
	}
	for _, word := range waveWords {
		bad = bad || name == word || strings.HasPrefix(name, word+"-") && !hyphenSafe[word]
	}
	if bad {
		w.refuse("servers take the name of the case " + strconv.Quote(name) + " as something else")
		return
	}
	w.b = append(w.b, name...)
}

func (w *waveWriter) enum(t *jsonType) {
	w.d.peek()
	start := w.d.At
	number, end := DecodeEnum(w.d, start, NewNames(t.names...))
	if number == 0 {
		return
	}
	w.caseName(t.names[number-1])
	if w.err == nil {
		w.d.At = end
	}
}

func (w *waveWriter) flags(t *jsonType) {
	w.d.peek()
	start := w.d.At
	bits := make([]uint64, len(t.names)/64+1)
	w.d.At = DecodeWideFlags(w.d, w.d.At, NewNames(t.names...), bits)
	if w.d.reason != 0 {
		return
	}
	w.open("{")
	separator := ""
	for i, name := range t.names {
		if bits[i/64]>>(i%64)&1 == 0 {
			continue
		}
		if !plainName(name) {
			w.d.At = start
			w.refuse("servers cannot read the flag " + strconv.Quote(name))
			return
		}
		w.b = append(append(w.b, separator...), name...)
		separator = ", "
	}
	w.close('}')
}

// record writes the fields in declared order, whatever their order in the JSON.
func (w *waveWriter) record(t *jsonType) {
	w.d.peek()
	start := w.d.At
	places := map[string]int{}
	w.d.members(func(key string) {
		places[key] = w.d.At
		w.d.skip()
	})
	end := w.d.At
	if w.d.reason == 0 && len(t.names) == 0 {
		w.d.At = start
		w.refuse("servers cannot read a record without fields")
	}
	w.open("{")
	for i, name := range t.names {
		place, found := places[name]
		switch {
		case w.d.reason != 0:
			return
		case !plainName(name) || strings.ContainsAny(name, "0123456789"):
			w.d.At = start
			w.refuse("some servers cannot read a record field with a digit in its name: " + strconv.Quote(name))
			return
		case !found:
			w.d.At = start
			w.refuse("the field " + strconv.Quote(name) + " is missing")
			return
		}
		if i > 0 {
			w.b = append(w.b, ", "...)
		}
		w.b = append(append(w.b, name...), ": "...)
		w.d.At = place
		w.value(t.types[i])
	}
	w.close('}')
	if w.d.reason == 0 {
		w.d.At = end
	}
}

func (w *waveWriter) variant(t *jsonType) {
	i, end := w.d.BeginCase(w.d.At, NewNames(t.names...))
	w.d.At = end
	if i < 0 {
		return
	}
	w.caseName(t.names[i])
	if t.types[i] == nil {
		if w.err == nil {
			w.d.At = w.d.Null(w.d.At)
		}
	} else {
		w.open("(")
		w.value(t.types[i])
		w.close(')')
	}
	w.d.At = w.d.EndCase(w.d.At)
}

func (w *waveWriter) tuple(t *jsonType) {
	if len(t.types) == 0 {
		w.refuse("servers cannot read an empty tuple")
		return
	}
	w.d.At = w.d.BeginTuple(w.d.At, len(t.types))
	w.open("(")
	for i, item := range t.types {
		if i > 0 {
			w.b = append(w.b, ", "...)
		}
		w.d.At = w.d.TupleItem(w.d.At)
		w.value(item)
	}
	w.close(')')
	w.d.At = w.d.EndTuple(w.d.At)
}

func (w *waveWriter) list(t *jsonType) {
	if w.d.peek() != '[' {
		w.d.unexpected("an array")
		return
	}
	w.open("[")
	separator := ""
	w.d.items(func() {
		w.b = append(w.b, separator...)
		w.value(t.types[0])
		separator = ", "
	})
	w.close(']')
}

func (w *waveWriter) option(t *jsonType) {
	if w.d.isNull() {
		w.b = append(w.b, "none"...)
		return
	}
	w.open("some(")
	w.value(t.types[0])
	w.close(')')
}

func (w *waveWriter) result(t *jsonType) {
	before, payload := "err(", t.types[1]
	ok, end := w.d.BeginResult(w.d.At)
	w.d.At = end
	if ok {
		before, payload = "ok(", t.types[0]
	}
	w.open(before)
	w.value(payload)
	w.close(')')
	w.d.At = w.d.EndResult(w.d.At)
}
