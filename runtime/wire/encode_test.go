package wire_test

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

func written[T any](t *testing.T, v T, f wire.AppendFunc[T], want string) {
	t.Helper()
	b, err := wire.Marshal(&v, f)
	if err != nil || string(b) != want {
		t.Errorf("%v is written %s, %v, want %s", v, b, err, want)
	}
}

func refused[T any](t *testing.T, v T, f wire.AppendFunc[T], reason wire.EncodeReason) {
	t.Helper()
	b, err := wire.Marshal(&v, f)
	if e, ok := err.(*wire.EncodeError); !ok || e.Reason != reason {
		t.Errorf("%v is written %s, %v, want %s", v, b, err, reason)
	}
}

func TestEncode(t *testing.T) {
	written(t, true, wire.AppendBool, "true")
	written(t, uint64(math.MaxUint64), wire.AppendUint64, "18446744073709551615")
	written(t, int64(math.MinInt64), wire.AppendInt64, "-9223372036854775808")
	written(t, int8(-128), wire.AppendInt8, "-128")
	written(t, '😀', wire.AppendChar, "128512")
	written(t, "<>&", wire.AppendString, `"<>&"`)
	written(t, "\"\\\n\r\t\b\f\x00\x1f\x7f\u2028é", wire.AppendString, `"\"\\\n\r\t\b\f\u0000\u001f`+"\x7f\u2028é\"")
	written(t, "plain text of more than eight bytes, then \"", wire.AppendString, `"plain text of more than eight bytes, then \""`)
	written(t, []byte(nil), wire.AppendBytes, "[]")
	written(t, []byte{0, 9, 10, 99, 100, 255}, wire.AppendBytes, "[0,9,10,99,100,255]")
	written(t, []string(nil), appendStrings, "[]")
	written(t, []string{"a", ""}, appendStrings, `["a",""]`)
	written(t, struct{}{}, wire.AppendUnit, "null")
	written(t, 1e21, wire.AppendFloat64, "1e21")
	written(t, gift(5), func(b []byte, e *wire.Encoder, v *gift) []byte { return wire.AppendFlags(b, e, namesGift, uint64(*v)) }, `["wrap","hide-price"]`)

	refused(t, math.NaN(), wire.AppendFloat64, wire.ReasonNotFinite)
	refused(t, math.Inf(-1), wire.AppendFloat64, wire.ReasonNotFinite)
	refused(t, float32(math.Inf(1)), wire.AppendFloat32, wire.ReasonNotFinite)
	refused(t, rune(0xD800), wire.AppendChar, wire.ReasonInvalidRune)
	refused(t, rune(-1), wire.AppendChar, wire.ReasonInvalidRune)
	refused(t, rune(0x110000), wire.AppendChar, wire.ReasonInvalidRune)
	refused(t, "a\xffb", wire.AppendString, wire.ReasonInvalidUTF8)
	refused(t, "long enough for words \xed\xa0\x80", wire.AppendString, wire.ReasonInvalidUTF8)
	refused(t, priority(0), appendPriority, wire.ReasonEnumZero)
	refused(t, priority(4), appendPriority, wire.ReasonEnumRange)
	refused(t, gift(8), func(b []byte, e *wire.Encoder, v *gift) []byte { return wire.AppendFlags(b, e, namesGift, uint64(*v)) }, wire.ReasonUnknownFlag)
	refused(t, delivery(nil), appendDelivery, wire.ReasonNilVariant)
	refused(t, delivery(&pickup{}), appendDelivery, wire.ReasonForeignCase)
	refused(t, runtime.Result[uint32, string]{}, func(b []byte, e *wire.Encoder, v *runtime.Result[uint32, string]) []byte {
		return stub.AppendResult(b, e, v, wire.AppendUint32, wire.AppendString)
	}, wire.ReasonUnwritableResult)
	refused(t, runtime.Some(runtime.None[string]()), func(b []byte, e *wire.Encoder, v *runtime.Option[runtime.Option[string]]) []byte {
		return stub.AppendNestedOption(b, e, v, func(b []byte, e *wire.Encoder, v *runtime.Option[string]) []byte {
			return stub.AppendOption(b, e, v, wire.AppendString)
		})
	}, wire.ReasonNestedNull)
}

func TestWideFlags(t *testing.T) {
	names := make([]string, 70)
	for i := range names {
		names[i] = "f" + strings.Repeat("x", i)
	}
	n := wire.NewNames(names...)
	f := func(b []byte, e *wire.Encoder, v *[]uint64) []byte { return wire.AppendWideFlags(b, e, n, *v) }
	written(t, []uint64{1, 1 << 5}, f, `["f","`+names[69]+`"]`)
	written(t, []uint64{0, 0}, f, `[]`)
	refused(t, []uint64{0, 1 << 6}, f, wire.ReasonUnknownFlag)
	unknown := []uint64{0, 1<<5 | 1<<10}
	if _, err := wire.Marshal(&unknown, f); err == nil || !strings.HasSuffix(err.Error(), ": 0x400") {
		t.Errorf("got %v", err)
	}
	refused(t, []uint64{0, 0, 1}, f, wire.ReasonUnknownFlag)
	d := wire.NewDecoder(`["f","` + names[69] + `","f"]`)
	bits := []uint64{7, 7}
	d.At = wire.DecodeWideFlags(&d, d.At, n, bits)
	if d.Err() != nil || bits[0] != 1 || bits[1] != 1<<5 {
		t.Error(bits, d.Err())
	}
}

func TestEncodePath(t *testing.T) {
	orders := sampleOrders(3)
	orders[1].Items[3].Price = float32(math.NaN())
	orders[2].OrderID = "\xff"
	var e wire.Encoder
	b := append([]byte(nil), `{"params":[{"value":`...)
	e.Start(b)
	b = appendOrders(b, &e, &orders)
	later := len(b)
	e.Start(b) // a later parameter must not change the failure
	b = append(b, `},{"value":1}]}`...)
	err := e.Err(b)
	if err == nil || err.Path != "[1].items[3].price" || err.Reason != wire.ReasonNotFinite || err.Start != len(`{"params":[{"value":`) || later < err.Start {
		t.Fatalf("%+v", err)
	}
	if want := "cannot encode [1].items[3].price: not a finite number: NaN"; err.Error() != want {
		t.Errorf("%s, want %s", err, want)
	}
	e.Reset()
	if e.Err(b) != nil {
		t.Error("still failed after Reset")
	}
	m := sampleMix()
	m.Delivery = courier{address{"Lyon", "\xff"}}
	if _, err := wire.Marshal(&m, appendMix); err.(*wire.EncodeError).Path != "delivery.courier.street" {
		t.Error(err)
	}
}

func TestEncodeAllocations(t *testing.T) {
	for _, p := range payloads() {
		var e wire.Encoder
		buffer := p.encode(nil, &e, true)
		if n := testing.AllocsPerRun(20, func() { buffer = p.encode(buffer[:0], &e, true) }); n != 0 {
			t.Errorf("%s: %v allocations", p.name, n)
		}
	}
}

// TestStringsStayInTheirBuffer checks that AppendString changes nothing before its buffer's
// end or beyond its capacity, however much room there is.
func TestStringsStayInTheirBuffer(t *testing.T) {
	const before, behind = "12345", 32
	for _, unit := range []string{"a", "\n", "é", "\x01b", "日\""} {
		for length := range 40 {
			s := strings.Repeat(unit, length)
			for room := range 6*len(s) + 24 {
				memory := []byte(before + strings.Repeat("-", room+behind))
				var e wire.Encoder
				b := wire.AppendString(memory[:len(before):len(before)+room], &e, &s)
				if got := string(memory[:len(before)]) + string(memory[len(before)+room:]); got != before+strings.Repeat("-", behind) {
					t.Fatalf("%q with room for %d bytes: %q is around it", s, room, got)
				}
				if want := before + standardText(s); string(b) != want {
					t.Fatalf("%s instead of %s", b, want)
				}
			}
		}
	}
}

// standardText returns s as encoding/json writes it without escapes for HTML.
func standardText(s string) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(s); err != nil {
		panic(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// TestAppendStrings checks that a list of strings is written like one string after the
// other.
func TestAppendStrings(t *testing.T) {
	for _, list := range [][]string{nil, {}, {""}, {"a"}, {"a", "é", "\n", ""}, sampleStrings()} {
		var texts []string
		for _, s := range list {
			texts = append(texts, standardText(s))
		}
		written(t, list, wire.AppendStrings, "["+strings.Join(texts, ",")+"]")
	}
	list := []string{"fine", "also fine", "not \xff fine"}
	if _, err := wire.Marshal(&list, wire.AppendStrings); err == nil || err.(*wire.EncodeError).Path != "[2]" {
		t.Error(err)
	}
}

// readLikeStandard compares with encoding/json, which replaces invalid UTF-8 and lone
// surrogates by U+FFFD. This package refuses them.
func readLikeStandard(t *testing.T, text string) {
	var want, got string
	valid := json.Unmarshal([]byte(text), &want) == nil
	err := wire.Unmarshal([]byte(text), &got, wire.DecodeString)
	switch {
	case err == nil && (!valid || got != want):
		t.Fatalf("%s is read as %q, by encoding/json (which takes it: %v) as %q", text, got, valid, want)
	case err != nil && valid && !strings.ContainsRune(want, utf8.RuneError):
		t.Fatalf("%s: %v", text, err)
	}
}

// FuzzString checks that encoding/json reads every string that is written, and that strings
// that are not UTF-8 are refused.
func FuzzString(f *testing.F) {
	for _, s := range []string{
		"", "a", "plain ascii of some length", "\"\\\n", "é日本😀", "\xff", "12345678\x00", "\u2028<>&", "1234567\xed\xa0\x80",
		"größe 12 – naïve", "日本語のテキスト", "😀😀\xf0\x9f", "ascii and then \xed\xa0\x80",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, err := wire.Marshal(&s, wire.AppendString)
		if utf8.ValidString(s) != (err == nil) {
			t.Fatalf("%q: %v", s, err)
		}
		readLikeStandard(t, `"`+s+`"`)
		if err != nil {
			return
		}
		var back string
		if err := json.Unmarshal(b, &back); err != nil || back != s {
			t.Fatalf("%q is written %s: %v", s, b, err)
		}
		list := []string{s, "", s}
		if text, err := wire.Marshal(&list, wire.AppendStrings); err != nil || string(text) != "["+string(b)+`,"",`+string(b)+"]" {
			t.Fatalf("a list of %q is written %s: %v", s, text, err)
		}
		var ours string
		if err := wire.Unmarshal(b, &ours, wire.DecodeString); err != nil || ours != s {
			t.Fatalf("%q is written %s and read %q: %v", s, b, ours, err)
		}
		// The same string with every character escaped.
		var escaped strings.Builder
		for _, r := range s {
			if r < 0x10000 {
				escaped.WriteString(`\u` + string("0123456789abcdef"[r>>12]) + string("0123456789ABCDEF"[r>>8&15]) + string("0123456789abcdef"[r>>4&15]) + string("0123456789ABCDEF"[r&15]))
			} else {
				escaped.WriteRune(r)
			}
		}
		if err := wire.Unmarshal([]byte(`"`+escaped.String()+`"`), &ours, wire.DecodeString); err != nil || ours != s {
			t.Fatalf("%s is read %q: %v", escaped.String(), ours, err)
		}
	})
}

// TestUnitPayload checks that UnitPayload finds the first result without a value, and
// nothing else.
func TestUnitPayload(t *testing.T) {
	var e wire.Encoder
	units, text := make([]struct{}, 2), "null"
	b := wire.AppendString([]byte(`[{"value":`), &e, &text)
	if err := e.UnitPayload(b); err != nil {
		t.Errorf("of a string: %v", err)
	}
	b = append(b, `},{"value":`...)
	e.Start(b)
	start := len(b)
	b = append(wire.AppendList(append(b, `{"ok":`...), &e, &units, wire.AppendUnit), '}')
	e.Start(append(b, `},{"value":`...))
	err := e.UnitPayload(b)
	if err == nil || err.Path != "ok[0]" || err.Start != start || err.Reason != wire.ReasonUnitPayload {
		t.Errorf("got %+v, want one of ok[0] in the value at %d", err, start)
	}
	e.Reset()
	if err := e.UnitPayload(b); err != nil {
		t.Errorf("after Reset: %v", err)
	}
}
