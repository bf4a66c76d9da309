package wire_test

import (
	"strings"
	"testing"
	"unsafe"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestCopy checks that with Copy no value shares memory with the text or with another list,
// and that without it strings do.
func TestCopy(t *testing.T) {
	sample := sampleOrders(3)
	sample[1].OrderID = "with \"escapes\""
	value, err := wire.Marshal(&sample, appendOrders)
	if err != nil {
		t.Fatal(err)
	}
	text := string(value)
	within := func(s string) bool {
		start, at := addressOf(unsafe.StringData(text)), addressOf(unsafe.StringData(s))
		return start <= at && at < start+uintptr(len(text))
	}
	for _, copies := range []bool{false, true} {
		d := wire.NewDecoder("")
		d.Copy = copies
		d.Reset(text)
		var orders []order
		d.At = decodeOrders(&d, d.At, &orders)
		if d.End(); d.Failed() {
			t.Fatal(d.Err())
		}
		for i, o := range orders {
			if o.OrderID != sample[i].OrderID || len(o.Items) != len(sample[i].Items) || o.Items[4] != sample[i].Items[4] {
				t.Errorf("order %d is %v, want %v", i, o, sample[i])
			}
			if within(o.Items[0].Name) == copies {
				t.Errorf("copies %v: the name of an item is part of the text: %v", copies, !copies)
			}
		}
		first, second := orders[0].Items, orders[1].Items
		size := unsafe.Sizeof(first[0]) * uintptr(len(first))
		if shared := addressOf(&first[0])+size == addressOf(&second[0]); shared == copies {
			t.Errorf("copies %v: lists share memory: %v", copies, shared)
		}
	}
}

// TestCopyBytes is TestCopy for lists of bytes.
func TestCopyBytes(t *testing.T) {
	const size = 33 // no size class: separate slices have other distances
	list := "[1" + strings.Repeat(",1", size-1) + "]"
	for _, copies := range []bool{false, true} {
		d := wire.NewDecoder("")
		d.Copy = copies
		d.Reset("[" + list + "," + list + "," + list + "]") // from the first one, the decoder learns the size
		var lists [][]byte
		d.At = wire.DecodeList(&d, d.At, &lists, wire.DecodeBytes)
		if d.Failed() {
			t.Fatal(d.Err())
		}
		if shared := addressOf(&lists[1][0])+size == addressOf(&lists[2][0]); shared == copies {
			t.Errorf("copies %v: lists share memory: %v", copies, shared)
		}
	}
}

func addressOf[T any](first *T) uintptr { return uintptr(unsafe.Pointer(first)) }
