package inspecttext

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/internal/goldenfile"
	"github.com/golem-gen/golem-gen/metadata"
)

const (
	documents = "../../../../testdata/metadata"
	goldens   = "../../../../testdata/inspect"
)

// inspect returns the output for a document with each of the brushes.
func inspect(t *testing.T, data []byte, brushes ...paint.Brush) []string {
	t.Helper()
	c, err := metadata.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	out, err := gen.Generate(c, gen.Options{Package: "client", NamesOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	texts := make([]string, len(brushes))
	for i, brush := range brushes {
		var b bytes.Buffer
		if err := Write(&b, c, out.Names, brush); err != nil {
			t.Fatal(err)
		}
		texts[i] = b.String()
	}
	return texts
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(documents, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestGoldens(t *testing.T) {
	for name, document := range map[string]string{
		"shop":      "recorded/golem-1.1.0/shop-v0.json",
		"resources": "golem-1.3/own/resources.json",
		"world-fns": "golem-1.1/own/world-fns.json",
		"empty":     "golem-1.1/own/empty.json",
		"indexed":   "recorded/golem-1.2.0/indexed.json",
		"handles":   "handmade/handles.json",
		"rare":      "handmade/rare.json",
	} {
		t.Run(name, func(t *testing.T) {
			got := inspect(t, read(t, document), paint.Brush{})
			goldenfile.Check(t, filepath.Join(goldens, name+".golden"), got[0])
		})
	}
}

func inspectAgents(t *testing.T, file string, brush paint.Brush) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	d, err := metadata.DecodeDeployment(data)
	if err != nil {
		t.Fatal(err)
	}
	out, err := gen.GenerateAgents(d, gen.Options{Package: "client", NamesOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := WriteAgents(&b, d, out.Names, brush); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestAgents checks that every agent type, constructor and method has its Go name beside it or
// below, and that no line is wider than 80 columns.
func TestAgents(t *testing.T) {
	checkAgents(t, "agents", "pinned-v1.golden.json")
	checkAgents(t, "agents-rare", "rare.json")
}

func checkAgents(t *testing.T, golden, document string) {
	t.Helper()
	file := filepath.Join("../../../../testdata/agents", document)
	got := inspectAgents(t, file, paint.Brush{})
	goldenfile.Check(t, filepath.Join(goldens, golden+".golden"), got)
	lines := strings.Split(got, "\n")
	for i, line := range lines {
		if paint.Columns(line) > paint.Width && len(strings.Fields(line)) > 1 {
			t.Errorf("%d columns: %s", paint.Columns(line), line)
		}
		if strings.Contains(line, ": func(") && !strings.Contains(line, "  ") && !strings.HasPrefix(lines[i+1], "     ") {
			t.Errorf("no Go name: %s", line)
		}
	}
	if painted := inspectAgents(t, file, paint.Brush{On: true}); painted == got || strip(painted) != got {
		t.Error("colours change the text")
	}
}

// TestResultsNamedLikeParameters inspects methods whose results have the names of parameters, so
// the places of their types are marked.
func TestResultsNamedLikeParameters(t *testing.T) {
	record := func(field string) *metadata.Type {
		return &metadata.Type{Kind: metadata.KindRecord, Fields: []metadata.Field{{Name: field, Type: &metadata.Type{Kind: metadata.KindStr}}}}
	}
	elements := func(kind metadata.SchemaKind, list ...metadata.Element) metadata.DataSchema {
		return metadata.DataSchema{Kind: kind, Elements: list}
	}
	part := metadata.Element{Name: "part", Type: record("c")}
	d := &metadata.Deployment{AgentTypes: []*metadata.AgentType{{Name: "Bank", Methods: []*metadata.AgentMethod{
		{
			Name: "pair", Input: elements(metadata.SchemaTuple, metadata.Element{Name: "one", Type: record("a")}),
			Output: elements(metadata.SchemaTuple, metadata.Element{Name: "one", Type: record("b")}, metadata.Element{Name: "two", Type: record("b")}),
		},
		{
			Name: "parts", Input: elements(metadata.SchemaTuple, metadata.Element{Name: "result", Type: &metadata.Type{
				Kind: metadata.KindRecord, Fields: []metadata.Field{{Name: "part", Type: record("d")}},
			}}),
			Output: elements(metadata.SchemaMultimodal, part),
		},
	}}}}
	out, err := gen.GenerateAgents(d, gen.Options{Package: "client", NamesOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := WriteAgents(&b, d, out.Names, paint.Brush{}); err != nil {
		t.Fatal(err)
	}
	goldenfile.Check(t, filepath.Join(goldens, "results-like-parameters.golden"), b.String())
}

// TestEveryDocument checks that no line is wider than 80 columns except for one long word, and
// that every function has its Go name beside it.
func TestEveryDocument(t *testing.T) {
	var files []string
	for _, pattern := range []string{"*/own/*.json", "recorded/*/*.json"} {
		found, _ := filepath.Glob(filepath.Join(documents, pattern))
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Fatal("no documents")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			both := inspect(t, data, paint.Brush{}, paint.Brush{On: true})
			text, painted := both[0], both[1]
			for line := range strings.SplitSeq(text, "\n") {
				words := strings.Fields(line)
				if paint.Columns(line) > paint.Width && len(words) > 1 {
					t.Errorf("%d columns: %s", paint.Columns(line), line)
				}
				if strings.Contains(line, ": func(") && len(words) < 3 && strings.HasSuffix(line, ")") {
					t.Errorf("no Go name: %s", line)
				}
				if line != strings.TrimRight(line, " ") {
					t.Errorf("spaces at the end: %q", line)
				}
			}
			if painted == text || strip(painted) != text {
				t.Error("colours change the text")
			}
		})
	}
}

func strip(s string) string {
	for {
		before, behind, ok := strings.Cut(s, "\x1b[")
		if !ok {
			return s
		}
		_, rest, _ := strings.Cut(behind, "m")
		s = before + rest
	}
}

func TestKebab(t *testing.T) {
	for in, want := range map[string]string{
		"ProductItem": "product-item", "ProductID": "product-id", "HTTPRequest2": "http-request2", "Get_Value": "get-value", "A": "a", "": "",
	} {
		if got := kebab(in); got != want {
			t.Errorf("%s is %s, want %s", in, got, want)
		}
	}
}

// hostilePieces are texts that could control a terminal, break lines, or change the text beside
// them.
var hostilePieces = []string{
	"\x1b[2J", "\x1b", "\r", "\n", "\a", "\b", "\x00", "\x7f", "\u0085", "\u009b", "\u202e", "\u2066", "\u2028", "\xff", "\t", "é", "\U0001f600", "a", "A", "-", ".", "shop", "add-item", "",
}

// TestHostileNames checks that hostile names never reach the terminal unchanged.
func TestHostileNames(t *testing.T) {
	for _, text := range hostilePieces {
		checkNames(t, text, text, text)
		checkNames(t, "shop"+text, "add"+text+"item", text+"evil")
	}
	t.Run("random", rapid.MakeCheck(func(t *rapid.T) {
		piece := rapid.OneOf(rapid.SampledFrom(hostilePieces), rapid.String())
		name := rapid.Map(rapid.SliceOfN(piece, 0, 3), func(pieces []string) string { return strings.Join(pieces, "") })
		checkNames(t, name.Draw(t, "component"), name.Draw(t, "function"), name.Draw(t, "field"))
	}))
}

func checkNames(t rapid.TB, component, function, field string) {
	t.Helper()
	typ := &metadata.Type{Kind: metadata.KindRecord, Fields: []metadata.Field{{Name: field, Type: &metadata.Type{Kind: metadata.KindStr}}}}
	c := &metadata.Component{Name: component, Functions: []*metadata.Function{{
		Name: function, LocalName: function, Parameters: []metadata.Parameter{{Name: field, Type: typ}},
	}}}
	names := map[string]gen.LockedName{
		"world":                           {Name: "World", Structure: "interface:"},
		"world." + function:               {Name: "F", Structure: "function:1"},
		"world." + function + "." + field: {Name: "T", Structure: "record:1"},
	}
	var b bytes.Buffer
	if err := Write(&b, c, names, paint.Brush{}); err != nil {
		t.Fatal(err)
	}
	d := &metadata.Deployment{Application: component, Environment: function, AgentTypes: []*metadata.AgentType{{
		Name: component, ComponentID: field, ComponentName: component,
		Constructor: metadata.AgentConstructor{Input: metadata.DataSchema{Elements: []metadata.Element{{Name: field, Type: typ}}}},
		Methods:     []*metadata.AgentMethod{{Name: function, Output: metadata.DataSchema{Elements: []metadata.Element{{Type: typ}}}}},
		Config:      []metadata.ConfigDeclaration{{Path: []string{field}, Type: typ}},
	}}}
	names["agent"] = gen.LockedName{Name: "Agent", Structure: "agent:" + component}
	names["agent.new."+field] = gen.LockedName{Name: "T", Structure: "record:1"}
	if err := WriteAgents(&b, d, names, paint.Brush{}); err != nil {
		t.Fatal(err)
	}
	for _, r := range b.String() {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			t.Errorf("%q", b.String())
			return
		}
	}
}

// TestSourceNames checks that types of agents have their names in the source, like fields. A type
// without a name there, and two that share one, have their Go names.
func TestSourceNames(t *testing.T) {
	record := func(name, field string) string {
		return `{"type":"Record",` + name + `"fields":[{"name":"` + field + `","typ":{"type":"Str"}}]}`
	}
	element := func(name, typ string) string {
		return `{"name":"` + name + `","schema":{"type":"ComponentModel","elementType":` + typ + `}}`
	}
	file := filepath.Join(t.TempDir(), "agents.json")
	parameters := []string{
		element("snake_order", record(`"name":"snake_order",`, "a")), element("url", record(`"name":"HTTPRequest",`, "b")),
		element("one", record(`"name":"Point","owner":"./a",`, "c")), element("two", record(`"name":"Point","owner":"./b",`, "d")),
		element("nameless", record("", "e")), element("order", record(`"name":"ProductItem",`, "from")),
	}
	document := `[{"typeName":"Shop","constructor":{"inputSchema":{"type":"Tuple","elements":[]}},"methods":[{"name":"run",` +
		`"inputSchema":{"type":"Tuple","elements":[` + strings.Join(parameters, ",") + `]},"outputSchema":{"type":"Tuple","elements":[]}}]}]`
	if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
	goldenfile.Check(t, filepath.Join(goldens, "source-names.golden"), inspectAgents(t, file, paint.Brush{}))
}
