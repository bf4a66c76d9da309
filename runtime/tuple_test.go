package runtime_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// TestTupleJSON reads tuples of all lengths from arrays with their number of items, and from
// shorter and longer ones.
func TestTupleJSON(t *testing.T) {
	for i, tuple := range []json.Unmarshaler{
		new(runtime.Tuple1[int]),
		new(runtime.Tuple2[int, int]),
		new(runtime.Tuple3[int, int, int]),
		new(runtime.Tuple4[int, int, int, int]),
		new(runtime.Tuple5[int, int, int, int, int]),
		new(runtime.Tuple6[int, int, int, int, int, int]),
		new(runtime.Tuple7[int, int, int, int, int, int, int]),
		new(runtime.Tuple8[int, int, int, int, int, int, int, int]),
		new(runtime.Tuple9[int, int, int, int, int, int, int, int, int]),
		new(runtime.Tuple10[int, int, int, int, int, int, int, int, int, int]),
		new(runtime.Tuple11[int, int, int, int, int, int, int, int, int, int, int]),
		new(runtime.Tuple12[int, int, int, int, int, int, int, int, int, int, int, int]),
		new(runtime.Tuple13[int, int, int, int, int, int, int, int, int, int, int, int, int]),
		new(runtime.Tuple14[int, int, int, int, int, int, int, int, int, int, int, int, int, int]),
		new(runtime.Tuple15[int, int, int, int, int, int, int, int, int, int, int, int, int, int, int]),
		new(runtime.Tuple16[int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int]),
	} {
		var items []string
		for n := range i + 2 {
			items = append(items, strconv.Itoa(n+1))
		}
		for n := range i + 2 {
			text := "[" + strings.Join(items[:n], ",") + "]"
			if err := tuple.UnmarshalJSON([]byte(text)); (err == nil) != (n == i+1) {
				t.Errorf("%T: %s: got %v", tuple, text, err)
			}
		}
		if back, err := json.Marshal(tuple); err != nil || string(back) != "["+strings.Join(items[:i+1], ",")+"]" {
			t.Errorf("%T is written %s, %v", tuple, back, err)
		}
		if err := tuple.UnmarshalJSON([]byte("[" + strings.Join(items, ",") + "]")); err == nil {
			t.Errorf("%T: %d items are accepted", tuple, i+2)
		}
	}
}

// TestTupleJSONRefused reads tuples from texts that are not their JSON.
func TestTupleJSONRefused(t *testing.T) {
	for text, want := range map[string]string{
		`["a",null]`:         "",
		` [ "a" , null ] `:   "",
		`["a",1]`:            "cannot decode [1]: another kind of value: expected null",
		`["a",{}]`:           "cannot decode [1]: another kind of value: expected null",
		`[1,null]`:           "cannot decode [0]: another kind of value: json: cannot unmarshal number",
		`["a",nul]`:          "cannot decode [1]: ",
		`["a" null]`:         "cannot decode [0]: not valid JSON: expected , or ]",
		`["a",null`:          "cannot decode [1]: the text ends too early",
		`["a",null] []`:      "something follows the value",
		`{"F0":"a","F1":{}}`: "expected a tuple, as an array of 2",
		`null`:               "expected a tuple, as an array of 2",
		``:                   "expected a tuple, as an array of 2",
	} {
		var v runtime.Tuple2[string, struct{}]
		switch err := v.UnmarshalJSON([]byte(text)); {
		case want == "" && (err != nil || v.F0 != "a"):
			t.Errorf("%s is read %+v, %v", text, v, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s is read %+v, %v, want %s", text, v, err, want)
		}
	}
}
