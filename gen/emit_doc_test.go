package gen

import (
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestFunctionDoc shows the doc comments of functions: one line where that fits,
// and never more lines than are comments.
func TestFunctionDoc(t *testing.T) {
	long := strings.Repeat("long-", 30) + "name"
	for _, c := range []struct{ name, doc, want string }{
		{"ping", "", "F invokes ping: func(p: string)."},
		{"ping", "Answers.\r\nAt once.", "F invokes ping: func(p: string).\n\nAnswers.\nAt once."},
		{long, "", "F invokes\n" + long + ".\n\n\tfunc(p: string)"},
		{long, "Answers.", "F invokes\n" + long + ".\n\nAnswers.\n\n\tfunc(p: string)"},
		{"a\nb\u202e", "", "F invokes a b : func(p: string)."},
	} {
		source := &metadata.Function{Name: c.name, LocalName: c.name, Parameters: []metadata.Parameter{{Name: "p", Type: str}}}
		got := (&emitter{}).functionDoc(&function{source: source, goName: "F", doc: c.doc})
		if text := strings.Join(got, "\n"); text != c.want {
			t.Errorf("%q: got\n%s\nwant\n%s", c.name, text, c.want)
		}
	}
}
