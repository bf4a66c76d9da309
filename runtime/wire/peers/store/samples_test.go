package store

import (
	"fmt"
	"math/rand/v2"

	"github.com/golem-gen/golem-gen/runtime"
)

func sampleItem(i int) ProductItem {
	return ProductItem{
		ProductID: fmt.Sprintf("product-%05d", i), Name: "Wireless keyboard, black",
		Price: float32(1999+37*i) / 100, Quantity: uint32(i%9 + 1),
	}
}

func sampleOrders(n int) []Order {
	orders := make([]Order, n)
	for i := range orders {
		order := Order{
			OrderID: fmt.Sprintf("order-2024-%06d", i), Items: make([]ProductItem, 5),
			Total: float32(i) + 0.25, Timestamp: 1700000000000 + uint64(i),
		}
		for k := range order.Items {
			order.Items[k] = sampleItem(5*i + k)
		}
		orders[i] = order
	}
	return orders
}

func sampleMix() Mix {
	return Mix{
		Delivery: DeliveryCourier{Address{City: "Lyon", Street: "12 rue de la République"}},
		Note:     runtime.Some("ring twice"),
		Weight:   runtime.Some(12.75),
		State:    runtime.Ok[uint32, string](42),
		Priority: PriorityVeryHigh,
		Gift:     GiftWrap | GiftHidePrice,
		Place:    runtime.Tuple2[string, int32]{F0: "shelf", F1: -7},
		Mark:     '✓',
	}
}

func sampleBytes() []byte {
	r := rand.New(rand.NewPCG(5, 6))
	b := make([]byte, 64<<10)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
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
