package runtime_test

import (
	"testing"

	"github.com/golem-gen/golem-gen/internal/exported"
	"github.com/golem-gen/golem-gen/internal/goldenfile"
)

// TestExportedNames compares the exported names with a golden list, because users and
// generated code depend on them. The package runtime has only names that users write.
func TestExportedNames(t *testing.T) {
	for name, dir := range map[string]string{"runtime": ".", "stub": "stub"} {
		names, err := exported.Names(dir)
		if err != nil {
			t.Fatal(err)
		}
		goldenfile.Check(t, "testdata/exported/"+name+".golden", names)
	}
}
