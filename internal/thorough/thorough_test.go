package thorough_test

import (
	"runtime/debug"
	"slices"
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

func TestWithoutRace(t *testing.T) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		t.Skip("a program without build information")
	}
	detects := slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
	ran := false
	t.Run("skipped under race", func(t *testing.T) {
		thorough.WithoutRace(t, "runs nothing")
		ran = true
	})
	if ran == detects {
		t.Errorf("with the race detector %v the test ran: %v", detects, ran)
	}
}
