package thorough_test

import (
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

func TestPick(t *testing.T) {
	for value, want := range map[string]string{"": "sample", "0": "sample", "1": "all"} {
		t.Setenv(thorough.Variable, value)
		if got := thorough.Pick("sample", "all"); got != want {
			t.Errorf("with %q: %s, want %s", value, got, want)
		}
	}
}

func TestOnly(t *testing.T) {
	for value, want := range map[string]bool{"": false, "1": true} {
		t.Setenv(thorough.Variable, value)
		ran := false
		t.Run("with "+value, func(t *testing.T) {
			thorough.Only(t, "takes nothing")
			ran = true
		})
		if ran != want {
			t.Errorf("with %q the test ran: %v, want %v", value, ran, want)
		}
	}
}
