package command

import (
	"slices"
	"strings"
	"testing"
	"time"
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
