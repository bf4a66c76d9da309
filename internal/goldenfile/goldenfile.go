// Package goldenfile compares the results of tests with committed files.
//
// It declares the flag -update, which rewrites those files. Packages without such
// files import it for the flag alone, so that go test ./... -update reaches all of them.
package goldenfile

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Update reports whether the test runs with -update.
func Update() bool { return *update }

// Check reports an error if the contents of the file differ from got. With -update it writes got
// to the file instead.
func Check(t testing.TB, file, got string) {
	t.Helper()
	if *update {
		if err := write(file, got); err != nil {
			t.Error(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Errorf("%v: run the test with -update to write it", err)
		return
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got): run the test with -update if it should:\n%s", file, diff)
	}
}

func write(file, text string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(text), 0o644)
}
