package main

import (
	"bytes"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden output")

// TestOutput holds what the demo prints.
func TestOutput(t *testing.T) {
	const golden = "golden/demo/testdata/output.txt"
	t.Chdir("../..")
	var out bytes.Buffer
	if err := run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), want) {
		t.Errorf("the demo prints something else than %s; run the test with -update and read the difference. Now:\n%s", golden, &out)
	}
}

// TestElsewhere: in another folder the demo says where to run it.
func TestElsewhere(t *testing.T) {
	t.Chdir(t.TempDir())
	err := run(t.Context(), new(bytes.Buffer))
	if err == nil || !bytes.Contains([]byte(err.Error()), []byte("from the top of the repository")) {
		t.Errorf("got %v", err)
	}
}
