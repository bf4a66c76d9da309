package wire_test

import (
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

func recordCodec(t *typ) codec {
	fields := make([]codec, len(t.Fields))
	names := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		fields[i], names[i] = maybe(f.Typ), f.Name
		if f.Typ.Type == "Option" {
			names[i] += "?"
		}
	}
	shape := wire.NewShape(names...)
	return codec{
		append: func(b []byte, e *wire.Encoder, v *any) []byte {
			values := (*v).([]any)
			b = append(b, '{')
			for i, f := range fields {
				if i > 0 {
					b = append(b, ',')
				}
				b = append(b, quoted(t.Fields[i].Name)+":"...)
				b = f.append(b, e, &values[i])
			}
			return append(b, '}')
		},
		decode: func(d *wire.Decoder, at int, v *any) int {
			values := make([]any, len(fields))
			i, at, next := shape.Next(d, at, 0)
			for i >= 0 {
				at = fields[i].decode(d, at, &values[i])
				i, at, next = shape.Next(d, at, next)
			}
			*v = values
			return at
		},
	}
}

func variantCodec(t *typ) codec {
	names := caseNames(t.Cases)
	payloads := make([]codec, len(t.Cases))
	for i, c := range t.Cases {
		payloads[i] = maybe(c.Typ)
	}
	return codec{
		append: func(b []byte, e *wire.Encoder, v *any) []byte {
			c := (*v).(one)
			b = append(b, "{"+quoted(t.Cases[c.index].Name)+":"...)
			return append(payloads[c.index].append(b, e, &c.payload), '}')
		},
		decode: func(d *wire.Decoder, at int, v *any) int {
			i, at := d.BeginCase(at, names)
			c := one{index: i}
			if i >= 0 {
				at = payloads[i].decode(d, at, &c.payload)
			}
			*v = c
			return d.EndCase(at)
		},
	}
}

func tupleCodec(t *typ) codec {
	items := make([]codec, len(t.Items))
	for i, item := range t.Items {
		items[i] = newCodec(item)
	}
	return codec{
		append: func(b []byte, e *wire.Encoder, v *any) []byte {
			values := (*v).([]any)
			b = append(b, '[')
			for i, item := range items {
				if i > 0 {
					b = append(b, ',')
				}
				b = item.append(b, e, &values[i])
			}
			return append(b, ']')
		},
		decode: func(d *wire.Decoder, at int, v *any) int {
			values := make([]any, len(items))
			at = d.BeginTuple(at, len(items))
			for i, item := range items {
				at = d.TupleItem(at)
				at = item.decode(d, at, &values[i])
			}
			*v = values
			return d.EndTuple(at)
		},
	}
}

func optionCodec(t *typ) codec {
	inner := newCodec(t.Inner)
	return leaf(
		func(b []byte, e *wire.Encoder, v *runtime.Option[any]) []byte {
			return stub.AppendNestedOption(b, e, v, inner.append)
		},
		func(d *wire.Decoder, at int, v *runtime.Option[any]) int {
			return stub.DecodeOption(d, at, v, inner.decode)
		})
}

func resultCodec(t *typ) codec {
	ok, err := maybe(t.Ok), maybe(t.Err)
	return leaf(
		func(b []byte, e *wire.Encoder, v *runtime.Result[any, any]) []byte {
			return stub.AppendResult(b, e, v, ok.append, err.append)
		},
		func(d *wire.Decoder, at int, v *runtime.Result[any, any]) int {
			return stub.DecodeResult(d, at, v, ok.decode, err.decode)
		})
}

func listCodec(t *typ) codec {
	if t.Inner.Type == "U8" {
		return leaf(wire.AppendBytes, wire.DecodeBytes)
	}
	inner := newCodec(t.Inner)
	return leaf(
		func(b []byte, e *wire.Encoder, v *[]any) []byte { return wire.AppendList(b, e, v, inner.append) },
		func(d *wire.Decoder, at int, v *[]any) int { return wire.DecodeList(d, at, v, inner.decode) })
}
