package jen

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBreakLines shows how each kind of long line is broken. Short lines stay as they are, and so
// do comments and imports, which emitters wrap.
func TestBreakLines(t *testing.T) {
	long := strings.Repeat("x", 50)
	for name, c := range map[string]struct{ code, want string }{
		"signature": {
			"func (c *client) Do(ctx context.Context, " + long + " string, opts ...runtime.CallOption) (result string, err error) {\n}",
			"func (c *client) Do(\n\tctx context.Context,\n\t" + long + " string,\n\topts ...runtime.CallOption,\n) (result string, err error) {\n}",
		},
		"literals": {
			"var f = stub.Function{Name: `" + long + "`, Parameters: []stub.Parameter{{Name: `" + long + "`, Type: `" + long + "`}}}",
			"var f = stub.Function{\n\tName: `" + long + "`,\n\tParameters: []stub.Parameter{\n\t\t{\n\t\t\tName: `" + long + "`,\n\t\t\tType: `" + long + "`,\n\t\t},\n\t},\n}",
		},
		"texts share lines": {
			"var n = names(" + strings.Repeat(`"twenty characters..", `, 5) + `"last")`,
			"var n = names(\n\t" + strings.TrimSpace(strings.Repeat(`"twenty characters..", `, 5)) + "\n\t\"last\",\n)",
		},
		"the body of an only argument": {
			"var v = with(func(b []byte, e *wire.Encoder) []byte { return append" + long + "(b, e, &v) })",
			"var v = with(func(b []byte, e *wire.Encoder) []byte {\n\treturn append" + long + "(b, e, &v)\n})",
		},
		"concatenation": {
			"const c = `{" + long + "}` + x" + long + " + `{" + long + "}`",
			"const c = `{" + long + "}` +\n\tx" + long + " + `{" + long + "}`",
		},
		"values": {
			"func f() {\n\treturn a" + long + ", b" + long + ", c" + long + "\n}",
			"func f() {\n\treturn a" + long + ", b" + long + ",\n\t\tc" + long + "\n}",
		},
		"text": {
			"const c = \"" + strings.Repeat("some\\twords ", 12) + "\"",
			"const c = \"" + strings.Repeat("some\\twords ", 8) + "\" +\n\t\"" + strings.Repeat("some\\twords ", 4) + "\"",
		},
		"escapes are not cut": {
			"const c = \"" + strings.Repeat(`\\`, 70) + "\"",
			"const c = \"" + strings.Repeat(`\\`, 52) + "\" +\n\t\"" + strings.Repeat(`\\`, 18) + "\"",
		},
		"type arguments": {
			"type t struct {\n\tV runtime.Tuple3[" + long + ", " + long + ", " + long + "]\n}",
			"type t struct {\n\tV runtime.Tuple3[\n\t\t" + long + ",\n\t\t" + long + ",\n\t\t" + long + ",\n\t]\n}",
		},
		"comment beside": {
			"type t struct {\n\tV" + long + " T" + long + " // " + long + "\n}",
			"type t struct {\n\t// " + long + "\n\tV" + long + " T" + long + "\n}",
		},
		"one name": {"var " + long + long + long + " int", "var " + long + long + long + " int"},
		"receiver": {"func (c *T" + long + ") M" + long + "(o Option) error {\n}", "func (c *T" + long + ") M" + long + "(\n\to Option,\n) error {\n}"},
		"short":    {"var v = f(a, b)", "var v = f(a, b)"},
	} {
		t.Run(name, func(t *testing.T) {
			var w Writer
			declarations(scan(t, "package p\n\n"+c.code+"\n"), w.declaration)
			text := strings.TrimPrefix(string(w.text), "\n")
			if d := cmp.Diff(c.want+"\n", text); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}
