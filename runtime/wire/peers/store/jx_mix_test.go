package store

import (
	"fmt"

	"github.com/go-faster/jx"

	"github.com/golem-gen/golem-gen/runtime"
)

func jxEncodeMix(e *jx.Encoder, v *Mix) {
	e.ObjStart()
	e.FieldStart("delivery")
	jxEncodeDelivery(e, v.Delivery)
	e.FieldStart("note")
	if v.Note.Some {
		e.Str(v.Note.Value)
	} else {
		e.Null()
	}
	e.FieldStart("weight")
	if v.Weight.Some {
		e.Float64(v.Weight.Value)
	} else {
		e.Null()
	}
	e.FieldStart("state")
	jxEncodeState(e, &v.State)
	e.FieldStart("priority")
	e.Str(v.Priority.String())
	e.FieldStart("gift")
	jxEncodeGift(e, v.Gift)
	e.FieldStart("place")
	e.ArrStart()
	e.Str(v.Place.F0)
	e.Int32(v.Place.F1)
	e.ArrEnd()
	e.FieldStart("mark")
	e.Int32(v.Mark)
	e.ObjEnd()
}

func jxEncodeDelivery(e *jx.Encoder, v Delivery) {
	e.ObjStart()
	switch v := v.(type) {
	case DeliveryPickup:
		e.FieldStart("pickup")
		e.Str(v.Value)
	case DeliveryCourier:
		e.FieldStart("courier")
		e.ObjStart()
		e.FieldStart("city")
		e.Str(v.Value.City)
		e.FieldStart("street")
		e.Str(v.Value.Street)
		e.ObjEnd()
	case DeliveryDigital:
		e.FieldStart("digital")
		e.Null()
	}
	e.ObjEnd()
}

func jxEncodeState(e *jx.Encoder, v *runtime.Result[uint32, string]) {
	value, failure, ok := v.Value, v.Failure, v.Case == runtime.ResultOk
	e.ObjStart()
	if ok {
		e.FieldStart("ok")
		e.UInt32(value)
	} else {
		e.FieldStart("err")
		e.Str(failure)
	}
	e.ObjEnd()
}

func jxEncodeGift(e *jx.Encoder, v Gift) {
	e.ArrStart()
	if v.Has(GiftWrap) {
		e.Str("wrap")
	}
	if v.Has(GiftAddCard) {
		e.Str("add-card")
	}
	if v.Has(GiftHidePrice) {
		e.Str("hide-price")
	}
	e.ArrEnd()
}

func jxDecodeMix(d *jx.Decoder, v *Mix) error {
	return jxRecord(d, 8, func(d *jx.Decoder, key []byte) (int, error) {
		switch string(key) {
		case "delivery":
			return 0, jxDecodeDelivery(d, &v.Delivery)
		case "note":
			return 1, jxDecodeOption(d, &v.Note, jxString)
		case "weight":
			return 2, jxDecodeOption(d, &v.Weight, jxFloat64)
		case "state":
			return 3, jxDecodeState(d, &v.State)
		case "priority":
			return 4, jxDecodePriority(d, &v.Priority)
		case "gift":
			return 5, jxDecodeGift(d, &v.Gift)
		case "place":
			return 6, jxDecodePlace(d, &v.Place)
		case "mark":
			mark, err := d.Int32()
			v.Mark = mark
			return 7, err
		}
		return -1, nil
	})
}

func jxDecodeDelivery(d *jx.Decoder, v *Delivery) error {
	*v = nil
	err := d.ObjBytes(func(d *jx.Decoder, key []byte) error {
		switch string(key) {
		case "pickup":
			value, err := d.Str()
			*v = DeliveryPickup{value}
			return err
		case "courier":
			var address Address
			err := jxDecodeAddress(d, &address)
			*v = DeliveryCourier{address}
			return err
		case "digital":
			*v = DeliveryDigital{}
			return d.Null()
		}
		return errNoCase
	})
	if err == nil && *v == nil {
		err = errNoCase
	}
	return err
}

func jxDecodeAddress(d *jx.Decoder, v *Address) error {
	return jxRecord(d, 2, func(d *jx.Decoder, key []byte) (int, error) {
		switch string(key) {
		case "city":
			return 0, jxString(d, &v.City)
		case "street":
			return 1, jxString(d, &v.Street)
		}
		return -1, nil
	})
}

func jxDecodeOption[T any](d *jx.Decoder, v *runtime.Option[T], some func(d *jx.Decoder, v *T) error) error {
	if d.Next() == jx.Null {
		return d.Null()
	}
	var value T
	err := some(d, &value)
	*v = runtime.Some(value)
	return err
}

func jxDecodeState(d *jx.Decoder, v *runtime.Result[uint32, string]) error {
	return d.ObjBytes(func(d *jx.Decoder, key []byte) error {
		switch string(key) {
		case "ok":
			value, err := d.UInt32()
			*v = runtime.Ok[uint32, string](value)
			return err
		case "err":
			failure, err := d.Str()
			*v = runtime.Err[uint32](failure)
			return err
		}
		return d.Skip()
	})
}

func jxDecodePriority(d *jx.Decoder, v *Priority) error {
	name, err := d.StrBytes()
	if err != nil {
		return err
	}
	switch string(name) {
	case "low":
		*v = PriorityLow
	case "medium":
		*v = PriorityMedium
	case "very-high":
		*v = PriorityVeryHigh
	default:
		return fmt.Errorf("no case of priority: %q", name)
	}
	return nil
}

func jxDecodeGift(d *jx.Decoder, v *Gift) error {
	return d.Arr(func(d *jx.Decoder) error {
		name, err := d.StrBytes()
		if err != nil {
			return err
		}
		switch string(name) {
		case "wrap":
			*v |= GiftWrap
		case "add-card":
			*v |= GiftAddCard
		case "hide-price":
			*v |= GiftHidePrice
		default:
			return fmt.Errorf("no flag of gift: %q", name)
		}
		return nil
	})
}

func jxDecodePlace(d *jx.Decoder, v *runtime.Tuple2[string, int32]) error {
	n := 0
	err := d.Arr(func(d *jx.Decoder) (err error) {
		switch n {
		case 0:
			v.F0, err = d.Str()
		case 1:
			v.F1, err = d.Int32()
		default:
			err = errTupleLength
		}
		n++
		return err
	})
	if err == nil && n != 2 {
		err = errTupleLength
	}
	return err
}
