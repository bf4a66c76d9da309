package golemtest

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/metadata"
)

// value is a typed value without the names of its type, as servers hand it
// from the request to the component.
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

// reader reads values from JSON by a type, as leniently as servers do, and
// notes every fault with the text that servers have for it.
type reader struct {
	old   bool // with the texts of servers before 1.1.17
	exact bool // the negative zero is kept

	// strict is set for the results of handlers: no fractions are cut off,
	// and handles are those of which it is true.
	strict func(worker string, number uint64) bool

	faults []string
	late   []string // found only after all values are read
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

// read returns the value of n by type t. It is meaningless when faults were noted.
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

// readInteger reads every integer but u64: fractions are cut off.
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
		// The shortest text of a float is compared: that of -2^63 is below it.
		f := n.number.float()
		fits = f >= float64(limits.low) && f <= float64(limits.high) && math.Abs(f) < 1<<63
		bits = uint64(int64(f))
		fits = fits && (r.strict == nil || f == math.Trunc(f))
	}
	if !fits {
		return r.fail("value %s is not within the range of %d to %d", n.number, limits.low, limits.high)
	}
	return value{bits: bits}
}

func (r *reader) readU64(n *node) value {
	if n.kind != jsonNumber {
		return r.unexpected("u64", n)
	}
	if n.number.kind != unsigned {
		return r.fail("Cannot convert %s to u64", n.number)
	}
	return value{bits: n.number.bits}
}

func (r *reader) readFloat(n *node, kind metadata.Kind) value {
	if n.kind != jsonNumber {
		return r.unexpected("number", n)
	}
	f := n.number.float()
	if kind == metadata.KindF32 {
		if math.Abs(f) >= math.MaxFloat32 { // the shortest text of the largest f32 is above it
			return r.fail("value %s is not within the range of -340282346638528859811704183484516925440 to 340282346638528859811704183484516925440", n.number)
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
		r.late = append(r.late, "Invalid char value")
	}
	return value{bits: code}
}

func (r *reader) readEnum(n *node, t *metadata.Type) value {
	if n.kind != jsonString {
		return r.fail("Input %s is not string", n)
	}
	i := slices.Index(t.Names, n.text)
	if i < 0 {
		return r.fail("Invalid input %s. Valid values are %s", n.text, strings.Join(t.Names, ","))
	}
	return value{bits: uint64(i)}
}

func (r *reader) readFlags(n *node, t *metadata.Type) value {
	if n.kind != jsonArray {
		return r.fail("Input %s is not an array", n)
	}
	v := value{set: make([]bool, len(t.Names))}
	for i := range n.items {
		item := &n.items[i]
		text := item.text
		switch item.kind {
		case jsonBool, jsonNumber:
			text = item.String()
		case jsonNull, jsonArray, jsonObject:
			return r.fail("Input %s is not a string or boolean or number", item)
		}
		j := slices.Index(t.Names, text)
		if j < 0 {
			return r.fail("Invalid input %s. Valid values are %s", text, strings.Join(t.Names, ","))
		}
		v.set[j] = true
	}
	return v
}

func (r *reader) readRecord(n *node, t *metadata.Type) value {
	if n.kind != jsonObject {
		return r.fail("The input %s is not a json object", n)
	}
	v := value{items: make([]value, len(t.Fields))}
	for i, f := range t.Fields {
		field := n.get(f.Name)
		if field == nil {
			if f.Type.Kind == metadata.KindOption {
				v.items[i] = value{kind: metadata.KindOption}
			} else if r.old {
				r.fail("Key '%s' not found in json_map", f.Name)
			} else {
				r.fail("key '%s' not found", f.Name)
			}
			continue
		}
		before := len(r.faults)
		v.items[i] = r.read(field, f.Type)
		prefix := "invalid value for key " + f.Name + ": "
		if r.old {
			prefix = "Invalid value for the key " + f.Name + ". Error: "
		}
		for j := before; j < len(r.faults); j++ {
			r.faults[j] = prefix + r.faults[j]
		}
	}
	return v
}

func (r *reader) readVariant(n *node, t *metadata.Type) value {
	if n.kind != jsonObject {
		return r.fail("Input %s is not an object", n)
	}
	if len(n.members) == 0 {
		return r.fail("Zero variants in in the input")
	}
	chosen := n.members[0]
	i := slices.IndexFunc(t.Cases, func(c metadata.Case) bool { return c.Name == chosen.key })
	if i < 0 {
		return r.fail("Unknown key %s in the variant", chosen.key)
	}
	v := value{bits: uint64(i)}
	if t.Cases[i].Type != nil {
		v.items = []value{r.read(&chosen.value, t.Cases[i].Type)}
	} else if chosen.value.kind != jsonNull {
		return r.fail("Unit variant %s has non-null JSON value", chosen.key)
	}
	return v
}

func (r *reader) readTuple(n *node, t *metadata.Type) value {
	if n.kind != jsonArray {
		return r.fail("Input %s is not an array representing tuple", n)
	}
	if len(n.items) != len(t.Items) {
		return r.fail("The length of types in template is not equal to the length of tuple (array) in  %s", n)
	}
	v := value{items: make([]value, len(n.items))}
	for i := range n.items {
		v.items[i] = r.read(&n.items[i], t.Items[i])
	}
	return v
}

func (r *reader) readList(n *node, t *metadata.Type) value {
	if n.kind != jsonArray {
		return r.fail("Input %s is not an array", n)
	}
	v := value{items: make([]value, len(n.items))}
	for i := range n.items {
		v.items[i] = r.read(&n.items[i], t.Inner)
	}
	return v
}

func (r *reader) readResult(n *node, t *metadata.Type) value {
	side, typ, v := n.get("ok"), t.Ok, value{bits: 1}
	if side == nil {
		side, typ, v = n.get("err"), t.Err, value{}
	}
	switch {
	case side == nil:
		return r.fail("Failed to retrieve either ok value or err value")
	case typ != nil:
		v.items = []value{r.read(side, typ)}
	case side.kind != jsonNull:
		return r.fail("The type of ok is absent, but some JSON value was provided")
	}
	return v
}

func (r *reader) readHandle(n *node) value {
	if n.kind != jsonString {
		return r.unexpected("handle", n)
	}
	slash := strings.LastIndexByte(n.text, '/')
	if slash < 0 {
		return r.unexpectedText("handle", n.text)
	}
	digits := n.text[slash+1:]
	number, err := strconv.ParseUint(strings.TrimPrefix(digits, "+"), 10, 64)
	if err == nil {
		if r.strict != nil && !r.strict(n.text[:slash], number) {
			return r.fail("handle %s is none that NewHandle gave", n.text)
		}
		return value{text: n.text[:slash], bits: number}
	}
	why := "invalid digit found in string"
	switch {
	case digits == "":
		why = "cannot parse integer from empty string"
	case strings.Trim(digits, "0123456789") == "":
		why = "number too large to fit in target type"
	}
	return r.fail("Failed to parse resource-id section of the handle value: %s", why)
}
