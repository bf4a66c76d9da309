package runtime_test

import (
	"testing"

	"github.com/golem-gen/golem-gen/internal/exported"
	"github.com/golem-gen/golem-gen/internal/goldenfile"
)

// TestExportedNames holds what users read, and what generated code is made of: a new name
// is a promise. The package runtime has only names that users write.
func TestExportedNames(t *testing.T) {
	for name, dir := range map[string]string{"runtime": ".", "stub": "stub"} {
		names, err := exported.Names(dir)
		if err != nil {
			t.Fatal(err)
		}
		goldenfile.Check(t, "testdata/exported/"+name+".golden", names)
	}
}
