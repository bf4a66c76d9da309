package store

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
)

// cartContenders returns all contenders for one item.
func cartContenders(v ProductItem) []contender {
	return contenders(&fnPayloadsCart, v, itemCodecs, inStructs(plainItem(v)), easyItem(v))
}

// checks returns the table of the README about what each library accepts although it should
// not.
func checks() string {
	var b strings.Builder
	all := cartContenders(sampleItem(1))
	b.WriteString("| |")
	for _, c := range all {
		fmt.Fprintf(&b, " %s |", c.name)
	}
	b.WriteString("\n|---|" + strings.Repeat(":-:|", len(all)) + "\n")
	row := func(name string, refused func(i int) bool) {
		fmt.Fprintf(&b, "| %s |", name)
		for i := range all {
			mark := " taken |"
			if refused(i) {
				mark = " refused |"
			}
			b.WriteString(mark)
		}
		b.WriteString("\n")
	}
	for _, c := range unwritable {
		of := cartContenders(c.item)
		row("writes "+c.name, func(i int) bool {
			_, err := of[i].marshal()
			return err != nil
		})
	}
	for _, c := range unreadable {
		row("reads "+c.name, func(i int) bool {
			_, err := all[i].unmarshal([]byte(c.text))
			return err != nil
		})
	}
	return b.String()
}

// unwritable are items that JSON cannot represent.
var unwritable = []struct {
	name string
	item ProductItem
}{
	{"NaN", ProductItem{Price: float32(math.NaN())}},
	{"a string that is not UTF-8", ProductItem{Name: "\xff"}},
}

// unreadable are texts that are not items.
var unreadable = []struct{ name, text string }{
	{"a record without a field", `{"name":"a","price":1,"product-id":"b"}`},
	{"null for a string", `{"name":null,"price":1,"product-id":"b","quantity":2}`},
	{"null for a number", `{"name":"a","price":1,"product-id":"b","quantity":null}`},
	{"a string that is not UTF-8", "{\"name\":\"\xff\",\"price\":1,\"product-id\":\"b\",\"quantity\":2}"},
	{"half a surrogate pair", `{"name":"\ud800","price":1,"product-id":"b","quantity":2}`},
	{"a line break in a string", "{\"name\":\"\n\",\"price\":1,\"product-id\":\"b\",\"quantity\":2}"},
	{"a number like 02", `{"name":"a","price":1,"product-id":"b","quantity":02}`},
	{"2.5 for a u32", `{"name":"a","price":1,"product-id":"b","quantity":2.5}`},
	{"2³² for a u32", `{"name":"a","price":1,"product-id":"b","quantity":4294967296}`},
	{"10³⁹ for an f32", `{"name":"a","price":1e39,"product-id":"b","quantity":2}`},
	{"text after the value", `{"name":"a","price":1,"product-id":"b","quantity":2}{}`},
}

// TestReadmeSaysWhatIsChecked checks the table in the README, and that the generated code
// refuses everything in it.
func TestReadmeSaysWhatIsChecked(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if table := checks(); !strings.Contains(string(readme), table) {
		t.Errorf("README.md has another table than\n%s", table)
	}
	for _, c := range unwritable {
		if text, err := cartContenders(c.item)[0].marshal(); err == nil {
			t.Errorf("%s is written %s", c.name, text)
		}
	}
	for _, c := range unreadable {
		if _, err := cartContenders(sampleItem(1))[0].unmarshal([]byte(c.text)); err == nil {
			t.Errorf("%s is read", c.name)
		}
	}
}
