package command

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/internal/goldenfile"
)

// TestCompletedValuesAreValid checks that diff accepts the values that completion offers for its
// flags.
func TestCompletedValuesAreValid(t *testing.T) {
	i := slices.IndexFunc(subcommands(), func(c subcommand) bool { return c.name == "diff" })
	for _, flag := range subcommands()[i].values() {
		if !slices.Contains(subcommands()[i].longFlags(), flag.flag) {
			t.Errorf("diff has no flag %s", flag.flag)
		}
		for value := range strings.FieldsSeq(flag.values) {
			f := diffFlags{format: "text", failOn: "breaking", timeout: time.Second}
			switch flag.flag {
			case "--format":
				f.format = value
			case "--fail-on":
				f.failOn = value
			default:
				t.Errorf("the values of %s are not checked", flag.flag)
			}
			if _, err := f.valid(); err != nil {
				t.Errorf("%s %s: %v", flag.flag, value, err)
			}
		}
	}
}

// TestCompletionScripts compares the scripts with golden files, since the tests that run them need
// the shells.
func TestCompletionScripts(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish"} {
		code, stdout, stderr := runIn("", "completion", shell)
		if code != exitOK {
			t.Errorf("%s: exit code %d, %s", shell, code, stderr)
		}
		goldenfile.Check(t, filepath.Join("testdata", "completion", shell+".golden"), stdout)
	}
}
