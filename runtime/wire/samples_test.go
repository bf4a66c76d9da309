package wire_test

import (
	"fmt"
	"math/rand/v2"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

func sampleItem(i int) productItem {
	return productItem{
		ProductID: fmt.Sprintf("product-%05d", i), Name: "Wireless keyboard, black",
		Price: float32(1999+37*i) / 100, Quantity: uint32(i%9 + 1),
	}
}

func sampleOrders(n int) []order {
	orders := make([]order, n)
	for i := range orders {
		o := order{OrderID: fmt.Sprintf("order-2024-%06d", i), Timestamp: 1700000000000 + uint64(i), Total: float32(i) + 0.25}
		for k := range 5 {
			o.Items = append(o.Items, sampleItem(5*i+k))
		}
		orders[i] = o
	}
	return orders
}

func sampleMix() mix {
	return mix{
		Delivery: courier{address{"Lyon", "12 rue de la République"}}, Note: runtime.Some("ring twice"), Weight: runtime.Some(12.75),
		State: runtime.Ok[uint32, string](42), Priority: 3, Gift: 5, Place: runtime.Tuple2[string, int32]{F0: "shelf", F1: -7}, Mark: '✓',
	}
}

func sampleJSONMix() (m jsonMix) {
	note, weight, state := "ring twice", 12.75, uint32(42)
	m.Delivery.Courier = &jsonAddress{"Lyon", "12 rue de la République"}
	m.Note, m.Weight, m.State.Ok = &note, &weight, &state
	m.Priority, m.Gift, m.Place, m.Mark = "very-high", []string{"wrap", "hide-price"}, [2]any{"shelf", -7}, '✓'
	return m
}

func sampleBytes() []byte {
	r := rand.New(rand.NewPCG(5, 6))
	b := make([]byte, 64<<10)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// intList returns a list<u8> in a form that encoding/json writes as numbers.
func intList(b []byte) []uint16 {
	list := make([]uint16, len(b))
	for i, c := range b {
		list[i] = uint16(c)
	}
	return list
}

func sampleFloats() []float64 {
	r := rand.New(rand.NewPCG(7, 8))
	f := make([]float64, 10000)
	for i := range f {
		f[i] = r.Float64()*2000 - 1000
	}
	return f
}

func sampleStrings() []string {
	s := make([]string, 10000)
	for i := range s {
		switch i % 10 {
		case 0:
			s[i] = fmt.Sprintf("größe %d – naïve", i)
		case 1:
			s[i] = fmt.Sprintf("line %d\nsaid \"hello\"", i)
		default:
			s[i] = fmt.Sprintf("plain ascii text %d of a usual length", i)
		}
	}
	return s
}

func appendFloats(b []byte, e *wire.Encoder, v *[]float64) []byte {
	return wire.AppendList(b, e, v, wire.AppendFloat64)
}

func decodeFloats(d *wire.Decoder, at int, v *[]float64) int {
	return wire.DecodeList(d, at, v, wire.DecodeFloat64)
}

func appendStrings(b []byte, e *wire.Encoder, v *[]string) []byte {
	return wire.AppendStrings(b, e, v)
}

func decodeStrings(d *wire.Decoder, at int, v *[]string) int {
	return wire.DecodeList(d, at, v, wire.DecodeString)
}
