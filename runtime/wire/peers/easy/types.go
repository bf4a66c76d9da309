package easy

import (
	"errors"

	"github.com/mailru/easyjson/jlexer"
	"github.com/mailru/easyjson/jwriter"
)

//go:generate go tool easyjson -no_std_marshalers types.go

// ProductItem is the record product-item.
//
//easyjson:json
type ProductItem struct {
	ProductID string  `json:"product-id"`
	Name      string  `json:"name"`
	Price     float32 `json:"price"`
	Quantity  uint32  `json:"quantity"`
}

// Order is the record order.
//
//easyjson:json
type Order struct {
	OrderID   string        `json:"order-id"`
	Items     []ProductItem `json:"items"`
	Total     float32       `json:"total"`
	Timestamp uint64        `json:"timestamp"`
}

// Orders is a list<order>.
//
//easyjson:json
type Orders []Order

// Bytes is a list<u8>, of larger numbers since easyjson writes bytes as base64.
//
//easyjson:json
type Bytes []uint16

// Floats is a list<f64>.
//
//easyjson:json
type Floats []float64

// Strings is a list<string>.
//
//easyjson:json
type Strings []string

// Mix is the record mix: pointers are options, strings are enums, lists of
// strings are flags.
//
//easyjson:json
type Mix struct {
	Delivery Delivery `json:"delivery"`
	Note     *string  `json:"note"`
	Weight   *float64 `json:"weight"`
	State    State    `json:"state"`
	Priority string   `json:"priority"`
	Gift     []string `json:"gift"`
	Place    Place    `json:"place"`
	Mark     rune     `json:"mark"`
}

// Address is the record address.
//
//easyjson:json
type Address struct {
	City   string `json:"city"`
	Street string `json:"street"`
}

// State is a result<u32, string>.
//
//easyjson:json
type State struct {
	Ok  *uint32 `json:"ok,omitempty"`
	Err *string `json:"err,omitempty"`
}

// Delivery is the variant delivery. easyjson has no such type, so its codec is
// written by hand.
type Delivery struct {
	Pickup  *string
	Courier *Address
	Digital bool
}

// MarshalEasyJSON writes the one member that is the case.
func (v Delivery) MarshalEasyJSON(w *jwriter.Writer) {
	switch {
	case v.Pickup != nil:
		w.RawString(`{"pickup":`)
		w.String(*v.Pickup)
		w.RawByte('}')
	case v.Courier != nil:
		w.RawString(`{"courier":`)
		v.Courier.MarshalEasyJSON(w)
		w.RawByte('}')
	default:
		w.RawString(`{"digital":null}`)
	}
}

// UnmarshalEasyJSON reads what MarshalEasyJSON writes.
func (v *Delivery) UnmarshalEasyJSON(l *jlexer.Lexer) {
	l.Delim('{')
	for !l.IsDelim('}') {
		key := l.UnsafeFieldName(false)
		l.WantColon()
		switch key {
		case "pickup":
			v.Pickup = new(string)
			*v.Pickup = l.String()
		case "courier":
			v.Courier = new(Address)
			v.Courier.UnmarshalEasyJSON(l)
		case "digital":
			v.Digital = true
			l.Null()
		default:
			l.AddError(errors.New("no case of delivery"))
		}
		l.WantComma()
	}
	l.Delim('}')
}

// Place is a tuple<string, s32>; its codec is written by hand like that of
// [Delivery].
type Place struct {
	F0 string
	F1 int32
}

// MarshalEasyJSON writes an array of both.
func (v Place) MarshalEasyJSON(w *jwriter.Writer) {
	w.RawByte('[')
	w.String(v.F0)
	w.RawByte(',')
	w.Int32(v.F1)
	w.RawByte(']')
}

// UnmarshalEasyJSON reads what MarshalEasyJSON writes.
func (v *Place) UnmarshalEasyJSON(l *jlexer.Lexer) {
	l.Delim('[')
	v.F0 = l.String()
	l.WantComma()
	v.F1 = l.Int32()
	l.WantComma()
	l.Delim(']')
}
