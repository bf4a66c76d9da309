package gen

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestWellKnownMethodsOfVet compares the reserved names with those that this version of go vet
// checks.
func TestWellKnownMethodsOfVet(t *testing.T) {
	root, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(strings.TrimSpace(string(root)), "src/cmd/vendor/golang.org/x/tools/go/analysis/passes/stdmethods/stdmethods.go")
	source, err := os.ReadFile(file)
	if err != nil {
		t.Skip("this Go comes without the source of vet: ", err)
	}
	names := regexp.MustCompile(`(?m)^\t"(\w+)": +\{`).FindAllSubmatch(source, -1)
	if len(names) < 15 {
		t.Fatalf("%s lists %d methods only", file, len(names))
	}
	for _, name := range names {
		if !wellKnownMethods[string(name[1])] {
			t.Errorf("go vet checks the method %s, and a function may be called so", name[1])
		}
	}
}

// TestWellKnownMethodNames checks that a well-known name stays if the lock or the configuration
// has it.
func TestWellKnownMethodNames(t *testing.T) {
	api := &metadata.Interface{Name: "acme:shop/api", Namespace: "acme", Package: "shop", ShortName: "api"}
	for _, name := range []string{"scan", "seek", "format"} {
		api.Functions = append(api.Functions, &metadata.Function{Name: name, LocalName: name})
	}
	_, names, _, err := buildModel(&metadata.Component{Interfaces: []*metadata.Interface{api}}, Options{
		Names:  map[string]string{"api.seek": "Seek"},
		Locked: map[string]LockedName{"api.scan": {"Scan", "function:0"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for place, want := range map[string]string{"api.scan": "Scan", "api.seek": "Seek", "api.format": "FormatFunction"} {
		if got := names[place].Name; got != want {
			t.Errorf("%s is called %s, want %s", place, got, want)
		}
	}
}
