package command

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/gen"
)

// TestNamesAreThoseOfAConfiguration puts the output of --names into a configuration, and checks
// that every name stays the same.
func TestNamesAreThoseOfAConfiguration(t *testing.T) {
	for _, name := range []string{"recorded/golem-1.1.0/shop-v0", "golem-1.1/own/world-fns", "golem-1.3/own/resources", "recorded/golem-1.1.0/echo"} {
		file := "../../../../testdata/metadata/" + name + ".json"
		code, stdout, stderr := runIn("", "inspect", "--names", file)
		if code != exitOK {
			t.Fatal(stderr)
		}
		if name == "recorded/golem-1.1.0/shop-v0" && !strings.Contains(stdout, "\n  cart.add-item.item: ") {
			t.Errorf("there is no cart.add-item.item:\n%s", stdout)
		}
		c, err := config.Parse("f", []byte("components:\n  - package: client\n    name: x\n    "+strings.ReplaceAll(stdout, "\n", "\n    ")))
		if err != nil {
			t.Fatalf("%v\n%s", err, stdout)
		}
		read, err := Environment{}.readDocument(file)
		if err != nil {
			t.Fatal(err)
		}
		w, err := read.wit(nil)
		if err != nil {
			t.Fatal(err)
		}
		without, err := read.generate(gen.Options{Package: "client", WIT: w})
		if err != nil {
			t.Fatal(err)
		}
		with, err := read.generate(gen.Options{Package: "client", WIT: w, Names: c.Components[0].Names})
		if err != nil {
			t.Fatal(err)
		}
		without.Unnamed = 0 // with a configuration, no type is without a name
		if d := cmp.Diff(without, with); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}
