package runtime_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/runtime"
)

func TestOption(t *testing.T) {
	some, none := runtime.Some("x"), runtime.None[string]()
	if v, ok := some.Get(); v != "x" || !ok || !some.IsSome() || some.IsNone() || some.OrElse("y") != "x" || some.String() != "some(x)" {
		t.Error(some)
	}
	if v, ok := none.Get(); v != "" || ok || none.IsSome() || !none.IsNone() || none.OrElse("y") != "y" || none.String() != "none" {
		t.Error(none)
	}
	if none.Ptr() != nil || (*runtime.Option[string])(nil).Ptr() != nil {
		t.Error("a pointer to nothing")
	}
	*some.Ptr() = "z"
	if some != runtime.Some("z") || some == none || none != (runtime.Option[string]{}) {
		t.Error("options cannot be compared")
	}
	type holder struct{ A runtime.Option[[]string] }
	a, b := holder{runtime.Some([]string{"a"})}, holder{runtime.Some([]string{"b"})}
	if !cmp.Equal(a, holder{runtime.Some([]string{"a"})}) || cmp.Equal(a, b) || cmp.Equal(a, holder{}) || !cmp.Equal(holder{}, holder{}) {
		t.Error("options do not work with go-cmp")
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
	if v, e, good := ok.Get(); v != 1 || e != "" || !good || !ok.IsOk() || ok.IsErr() || ok.IsZero() || ok.String() != "ok(1)" {
		t.Error(ok)
	}
	if v, e, good := failed.Get(); v != 0 || e != "e" || good || failed.IsOk() || !failed.IsErr() || failed.String() != "err(e)" {
		t.Error(failed)
	}
	if v, good := ok.Ok(); v != 1 || !good {
		t.Error(ok)
	}
	if e, bad := failed.Err(); e != "e" || !bad {
		t.Error(failed)
	}
	if !zero.IsZero() || zero.IsErr() || zero.String() != "unset" || zero == failed || ok != runtime.Ok[int, string](1) {
		t.Error(zero)
	}
	if !cmp.Equal(ok, runtime.Ok[int, string](1)) || cmp.Equal(ok, failed) || cmp.Equal(zero, runtime.Err[int]("")) {
		t.Error("results do not work with go-cmp")
	}
}
