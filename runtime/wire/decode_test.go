package wire_test

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

func read[T any](t *testing.T, text string, f wire.DecodeFunc[T], want T) {
	t.Helper()
	var v T
	if err := wire.Unmarshal([]byte(text), &v, f); err != nil || !reflect.DeepEqual(v, want) {
		t.Errorf("%s is read %v, %v, want %v", text, v, err, want)
	}
}

func unreadable[T any](t *testing.T, text string, f wire.DecodeFunc[T], reason wire.DecodeReason, path string) {
	t.Helper()
	var v T
	err := wire.Unmarshal([]byte(text), &v, f)
	if e, ok := err.(*wire.DecodeError); !ok || e.Reason != reason || e.Path != path {
		t.Errorf("%s is read %v, %v, want %s at %q", text, v, err, reason, path)
	}
}

func TestDecodeNumbers(t *testing.T) {
	read(t, "18446744073709551615", wire.DecodeUint64, 18446744073709551615)
	read(t, "9007199254740993", wire.DecodeUint64, 9007199254740993)
	read(t, "-9223372036854775808", wire.DecodeInt64, -9223372036854775808)
	read(t, "9223372036854775807", wire.DecodeInt64, 9223372036854775807)
	read(t, " 0 ", wire.DecodeInt8, 0)
	read(t, "-128", wire.DecodeInt8, -128)
	read(t, "0.10000000149011612", wire.DecodeFloat32, 0.1)
	read(t, "3.4028235e+38", wire.DecodeFloat32, math.MaxFloat32)
	read(t, "3.40282356779733661637539395458142568447e38", wire.DecodeFloat32, math.MaxFloat32)
	read(t, "1.00000005960464477539062500001", wire.DecodeFloat32, 1+0x1p-23)
	read(t, "16777217.000000001", wire.DecodeFloat32, 16777218)
	read(t, "-16777217", wire.DecodeFloat32, -16777216)
	read(t, "7.0064923216240854e-46", wire.DecodeFloat32, math.SmallestNonzeroFloat32)
	read(t, "7.0064923216240853e-46", wire.DecodeFloat32, 0)
	read(t, "1E+2", wire.DecodeFloat64, 100)
	read(t, "1e-400", wire.DecodeFloat64, 0)
	read(t, "0."+strings.Repeat("0", 400)+"1", wire.DecodeFloat64, 0)
	read(t, "0."+strings.Repeat("0", 330)+"1", wire.DecodeFloat32, 0)
	read(t, "1114111", wire.DecodeChar, 1114111)

	unreadable(t, "18446744073709551616", wire.DecodeUint64, wire.ReasonRange, "")
	unreadable(t, "99999999999999999999999", wire.DecodeUint64, wire.ReasonRange, "")
	unreadable(t, "9223372036854775808", wire.DecodeInt64, wire.ReasonRange, "")
	unreadable(t, "-9223372036854775809", wire.DecodeInt64, wire.ReasonRange, "")
	unreadable(t, "256", wire.DecodeUint8, wire.ReasonRange, "")
	unreadable(t, "-1", wire.DecodeUint8, wire.ReasonRange, "")
	unreadable(t, "-129", wire.DecodeInt8, wire.ReasonRange, "")
	unreadable(t, "01", wire.DecodeUint8, wire.ReasonSyntax, "")
	unreadable(t, "-01", wire.DecodeInt8, wire.ReasonSyntax, "")
	unreadable(t, "1.5", wire.DecodeUint8, wire.ReasonNotInteger, "")
	unreadable(t, "1.0", wire.DecodeUint64, wire.ReasonNotInteger, "")
	unreadable(t, "1e3", wire.DecodeInt16, wire.ReasonNotInteger, "")
	unreadable(t, "-0", wire.DecodeInt16, wire.ReasonNotInteger, "")
	unreadable(t, "+1", wire.DecodeInt16, wire.ReasonSyntax, "")
	unreadable(t, "1.", wire.DecodeFloat64, wire.ReasonSyntax, "")
	unreadable(t, ".5", wire.DecodeFloat64, wire.ReasonSyntax, "")
	unreadable(t, "-", wire.DecodeFloat64, wire.ReasonSyntax, "")
	unreadable(t, "01.5", wire.DecodeFloat64, wire.ReasonSyntax, "")
	unreadable(t, "1e", wire.DecodeFloat64, wire.ReasonSyntax, "")
	unreadable(t, "0x10", wire.DecodeFloat64, wire.ReasonTrailing, "")
	unreadable(t, "NaN", wire.DecodeFloat64, wire.ReasonSyntax, "")
	unreadable(t, "1e400", wire.DecodeFloat64, wire.ReasonRange, "")
	unreadable(t, "1e39", wire.DecodeFloat32, wire.ReasonRange, "")
	unreadable(t, "-3.40282356779733661637539395458142568448e+38", wire.DecodeFloat32, wire.ReasonRange, "")
	unreadable(t, `"1"`, wire.DecodeUint8, wire.ReasonWrongKind, "")
	unreadable(t, "null", wire.DecodeUint8, wire.ReasonWrongKind, "")
	unreadable(t, "", wire.DecodeUint8, wire.ReasonEnd, "")
	unreadable(t, "55296", wire.DecodeChar, wire.ReasonInvalidChar, "")
	unreadable(t, "1114112", wire.DecodeChar, wire.ReasonInvalidChar, "")
	unreadable(t, "18446744073709551615", wire.DecodeChar, wire.ReasonInvalidChar, "")
	unreadable(t, "1 2", wire.DecodeUint8, wire.ReasonTrailing, "")
	unreadable(t, "tru", wire.DecodeBool, wire.ReasonWrongKind, "")
	unreadable(t, "truex", wire.DecodeBool, wire.ReasonTrailing, "")
}

func TestDecodeStrings(t *testing.T) {
	read(t, `"a\"\\\/\b\f\n\r\tb"`, wire.DecodeString, "a\"\\/\b\f\n\r\tb")
	read(t, `"\u00e9\uD83D\uDE00\u0000"`, wire.DecodeString, "é😀\x00")
	read(t, `"é日本😀 and more than eight bytes"`, wire.DecodeString, "é日本😀 and more than eight bytes")
	for _, text := range []string{"\"a\nb\"", "\"12345678\x00\"", "\"\xff\"", "\"12345678\xed\xa0\x80\"", `"\ud800"`, `"\ude00\ud83d"`, `"\ud83d\n"`, `"\x"`, `"\u12g4"`, `"\u12"`} {
		unreadable(t, text, wire.DecodeString, wire.ReasonInvalidString, "")
	}
	for _, text := range []string{`"`, `"a`, `"12345678`, `"\`, `"\"`} {
		unreadable(t, text, wire.DecodeString, wire.ReasonEnd, "")
	}
	unreadable(t, "null", wire.DecodeString, wire.ReasonWrongKind, "")
	unreadable(t, "'a'", wire.DecodeString, wire.ReasonSyntax, "")
}

func TestDecodeStringsShareNothing(t *testing.T) {
	var list []string
	text := `["` + strings.Repeat(`\n`, 300) + `","x\ty","` + strings.Repeat(`\\`, 5000) + `","\u0041"]`
	if err := wire.Unmarshal([]byte(text), &list, decodeStrings); err != nil {
		t.Fatal(err)
	}
	want := []string{strings.Repeat("\n", 300), "x\ty", strings.Repeat(`\`, 5000), "A"}
	if !reflect.DeepEqual(list, want) {
		t.Errorf("%q", list)
	}
}

func TestDecodeRecords(t *testing.T) {
	want := productItem{ProductID: "p", Name: "n", Price: 1, Quantity: 2}
	for _, text := range []string{
		`{"name":"n","price":1,"product-id":"p","quantity":2}`,
		`{"product-id":"p","name":"n","price":1,"quantity":2}`,
		` { "name" : "n" , "price" : 1 , "product-id" : "p" , "quantity" : 2 } `,
		`{"name":"n","price":1,"extra":{"a":[1,"x",null,true]},"product-id":"p","quantity":2,"zzz":0}`,
		`{"name":"m","name":"n","price":1,"product-id":"p","quantity":2}`,
		`{"name":"n","price":1,"product-id":"p","quantity":3,"quantity":2}`,
		`{"n\u0061me":"n","price":1,"product-id":"p","quantity":2}`,
	} {
		read(t, text, decodeProductItem, want)
	}
	unreadable(t, `{"name":"n","price":1,"product-id":"p"}`, decodeProductItem, wire.ReasonMissingField, "quantity")
	unreadable(t, `{}`, decodeProductItem, wire.ReasonMissingField, "product-id")
	unreadable(t, `{"Name":"n","price":1,"product-id":"p","quantity":2}`, decodeProductItem, wire.ReasonMissingField, "name")
	unreadable(t, `{"name":null,"price":1,"product-id":"p","quantity":2}`, decodeProductItem, wire.ReasonWrongKind, "name")
	unreadable(t, `{"name":"n","price":1,"product-id":"p","quantity":2,}`, decodeProductItem, wire.ReasonSyntax, "")
	unreadable(t, `{"name":"n","price":1,"product-id":"p","quantity":2`, decodeProductItem, wire.ReasonEnd, "quantity")
	unreadable(t, `{"name":"n","price":1,"product-id":"p","x":01,"quantity":2}`, decodeProductItem, wire.ReasonSyntax, "x")
	unreadable(t, `{"name" "n"}`, decodeProductItem, wire.ReasonSyntax, "name")
	unreadable(t, `[]`, decodeProductItem, wire.ReasonWrongKind, "")
	unreadable(t, `null`, decodeProductItem, wire.ReasonWrongKind, "")
	unreadable(t, `[{"items":[{"name":"n","price":1,"product-id":"p","quantity":2},{"name":"n","price":true}]}]`, decodeOrders, wire.ReasonWrongKind, "[0].items[1].price")
	unreadable(t, `[{"items":[],"order-id":"","timestamp":0}]`, decodeOrders, wire.ReasonMissingField, "[0].total")
}

// TestDecodeEmptyRecords reads records without fields, at the end of the text and far from
// it.
func TestDecodeEmptyRecords(t *testing.T) {
	shape := wire.NewShape()
	decode := func(d *wire.Decoder, at int, v *struct{}) int {
		i, at, _ := shape.Next(d, at, 0)
		if i >= 0 {
			t.Errorf("there is a field %d", i)
		}
		return at
	}
	for _, text := range []string{`[{},{}]`, `[{},{ }, {}]                    `, `[{},{},{"x":[]}]                    `} {
		read(t, text, func(d *wire.Decoder, at int, v *[]struct{}) int { return wire.DecodeList(d, at, v, decode) }, make([]struct{}, 1+strings.Count(text, ",")))
	}
	unreadable(t, `{`, decode, wire.ReasonEnd, "")
	unreadable(t, `{]                    `, decode, wire.ReasonSyntax, "")
}

func TestDecodeAbsentOptions(t *testing.T) {
	text := `{"delivery":{"digital":null},"gift":[],"mark":97,"place":["a",1],"priority":"low","state":{"err":"e"}}`
	want := mix{
		Delivery: digital{}, Priority: 1, Mark: 'a', Place: runtime.Tuple2[string, int32]{F0: "a", F1: 1},
		State: runtime.Err[uint32]("e"),
	}
	read(t, text, decodeMix, want)
	read(t, strings.Replace(text, `"gift"`, `"weight":null,"gift"`, 1), decodeMix, want)
	v := want
	v.Note = runtime.Some("stale")
	d := wire.NewDecoder(text + " x")
	d.At = decodeMix(&d, d.At, &v)
	d.End()
	if v.Note != runtime.None[string]() || d.Err() == nil || d.Err().Reason != wire.ReasonTrailing || d.Err().Offset != len(text)+1 {
		t.Error(v.Note, d.Err())
	}
}

func TestDecodeError(t *testing.T) {
	var v []order
	text := `[{"items":[{"name":"n","price":1,"product-id":"p","quantity":-1}],"order-id":"` + strings.Repeat("é", 100) + `"}]`
	err := wire.Unmarshal([]byte(text), &v, decodeOrders)
	e, ok := err.(*wire.DecodeError)
	if !ok || e.Path != "[0].items[0].quantity" || text[e.Offset:e.Offset+2] != "-1" || !strings.HasPrefix(e.Near, "-1}]") || len(e.Near) > 70 {
		t.Fatalf("%#v", err)
	}
	if want := "cannot decode [0].items[0].quantity: out of range: expected 0 to 4294967295, got -1 (near -1}]"; !strings.HasPrefix(e.Error(), want) {
		t.Errorf("%s, want %s", e, want)
	}
}

func TestDecodeAllocations(t *testing.T) {
	for _, p := range payloads() {
		d := wire.NewDecoder("")
		n := testing.AllocsPerRun(20, func() {
			if err := p.decode(&d, p.answer); err != nil {
				t.Error(err)
			}
		})
		most := map[string]float64{"cart": 2, "1order": 3, "100orders": 4, "mix": 3, "bytes": 3, "floats": 3, "strings": 6}[p.name]
		if n > most {
			t.Errorf("%s: %v allocations, at most %v", p.name, n, most)
		}
	}
	list := `{"inner":` + typeOrder + `,"type":"List"}`
	many := newPayload("many", list, sampleOrders(20000), appendOrders, decodeOrders, nil)
	d := wire.NewDecoder("")
	if n := testing.AllocsPerRun(3, func() { _ = many.decode(&d, many.answer) }); n > 6 {
		t.Errorf("20,000 orders: %v allocations", n)
	}
}
