package wire_test

import (
	"encoding/json"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// mix has a field of each kind of type.
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

func (pickup) isDelivery() {}

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

// jsonMix is mix in a form for encoding/json.
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
