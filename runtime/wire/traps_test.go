package wire_test

import (
	"math"
	goruntime "runtime"
	"strings"
	"testing"
	"unsafe"
	"weak"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestTraps checks that this package does not do what other JSON libraries for Go do with
// values. The names of the subtests say what they do.
func TestTraps(t *testing.T) {
	for _, trap := range []struct {
		name  string
		check func(t *testing.T)
	}{
		{"NaN and infinities are written null", func(t *testing.T) {
			for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
				refused(t, f, wire.AppendFloat64, wire.ReasonNotFinite)
				refused(t, float32(f), wire.AppendFloat32, wire.ReasonNotFinite)
			}
		}},
		{"exponents are written with a plus sign", func(t *testing.T) {
			written(t, 1e21, wire.AppendFloat64, "1e21")
			written(t, -1e300, wire.AppendFloat64, "-1e300")
			written(t, float32(1e30), wire.AppendFloat32, "1e30")
		}},
		{"f32 that were widened are not narrowed, or narrowed to infinity", func(t *testing.T) {
			read(t, "0.10000000149011612", wire.DecodeFloat32, 0.1)
			read(t, "3.4028234663852886e38", wire.DecodeFloat32, math.MaxFloat32)
			unreadable(t, "3.4028236e38", wire.DecodeFloat32, wire.ReasonRange, "")
			unreadable(t, "-1e39", wire.DecodeFloat32, wire.ReasonRange, "")
		}},
		{"u64 above 2^53 lose digits", func(t *testing.T) {
			for _, n := range []uint64{1<<53 + 1, 1<<63 + 1, math.MaxUint64} {
				b, err := wire.Marshal(&n, wire.AppendUint64)
				if err != nil {
					t.Fatal(err)
				}
				read(t, string(b), wire.DecodeUint64, n)
			}
			read(t, "-9007199254740993", wire.DecodeInt64, -9007199254740993)
			unreadable(t, "18446744073709551616", wire.DecodeUint64, wire.ReasonRange, "")
		}},
		{"<, > and & are escaped", func(t *testing.T) {
			written(t, "<a href=\"x\">&</a>", wire.AppendString, `"<a href=\"x\">&</a>"`)
		}},
		{"nil slices are written null", func(t *testing.T) {
			written(t, []string(nil), appendStrings, "[]")
			written(t, []byte(nil), wire.AppendBytes, "[]")
		}},
		{"an empty list is read as nil", func(t *testing.T) {
			read(t, "[]", decodeStrings, []string{})
			read(t, "[]", wire.DecodeBytes, []byte{})
		}},
		{"invalid UTF-8 is passed on or replaced", func(t *testing.T) {
			for _, s := range []string{"\xff", "a\xc0\xafb", "\xed\xa0\x80", "long enough for words \xf4\x90\x80\x80"} {
				refused(t, s, wire.AppendString, wire.ReasonInvalidUTF8)
				unreadable(t, `"`+s+`"`, wire.DecodeString, wire.ReasonInvalidString, "")
			}
		}},
		{"lone surrogates are replaced", func(t *testing.T) {
			for _, s := range []string{`"\ud800"`, `"\udc00"`, `"\ud800\u0041"`, `"\udc00\ud800"`} {
				unreadable(t, s, wire.DecodeString, wire.ReasonInvalidString, "")
			}
		}},
		{"the first of two equal keys is not looked at", func(t *testing.T) {
			// Servers and this package accept both members, but read each of them.
			read(t, `{"name":"m","name":"n","price":1,"product-id":"p","quantity":2}`, decodeProductItem, productItem{"p", "n", 1, 2})
			unreadable(t, `{"name":5,"name":"n","price":1,"product-id":"p","quantity":2}`, decodeProductItem, wire.ReasonWrongKind, "name")
		}},
		{"missing keys are zero values", func(t *testing.T) {
			unreadable(t, `{"name":"n","price":1,"product-id":"p"}`, decodeProductItem, wire.ReasonMissingField, "quantity")
		}},
		{"keys are matched without case", func(t *testing.T) {
			unreadable(t, `{"Name":"n","price":1,"product-id":"p","quantity":2}`, decodeProductItem, wire.ReasonMissingField, "name")
			unreadable(t, `"Low"`, decodePriority, wire.ReasonUnknownCase, "")
			unreadable(t, `{"Digital":null}`, decodeDelivery, wire.ReasonUnknownCase, "")
		}},
		{"01 is a number", func(t *testing.T) {
			unreadable(t, "01", wire.DecodeUint8, wire.ReasonSyntax, "")
			unreadable(t, "-01", wire.DecodeInt64, wire.ReasonSyntax, "")
			unreadable(t, "01.5", wire.DecodeFloat64, wire.ReasonSyntax, "")
			unreadable(t, "[1,2,3,4,05,6,7,8]", wire.DecodeBytes, wire.ReasonSyntax, "[4]")
		}},
		{"strings may hold raw newlines", func(t *testing.T) {
			unreadable(t, "\"a\nb\"", wire.DecodeString, wire.ReasonInvalidString, "")
			unreadable(t, "\"long enough for words\x00\"", wire.DecodeString, wire.ReasonInvalidString, "")
		}},
		{"null is the zero value of what is no option", func(t *testing.T) {
			unreadable(t, "null", wire.DecodeBool, wire.ReasonWrongKind, "")
			unreadable(t, "null", wire.DecodeUint8, wire.ReasonWrongKind, "")
			unreadable(t, "null", wire.DecodeFloat64, wire.ReasonWrongKind, "")
			unreadable(t, "null", wire.DecodeChar, wire.ReasonWrongKind, "")
			unreadable(t, "null", wire.DecodeString, wire.ReasonWrongKind, "")
			unreadable(t, "null", wire.DecodeBytes, wire.ReasonWrongKind, "")
			unreadable(t, "null", decodeStrings, wire.ReasonWrongKind, "")
			unreadable(t, "null", decodeProductItem, wire.ReasonWrongKind, "")
			unreadable(t, "null", decodePriority, wire.ReasonWrongKind, "")
			unreadable(t, "null", decodeDelivery, wire.ReasonWrongKind, "")
		}},
		{"[]byte is written in base64", func(t *testing.T) {
			written(t, []byte{0, 255}, wire.AppendBytes, "[0,255]")
			unreadable(t, `"AP8="`, wire.DecodeBytes, wire.ReasonWrongKind, "")
		}},
		{"values change with the buffer that they were read from", func(t *testing.T) {
			data := []byte(`["a string that is long enough"]`)
			var v []string
			if err := wire.Unmarshal(data, &v, decodeStrings); err != nil {
				t.Fatal(err)
			}
			for i := range data {
				data[i] = '#'
			}
			if v[0] != "a string that is long enough" {
				t.Errorf("read %q", v)
			}
		}},
		{"values keep the whole text alive", func(t *testing.T) {
			// Strings without escapes do so here too, see the package comment. Copying them
			// would make reading slower.
			keeping(t, `["plain"]`, decodeStrings, true)
			keeping(t, `["\n"]`, decodeStrings, false)
			keeping(t, "[1,2,3]", wire.DecodeBytes, false)
			keeping(t, `"very-high"`, decodePriority, false)
			keeping(t, `{"digital":null}`, decodeDelivery, false)
		}},
		{"some(none) is written as none", func(t *testing.T) {
			type nested = runtime.Option[runtime.Option[uint8]]
			f := func(b []byte, e *wire.Encoder, v *nested) []byte {
				return stub.AppendNestedOption(b, e, v, func(b []byte, e *wire.Encoder, v *runtime.Option[uint8]) []byte {
					return stub.AppendOption(b, e, v, wire.AppendUint8)
				})
			}
			refused(t, runtime.Some(runtime.None[uint8]()), f, wire.ReasonNestedNull)
			written(t, runtime.None[runtime.Option[uint8]](), f, "null")
		}},
	} {
		t.Run(trap.name, trap.check)
	}
}

// keeping reads a value from a long text and checks whether the value keeps the text in
// memory.
func keeping[T any](t *testing.T, value string, f wire.DecodeFunc[T], want bool) {
	t.Helper()
	text := value + strings.Repeat(" ", 1<<16)
	kept := weak.Make(unsafe.StringData(text))
	v := new(T)
	d := wire.NewDecoder(text)
	d.At = f(&d, d.At, v)
	if d.Err() != nil {
		t.Fatal(d.Err())
	}
	text = ""
	d.Reset("")
	goruntime.GC()
	if got := kept.Value() != nil; got != want {
		t.Errorf("after reading %s, the text is kept: %t, want %t", value, got, want)
	}
	goruntime.KeepAlive(v)
	_ = text
}
