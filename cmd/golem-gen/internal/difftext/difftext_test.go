package difftext

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
	"github.com/golem-gen/golem-gen/internal/goldenfile"
	"github.com/golem-gen/golem-gen/metadata"
)

const goldens = "../../../../testdata/diff"

// side reads a document of testdata/diff or testdata/metadata.
func side(t *testing.T, name string) Side {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../../../testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	c, d, err := metadata.DecodeAny(data)
	if err != nil {
		t.Fatal(err)
	}
	return Side{Source: name, File: name, Data: data, Component: c, Deployment: d}
}

var pairs = map[string][2]string{
	"shop":   {"metadata/recorded/golem-1.1.0/shop-v0.json", "metadata/recorded/golem-1.1.0/shop-v1.json"},
	"drift":  {"diff/drift-v0.json", "diff/drift-v1.json"},
	"pinned": {"diff/shop-v0.json", "diff/shop-v1.json"},
	"same":   {"diff/drift-v0.json", "diff/drift-v0.json"},
	"agents": {"agents/pinned-v1.golden.json", "agents/agent-types-v2.json"},
	"bank":   {"diff/bank-v0.json", "diff/bank-v1.json"},

	"same-agents": {"diff/bank-v0.json", "diff/bank-v0.json"},
}

func TestGoldens(t *testing.T) {
	for name, files := range pairs {
		t.Run(name, func(t *testing.T) {
			r := Compare(side(t, files[0]), side(t, files[1]))
			var text, object, github bytes.Buffer
			for _, err := range []error{
				r.Text(&text, paint.Brush{}), r.JSON(&object), r.GitHub(&github, metadata.SeverityBreaking),
			} {
				if err != nil {
					t.Fatal(err)
				}
			}
			goldenfile.Check(t, filepath.Join(goldens, name+".text.golden"), text.String())
			goldenfile.Check(t, filepath.Join(goldens, name+".json.golden"), object.String())
			goldenfile.Check(t, filepath.Join(goldens, name+".github.golden"), github.String())
			for line := range strings.SplitSeq(text.String(), "\n") {
				if paint.Columns(line) > paint.Width && strings.Contains(strings.TrimLeft(line, " -"), " ") {
					t.Errorf("%d columns: %s", paint.Columns(line), line)
				}
			}
			if !json.Valid(object.Bytes()) {
				t.Error("not JSON")
			}
		})
	}
}

// TestColours compares reports on a terminal, with ^ for the escape character.
func TestColours(t *testing.T) {
	for _, name := range []string{"bank", "pinned"} {
		r := Compare(side(t, pairs[name][0]), side(t, pairs[name][1]))
		var painted bytes.Buffer
		if err := r.Text(&painted, paint.Brush{On: true}); err != nil {
			t.Fatal(err)
		}
		goldenfile.Check(t, filepath.Join(goldens, name+".colours.golden"), strings.ReplaceAll(painted.String(), "\x1b", "^"))
	}
}

func TestReaches(t *testing.T) {
	same := Compare(side(t, "diff/drift-v0.json"), side(t, "diff/drift-v0.json"))
	drift := Compare(side(t, "diff/drift-v0.json"), side(t, "diff/drift-v1.json"))
	for _, test := range []struct {
		r    *Report
		s    metadata.Severity
		want bool
	}{
		{same, metadata.SeverityHarmless, false},
		{drift, metadata.SeverityHarmless, true},
		{drift, metadata.SeverityBreaking, true},
		{drift, metadata.SeverityDangerous, false},
	} {
		if got := test.r.Reaches(test.s); got != test.want {
			t.Errorf("%d changes reach %s: %t", len(test.r.Changes), test.s, got)
		}
	}
}

// TestRulesDocument checks that cmd/golem-gen/rules.md has the rules.
func TestRulesDocument(t *testing.T) {
	const file = "../../rules.md"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for mark, part := range map[string]string{
		"rules": RuleTable(), "explanations": RuleExplanations(),
		"rules about agents": AgentRuleTable(), "explanations about agents": AgentRuleExplanations(),
	} {
		begin, end := "<!-- "+mark+": made by go test ./cmd/golem-gen/internal/difftext -update -->\n", "<!-- end of "+mark+" -->"
		before, rest, ok := strings.Cut(text, begin)
		_, after, closed := strings.Cut(rest, end)
		if !ok || !closed {
			t.Fatalf("%s has no part %q", file, mark)
		}
		text = before + begin + part + end + after
	}
	goldenfile.Check(t, file, text)
}

// hostilePieces are texts that could control a terminal, break lines, or be a workflow command.
var hostilePieces = []string{
	"\x1b[2J", "\x1b", "\r", "\n", "\r\n", "\a", "\b", "\x00", "\x7f", "\u0085", "\u009b", "\u202e", "\u2066", "\u2028", "\xff", "\t", "é", "::error::owned", "::", ":", ",", "%0A", "%", "`", "\"", "a", "b c", "/", "",
}

// TestHostileFormats checks that, with any names, a change is one line of a workflow command,
// JSON is valid, and no control character reaches a terminal.
func TestHostileFormats(t *testing.T) {
	check := func(t rapid.TB, name, document, file string) {
		for _, side := range []func(metadata.Kind, string, string, string) Side{componentSide, agentsSide} {
			checkFormats(t, Compare(side(metadata.KindU8, name, document, file), side(metadata.KindStr, name, document, file)))
		}
	}
	for _, text := range hostilePieces {
		check(t, text, text, text)
		check(t, "x"+text+"y", "a"+text, text+"b")
	}
	t.Run("random", rapid.MakeCheck(func(t *rapid.T) {
		piece := rapid.OneOf(rapid.SampledFrom(hostilePieces), rapid.String())
		text := rapid.Map(rapid.SliceOfN(piece, 0, 3), func(pieces []string) string { return strings.Join(pieces, "") })
		check(t, text.Draw(t, "name"), text.Draw(t, "document"), text.Draw(t, "file"))
	}))
}

func componentSide(k metadata.Kind, name, component, file string) Side {
	return Side{Source: file, File: file, Component: &metadata.Component{Name: component, Functions: []*metadata.Function{{
		Name: name, LocalName: name, Parameters: []metadata.Parameter{{Name: name, Type: recordOf(k, name)}},
	}}}}
}

func agentsSide(k metadata.Kind, name, application, file string) Side {
	input := metadata.DataSchema{Elements: []metadata.Element{{Name: name, Type: recordOf(k, name)}}}
	return Side{Source: file, File: file, Deployment: &metadata.Deployment{Application: application, Environment: name, AgentTypes: []*metadata.AgentType{{
		Name: name, Constructor: metadata.AgentConstructor{Input: input}, Methods: []*metadata.AgentMethod{{Name: name, Input: input}},
	}}}}
}

func recordOf(k metadata.Kind, field string) *metadata.Type {
	return &metadata.Type{Kind: metadata.KindRecord, Fields: []metadata.Field{{Name: field, Type: &metadata.Type{Kind: k}}}}
}

func checkFormats(t rapid.TB, r *Report) {
	t.Helper()
	var text, object, github bytes.Buffer
	if r.Text(&text, paint.Brush{}) != nil || r.JSON(&object) != nil || r.GitHub(&github, metadata.SeverityBreaking) != nil {
		t.Fatal("error")
	}
	if len(r.Changes) == 0 {
		t.Error("no change")
	}
	for _, r := range text.String() {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			t.Errorf("%q", text.String())
			break
		}
	}
	if lines := strings.Split(github.String(), "\n"); len(lines) != len(r.Changes)+1 || strings.Contains(github.String(), "\r") {
		t.Errorf("%d changes in %d lines: %q", len(r.Changes), len(lines)-1, github.String())
	}
	if !json.Valid(object.Bytes()) {
		t.Errorf("%q", object.String())
	}
}
