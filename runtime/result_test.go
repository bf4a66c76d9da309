package runtime_test

import (
	"encoding/json"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// TestResultIsReplaced reads results one after the other into one variable, as a program does that
// reads many lines.
func TestResultIsReplaced(t *testing.T) {
	var got runtime.Result[int, string]
	for _, test := range []struct {
		text string
		want runtime.Result[int, string]
	}{
		{`{"ok":1}`, runtime.Ok[int, string](1)},
		{`{"err":"no"}`, runtime.Err[int]("no")},
		{`{"ok":2}`, runtime.Ok[int, string](2)},
	} {
		if err := json.Unmarshal([]byte(test.text), &got); err != nil || got != test.want {
			t.Errorf("%s: %+v, want %+v (%v)", test.text, got, test.want, err)
		}
	}
}
