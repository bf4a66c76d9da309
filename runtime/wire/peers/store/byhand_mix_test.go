package store

import (
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/runtime"
)

func handReadMix(r *handReader, v *Mix) {
	r.literal(`{"delivery":`)
	handReadDelivery(r, &v.Delivery)
	r.literal(`,"gift":[`)
	for more := !r.has("]"); more && !r.failed; more = r.has(",") {
		switch {
		case r.has(`"wrap"`):
			v.Gift |= GiftWrap
		case r.has(`"add-card"`):
			v.Gift |= GiftAddCard
		case r.has(`"hide-price"`):
			v.Gift |= GiftHidePrice
		default:
			r.fail()
		}
	}
	if v.Gift != 0 {
		r.literal("]")
	}
	r.literal(`,"mark":`)
	v.Mark = rune(r.unsigned(utf8.MaxRune))
	if !utf8.ValidRune(v.Mark) {
		r.fail()
	}
	r.literal(`,"note":`)
	if !r.has("null") {
		var note string
		r.string(&note)
		v.Note = runtime.Some(note)
	}
	r.literal(`,"place":[`)
	r.string(&v.Place.F0)
	r.literal(`,`)
	v.Place.F1 = int32(r.signed(math.MaxInt32))
	r.literal(`],"priority":`)
	switch {
	case r.has(`"low"`):
		v.Priority = PriorityLow
	case r.has(`"medium"`):
		v.Priority = PriorityMedium
	default:
		r.literal(`"very-high"`)
		v.Priority = PriorityVeryHigh
	}
	r.literal(`,"state":{`)
	handReadState(r, &v.State)
	r.literal(`},"weight":`)
	if !r.has("null") {
		var weight float64
		r.float64(&weight)
		v.Weight = runtime.Some(weight)
	}
	r.literal(`}`)
}

func handReadState(r *handReader, v *runtime.Result[uint32, string]) {
	if r.has(`"ok":`) {
		*v = runtime.Ok[uint32, string](uint32(r.unsigned(math.MaxUint32)))
		return
	}
	r.literal(`"err":`)
	var failure string
	r.string(&failure)
	*v = runtime.Err[uint32](failure)
}

func handReadDelivery(r *handReader, v *Delivery) {
	switch {
	case r.has(`{"courier":{"city":`):
		var c DeliveryCourier
		r.string(&c.Value.City)
		r.literal(`,"street":`)
		r.string(&c.Value.Street)
		r.literal(`}}`)
		*v = c
	case r.has(`{"pickup":`):
		var c DeliveryPickup
		r.string(&c.Value)
		r.literal(`}`)
		*v = c
	default:
		r.literal(`{"digital":null}`)
		*v = DeliveryDigital{}
	}
}

func handMix(b []byte, v *Mix) []byte {
	b = append(b, `{"delivery":`...)
	b = handDelivery(b, v.Delivery)
	b = append(b, `,"gift":[`...)
	start := len(b)
	if v.Gift.Has(GiftWrap) {
		b = append(b, `"wrap",`...)
	}
	if v.Gift.Has(GiftAddCard) {
		b = append(b, `"add-card",`...)
	}
	if v.Gift.Has(GiftHidePrice) {
		b = append(b, `"hide-price",`...)
	}
	b = b[:max(start, len(b)-1)]
	b = append(b, `],"mark":`...)
	b = strconv.AppendUint(b, uint64(v.Mark), 10)
	b = append(b, `,"note":`...)
	if v.Note.Some {
		b = handString(b, &v.Note.Value)
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"place":[`...)
	b = handString(b, &v.Place.F0)
	b = append(b, ',')
	b = strconv.AppendInt(b, int64(v.Place.F1), 10)
	b = append(b, `],"priority":"`...)
	b = append(b, v.Priority.String()...)
	b = append(b, `","state":{`...)
	if value, failure := v.State.Value, v.State.Failure; v.State.Case == runtime.ResultOk {
		b = append(b, `"ok":`...)
		b = strconv.AppendUint(b, uint64(value), 10)
	} else {
		b = append(b, `"err":`...)
		b = handString(b, &failure)
	}
	b = append(b, `},"weight":`...)
	if v.Weight.Some {
		b = handFloat64(b, &v.Weight.Value)
	} else {
		b = append(b, "null"...)
	}
	return append(b, '}')
}

func handDelivery(b []byte, v Delivery) []byte {
	switch v := v.(type) {
	case DeliveryPickup:
		b = append(b, `{"pickup":`...)
		b = handString(b, &v.Value)
	case DeliveryCourier:
		b = append(b, `{"courier":{"city":`...)
		b = handString(b, &v.Value.City)
		b = append(b, `,"street":`...)
		b = handString(b, &v.Value.Street)
		b = append(b, '}')
	default:
		b = append(b, `{"digital":null`...)
	}
	return append(b, '}')
}
