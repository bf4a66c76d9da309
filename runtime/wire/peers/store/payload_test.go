package store

import (
	"bytes"
	"encoding/json"
	"sync"

	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
	"github.com/golem-gen/golem-gen/runtime/wire/peers/easy"
)

// contender is one library with one payload. It reads values of its own Go type. The
// comparison of values takes that into account.
type contender struct {
	name string

	// request writes the body of a request into a new slice, with the parameter's type or
	// without it.
	request func(typed bool) ([]byte, error)

	// reused is request with a reused buffer.
	reused func(b []byte, typed bool) ([]byte, error)

	// answer reads the body of an answer and compares its type with the pinned one.
	answer func(body []byte) (any, error)

	// marshal and unmarshal write and read only the value. Both are nil if another payload
	// has the same value.
	marshal   func() ([]byte, error)
	unmarshal func(text []byte) (any, error)

	value any // what answer and unmarshal must read
}

// payload is a column of the tables.
type payload struct {
	name       string
	typ        string // of the value, as JSON; "" if requests never have one
	body       []byte // an answer in the form of servers
	value      []byte // the value of that answer
	contenders []contender

	// floor copies what the first contender wrote.
	floor contender
}

// codecs are the codecs of a type that work on the generated Go type.
type codecs[T any] struct {
	generated codec[T]
	hand      handCodec[T]
	jx        jxCodec[T]
}

// codec is the generated code for a type.
type codec[T any] struct {
	append wire.AppendFunc[T]
	decode wire.DecodeFunc[T]
}

// newPayload returns the payload that fn takes and returns: v as the generated type, as
// structs with tags, and as the type for easyjson.
func newPayload[T, E any, PE easyPointer[E]](name string, fn *stub.Function, v T, c codecs[T], structs reflectedValue, eased E) payload {
	p := payload{name: name, typ: fn.Parameters[0].Type}
	written, err := wire.Marshal(&v, c.generated.append)
	if err != nil {
		panic(err)
	}
	p.value = serverText(written)
	p.body = []byte(`{"result":{"typ":{"items":[` + p.typ + `],"type":"Tuple"},"value":[` + string(p.value) + `]}}`)
	p.contenders = contenders[T, E, PE](fn, v, c, structs, eased)
	p.floor = copying(p.contenders[0])
	return p
}

// contenders returns all libraries with one value, the generated code first.
func contenders[T, E any, PE easyPointer[E]](fn *stub.Function, v T, c codecs[T], structs reflectedValue, eased E) []contender {
	typ := fn.Parameters[0].Type
	all := []contender{generated(fn, v, c.generated), byHand(typ, v, c.hand)}
	all = append(all, structs(typ)...)
	return append(all, withJX(typ, v, c.jx), withEasyJSON[E, PE](typ, eased))
}

// copying returns a contender that copies the requests of c.
func copying(c contender) contender {
	var bodies [2][]byte
	for i := range bodies {
		body, err := c.request(i == 1)
		if err != nil {
			panic(err)
		}
		bodies[i] = body
	}
	body := func(typed bool) []byte {
		if typed {
			return bodies[1]
		}
		return bodies[0]
	}
	return contender{
		name:    "only-a-copy",
		request: func(typed bool) ([]byte, error) { return bytes.Clone(body(typed)), nil },
		reused:  func(b []byte, typed bool) ([]byte, error) { return append(b, body(typed)...), nil },
	}
}

// serverText returns text in the form of servers: members in alphabetical order, float32
// with the digits of a float64.
func serverText(text []byte) []byte {
	var v any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&v); err != nil {
		panic(err)
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(widened(v, "")); err != nil {
		panic(err)
	}
	return bytes.TrimSpace(b.Bytes())
}

// widened gives the numbers of fields that are f32 the digits of a float64.
func widened(v any, field string) any {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			v[name] = widened(member, name)
		}
	case []any:
		for i, item := range v {
			v[i] = widened(item, "")
		}
	case json.Number:
		if field == "price" || field == "total" {
			f, err := v.Float64()
			if err != nil {
				panic(err)
			}
			return float64(float32(f))
		}
	}
	return v
}

// scratch has the memory that the runtime keeps between calls.
type scratch struct {
	buffer  []byte
	encoder wire.Encoder
	decoder wire.Decoder
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// generated returns the generated code, used in the way of the runtime.
func generated[T any](fn *stub.Function, v T, c codec[T]) contender {
	answer := wire.NewAnswer(fn.Result, false)
	typ := fn.Parameters[0].Type
	write := func(b []byte, e *wire.Encoder, typed bool) ([]byte, error) {
		b = append(b, `{"params":[{`...)
		if typed {
			b = append(b, `"typ":`...)
			b = append(b, typ...)
			b = append(b, ',')
		}
		b = append(b, `"value":`...)
		e.Start(b)
		b = c.append(b, e, &v)
		b = append(b, "}]}"...)
		if e.Failed() {
			return nil, e.Err(b)
		}
		return b, nil
	}
	return contender{
		name: "golem-gen",
		request: func(typed bool) ([]byte, error) {
			s := scratches.Get().(*scratch)
			defer scratches.Put(s)
			b, err := write(s.buffer[:0], &s.encoder, typed)
			s.buffer = b
			return bytes.Clone(b), err
		},
		reused: func(b []byte, typed bool) ([]byte, error) {
			s := scratches.Get().(*scratch)
			defer scratches.Put(s)
			return write(b, &s.encoder, typed)
		},
		answer: func(body []byte) (any, error) {
			s := scratches.Get().(*scratch)
			defer scratches.Put(s)
			d := &s.decoder
			if err := answer.Open(body, d); err != nil {
				return nil, err
			}
			out := new(T)
			d.At = c.decode(d, d.At, out)
			answer.Close(d)
			if err := d.Err(); err != nil {
				return nil, err
			}
			return out, nil
		},
		marshal: func() ([]byte, error) {
			if m, ok := any(&v).(json.Marshaler); ok {
				return m.MarshalJSON()
			}
			return wire.Marshal(&v, c.append) // lists have no methods
		},
		unmarshal: func(text []byte) (any, error) {
			out := new(T)
			if u, ok := any(out).(json.Unmarshaler); ok {
				return out, u.UnmarshalJSON(text)
			}
			return out, wire.Unmarshal(text, out, c.decode)
		},
		value: &v,
	}
}

// payloads returns the columns of the tables.
func payloads() []payload {
	item, orders, everything := sampleItem(1), sampleOrders(100), sampleMix()
	octets, floats, texts := sampleBytes(), sampleFloats(), sampleStrings()
	return []payload{
		newPayload("cart", &fnPayloadsCart, item, itemCodecs, inStructs(plainItem(item)), easyItem(item)),
		newPayload("1-order", &fnPayloadsOneOrder, orders[0], orderCodecs, inStructs(plainOrder(orders[0])), easyOrder(orders[0])),
		newPayload("100-orders", &fnPayloadsHundredOrders, orders, ordersCodecs, inStructs(plainOrders(orders)), easyOrders(orders)),
		newPayload("mix", &fnPayloadsEverything, everything, mixCodecs, mixInStructs(everything), easyMix(everything)),
		newPayload("bytes", &fnPayloadsBytes, octets, bytesCodecs, inStructs(numbers(octets)), easy.Bytes(numbers(octets))),
		newPayload("floats", &fnPayloadsFloats, floats, floatsCodecs, inStructs(floats), easy.Floats(floats)),
		newPayload("strings", &fnPayloadsStrings, texts, stringsCodecs, inStructs(texts), easy.Strings(texts)),
		agentPayload(item),
	}
}

var (
	itemCodecs = codecs[ProductItem]{
		codec[ProductItem]{appendProductItem, decodeProductItem},
		handCodec[ProductItem]{handItem, handReadItem},
		jxCodec[ProductItem]{jxEncodeItem, jxDecodeItem},
	}
	orderCodecs = codecs[Order]{
		codec[Order]{appendOrder, decodeOrder},
		handCodec[Order]{handOrder, handReadOrder},
		jxCodec[Order]{jxEncodeOrder, jxDecodeOrder},
	}
	ordersCodecs = codecs[[]Order]{
		codec[[]Order]{appendOrders, decodeOrders},
		handCodec[[]Order]{handOrders, handReadOrders},
		jxCodec[[]Order]{jxEncodeOrders, jxDecodeOrders},
	}
	mixCodecs = codecs[Mix]{
		codec[Mix]{appendMix, decodeMix},
		handCodec[Mix]{handMix, handReadMix},
		jxCodec[Mix]{jxEncodeMix, jxDecodeMix},
	}
	bytesCodecs = codecs[[]byte]{
		codec[[]byte]{wire.AppendBytes, wire.DecodeBytes},
		handCodec[[]byte]{handBytes, handReadBytes},
		jxCodec[[]byte]{jxEncodeBytes, jxDecodeBytes},
	}
	floatsCodecs = codecs[[]float64]{
		codec[[]float64]{wire.AppendFloat64s, wire.DecodeFloat64s},
		handCodec[[]float64]{handFloats, handReadFloats},
		jxCodec[[]float64]{jxEncodeFloats, jxDecodeFloats},
	}
	stringsCodecs = codecs[[]string]{
		codec[[]string]{wire.AppendStrings, wire.DecodeStrings},
		handCodec[[]string]{handStrings, handReadStrings},
		jxCodec[[]string]{jxEncodeStrings, jxDecodeStrings},
	}
)

// appendOrders has the code that generated code writes in place.
func appendOrders(b []byte, e *wire.Encoder, v *[]Order) []byte {
	return wire.AppendList(b, e, v, appendOrder)
}

// decodeOrders reads orders in the way of a result.
func decodeOrders(d *wire.Decoder, at int, v *[]Order) (end int) {
	d.At = at
	takeListOrder(d, v)
	return d.At
}

// numbers returns a list<u8> for libraries that write []byte as base64.
func numbers(b []byte) []uint16 {
	list := make([]uint16, len(b))
	for i, c := range b {
		list[i] = uint16(c)
	}
	return list
}
