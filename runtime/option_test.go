package runtime_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

func TestOption(t *testing.T) {
	some, none := runtime.Some("x"), runtime.None[string]()
	if some.Value != "x" || !some.Some || some != (runtime.Option[string]{Value: "x", Some: true}) || runtime.OrElse(some, "y") != "x" {
		t.Error(some)
	}
	if none.Value != "" || none.Some || none != (runtime.Option[string]{}) || runtime.OrElse(none, "y") != "y" {
		t.Error(none)
	}
	if some == none || some == runtime.Some("z") || runtime.Some("") == none {
		t.Error("different options are equal")
	}
}

func TestOptionAndPointer(t *testing.T) {
	text := "x"
	some := runtime.FromPointer(&text)
	pointer := runtime.ToPointer(some)
	text, *pointer = "changed", *pointer+" and changed"
	if some != runtime.Some("x") || *pointer != "x and changed" {
		t.Error("not copied:", some, *pointer)
	}
	if none := runtime.FromPointer[string](nil); none != runtime.None[string]() || runtime.ToPointer(none) != nil {
		t.Error(none)
	}
}

// TestOptionMethods limits the number of methods of options. For every type that a client
// has options of, a method with a value receiver is compiled as four functions and one with
// a pointer receiver as two, even if it is not used.
func TestOptionMethods(t *testing.T) {
	var got []string
	options := reflect.TypeFor[*runtime.Option[int]]()
	for i := range options.NumMethod() {
		got = append(got, options.Method(i).Name)
	}
	if want := []string{"MarshalJSON", "UnmarshalJSON"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v: write a generic function instead, as OrElse is", got, want)
	}
}

func TestOptionWithGoCmp(t *testing.T) {
	type holder struct {
		A runtime.Option[[]string]
		B runtime.Option[shop.Delivery]
	}
	a := holder{runtime.Some([]string{"a"}), runtime.Some[shop.Delivery](shop.DeliveryPickup{Value: "store 9"})}
	same := holder{runtime.Some([]string{"a"}), runtime.Some[shop.Delivery](shop.DeliveryPickup{Value: "store 9"})}
	for _, other := range []holder{
		{},
		{a.A, runtime.None[shop.Delivery]()},
		{runtime.Some([]string{"b"}), a.B},
		{runtime.Some([]string{}), a.B},
		{a.A, runtime.Some[shop.Delivery](shop.DeliveryDigital{})},
	} {
		if cmp.Equal(a, other) {
			t.Errorf("%+v is equal to %+v", a, other)
		}
	}
	if diff := cmp.Diff(a, same) + cmp.Diff(holder{}, holder{}); diff != "" {
		t.Error(diff)
	}
	if cmp.Equal(runtime.Some([]string(nil)), runtime.None[[]string]()) {
		t.Error("some of nothing is equal to none")
	}
}

// TestNoneHasNoValue checks that reading a none leaves Value zero and writing one writes
// null, so that all nones are equal.
func TestNoneHasNoValue(t *testing.T) {
	stale, forged := runtime.Some("stale"), runtime.Option[string]{Value: "x"}
	if err := json.Unmarshal([]byte(" null"), &stale); err != nil || stale != runtime.None[string]() {
		t.Errorf("UnmarshalJSON leaves %+v, %v", stale, err)
	}
	stale = runtime.Some("stale")
	d := wire.NewDecoder("null")
	if d.At = stub.DecodeOption(&d, d.At, &stale, wire.DecodeString); stale != runtime.None[string]() || d.Err() != nil {
		t.Errorf("DecodeOption leaves %+v, %v", stale, d.Err())
	}
	nested := runtime.Some(runtime.Some("stale"))
	if err := json.Unmarshal([]byte("null"), &nested); err != nil || nested != runtime.None[runtime.Option[string]]() {
		t.Errorf("UnmarshalJSON leaves %+v, %v", nested, err)
	}
	if b, err := json.Marshal(forged); string(b) != "null" || err != nil {
		t.Errorf("a none with a value is written %s, %v", b, err)
	}
	for name, write := range map[string]func([]byte, *wire.Encoder, *runtime.Option[string], wire.AppendFunc[string]) []byte{
		"AppendOption": stub.AppendOption[string], "AppendNestedOption": stub.AppendNestedOption[string],
	} {
		var e wire.Encoder
		if b := write(nil, &e, &forged, wire.AppendString); string(b) != "null" || e.Err(b) != nil {
			t.Errorf("%s writes a none with a value as %s, %v", name, b, e.Err(b))
		}
	}
	item := shop.ProductItem{Price: shop.Money{Currency: shop.CurrencyEur}, DiscountPercent: runtime.Option[float32]{Value: 12.5}}
	if b, err := json.Marshal(item); !strings.Contains(string(b), `"discount-percent":null`) || err != nil {
		t.Errorf("a record with such a none is written %s, %v", b, err)
	}
}

// TestOptionsInPrograms uses options in a program's own types, with encoding/json.
func TestOptionsInPrograms(t *testing.T) {
	type order struct {
		Note    runtime.Option[string]                  `json:"note"`
		Limit   runtime.Option[uint32]                  `json:"limit,omitzero"`
		Price   runtime.Option[shop.Money]              `json:"price,omitzero"`
		Lines   runtime.Option[[]string]                `json:"lines,omitzero"`
		Pointer *runtime.Option[string]                 `json:"pointer,omitempty"`
		Named   map[string]runtime.Option[uint32]       `json:"named,omitempty"`
		List    []runtime.Option[bool]                  `json:"list,omitempty"`
		Deep    runtime.Option[map[string]*shop.Money]  `json:"deep,omitzero"`
		Nested  runtime.Option[runtime.Option[float64]] `json:"nested,omitzero"`
	}
	some := runtime.Some("x")
	checkJSON(t, order{}, `{"note":null}`)
	checkJSON(t, order{
		Note: some, Limit: runtime.Some[uint32](0), Lines: runtime.Some([]string{}), Pointer: &some,
		Price: runtime.Some(shop.Money{Currency: shop.CurrencyEur}),
		Named: map[string]runtime.Option[uint32]{"a": runtime.Some[uint32](0), "b": {}}, List: []runtime.Option[bool]{{}, runtime.Some(false)},
		Deep:   runtime.Some(map[string]*shop.Money{"a": {Currency: shop.CurrencyUsd, MinorUnits: 1}}),
		Nested: runtime.Some(runtime.Some(0.5)),
	}, `{"note":"x","limit":0,"price":{"currency":"eur","minor-units":0},"lines":[],"pointer":"x",`+
		`"named":{"a":0,"b":null},"list":[null,false],"deep":{"a":{"currency":"usd","minor-units":1}},"nested":0.5}`)
	if text, err := json.Marshal(order{Nested: runtime.Some(runtime.None[float64]())}); err == nil {
		t.Errorf("some of none is written %s", text)
	}
	kept := order{Note: some}
	if err := json.Unmarshal([]byte(`{"note":7}`), &kept); err == nil || kept.Note != some {
		t.Errorf("what cannot be read leaves %+v, %v", kept.Note, err)
	}
}

func checkJSON[T any](t *testing.T, v T, text string) {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil || string(b) != text {
		t.Errorf("%v: %s, %v, want %s", v, b, err, text)
	}
	var back T
	if err := json.Unmarshal([]byte(text), &back); err != nil || !cmp.Equal(back, v) {
		t.Errorf("%s: %v, %v, want %v", text, back, err, v)
	}
}

func TestJSON(t *testing.T) {
	checkJSON(t, runtime.Some("x"), `"x"`)
	checkJSON(t, runtime.Some(uint64(1<<64-1)), `18446744073709551615`)
	checkJSON(t, runtime.None[string](), `null`)
	checkJSON(t, runtime.Ok[uint32, string](1), `{"ok":1}`)
	checkJSON(t, runtime.Err[struct{}]("e"), `{"err":"e"}`)
	checkJSON(t, runtime.Ok[struct{}, string](struct{}{}), `{"ok":null}`)
	checkJSON(t, runtime.Tuple1[string]{F0: "a"}, `["a"]`)
	checkJSON(t, runtime.Tuple2[string, runtime.Option[int8]]{F0: "a"}, `["a",null]`)
	checkJSON(t, runtime.Tuple3[bool, uint8, runtime.Tuple2[int8, int8]]{F0: true, F1: 2, F2: runtime.Tuple2[int8, int8]{F0: -1, F1: -2}}, `[true,2,[-1,-2]]`)
	checkJSON(t, runtime.Tuple16[int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int]{F15: 16}, `[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,16]`)

	for _, v := range []any{
		runtime.Some(runtime.None[string]()), runtime.Some([]string(nil)),
		runtime.Result[string, string]{},
		runtime.Tuple2[string, runtime.Result[string, string]]{},
		runtime.Some(make(chan int)),
	} {
		if b, err := json.Marshal(v); err == nil {
			t.Errorf("%v is written %s", v, b)
		}
	}
	for text, into := range map[string]any{
		`["a"]`: new(runtime.Tuple2[string, string]), `["a","b","c"]`: new(runtime.Tuple2[string, string]), `[1,"b"]`: new(runtime.Tuple2[string, string]),
		`{"ok":1}`: new(runtime.Result[struct{}, string]), `{}`: new(runtime.Result[string, string]), `1`: new(runtime.Option[string]), `{"ok":"a"} `: new(runtime.Result[int, int]),
	} {
		if err := json.Unmarshal([]byte(text), into); err == nil {
			t.Errorf("%s is read as %v", text, into)
		}
	}
}

func TestResult(t *testing.T) {
	ok, failed := runtime.Ok[int, string](1), runtime.Err[int]("e")
	var zero runtime.Result[int, string]
	check(t, "ok", []any{ok.Value, ok.Failure, ok.Case, ok.Case.String()}, []any{1, "", runtime.ResultOk, "ok"})
	check(t, "failed", []any{failed.Value, failed.Failure, failed.Case, failed.Case.String()}, []any{0, "e", runtime.ResultErr, "err"})
	if zero.Case.String() != "unset" || zero == failed || ok != runtime.Ok[int, string](1) {
		t.Error(zero)
	}
	if !cmp.Equal(ok, runtime.Ok[int, string](1)) || cmp.Equal(ok, failed) || cmp.Equal(zero, runtime.Err[int]("")) {
		t.Error("results do not work with go-cmp")
	}
}

// TestResultOf compares the results that ResultOf makes of a value and an error.
func TestResultOf(t *testing.T) {
	checkResultOf(t, runtime.Some([]string{"a"}), runtime.Some([]string{"a"}),
		runtime.None[[]string](), runtime.Some([]string(nil)), runtime.Some([]string{}), runtime.Some([]string{"b"}))
	checkResultOf(t, runtime.Some([]string(nil)), runtime.Some([]string(nil)), runtime.None[[]string](), runtime.Some([]string{}))
	checkResultOf(t, []byte{}, []byte{}, nil, []byte{0})
	checkResultOf(t, runtime.Some(runtime.Ok[[]string, string](nil)), runtime.Some(runtime.Ok[[]string, string](nil)),
		runtime.Some(runtime.Ok[[]string, string]([]string{})), runtime.Some(runtime.Err[[]string]("")), runtime.None[runtime.Result[[]string, string]]())
	checkResultOf(t, shop.ProductItem{DiscountPercent: runtime.Some[float32](0)}, shop.ProductItem{DiscountPercent: runtime.Some[float32](0)},
		shop.ProductItem{}, shop.ProductItem{DiscountPercent: runtime.Some[float32](1)})
	checkResultOf[shop.Payment](t, shop.PaymentVoucher{Value: []string{"a"}}, shop.PaymentVoucher{Value: []string{"a"}},
		nil, shop.PaymentVoucher{}, shop.PaymentInvoice{Value: runtime.Some("a")})
}

func checkResultOf[T any](t *testing.T, v, same T, others ...T) {
	t.Helper()
	if !cmp.Equal(runtime.Ok[T, string](v), runtime.Ok[T, string](same)) || !cmp.Equal(runtime.Err[string](v), runtime.Err[string](same)) {
		t.Errorf("%+v is not equal to itself", v)
	}
	for _, other := range others {
		if cmp.Equal(runtime.Ok[T, string](v), runtime.Ok[T, string](other)) || cmp.Equal(runtime.Err[string](v), runtime.Err[string](other)) {
			t.Errorf("%+v is equal to %+v", v, other)
		}
	}
}
