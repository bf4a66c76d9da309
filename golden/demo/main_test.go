package main

import (
	"bytes"
	"testing"

	"github.com/golem-gen/golem-gen/internal/goldenfile"
)

// TestOutput compares the output with a golden file.
func TestOutput(t *testing.T) {
	const golden = "golden/demo/testdata/output.txt"
	t.Chdir("../..")
	var out bytes.Buffer
	if err := run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	goldenfile.Check(t, golden, out.String())
}

// TestElsewhere checks that the demo says where to run it if it runs in another folder.
func TestElsewhere(t *testing.T) {
	t.Chdir(t.TempDir())
	err := run(t.Context(), new(bytes.Buffer))
	if err == nil || !bytes.Contains([]byte(err.Error()), []byte("from the top of the repository")) {
		t.Errorf("got %v", err)
	}
}
