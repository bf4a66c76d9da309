package peer

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.bytecodealliance.org/wit"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/witpackage"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

const root = "../../../../.."

// documents are folders of documents: those below root, and those of others beside the project,
// if they are there.
var documents = []string{root + "/testdata/metadata", root + "/../shared/data/metadata"}

// TestDocuments compares the results of both readers for the WIT in every document.
func TestDocuments(t *testing.T) {
	read := 0
	for _, folder := range documents {
		for _, pattern := range []string{"/*/*.json", "/*/own/*.json"} {
			files, _ := filepath.Glob(folder + pattern)
			for i, file := range files {
				if testing.Short() && i%10 != 0 {
					continue
				}
				data, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				c, err := metadata.Decode(data)
				if err != nil || c.BinaryWIT == nil {
					continue
				}
				compare(t, file, c, c.BinaryWIT)
				read++
			}
		}
	}
	t.Logf("%d documents", read)
	if read < 20 && !testing.Short() {
		t.Errorf("only %d documents have a WIT", read)
	}
}

// TestTexts compares the results of both readers for every text, and for a component.
func TestTexts(t *testing.T) {
	files, _ := filepath.Glob(root + "/testdata/wit/*.w*")
	if more := os.Getenv("WIT_TEXTS"); more != "" {
		list, _ := filepath.Glob(more)
		files = append(files, list...)
	}
	compared := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		resolve, err := wit.DecodeWIT(bytes.NewReader(data))
		if err != nil {
			t.Logf("%s: %s", file, strings.SplitN(err.Error(), "\n", 2)[0])
			continue
		}
		compared++
		compareWith(t, file, exports(resolve), data, convert(resolve))
	}
	t.Logf("%d of %d texts", compared, len(files))
	if compared < 15 {
		t.Errorf("only %d texts were compared", compared)
	}
}

// exports returns a component that exports what the last world exports.
func exports(r *wit.Resolve) *metadata.Component {
	c := &metadata.Component{}
	for i := len(r.Worlds) - 1; i >= 0 && len(c.Interfaces)+len(c.Functions) == 0; i-- {
		r.Worlds[i].Exports.All()(func(name string, item wit.WorldItem) bool {
			switch item := item.(type) {
			case *wit.InterfaceRef:
				if item.Interface.Name != nil {
					name = interfaceName(item.Interface)
				}
				c.Interfaces = append(c.Interfaces, &metadata.Interface{Name: name})
			case *wit.Function:
				c.Functions = append(c.Functions, &metadata.Function{Name: name})
			}
			return true
		})
	}
	return c
}

func compare(t *testing.T, name string, c *metadata.Component, data []byte) {
	t.Helper()
	resolve, err := wit.DecodeWIT(bytes.NewReader(data))
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	compareWith(t, name, c, data, convert(resolve))
}

func compareWith(t *testing.T, name string, c *metadata.Component, data []byte, want *gen.WIT) {
	t.Helper()
	got, err := witpackage.Decode(c, name, data)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	differs := comparison{}
	for _, i := range c.Interfaces {
		if d := differs.interfaces(want.Interfaces[i.Name], got.Interfaces[i.Name]); d != "" {
			t.Errorf("%s: %s: %s (wasm-tools, ours)", name, i.Name, d)
		}
	}
	for _, f := range c.Functions {
		if d := differs.functions(want.Interfaces[""].Functions[f.Name], got.Interfaces[""].Functions[f.Name]); d != "" {
			t.Errorf("%s: %s: %s (wasm-tools, ours)", name, f.Name, d)
		}
	}
}
