package wire_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

func TestDecodeCases(t *testing.T) {
	read[delivery](t, `{"pickup":"a"}`, decodeDelivery, pickup{"a"})
	read[delivery](t, ` { "digital" : null } `, decodeDelivery, digital{})
	read[delivery](t, `{"pickup":"a","pickup":"b"}`, decodeDelivery, pickup{"b"})
	read[delivery](t, `{"pickup":"a","digital":null}`, decodeDelivery, digital{})
	read[delivery](t, `{"digital":null,"unknown":"b"}`, decodeDelivery, digital{})
	read[delivery](t, `{"unknown":"b","digital":null}`, decodeDelivery, digital{})
	unreadable(t, `{"aaa":"b","digital":null}`, decodeDelivery, wire.ReasonUnknownCase, "")
	unreadable(t, `{"unknown":"b"}`, decodeDelivery, wire.ReasonUnknownCase, "")
	unreadable(t, `{}`, decodeDelivery, wire.ReasonNoCase, "")
	unreadable(t, `"digital"`, decodeDelivery, wire.ReasonWrongKind, "")
	unreadable(t, `null`, decodeDelivery, wire.ReasonWrongKind, "")
	unreadable(t, `{"digital":1}`, decodeDelivery, wire.ReasonWrongKind, "digital")
	unreadable(t, `{"pickup":"a","digital":null`, decodeDelivery, wire.ReasonEnd, "digital")
	unreadable(t, `{"pickup":null}`, decodeDelivery, wire.ReasonWrongKind, "pickup")

	read(t, `"very-high"`, decodePriority, 3)
	read(t, `"l\u006fw"`, decodePriority, 1)
	for text, reason := range map[string]wire.DecodeReason{`"Low"`: wire.ReasonUnknownCase, `""`: wire.ReasonUnknownCase, `1`: wire.ReasonWrongKind, `null`: wire.ReasonWrongKind} {
		unreadable(t, text, decodePriority, reason, "")
	}
	read(t, `[]`, decodeGift, 0)
	read(t, `["hide-price","wrap","wrap"]`, decodeGift, 5)
	unreadable(t, `["wrap","admin"]`, decodeGift, wire.ReasonUnknownFlagName, "[1]")
	unreadable(t, `[true]`, decodeGift, wire.ReasonWrongKind, "[0]")
	unreadable(t, `"wrap"`, decodeGift, wire.ReasonWrongKind, "")
	unreadable(t, `null`, decodeGift, wire.ReasonWrongKind, "")

	type result = runtime.Result[uint32, string]
	decodeState := func(d *wire.Decoder, at int, v *result) int {
		return stub.DecodeResult(d, at, v, wire.DecodeUint32, wire.DecodeString)
	}
	read(t, `{"ok":1}`, decodeState, runtime.Ok[uint32, string](1))
	read(t, `{"err":"e","ok":1}`, decodeState, runtime.Ok[uint32, string](1))
	read(t, `{"ok":1,"err":5}`, decodeState, runtime.Ok[uint32, string](1))
	read(t, `{"x":1,"err":"e"}`, decodeState, runtime.Err[uint32]("e"))
	unreadable(t, `{"value":1}`, decodeState, wire.ReasonNoCase, "")
	unreadable(t, `{}`, decodeState, wire.ReasonNoCase, "")
	unreadable(t, `{"Ok":1}`, decodeState, wire.ReasonNoCase, "")
	unreadable(t, `null`, decodeState, wire.ReasonWrongKind, "")
}

// TestSeveralCases checks that it depends neither on the order of members nor on the values
// of the others which member counts.
func TestSeveralCases(t *testing.T) {
	names := wire.NewNames("a", "b")
	variant := func(d *wire.Decoder, at int, v *string) int {
		i, at := d.BeginCase(at, names)
		switch i {
		case 0:
			at = wire.DecodeString(d, at, v)
		case 1:
			at = d.Null(at)
			*v = "b"
		}
		return d.EndCase(at)
	}
	result := func(d *wire.Decoder, at int, v *string) int {
		ok, at := d.BeginResult(at)
		if ok {
			at = wire.DecodeString(d, at, v)
		} else {
			at = d.Null(at)
			*v = "err"
		}
		return d.EndResult(at)
	}
	for _, text := range []string{
		`{"a":"x","b":null}`, `{"b":null,"a":"x"}`, `{"a":"x","b":1}`, `{"b":1,"a":"x"}`, ` { "b" : [ ] , "c" : 1 , "a" : "x" } `,
	} {
		read(t, text, variant, "x")
	}
	for _, text := range []string{`{"ok":"x","err":1}`, `{"err":1,"ok":"x"}`, `{"more":1,"ok":"x"}`} {
		read(t, text, result, "x")
	}
	unreadable(t, `{"b":null,"a":1}`, variant, wire.ReasonWrongKind, "a")
	unreadable(t, `{"B":null,"b":null}`, variant, wire.ReasonUnknownCase, "")
	unreadable(t, `{"b":null,"a":"x"`, variant, wire.ReasonEnd, "a")
}

// TestWideFlagNames reads flags of which there are more than 64.
func TestWideFlagNames(t *testing.T) {
	list := make([]string, 70)
	for i := range list {
		list[i] = "f" + strconv.Itoa(i)
	}
	names := wire.NewNames(list...)
	decode := func(d *wire.Decoder, at int, v *[2]uint64) int {
		return wire.DecodeWideFlags(d, at, names, v[:])
	}
	read(t, `["f0","f69","f63","f0"]`, decode, [2]uint64{1 | 1<<63, 1 << 5})
	read(t, ` [ "f64" , "f1" ] `, decode, [2]uint64{2, 1})
	read(t, `[]`, decode, [2]uint64{})
	unreadable(t, `["f0","f70"]`, decode, wire.ReasonUnknownFlagName, "[1]")
	unreadable(t, `["f0",1]`, decode, wire.ReasonWrongKind, "[1]")
	unreadable(t, `["f0",]`, decode, wire.ReasonSyntax, "[1]")
	unreadable(t, `["f0" "f1"]`, decode, wire.ReasonSyntax, "[0]")
	unreadable(t, `["f0"`, decode, wire.ReasonEnd, "[0]")
	unreadable(t, `{}`, decode, wire.ReasonWrongKind, "")
}

// TestPartsOfPlainValues reads parts of numbers, whose decoders do not move the decoder.
func TestPartsOfPlainValues(t *testing.T) {
	names := wire.NewNames("a", "b")
	for _, text := range []string{`{"name":"b","value":7}`, `{"value":7,"name":"b"}`, ` { "name" : "b" , "value" : 7 , "more" : 1 } `} {
		read(t, text, func(d *wire.Decoder, at int, v *uint8) int {
			i, at := d.BeginPart(at, names)
			if i != 1 {
				t.Errorf("%s: got part %d", text, i)
			}
			return d.EndPart(wire.DecodeUint8(d, at, v))
		}, 7)
	}
	for _, c := range []struct {
		text   string
		reason wire.DecodeReason
		path   string
	}{
		{`{"name":"b","value":7,"value":8}`, wire.ReasonDuplicate, "value"},
		{`{"name":"c","value":7}`, wire.ReasonUnknownCase, "name"},
		{`{"value":7,"name":"c"}`, wire.ReasonUnknownCase, ""},
		{`{"value":7,"name":1}`, wire.ReasonWrongKind, "name"},
		{`{"name":1,"value":7}`, wire.ReasonWrongKind, "name"},
		{`{"value":7}`, wire.ReasonMissingField, "name"},
		{`{"name":"b"}`, wire.ReasonMissingField, "value"},
		{`[7]`, wire.ReasonWrongKind, ""},
		{`"b"`, wire.ReasonWrongKind, ""},
	} {
		unreadable(t, c.text, func(d *wire.Decoder, at int, v *uint8) int {
			i, at := d.BeginPart(at, names)
			if i >= 0 && c.reason != wire.ReasonDuplicate {
				t.Errorf("%s: got part %d", c.text, i)
			}
			return d.EndPart(wire.DecodeUint8(d, at, v))
		}, c.reason, c.path)
	}
}

// TestReducedPasses checks that many variants with several members cause an error, and not
// quadratic work.
func TestReducedPasses(t *testing.T) {
	text := "[" + strings.Repeat(`{"pickup":"a","digital":null},`, 5000) + `{"digital":null}]`
	var v []delivery
	err := wire.Unmarshal([]byte(text), &v, func(d *wire.Decoder, at int, v *[]delivery) int { return wire.DecodeList(d, at, v, decodeDelivery) })
	if e, ok := err.(*wire.DecodeError); !ok || e.Reason != wire.ReasonSeveralCases {
		t.Error(err)
	}
}
