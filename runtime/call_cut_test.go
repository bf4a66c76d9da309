package runtime_test

import (
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// TestIsCut cuts answers behind each bracket, and changes them otherwise.
func TestIsCut(t *testing.T) {
	large := `{"a":"` + strings.Repeat("x", 2000) + `","b":[{"c":1},{"d":"\""}],"e":{}}`
	for _, answer := range []string{
		large, voidAnswer, `{"a":{"b":[{}]},"c":"}]"}`, `{"a":"\\","b":{}}`, `{"a":"\"}","b":{}}`, `{"a":"{","b":{}}`,
	} {
		for i := range answer {
			whole := i == len(answer)-1
			if answer[i] == '}' && runtime.IsCut([]byte(answer[:i+1])) == whole {
				t.Errorf("%s up to %d: cut is %t", answer, i+1, !whole)
			}
		}
	}
	for _, wrong := range []string{`{"result":}`, `{}}`, `{"a":]}`, `{"a":1]}`, `{"a" 1}`} {
		if runtime.IsCut([]byte(wrong)) {
			t.Errorf("%s is wrong, and not cut", wrong)
		}
	}
	if text := `{"a":"` + strings.Repeat("{", 2000) + `"}`; runtime.IsCut([]byte(text)) {
		t.Error("brackets in a text count")
	}
}
