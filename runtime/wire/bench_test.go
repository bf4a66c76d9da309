package wire_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// payload is a row of the benchmarks: a value, its codec, and the same value for
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

// TestBenchmarkedValues checks that both sides of a benchmark do the same work.
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
