package wire_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

func TestDecodeLists(t *testing.T) {
	read(t, `[]`, decodeStrings, []string{})
	read(t, ` [ ] `, decodeStrings, []string{})
	read(t, `[ "a" , "b" ]`, decodeStrings, []string{"a", "b"})
	read(t, `[",",",a",",,,,,,,,,","a,\"b",",, and more"]`, wire.DecodeStrings, []string{",", ",a", ",,,,,,,,,", `a,"b`, ",, and more"})
	read(t, `[]`, wire.DecodeBytes, []byte{})
	read(t, `[0,9,10,99,100,255,1,2,3]`, wire.DecodeBytes, []byte{0, 9, 10, 99, 100, 255, 1, 2, 3})
	read(t, ` [ 0 , 255 ] `, wire.DecodeBytes, []byte{0, 255})
	unreadable(t, `"AP8="`, wire.DecodeBytes, wire.ReasonWrongKind, "")
	for _, text := range []string{`[1,256,3,4,5,6]`, `[256,1,3,4,5,6]`, `[1,2,3,-4,5,6,7,8]`, `[999,999,9]`} {
		unreadable(t, text, wire.DecodeBytes, wire.ReasonRange, "["+indexOfBad(text)+"]")
	}
	unreadable(t, `[1,02,3,4,5,6]`, wire.DecodeBytes, wire.ReasonSyntax, "[1]")
	unreadable(t, `[01,2,3,4,5,6]`, wire.DecodeBytes, wire.ReasonSyntax, "[0]")
	unreadable(t, `[1,,3,4,5,6,7]`, wire.DecodeBytes, wire.ReasonSyntax, "[1]")
	unreadable(t, `[1,2,3,4,5,6,]`, wire.DecodeBytes, wire.ReasonSyntax, "[6]")
	unreadable(t, `[1,2.5,3,4,5,6]`, wire.DecodeBytes, wire.ReasonNotInteger, "[1]")
	unreadable(t, `["a",]`, decodeStrings, wire.ReasonSyntax, "[1]")
	unreadable(t, `["a"`, decodeStrings, wire.ReasonEnd, "[0]")
	unreadable(t, `["a" "b"]`, decodeStrings, wire.ReasonSyntax, "[0]")
	unreadable(t, `null`, decodeStrings, wire.ReasonWrongKind, "")
}

// indexOfBad returns the index of the first number of the array that is not a byte.
func indexOfBad(text string) string {
	var numbers []float64
	if err := json.Unmarshal([]byte(text), &numbers); err != nil {
		panic(err)
	}
	for i, n := range numbers {
		if n < 0 || n > 255 {
			return string(rune('0' + i))
		}
	}
	return ""
}

func TestNestedLists(t *testing.T) {
	rows := func(d *wire.Decoder, at int, v *[][]string) int { return wire.DecodeList(d, at, v, decodeStrings) }
	var want [][]string
	for i := range 400 {
		row := []string{}
		for range i % 7 {
			row = append(row, strings.Repeat("x", i%5))
		}
		want = append(want, row)
	}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got [][]string
	if err := wire.Unmarshal(text, &got, rows); err != nil || !reflect.DeepEqual(got, want) {
		t.Fatal(err)
	}
	for i := range got { // appending to a list must not change the next one
		_ = append(got[i], "intruder")
	}
	if !reflect.DeepEqual(got, want) {
		t.Error("lists share memory")
	}
	bytes := func(d *wire.Decoder, at int, v *[][]byte) int { return wire.DecodeList(d, at, v, wire.DecodeBytes) }
	read(t, `[[1,2],[],[3,4,5,6,7,8,9],[255]]`, bytes, [][]byte{{1, 2}, {}, {3, 4, 5, 6, 7, 8, 9}, {255}})
}

// TestSelfContaining reads a type that contains itself. No component has such a type. Each
// of its lists gets memory of its own.
func TestSelfContaining(t *testing.T) {
	type node struct{ Children []node }
	shape := wire.NewShape("children")
	var decode func(d *wire.Decoder, at int, v *node) int
	decode = func(d *wire.Decoder, at int, v *node) int {
		i, at, next := shape.Next(d, at, 0)
		for i >= 0 {
			at = wire.DecodeList(d, at, &v.Children, decode)
			i, at, next = shape.Next(d, at, next)
		}
		return at
	}
	leaf := node{Children: []node{}}
	two := node{Children: []node{leaf, leaf}}
	read(t, `{"children":[{"children":[{"children":[]},{"children":[]}]},{"children":[{"children":[]},{"children":[]}]}]}`, decode, node{Children: []node{two, two}})
}

func TestTuples(t *testing.T) {
	type pair = runtime.Tuple2[string, int32]
	decode := func(d *wire.Decoder, at int, v *pair) int { return decodePlace(d, at, v) }
	read(t, `["a",1]`, decode, pair{F0: "a", F1: 1})
	read(t, ` [ "a" , 1 ] `, decode, pair{F0: "a", F1: 1})
	unreadable(t, `["a"]`, decode, wire.ReasonTupleLength, "[0]")
	unreadable(t, `[]`, decode, wire.ReasonTupleLength, "[0]")
	unreadable(t, `["a",1,2]`, decode, wire.ReasonTupleLength, "[1]")
	unreadable(t, `[,"a",1]`, decode, wire.ReasonSyntax, "[0]")
	unreadable(t, `[ ,"a",1]`, decode, wire.ReasonSyntax, "[0]")
	unreadable(t, `["a",,1]`, decode, wire.ReasonSyntax, "[1]")
	unreadable(t, `["a",null]`, decode, wire.ReasonWrongKind, "[1]")
	unreadable(t, `{}`, decode, wire.ReasonWrongKind, "")
	read(t, `[]`, stub.DecodeTuple0, struct{}{})
	read(t, ` [ ] `, stub.DecodeTuple0, struct{}{})
	unreadable(t, `[1]`, stub.DecodeTuple0, wire.ReasonTupleLength, "[0]")
	unreadable(t, `[`, stub.DecodeTuple0, wire.ReasonEnd, "[0]")
}

func TestDepth(t *testing.T) {
	deep := func(n int) string {
		return `{"name":"n","price":1,"product-id":"p","quantity":2,"x":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `}`
	}
	read(t, deep(126), decodeProductItem, productItem{ProductID: "p", Name: "n", Price: 1, Quantity: 2})
	var v productItem
	err := wire.Unmarshal([]byte(deep(100000)), &v, decodeProductItem)
	if e, ok := err.(*wire.DecodeError); !ok || e.Reason != wire.ReasonTooDeep || len(e.Error()) > 1000 {
		t.Errorf("%.200v", err)
	}
}

// TestFlagsDepth checks that flags count as an array when nesting is limited.
func TestFlagsDepth(t *testing.T) {
	flags := wire.NewNames("read")
	for nested, want := range map[int]wire.DecodeReason{126: 0, 127: wire.ReasonTooDeep} {
		d := wire.NewDecoder(strings.Repeat("[", nested) + `["read"]` + strings.Repeat("]", nested))
		for range nested {
			d.At = d.TupleItem(d.BeginTuple(d.At, 1))
		}
		_, d.At = wire.DecodeFlags(&d, d.At, flags)
		for range nested {
			d.At = d.EndTuple(d.At)
		}
		d.End()
		switch err := d.Err(); {
		case err == nil && want != 0, err != nil && err.Reason != want:
			t.Errorf("%d arrays around flags: %v, want %s", nested, err, want)
		}
	}
}
