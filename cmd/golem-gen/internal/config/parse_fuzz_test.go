package config

import (
	"errors"
	"strings"
	"testing"
)

// FuzzParse checks that the parser does not panic, that errors are lines with places, and that
// paths of a valid configuration neither leave its folder nor contain invisible characters.
func FuzzParse(f *testing.F) {
	f.Add("components:\n  - package: shop\n    name: shop\n    dir: a/b\n    names: {a: B}\n")
	f.Add("servers: {a: {url: http://x}}\nagents: [{package: a, application: b, environment: c, server: a, types: [D]}]")
	f.Add("server: {url: http://x}\ncomponents: [{package: a, id: " + id + ", version: 3}]")
	f.Add("a: &b [*b]\n<<: *b\n? x\n: !!str |\n  y\n")
	f.Add("\"\\U0010FFFF\": \xff\n\t- %YAML")
	f.Add("components:\n- package: a\n  name: >-\n    x\n  dir: \"..\\u002f..\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Parse("f", []byte(text))
		if err != nil {
			var problems *Error
			if !errors.As(err, &problems) || len(problems.Problems) == 0 {
				t.Fatalf("%v", err)
			}
			for _, p := range problems.Problems {
				if p.Line < 1 || p.Column < 1 {
					t.Errorf("%+v is nowhere", p)
				}
			}
			return
		}
		for _, component := range c.Components {
			for _, p := range component.WIT {
				if p != "" && checkPortable(p) != nil {
					t.Errorf("the WIT %q", p)
				}
			}
		}
		var paths []string
		for _, e := range c.Entries() {
			paths = append(paths, e.Dir, e.Metadata)
			if at := c.At(e, "dir"); strings.HasPrefix(at, "f:0") {
				t.Error(at)
			}
			if s, name := c.ServerOf(e); s == nil {
				t.Errorf("there is no %s", name)
			}
		}
		for _, p := range paths {
			if p != "" && CheckPath(p) != nil {
				t.Errorf("%q leads elsewhere", p)
			}
		}
	})
}
