package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-faster/jx"
)

// The codecs with jx have the form that ogen generates: encoders from a pool, members
// matched by a switch, and required fields counted. They write and read the generated
// types.

// jxCodec writes and reads one type.
type jxCodec[T any] struct {
	encode func(e *jx.Encoder, v *T)
	decode func(d *jx.Decoder, v *T) error
}

func withJX[T any](typ string, v T, c jxCodec[T]) contender {
	pinned := []byte(`{"items":[` + typ + `],"type":"Tuple"}`)
	request := func(e *jx.Encoder, typed bool) {
		e.ObjStart()
		e.FieldStart("params")
		e.ArrStart()
		e.ObjStart()
		if typed {
			e.FieldStart("typ")
			e.RawStr(typ)
		}
		e.FieldStart("value")
		c.encode(e, &v)
		e.ObjEnd()
		e.ArrEnd()
		e.ObjEnd()
	}
	pooled := func(write func(e *jx.Encoder)) ([]byte, error) {
		e := jx.GetEncoder()
		defer jx.PutEncoder(e)
		write(e)
		return bytes.Clone(e.Bytes()), nil
	}
	return contender{
		name: "jx",
		request: func(typed bool) ([]byte, error) {
			return pooled(func(e *jx.Encoder) { request(e, typed) })
		},
		reused: func(b []byte, typed bool) ([]byte, error) {
			e := jx.GetEncoder()
			defer jx.PutEncoder(e)
			e.SetBytes(b)
			request(e, typed)
			b = e.Bytes()
			e.SetBytes(nil)
			return b, nil
		},
		answer: func(body []byte) (any, error) {
			out := new(T)
			d := jx.GetDecoder()
			defer jx.PutDecoder(d)
			d.ResetBytes(body)
			if err := jxAnswer(d, pinned, func(d *jx.Decoder) error { return c.decode(d, out) }); err != nil {
				return nil, err
			}
			return out, jxEnd(d)
		},
		marshal: func() ([]byte, error) {
			return pooled(func(e *jx.Encoder) { c.encode(e, &v) })
		},
		unmarshal: func(text []byte) (any, error) {
			out := new(T)
			d := jx.GetDecoder()
			defer jx.PutDecoder(d)
			d.ResetBytes(text)
			if err := c.decode(d, out); err != nil {
				return nil, err
			}
			return out, jxEnd(d)
		},
		value: &v,
	}
}

// jxEnd refuses text after a value.
func jxEnd(d *jx.Decoder) error {
	if err := d.Skip(); err != io.EOF {
		return errors.Join(err, errOtherText)
	}
	return nil
}

// jxAnswer reads {"result":{"typ":…,"value":[…]}}.
func jxAnswer(d *jx.Decoder, pinned []byte, value func(d *jx.Decoder) error) error {
	return d.ObjBytes(func(d *jx.Decoder, key []byte) error {
		if string(key) != "result" {
			return d.Skip()
		}
		return d.ObjBytes(func(d *jx.Decoder, key []byte) error {
			switch string(key) {
			case "typ":
				typ, err := d.Raw()
				if err == nil && !bytes.Equal(typ, pinned) {
					err = errOtherType
				}
				return err
			case "value":
				return d.Arr(value)
			default:
				return d.Skip()
			}
		})
	})
}

// jxField reads the member key of a record. It returns the number of the field, counted
// from 0, and -1 for a member that the record does not have.
type jxField func(d *jx.Decoder, key []byte) (int, error)

var errMissingField = errors.New("a field is missing")

// jxRecord reads a record of n fields.
func jxRecord(d *jx.Decoder, n int, field jxField) error {
	seen := 0
	err := d.ObjBytes(func(d *jx.Decoder, key []byte) error {
		i, err := field(d, key)
		if i < 0 {
			return d.Skip()
		}
		if err != nil {
			return fmt.Errorf("decode field %q: %w", key, err)
		}
		seen |= 1 << i
		return nil
	})
	if err == nil && seen != 1<<n-1 {
		err = errMissingField
	}
	return err
}

func jxString(d *jx.Decoder, v *string) (err error) {
	*v, err = d.Str()
	return err
}

func jxUint32(d *jx.Decoder, v *uint32) (err error) {
	*v, err = d.UInt32()
	return err
}

func jxFloat32(d *jx.Decoder, v *float32) (err error) {
	*v, err = d.Float32()
	return err
}

func jxFloat64(d *jx.Decoder, v *float64) (err error) {
	*v, err = d.Float64()
	return err
}

// jxArray reads an array into a list.
func jxArray[T any](d *jx.Decoder, v *[]T, item func(d *jx.Decoder, v *T) error) error {
	*v = make([]T, 0)
	return d.Arr(func(d *jx.Decoder) error {
		var next T
		if err := item(d, &next); err != nil {
			return err
		}
		*v = append(*v, next)
		return nil
	})
}

func jxEncodeItem(e *jx.Encoder, v *ProductItem) {
	e.ObjStart()
	e.FieldStart("product-id")
	e.Str(v.ProductID)
	e.FieldStart("name")
	e.Str(v.Name)
	e.FieldStart("price")
	e.Float32(v.Price)
	e.FieldStart("quantity")
	e.UInt32(v.Quantity)
	e.ObjEnd()
}

func jxDecodeItem(d *jx.Decoder, v *ProductItem) error {
	return jxRecord(d, 4, func(d *jx.Decoder, key []byte) (int, error) {
		switch string(key) {
		case "product-id":
			return 0, jxString(d, &v.ProductID)
		case "name":
			return 1, jxString(d, &v.Name)
		case "price":
			return 2, jxFloat32(d, &v.Price)
		case "quantity":
			return 3, jxUint32(d, &v.Quantity)
		}
		return -1, nil
	})
}

func jxEncodeOrder(e *jx.Encoder, v *Order) {
	e.ObjStart()
	e.FieldStart("order-id")
	e.Str(v.OrderID)
	e.FieldStart("items")
	e.ArrStart()
	for i := range v.Items {
		jxEncodeItem(e, &v.Items[i])
	}
	e.ArrEnd()
	e.FieldStart("total")
	e.Float32(v.Total)
	e.FieldStart("timestamp")
	e.UInt64(v.Timestamp)
	e.ObjEnd()
}

func jxDecodeOrder(d *jx.Decoder, v *Order) error {
	return jxRecord(d, 4, func(d *jx.Decoder, key []byte) (int, error) {
		switch string(key) {
		case "order-id":
			return 0, jxString(d, &v.OrderID)
		case "items":
			return 1, jxArray(d, &v.Items, jxDecodeItem)
		case "total":
			return 2, jxFloat32(d, &v.Total)
		case "timestamp":
			timestamp, err := d.UInt64()
			v.Timestamp = timestamp
			return 3, err
		}
		return -1, nil
	})
}

func jxEncodeOrders(e *jx.Encoder, v *[]Order) {
	e.ArrStart()
	for i := range *v {
		jxEncodeOrder(e, &(*v)[i])
	}
	e.ArrEnd()
}

func jxDecodeOrders(d *jx.Decoder, v *[]Order) error { return jxArray(d, v, jxDecodeOrder) }

func jxEncodeBytes(e *jx.Encoder, v *[]byte) {
	e.ArrStart()
	for _, b := range *v {
		e.UInt8(b)
	}
	e.ArrEnd()
}

func jxDecodeBytes(d *jx.Decoder, v *[]byte) error {
	return jxArray(d, v, func(d *jx.Decoder, v *byte) (err error) {
		*v, err = d.UInt8()
		return err
	})
}

func jxEncodeFloats(e *jx.Encoder, v *[]float64) {
	e.ArrStart()
	for _, f := range *v {
		e.Float64(f)
	}
	e.ArrEnd()
}

func jxDecodeFloats(d *jx.Decoder, v *[]float64) error { return jxArray(d, v, jxFloat64) }

func jxEncodeStrings(e *jx.Encoder, v *[]string) {
	e.ArrStart()
	for _, s := range *v {
		e.Str(s)
	}
	e.ArrEnd()
}

func jxDecodeStrings(d *jx.Decoder, v *[]string) error { return jxArray(d, v, jxString) }
