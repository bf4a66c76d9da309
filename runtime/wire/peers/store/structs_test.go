package store

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/bytedance/sonic"
	sonicencoder "github.com/bytedance/sonic/encoder"
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

// library is a library that works by reflection, used with its defaults.
type library interface {
	Marshal(v any) ([]byte, error)
	Append(b []byte, v any) ([]byte, error) // a new line may follow
	Unmarshal(text []byte, v any) error
}

type (
	standard  struct{}
	sonicJSON struct{}
	goccyJSON struct{}
	v2JSON    struct{}
)

func (standard) Marshal(v any) ([]byte, error)       { return json.Marshal(v) }
func (standard) Unmarshal(text []byte, v any) error  { return json.Unmarshal(text, v) }
func (sonicJSON) Marshal(v any) ([]byte, error)      { return sonic.Marshal(v) }
func (sonicJSON) Unmarshal(text []byte, v any) error { return sonic.Unmarshal(text, v) }
func (goccyJSON) Marshal(v any) ([]byte, error)      { return goccy.Marshal(v) }
func (goccyJSON) Unmarshal(text []byte, v any) error { return goccy.Unmarshal(text, v) }
func (v2JSON) Marshal(v any) ([]byte, error)         { return jsonv2.Marshal(v) }
func (v2JSON) Unmarshal(text []byte, v any) error    { return jsonv2.Unmarshal(text, v) }

func (standard) Append(b []byte, v any) ([]byte, error) {
	buffer := bytes.NewBuffer(b)
	err := json.NewEncoder(buffer).Encode(v)
	return buffer.Bytes(), err
}

func (sonicJSON) Append(b []byte, v any) ([]byte, error) {
	err := sonicencoder.EncodeInto(&b, v, 0)
	return b, err
}

func (goccyJSON) Append(b []byte, v any) ([]byte, error) {
	buffer := bytes.NewBuffer(b)
	err := goccy.NewEncoder(buffer).Encode(v)
	return buffer.Bytes(), err
}

func (v2JSON) Append(b []byte, v any) ([]byte, error) {
	buffer := bytes.NewBuffer(b)
	err := jsonv2.MarshalWrite(buffer, v)
	return buffer.Bytes(), err
}

// R is the library's type for raw JSON.

type typedParams[R ~[]byte, T any] struct {
	Params [1]typedParam[R, T] `json:"params"`
}

type typedParam[R ~[]byte, T any] struct {
	Typ   R  `json:"typ"`
	Value *T `json:"value"`
}

type untypedParams[T any] struct {
	Params [1]untypedParam[T] `json:"params"`
}

type untypedParam[T any] struct {
	Value *T `json:"value"`
}

type answerBody[R ~[]byte, T any] struct {
	Result struct {
		Typ   R    `json:"typ"`
		Value [1]T `json:"value"`
	} `json:"result"`
}

var errOtherType = errors.New("the answer is of another type")

// reflected returns a library that works by reflection, with a value of type T.
func reflected[L library, R ~[]byte, T any](name, typ string, v T) contender {
	var l L
	pinned := []byte(`{"items":[` + typ + `],"type":"Tuple"}`)
	raw := R(typ)
	request := func(typed bool) any {
		if !typed {
			return &untypedParams[T]{[1]untypedParam[T]{{&v}}}
		}
		return &typedParams[R, T]{[1]typedParam[R, T]{{raw, &v}}}
	}
	return contender{
		name:    name,
		request: func(typed bool) ([]byte, error) { return l.Marshal(request(typed)) },
		reused:  func(b []byte, typed bool) ([]byte, error) { return l.Append(b, request(typed)) },
		answer: func(body []byte) (any, error) {
			var out answerBody[R, T]
			if err := l.Unmarshal(body, &out); err != nil {
				return nil, err
			}
			if !bytes.Equal(out.Result.Typ, pinned) {
				return nil, errOtherType
			}
			return &out.Result.Value[0], nil
		},
		marshal: func() ([]byte, error) { return l.Marshal(&v) },
		unmarshal: func(text []byte) (any, error) {
			out := new(T)
			return out, l.Unmarshal(text, out)
		},
		value: &v,
	}
}

// reflectedValue returns all libraries that work by reflection with a value, given its
// Golem type as JSON.
type reflectedValue func(typ string) []contender

// inStructs is for types without methods, which the libraries share.
func inStructs[T any](v T) reflectedValue {
	return func(typ string) []contender {
		return []contender{
			reflected[sonicJSON, json.RawMessage]("sonic", typ, v),
			reflected[goccyJSON, goccy.RawMessage]("goccy", typ, v),
			reflected[v2JSON, jsontext.Value]("json-v2", typ, v),
			reflected[standard, json.RawMessage]("encoding-json", typ, v),
		}
	}
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
