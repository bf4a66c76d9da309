package store

import (
	"encoding/json"
	"errors"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	goccy "github.com/goccy/go-json"
)

// The libraries that work by reflection share these types. They are in the usual form for
// encoding/json: pointers are options, strings are enums, and lists of strings are flags.
// Nothing checks names of cases and flags, ranges of chars, or missing fields.

type plainItemType struct {
	ProductID string  `json:"product-id"`
	Name      string  `json:"name"`
	Price     float32 `json:"price"`
	Quantity  uint32  `json:"quantity"`
}

type plainOrderType struct {
	OrderID   string          `json:"order-id"`
	Items     []plainItemType `json:"items"`
	Total     float32         `json:"total"`
	Timestamp uint64          `json:"timestamp"`
}

// plainMix is a [Mix]. Its methods call the library L for their parts.
type plainMix[L library] struct {
	Delivery plainDelivery[L] `json:"delivery"`
	Note     *string          `json:"note"`
	Weight   *float64         `json:"weight"`
	State    plainState       `json:"state"`
	Priority string           `json:"priority"`
	Gift     []string         `json:"gift"`
	Place    plainPlace[L]    `json:"place"`
	Mark     rune             `json:"mark"`
}

type plainState struct {
	Ok  *uint32 `json:"ok,omitempty"`
	Err *string `json:"err,omitempty"`
}

type plainAddress struct {
	City   string `json:"city"`
	Street string `json:"street"`
}

// plainDelivery is a variant. It needs methods because its case without a payload is
// written as null.
type plainDelivery[L library] struct {
	Pickup  *string
	Courier *plainAddress
	Digital bool
}

type plainCases struct {
	Pickup  *string         `json:"pickup,omitempty"`
	Courier *plainAddress   `json:"courier,omitempty"`
	Digital json.RawMessage `json:"digital,omitempty"`
}

var errNoCase = errors.New("no case of delivery")

func (d plainDelivery[L]) MarshalJSON() ([]byte, error) {
	if d.Digital {
		return []byte(`{"digital":null}`), nil
	}
	var l L
	return l.Marshal(&plainCases{Pickup: d.Pickup, Courier: d.Courier})
}

func (d *plainDelivery[L]) UnmarshalJSON(text []byte) error {
	var l L
	var cases plainCases
	if err := l.Unmarshal(text, &cases); err != nil {
		return err
	}
	return d.set(&cases)
}

func (d *plainDelivery[L]) set(cases *plainCases) error {
	d.Pickup, d.Courier, d.Digital = cases.Pickup, cases.Courier, string(cases.Digital) == "null"
	if d.Pickup == nil && d.Courier == nil && !d.Digital {
		return errNoCase
	}
	return nil
}

// MarshalJSONTo is the method that encoding/json/v2 prefers.
func (d plainDelivery[L]) MarshalJSONTo(e *jsontext.Encoder) error {
	if d.Digital {
		return e.WriteValue(jsontext.Value(`{"digital":null}`))
	}
	return jsonv2.MarshalEncode(e, &plainCases{Pickup: d.Pickup, Courier: d.Courier})
}

func (d *plainDelivery[L]) UnmarshalJSONFrom(from *jsontext.Decoder) error {
	var cases plainCases
	if err := jsonv2.UnmarshalDecode(from, &cases); err != nil {
		return err
	}
	return d.set(&cases)
}

// plainPlace is a tuple.
type plainPlace[L library] struct {
	F0 string
	F1 int32
}

func (p plainPlace[L]) MarshalJSON() ([]byte, error) {
	var l L
	return l.Marshal(&[2]any{p.F0, p.F1})
}

var errTupleLength = errors.New("not two items")

func (p *plainPlace[L]) UnmarshalJSON(text []byte) error {
	var l L
	var items []json.RawMessage
	if err := l.Unmarshal(text, &items); err != nil {
		return err
	}
	if len(items) != 2 {
		return errTupleLength
	}
	if err := l.Unmarshal(items[0], &p.F0); err != nil {
		return err
	}
	return l.Unmarshal(items[1], &p.F1)
}

func (p plainPlace[L]) MarshalJSONTo(e *jsontext.Encoder) error {
	return errors.Join(
		e.WriteToken(jsontext.BeginArray),
		e.WriteToken(jsontext.String(p.F0)),
		e.WriteToken(jsontext.Int(int64(p.F1))),
		e.WriteToken(jsontext.EndArray),
	)
}

func (p *plainPlace[L]) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	if kind, err := readKind(d); err != nil || kind != '[' {
		return errors.Join(err, errTupleLength)
	}
	if err := jsonv2.UnmarshalDecode(d, &p.F0); err != nil {
		return err
	}
	if err := jsonv2.UnmarshalDecode(d, &p.F1); err != nil {
		return err
	}
	if kind, err := readKind(d); err != nil || kind != ']' {
		return errors.Join(err, errTupleLength)
	}
	return nil
}

func readKind(d *jsontext.Decoder) (jsontext.Kind, error) {
	token, err := d.ReadToken()
	return token.Kind(), err
}

func mixInStructs(v Mix) reflectedValue {
	return func(typ string) []contender {
		return []contender{
			reflected[sonicJSON, json.RawMessage]("sonic", typ, plainMixOf[sonicJSON](v)),
			reflected[goccyJSON, goccy.RawMessage]("goccy", typ, plainMixOf[goccyJSON](v)),
			reflected[v2JSON, jsontext.Value]("json-v2", typ, plainMixOf[v2JSON](v)),
			reflected[standard, json.RawMessage]("encoding-json", typ, plainMixOf[standard](v)),
		}
	}
}

func plainItem(v ProductItem) plainItemType {
	return plainItemType(v)
}

func plainOrder(v Order) plainOrderType {
	items := make([]plainItemType, len(v.Items))
	for i, item := range v.Items {
		items[i] = plainItem(item)
	}
	return plainOrderType{OrderID: v.OrderID, Items: items, Total: v.Total, Timestamp: v.Timestamp}
}

func plainOrders(v []Order) []plainOrderType {
	orders := make([]plainOrderType, len(v))
	for i, order := range v {
		orders[i] = plainOrder(order)
	}
	return orders
}

// plainMixOf converts the cases that sampleMix has.
func plainMixOf[L library](v Mix) plainMix[L] {
	note, weight := v.Note.Value, v.Weight.Value
	state := v.State.Value
	address := v.Delivery.(DeliveryCourier).Value
	return plainMix[L]{
		Delivery: plainDelivery[L]{Courier: &plainAddress{City: address.City, Street: address.Street}},
		Note:     &note, Weight: &weight, State: plainState{Ok: &state},
		Priority: v.Priority.String(), Gift: giftNames(v.Gift),
		Place: plainPlace[L]{F0: v.Place.F0, F1: v.Place.F1}, Mark: v.Mark,
	}
}

func giftNames(v Gift) (names []string) {
	for _, flag := range []Gift{GiftWrap, GiftAddCard, GiftHidePrice} {
		if v.Has(flag) {
			names = append(names, flag.String())
		}
	}
	return names
}
