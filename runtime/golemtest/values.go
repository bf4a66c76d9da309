package golemtest

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/metadata"
)

// value is a typed value without the names of its type, as servers pass it from the request
// to the component.
//
//	bool, integers     bits: 0 or 1, the number, negative ones in two's complement
//	floats             bits: the float64's, of an F32 too
//	char               bits: the code point
//	string             text
//	enum               bits: the case's number
//	flags              set, one for each name of the type
//	record, tuple, list items
//	variant            bits: the case's number; items: the payload, if any
//	option             items: the inner value, if any
//	result             bits: 1 for ok; items: the payload, if any
//	handle             text: the worker's URN, bits: the handle's number
type value struct {
	kind  metadata.Kind
	bits  uint64
	text  string
	set   []bool
	items []value
}

// reader reads values from JSON by a type, as leniently as servers do. It records every
// fault in the words of the servers.
type reader struct {
	old   bool // use the texts of servers before 1.1.17
	exact bool // keep the negative zero
	fresh bool // use the texts of servers from 1.5 on

	// strict is set to read results of handlers. Fractions are then not cut off, and strict
	// reports which handles are valid.
	strict func(worker string, number uint64) bool

	faults []string
	late   []string // faults that servers find only after they have read all values
}

func (r *reader) fail(format string, args ...any) value {
	r.faults = append(r.faults, fmt.Sprintf(format, args...))
	return value{}
}

var (
	oldFound = [...]string{"Null", "Boolean", "Number", "String", "Array", "Object"}
	newFound = [...]string{"null", "boolean", "number", "string", "list", "record"}
	oldNames = map[string]string{"bool": "Boolean", "number": "BigDecimal", "char": "Char", "string": "String", "handle": "Handle"}
)

func (r *reader) unexpected(expected string, n *node) value {
	if r.old {
		return r.unexpectedText(expected, oldFound[n.kind])
	}
	return r.unexpectedText(expected, newFound[n.kind])
}

func (r *reader) unexpectedText(expected, found string) value {
	more := ""
	if expected == "handle" {
		more = ", represented by a worker-url/resource-id string"
	}
	if !r.old {
		return r.fail("expected %s%s, found %s", expected, more, found)
	}
	if name, ok := oldNames[expected]; ok {
		expected = name
	}
	return r.fail("Expected function parameter type is %s%s. But found %s", expected, more, found)
}

// read returns the value of n by type t. The value is meaningless if faults were recorded.
func (r *reader) read(n *node, t *metadata.Type) value {
	v := r.readKind(n, t)
	v.kind = t.Kind
	return v
}

func (r *reader) readKind(n *node, t *metadata.Type) value {
	switch t.Kind {
	case metadata.KindBool:
		return r.readBool(n)
	case metadata.KindF32, metadata.KindF64:
		return r.readFloat(n, t.Kind)
	case metadata.KindU64:
		return r.readU64(n)
	case metadata.KindChr:
		return r.readChar(n)
	case metadata.KindStr:
		if n.kind != jsonString {
			return r.unexpected("string", n)
		}
		return value{text: n.text}
	case metadata.KindEnum:
		return r.readEnum(n, t)
	case metadata.KindFlags:
		return r.readFlags(n, t)
	case metadata.KindRecord:
		return r.readRecord(n, t)
	case metadata.KindVariant:
		return r.readVariant(n, t)
	case metadata.KindTuple:
		return r.readTuple(n, t)
	case metadata.KindList:
		return r.readList(n, t)
	case metadata.KindOption:
		if n.kind == jsonNull {
			return value{}
		}
		return value{items: []value{r.read(n, t.Inner)}}
	case metadata.KindResult:
		return r.readResult(n, t)
	case metadata.KindHandle:
		return r.readHandle(n)
	}
	return r.readInteger(n, t.Kind)
}

func (r *reader) readBool(n *node) value {
	if n.kind != jsonBool {
		return r.unexpected("bool", n)
	}
	if n.truth {
		return value{bits: 1}
	}
	return value{}
}

var integerRanges = map[metadata.Kind]struct {
	low  int64
	high uint64
}{
	metadata.KindS8:  {math.MinInt8, math.MaxInt8},
	metadata.KindU8:  {0, math.MaxUint8},
	metadata.KindS16: {math.MinInt16, math.MaxInt16},
	metadata.KindU16: {0, math.MaxUint16},
	metadata.KindS32: {math.MinInt32, math.MaxInt32},
	metadata.KindU32: {0, math.MaxUint32},
	metadata.KindS64: {math.MinInt64, math.MaxInt64},
}

// readInteger reads an integer other than u64. It cuts off fractions.
func (r *reader) readInteger(n *node, kind metadata.Kind) value {
	if n.kind != jsonNumber {
		return r.unexpected("number", n)
	}
	limits := integerRanges[kind]
	var fits bool
	bits := n.number.bits
	switch n.number.kind {
	case unsigned:
		fits = bits <= limits.high
	case negative:
		fits = int64(bits) >= limits.low
	case floating:
		// Servers compare the shortest text of a float. The text of -2^63 is below the
		// limit.
		f := n.number.float()
		fits = f >= float64(limits.low) && f <= float64(limits.high) && math.Abs(f) < 1<<63
		bits = uint64(int64(f))
		fits = fits && (r.strict == nil || f == math.Trunc(f))
	}
	if !fits {
		return r.fail("value %s is not within the range of %d to %d", r.numberText(n), limits.low, limits.high)
	}
	return value{bits: bits}
}

func (r *reader) readU64(n *node) value {
	if n.kind != jsonNumber {
		return r.unexpected("u64", n)
	}
	if n.number.kind != unsigned {
		return r.fail("Cannot convert %s to u64", r.numberText(n))
	}
	return value{bits: n.number.bits}
}

func (r *reader) numberText(n *node) string {
	text := n.number.String()
	if before, exponent, found := strings.Cut(text, "e"); found && r.fresh && exponent[0] != '-' {
		return before + "e+" + exponent
	}
	return text
}

func (r *reader) readFloat(n *node, kind metadata.Kind) value {
	if n.kind != jsonNumber {
		return r.unexpected("number", n)
	}
	f := n.number.float()
	if kind == metadata.KindF32 {
		size := math.Abs(f)
		// The shortest text of the largest f32 is above it. Servers refuse that text in
		// requests, but use it in answers.
		if size > math.MaxFloat32 || size == math.MaxFloat32 && r.strict == nil {
			return r.fail("value %s is not within the range of -340282346638528859811704183484516925440 to 340282346638528859811704183484516925440", r.numberText(n))
		}
		f = float64(float32(f))
	}
	if !r.exact {
		f += 0 // the negative zero becomes the positive one
	}
	return value{bits: math.Float64bits(f)}
}

func (r *reader) readChar(n *node) value {
	if n.kind != jsonNumber || n.number.kind != unsigned {
		return r.unexpected("char", n)
	}
	code := n.number.bits
	if code > math.MaxUint32 {
		return r.fail("The value %d is too large to be converted to a char", code)
	}
	if code > utf8.MaxRune || code >= 0xd800 && code <= 0xdfff {
		if r.fresh {
			return r.fail("The value %d cannot be converted to a char", code)
		}
		r.late = append(r.late, "Invalid char value")
	}
	return value{bits: code}
}
