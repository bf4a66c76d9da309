package testserve

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// DecodeJSON reads a generated type by its own UnmarshalJSON or UnmarshalText.
func DecodeJSON[T any](d *wire.Decoder, at int, v *T) (end int) {
	d.At = at
	if text := d.Raw(); !d.Failed() {
		noteUnreadable(d, json.Unmarshal([]byte(text), v))
	}
	return d.At
}

// DecodeVariant reads a variant by its generated function: DecodeVariant(shop.UnmarshalDelivery).
func DecodeVariant[T any](unmarshal func([]byte) (T, error)) wire.DecodeFunc[T] {
	return func(d *wire.Decoder, at int, v *T) (end int) {
		d.At = at
		if text := d.Raw(); !d.Failed() {
			var err error
			*v, err = unmarshal([]byte(text))
			noteUnreadable(d, err)
		}
		return d.At
	}
}

// noteUnreadable passes the error of a type's own method to the decoder.
func noteUnreadable(d *wire.Decoder, err error) {
	var bad *wire.DecodeError
	switch {
	case err == nil:
	case errors.As(err, &bad):
		d.Fail(bad.Reason, within(bad.Path, bad.Detail))
	default:
		d.Fail(wire.ReasonSyntax, err.Error())
	}
}

// AppendJSON writes a generated type by its own MarshalJSON or MarshalText.
func AppendJSON[T any](b []byte, e *wire.Encoder, v *T) []byte {
	text, err := json.Marshal(v)
	var bad *wire.EncodeError
	switch {
	case errors.As(err, &bad):
		e.Fail(b, bad.Reason, within(bad.Path, bad.Detail))
	case err != nil:
		e.Fail(b, wire.ReasonForeignCase, err.Error())
	case string(text) == "null": // of generated types, only a nil variant is written as null
		e.Fail(b, wire.ReasonNilVariant, "")
	default:
		return append(b, text...)
	}
	return append(b, "null"...)
}

// within returns a detail with its place in the value of a type.
func within(path, detail string) string {
	if path == "" {
		return detail
	}
	return strings.TrimSuffix("at "+path+": "+detail, ": ")
}
