package witpackage

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/wit/binary"
)

// TestReadFile checks that a file that cannot be a WIT or a component is refused before it is
// read.
func TestReadFile(t *testing.T) {
	large := filepath.Join(t.TempDir(), "large.wasm")
	if err := os.WriteFile(large, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, binary.MaxSize+1); err != nil { // takes no space
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		os.DevNull: "PATH: not a regular file: give WIT text, a WIT package in binary form, or a component",
		large:      "PATH: larger than 512 MiB: give WIT text, a WIT package in binary form, or a component",
	} {
		if _, err := readFile(path); err == nil || err.Error() != strings.Replace(want, "PATH", path, 1) {
			t.Errorf("%s: got %v, want %q", path, err, want)
		}
	}
}
