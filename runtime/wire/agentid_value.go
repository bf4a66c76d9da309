package wire

import (
	"math"
	"strconv"
	"strings"
)

func (w *idWriter) value(t *jsonType) {
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
	case "Chr":
		var r rune
		w.d.At = DecodeChar(w.d, w.d.At, &r)
		w.b = append(appendIDRune(append(w.b, `c"`...), r), '"')
	case "Str":
		var s string
		w.d.At = DecodeString(w.d, w.d.At, &s)
		w.quoted("", s)
	default:
		w.compound(t)
	}
}

// float writes all digits of a number. It refuses a number that servers read as another
// one.
func (w *idWriter) float(kind string) {
	start, f, size := w.d.floatOf(kind)
	if w.d.reason != 0 {
		return
	}
	if read := servedNumber(w.d.text[start:w.d.At]); size == 64 && read != f || size == 32 && float32(read) != float32(f) {
		w.refuse(start, "servers would read another number, and so reach another agent")
	}
	if f == 0 {
		w.b = append(w.b, "0.0"...) // servers drop the sign
		return
	}
	from := len(w.b)
	w.b = strconv.AppendFloat(w.b, f, 'f', -1, size)
	if !strings.Contains(string(w.b[from:]), ".") {
		w.b = append(w.b, ".0"...)
	}
}

func (w *idWriter) compound(t *jsonType) {
	switch t.kind {
	case "Enum":
		number, end := DecodeEnum(w.d, w.d.At, NewNames(t.names...))
		w.d.At = end
		w.index(int(number) - 1)
	case "Flags":
		w.flags(t)
	case "Record":
		w.record(t)
	case "Variant":
		w.d.variant(t, w.index, func(payload *jsonType) { w.within("", payload) })
	case "Tuple":
		w.b = append(w.b, '(')
		w.d.eachOfTuple(t, func(i int) { w.item(i, t.types[i]) })
		w.b = append(w.b, ')')
	case "List":
		w.b = append(w.b, '[')
		w.d.eachItem(func(i int) { w.item(i, t.types[0]) })
		w.b = append(w.b, ']')
	case "Option":
		if w.d.isNull() {
			w.b = append(w.b, 'n')
		} else {
			w.within("s", t.types[0])
		}
	case "Result":
		w.d.result(t, w.result)
	default:
		w.d.Fail(ReasonWrongKind, "the type "+t.describe()+" has no values here")
	}
}

// index writes the number of a case.
func (w *idWriter) index(i int) { w.b = strconv.AppendInt(append(w.b, 'v'), int64(i), 10) }

// within writes a value in parentheses.
func (w *idWriter) within(before string, t *jsonType) {
	w.b = append(append(w.b, before...), '(')
	w.value(t)
	w.b = append(w.b, ')')
}

// record writes the fields in declared order. The JSON has to have them in this order.
func (w *idWriter) record(t *jsonType) {
	w.b = append(w.b, '(')
	i := 0
	w.d.members(func(key string) {
		if i >= len(t.names) || key != t.names[i] {
			w.d.Fail(ReasonMissingField, "the fields are not in declared order")
			return
		}
		w.item(i, t.types[i])
		i++
	})
	if w.d.reason == 0 && i < len(t.names) {
		w.d.failMissing(t.names[i])
	}
	w.b = append(w.b, ')')
}

func (w *idWriter) flags(t *jsonType) {
	w.b = append(w.b, "f("...)
	first := len(w.b)
	w.d.eachFlag(t, func(i int) {
		if len(w.b) > first {
			w.b = append(w.b, ',')
		}
		w.b = strconv.AppendInt(w.b, int64(i), 10)
	})
	w.b = append(w.b, ')')
}

// result writes ok or err, and the payload in parentheses. payload is nil if that side has
// no type; the JSON then has null.
func (w *idWriter) result(name string, payload *jsonType) {
	if payload != nil {
		w.within(name, payload)
		return
	}
	w.b = append(w.b, name...)
	w.d.At = w.d.Null(w.d.At)
}

// item writes the i-th part of a compound value.
func (w *idWriter) item(i int, t *jsonType) {
	if i > 0 {
		w.b = append(w.b, ',')
	}
	w.value(t)
}

// servedNumber returns the number that servers read for a JSON number that an encoder
// wrote. It returns NaN for a text with more digits than encoders write.
func servedNumber(text string) float64 {
	negative := strings.HasPrefix(text, "-")
	text = strings.TrimPrefix(text, "-")
	mantissa, exponent, scientific := strings.Cut(text, "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits, err := strconv.ParseUint(whole+fraction, 10, 64)
	exp := -len(fraction)
	if err == nil && scientific {
		var shift int
		shift, err = strconv.Atoi(exponent)
		exp += shift
	}
	if err != nil {
		return math.NaN()
	}
	f := served(digits, exp)
	if negative {
		return -f
	}
	return f
}
