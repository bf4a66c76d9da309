package wire_test

import (
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestNamesText writes cases and flags for logs, and cases as text and back.
func TestNamesText(t *testing.T) {
	names := wire.NewNames("low", "mid", "high")
	for number, want := range map[uint64]string{0: "(0)", 1: "low", 2: "mid", 3: "high", 4: "(4)", 1<<64 - 1: "(18446744073709551615)"} {
		if got := names.Name(number); got != want {
			t.Errorf("the name of case %d is %q, want %q", number, got, want)
		}
		text, err := names.MarshalCase(number)
		if known := want[0] != '('; known != (err == nil) || known && string(text) != want || !known && text != nil {
			t.Errorf("case %d is marshalled %q, %v", number, text, err)
		} else if !known && !strings.Contains(err.Error(), want[1:len(want)-1]+" is not the number of a case; use one of low, mid, high") {
			t.Errorf("case %d: got %v", number, err)
		}
	}
	for name, want := range map[string]uint64{"low": 1, "high": 3, "Low": 0, "": 0} {
		number, err := names.UnmarshalCase([]byte(name))
		if number != want || (err == nil) != (want != 0) || err != nil && !strings.Contains(err.Error(), `"`+name+`" is not a case; use one of low, mid, high`) {
			t.Errorf("%q is case %d, %v, want %d", name, number, err, want)
		}
	}
	for _, c := range []struct {
		words []uint64
		want  string
	}{
		{nil, ""},
		{[]uint64{0}, ""},
		{[]uint64{5}, "low|high"},
		{[]uint64{0b101010}, "mid|0x28"},
		{[]uint64{2, 6}, "mid|0x6"},
	} {
		if got := names.Join(c.words...); got != c.want {
			t.Errorf("flags %v are %q, want %q", c.words, got, c.want)
		}
	}
}

// TestUnmarshalCase reads a variant into a variable of the type of one case.
func TestUnmarshalCase(t *testing.T) {
	for text, want := range map[string]string{
		`{"pickup":"b"}`:   "",
		`{"digital":null}`: "the value is the case wire_test.digital, not wire_test.pickup",
		`{"pickup":1}`:     "cannot decode pickup",
		`x`:                "cannot decode the value",
	} {
		v := pickup{"a"}
		err := wire.UnmarshalCase([]byte(text), &v, decodeDelivery)
		switch {
		case want == "" && (err != nil || v != pickup{"b"}):
			t.Errorf("%s is read %v, %v", text, v, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want) || v != pickup{"a"}):
			t.Errorf("%s is read %v, %v, want %s", text, v, err, want)
		}
	}
	if text, err := wire.MarshalCase[delivery](pickup{"a"}, appendDelivery); err != nil || string(text) != `{"pickup":"a"}` {
		t.Errorf("got %s, %v", text, err)
	}
}

// TestUnknownNumbersText describes reasons and types that do not exist.
func TestUnknownNumbersText(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{wire.DecodeReason(0).String(), "cannot be read"},
		{wire.DecodeReason(200).String(), "cannot be read"},
		{(wire.ReasonDuplicate + 1).String(), "cannot be read"},
		{wire.EncodeReason(0).String(), "cannot be written"},
		{wire.EncodeReason(200).String(), "cannot be written"},
		{(wire.ReasonNilPart + 1).String(), "cannot be written"},
		{wire.ElementType(3).String(), "an unknown type"},
		{wire.ElementType(200).String(), "an unknown type"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
