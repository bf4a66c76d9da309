package wire_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// The types and codecs here are what the generator writes, so that the figures
// are those of generated clients.

type productItem struct {
	ProductID string  `json:"product-id"`
	Name      string  `json:"name"`
	Price     float32 `json:"price"`
	Quantity  uint32  `json:"quantity"`
}

const typeProductItem = `{"fields":[{"name":"product-id","typ":{"type":"Str"}},{"name":"name","typ":{"type":"Str"}},{"name":"price","typ":{"type":"F32"}},{"name":"quantity","typ":{"type":"U32"}}],"type":"Record"}`

func appendProductItem(b []byte, e *wire.Encoder, v *productItem) []byte {
	b = append(b, `{"name":`...)
	b = wire.AppendString(b, e, &v.Name)
	b = append(b, `,"price":`...)
	b = wire.AppendFloat32(b, e, &v.Price)
	b = append(b, `,"product-id":`...)
	b = wire.AppendString(b, e, &v.ProductID)
	b = append(b, `,"quantity":`...)
	b = wire.AppendUint32(b, e, &v.Quantity)
	return append(b, '}')
}

var shapeProductItem = wire.NewShape("product-id", "name", "price", "quantity")

func decodeProductItem(d *wire.Decoder, at int, v *productItem) int {
	var i, next int
	for {
		switch i, at, next = shapeProductItem.Next(d, at, next); i {
		case 0:
			at = wire.DecodeString(d, at, &v.ProductID)
		case 1:
			at = wire.DecodeString(d, at, &v.Name)
		case 2:
			at = wire.DecodeFloat32(d, at, &v.Price)
		case 3:
			at = wire.DecodeUint32(d, at, &v.Quantity)
		default:
			return at
		}
	}
}

type order struct {
	OrderID   string        `json:"order-id"`
	Items     []productItem `json:"items"`
	Total     float32       `json:"total"`
	Timestamp uint64        `json:"timestamp"`
}

const typeOrder = `{"fields":[{"name":"order-id","typ":{"type":"Str"}},{"name":"items","typ":{"inner":` + typeProductItem + `,"type":"List"}},{"name":"total","typ":{"type":"F32"}},{"name":"timestamp","typ":{"type":"U64"}}],"type":"Record"}`

func appendProductItems(b []byte, e *wire.Encoder, v *[]productItem) []byte {
	return wire.AppendList(b, e, v, appendProductItem)
}

func decodeProductItems(d *wire.Decoder, at int, v *[]productItem) int {
	return wire.DecodeList(d, at, v, decodeProductItem)
}

func appendOrder(b []byte, e *wire.Encoder, v *order) []byte {
	b = append(b, `{"items":`...)
	b = appendProductItems(b, e, &v.Items)
	b = append(b, `,"order-id":`...)
	b = wire.AppendString(b, e, &v.OrderID)
	b = append(b, `,"timestamp":`...)
	b = wire.AppendUint64(b, e, &v.Timestamp)
	b = append(b, `,"total":`...)
	b = wire.AppendFloat32(b, e, &v.Total)
	return append(b, '}')
}

var shapeOrder = wire.NewShape("order-id", "items", "total", "timestamp")

func decodeOrder(d *wire.Decoder, at int, v *order) int {
	var i, next int
	for {
		switch i, at, next = shapeOrder.Next(d, at, next); i {
		case 0:
			at = wire.DecodeString(d, at, &v.OrderID)
		case 1:
			at = decodeProductItems(d, at, &v.Items)
		case 2:
			at = wire.DecodeFloat32(d, at, &v.Total)
		case 3:
			at = wire.DecodeUint64(d, at, &v.Timestamp)
		default:
			return at
		}
	}
}

func appendOrders(b []byte, e *wire.Encoder, v *[]order) []byte {
	return wire.AppendList(b, e, v, appendOrder)
}

func decodeOrders(d *wire.Decoder, at int, v *[]order) int {
	return wire.DecodeList(d, at, v, decodeOrder)
}

// mix has one of everything.
type mix struct {
	Delivery delivery
	Note     runtime.Option[string]
	Weight   runtime.Option[float64]
	State    runtime.Result[uint32, string]
	Priority priority
	Gift     gift
	Place    runtime.Tuple2[string, int32]
	Mark     rune
}

type (
	delivery interface{ isDelivery() }
	pickup   struct{ Value string }
	courier  struct{ Value address }
	digital  struct{}
	address  struct{ City, Street string }
	priority uint8
	gift     uint8
)

func (pickup) isDelivery()  {}
func (courier) isDelivery() {}
func (digital) isDelivery() {}

const typeMix = `{"fields":[{"name":"delivery","typ":{"cases":[{"name":"pickup","typ":{"type":"Str"}},{"name":"courier","typ":{"fields":[{"name":"city","typ":{"type":"Str"}},{"name":"street","typ":{"type":"Str"}}],"type":"Record"}},{"name":"digital","typ":null}],"type":"Variant"}},{"name":"note","typ":{"inner":{"type":"Str"},"type":"Option"}},{"name":"weight","typ":{"inner":{"type":"F64"},"type":"Option"}},{"name":"state","typ":{"err":{"type":"Str"},"ok":{"type":"U32"},"type":"Result"}},{"name":"priority","typ":{"cases":["low","medium","very-high"],"type":"Enum"}},{"name":"gift","typ":{"names":["wrap","add-card","hide-price"],"type":"Flags"}},{"name":"place","typ":{"items":[{"type":"Str"},{"type":"S32"}],"type":"Tuple"}},{"name":"mark","typ":{"type":"Chr"}}],"type":"Record"}`

var (
	namesDelivery = wire.NewNames("pickup", "courier", "digital")
	namesPriority = wire.NewNames("low", "medium", "very-high")
	namesGift     = wire.NewNames("wrap", "add-card", "hide-price")
	shapeAddress  = wire.NewShape("city", "street")
	shapeMix      = wire.NewShape("delivery", "note?", "weight?", "state", "priority", "gift", "place", "mark")
)

func appendAddress(b []byte, e *wire.Encoder, v *address) []byte {
	b = append(b, `{"city":`...)
	b = wire.AppendString(b, e, &v.City)
	b = append(b, `,"street":`...)
	b = wire.AppendString(b, e, &v.Street)
	return append(b, '}')
}

func decodeAddress(d *wire.Decoder, at int, v *address) int {
	var i, next int
	for {
		switch i, at, next = shapeAddress.Next(d, at, next); i {
		case 0:
			at = wire.DecodeString(d, at, &v.City)
		case 1:
			at = wire.DecodeString(d, at, &v.Street)
		default:
			return at
		}
	}
}

func appendDelivery(b []byte, e *wire.Encoder, v *delivery) []byte {
	switch v := (*v).(type) {
	case pickup:
		b = append(b, `{"pickup":`...)
		b = wire.AppendString(b, e, &v.Value)
		return append(b, '}')
	case courier:
		b = append(b, `{"courier":`...)
		b = appendAddress(b, e, &v.Value)
		return append(b, '}')
	case digital:
		return append(b, `{"digital":null}`...)
	}
	return wire.AppendBadCase(b, e, *v)
}

func decodeDelivery(d *wire.Decoder, at int, v *delivery) int {
	i, at := d.BeginCase(at, namesDelivery)
	switch i {
	case 0:
		var c pickup
		at = wire.DecodeString(d, at, &c.Value)
		*v = c
	case 1:
		var c courier
		at = decodeAddress(d, at, &c.Value)
		*v = c
	case 2:
		at = d.Null(at)
		*v = digital{}
	}
	return d.EndCase(at)
}

func appendPriority(b []byte, e *wire.Encoder, v *priority) []byte {
	return wire.AppendEnum(b, e, namesPriority, uint64(*v))
}

func decodePriority(d *wire.Decoder, at int, v *priority) int {
	x, at := wire.DecodeEnum(d, at, namesPriority)
	*v = priority(x)
	return at
}

func decodeGift(d *wire.Decoder, at int, v *gift) int {
	x, at := wire.DecodeFlags(d, at, namesGift)
	*v = gift(x)
	return at
}

func appendMix(b []byte, e *wire.Encoder, v *mix) []byte {
	b = append(b, `{"delivery":`...)
	b = appendDelivery(b, e, &v.Delivery)
	b = append(b, `,"gift":`...)
	b = wire.AppendFlags(b, e, namesGift, uint64(v.Gift))
	b = append(b, `,"mark":`...)
	b = wire.AppendChar(b, e, &v.Mark)
	b = append(b, `,"note":`...)
	b = stub.AppendOption(b, e, &v.Note, wire.AppendString)
	b = append(b, `,"place":`...)
	b = appendPlace(b, e, &v.Place)
	b = append(b, `,"priority":`...)
	b = appendPriority(b, e, &v.Priority)
	b = append(b, `,"state":`...)
	b = stub.AppendResult(b, e, &v.State, wire.AppendUint32, wire.AppendString)
	b = append(b, `,"weight":`...)
	b = stub.AppendOption(b, e, &v.Weight, wire.AppendFloat64)
	return append(b, '}')
}

func decodeMix(d *wire.Decoder, at int, v *mix) int {
	var i, next int
	for {
		switch i, at, next = shapeMix.Next(d, at, next); i {
		case 0:
			at = decodeDelivery(d, at, &v.Delivery)
		case 1:
			at = stub.DecodeOption(d, at, &v.Note, wire.DecodeString)
		case 2:
			at = stub.DecodeOption(d, at, &v.Weight, wire.DecodeFloat64)
		case 3:
			at = stub.DecodeResult(d, at, &v.State, wire.DecodeUint32, wire.DecodeString)
		case 4:
			at = decodePriority(d, at, &v.Priority)
		case 5:
			at = decodeGift(d, at, &v.Gift)
		case 6:
			at = decodePlace(d, at, &v.Place)
		case 7:
			at = wire.DecodeChar(d, at, &v.Mark)
		default:
			return at
		}
	}
}

func appendPlace(b []byte, e *wire.Encoder, v *runtime.Tuple2[string, int32]) []byte {
	b = wire.AppendString(append(b, '['), e, &v.F0)
	b = wire.AppendInt32(append(b, ','), e, &v.F1)
	return append(b, ']')
}

func decodePlace(d *wire.Decoder, at int, v *runtime.Tuple2[string, int32]) int {
	at = d.BeginTuple(at, 2)
	at = d.TupleItem(at)
	at = wire.DecodeString(d, at, &v.F0)
	at = d.TupleItem(at)
	at = wire.DecodeInt32(d, at, &v.F1)
	return d.EndTuple(at)
}

// jsonMix is mix as one writes it for encoding/json.
type jsonMix struct {
	Delivery struct {
		Pickup  *string          `json:"pickup,omitempty"`
		Courier *jsonAddress     `json:"courier,omitempty"`
		Digital *json.RawMessage `json:"digital,omitempty"`
	} `json:"delivery"`
	Gift     []string `json:"gift"`
	Mark     rune     `json:"mark"`
	Note     *string  `json:"note"`
	Place    [2]any   `json:"place"`
	Priority string   `json:"priority"`
	State    struct {
		Ok  *uint32 `json:"ok,omitempty"`
		Err *string `json:"err,omitempty"`
	} `json:"state"`
	Weight *float64 `json:"weight"`
}

type jsonAddress struct {
	City   string `json:"city"`
	Street string `json:"street"`
}

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

// intList is how encoding/json has to hold a list<u8> to write numbers.
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

// payload is one row of the tables: a value, its codec, and the same value for
// encoding/json.
type payload struct {
	name    string
	typ     string
	encode  func(b []byte, e *wire.Encoder, typed bool) []byte // a whole request
	decode  func(d *wire.Decoder, text string) error           // a whole answer
	peer    any                                                // value for encoding/json
	answer  string
	newPeer func() any
}

func newPayload[T any](name, typ string, v T, a wire.AppendFunc[T], f wire.DecodeFunc[T], peer any) payload {
	value, err := wire.Marshal(&v, a)
	if err != nil {
		panic(err)
	}
	answer := wire.NewAnswer(typ, false)
	return payload{
		name: name,
		typ:  typ,
		encode: func(b []byte, e *wire.Encoder, typed bool) []byte {
			b = append(b, `{"params":[{`...)
			if typed {
				b = append(b, `"typ":`...)
				b = append(b, typ...)
				b = append(b, ',')
			}
			b = append(b, `"value":`...)
			e.Start(b)
			b = a(b, e, &v)
			return append(b, "}]}"...)
		},
		decode: func(d *wire.Decoder, text string) error {
			var out T
			if err := answer.Open([]byte(text), d); err != nil {
				return err
			}
			d.At = f(d, d.At, &out)
			answer.Close(d)
			if err := d.Err(); err != nil {
				return err
			}
			sink = &out
			return nil
		},
		peer:   peer,
		answer: `{"result":{"typ":{"items":[` + typ + `],"type":"Tuple"},"value":[` + string(value) + `]}}`,
		newPeer: func() any {
			return reflect.New(reflect.StructOf([]reflect.StructField{{Name: "Result", Tag: `json:"result"`, Type: reflect.StructOf([]reflect.StructField{
				{Name: "Typ", Tag: `json:"typ"`, Type: reflect.TypeFor[json.RawMessage]()},
				{Name: "Value", Tag: `json:"value"`, Type: reflect.ArrayOf(1, reflect.TypeOf(peer))},
			})}})).Interface()
		},
	}
}

var sink any

func payloads() []payload {
	list := func(inner string) string { return `{"inner":` + inner + `,"type":"List"}` }
	orders1, orders100 := sampleOrders(1), sampleOrders(100)
	bytes, floats, texts := sampleBytes(), sampleFloats(), sampleStrings()
	return []payload{
		newPayload("cart", typeProductItem, sampleItem(1), appendProductItem, decodeProductItem, sampleItem(1)),
		newPayload("1order", typeOrder, orders1[0], appendOrder, decodeOrder, orders1[0]),
		newPayload("100orders", list(typeOrder), orders100, appendOrders, decodeOrders, orders100),
		newPayload("mix", typeMix, sampleMix(), appendMix, decodeMix, sampleJSONMix()),
		newPayload("bytes", list(`{"type":"U8"}`), bytes, wire.AppendBytes, wire.DecodeBytes, intList(bytes)),
		newPayload("floats", list(`{"type":"F64"}`), floats, appendFloats, decodeFloats, floats),
		newPayload("strings", list(`{"type":"Str"}`), texts, appendStrings, decodeStrings, texts),
	}
}

type jsonRequest struct {
	Params [1]jsonParam `json:"params"`
}

type jsonParam struct {
	Typ   json.RawMessage `json:"typ,omitempty"`
	Value any             `json:"value"`
}

func BenchmarkEncode(b *testing.B) {
	for _, p := range payloads() {
		for _, typed := range []bool{true, false} {
			name := p.name
			if !typed {
				name += "-untyped"
			}
			b.Run(name, func(b *testing.B) { benchmarkEncode(b, p, typed) })
		}
	}
}

func benchmarkEncode(b *testing.B, p payload, typed bool) {
	run := func(name string, f func()) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f()
			}
		})
	}
	var e wire.Encoder
	out := p.encode(nil, &e, typed)
	size := len(out)
	run("wire", func() { p.encode(make([]byte, 0, size+64), &e, typed) })
	run("reused", func() { out = p.encode(out[:0], &e, typed) })
	request := &jsonRequest{Params: [1]jsonParam{{Value: p.peer}}}
	if typed {
		request.Params[0].Typ = json.RawMessage(p.typ)
	}
	run("json", func() {
		if _, err := json.Marshal(request); err != nil {
			b.Fatal(err)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	for _, p := range payloads() {
		body := []byte(p.answer)
		b.Run(p.name+"/wire", func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				d := wire.NewDecoder("")
				if err := p.decode(&d, string(body)); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(p.name+"/reused", func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			d := wire.NewDecoder("")
			for b.Loop() {
				if err := p.decode(&d, string(body)); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(p.name+"/json", func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if err := json.Unmarshal(body, p.newPeer()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestBenchmarkedValues: the two sides of the benchmarks do the same work.
func TestBenchmarkedValues(t *testing.T) {
	for _, p := range payloads() {
		var e wire.Encoder
		ours := string(p.encode(nil, &e, false))
		theirs, err := json.Marshal(&jsonRequest{Params: [1]jsonParam{{Value: p.peer}}})
		if err != nil {
			t.Fatal(err)
		}
		if p.name != "floats" && strings.Count(ours, ",") != strings.Count(string(theirs), ",") {
			t.Errorf("%s: %.200s, encoding/json %.200s", p.name, ours, theirs)
		}
		d := wire.NewDecoder("")
		if err := p.decode(&d, p.answer); err != nil {
			t.Errorf("%s: %v", p.name, err)
		}
		if err := json.Unmarshal([]byte(p.answer), p.newPeer()); err != nil {
			t.Errorf("%s: %v", p.name, err)
		}
	}
}
