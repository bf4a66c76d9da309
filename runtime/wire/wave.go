package wire

import (
	"math"
	"strconv"
	"strings"
)

// Inline constructor arguments
//
// The arguments of an implicit resource's constructor are part of the name of the function:
// `iface.{ledger("Lyon", 50).receive}`. Servers read them twice. An expression parser,
// which does not know types, splits the name and prints each argument again. The printed
// text is then read as a value of the parameter's type, in the text form WAVE. The two do
// not accept the same texts, and what the first cannot read ends the process of a 1.1.0
// server. So AppendWAVE writes only what both are known to read as the same value, and
// refuses everything else.

// AppendWAVE appends a constructor argument in the form that it has in the name of an
// implicit resource's function. typ is its type and value its value, both as JSON. If some
// server from 1.1.0 to 1.2.5 would refuse the argument, misread it or break at it,
// AppendWAVE returns b and an [*InlineArgumentError].
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
	nested bool // a bracket is open; only closing brackets follow the last one
}

// open writes text, which ends in an opening bracket.
func (w *waveWriter) open(text string) {
	w.b = append(w.b, text...)
	w.nested = true
}

func (w *waveWriter) close(bracket byte) { w.b = append(w.b, bracket) }

// refuse keeps the first reason and stops reading.
func (w *waveWriter) refuse(reason string) {
	if w.err == nil && w.d.reason == 0 {
		w.err = &InlineArgumentError{Path: pathOf(w.d.text[:w.d.At]), Reason: reason}
		w.d.Fail(ReasonWrongKind, reason)
	}
}

func (w *waveWriter) value(t *jsonType) {
	if t == nil {
		w.refuse("servers cannot read a case without a payload here")
		return
	}
	if integer, ok := integerKinds[t.kind]; ok {
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
		w.d.variant(t, func(i int) { w.caseName(t.names[i]) }, func(payload *jsonType) { w.within("(", payload) })
	case "Tuple":
		w.tuple(t)
	case "List":
		w.open("[")
		w.d.eachItem(func(i int) { w.item(i, t.types[0]) })
		w.close(']')
	case "Option":
		if w.d.isNull() {
			w.b = append(w.b, "none"...)
		} else {
			w.within("some(", t.types[0])
		}
	case "Result":
		w.d.result(t, func(name string, payload *jsonType) { w.within(name+"(", payload) })
	case "Chr":
		w.refuse("no server reads a char here")
	case "Handle":
		w.refuse("a handle cannot be written here")
	default:
		w.refuse("its type is unknown: " + t.describe())
	}
}

// float writes all digits, because the expression parser does not know exponents.
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
	if reason := unquotable(s, w.nested); reason != "" {
		w.d.At = start
		w.refuse(reason)
		return
	}
	w.b = append(w.b, '"')
	w.b = append(w.b, s...)
	w.b = append(w.b, '"')
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

// record writes the fields in declared order. The JSON may have them in any order.
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

func (w *waveWriter) flags(t *jsonType) {
	w.d.peek()
	start := w.d.At
	w.open("{")
	first := len(w.b)
	w.d.eachFlag(t, func(i int) {
		if !plainName(t.names[i]) {
			w.d.At = start
			w.refuse("servers cannot read the flag " + strconv.Quote(t.names[i]))
			return
		}
		if len(w.b) > first {
			w.b = append(w.b, ", "...)
		}
		w.b = append(w.b, t.names[i]...)
	})
	w.close('}')
}

func (w *waveWriter) tuple(t *jsonType) {
	if len(t.types) == 0 {
		w.refuse("servers cannot read an empty tuple")
		return
	}
	w.open("(")
	w.d.eachOfTuple(t, func(i int) { w.item(i, t.types[i]) })
	w.close(')')
}

// item writes the i-th item of a list or a tuple.
func (w *waveWriter) item(i int, t *jsonType) {
	if i > 0 {
		w.b = append(w.b, ", "...)
	}
	w.value(t)
}

// within writes open, which ends in a parenthesis, and a value with the closing
// parenthesis.
func (w *waveWriter) within(open string, t *jsonType) {
	w.open(open)
	w.value(t)
	w.close(')')
}
