package command

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/goldenfile"
	"github.com/golem-gen/golem-gen/internal/thorough"
)

// wrongKinds are JSON values of most kinds. None of them is valid in every place.
var wrongKinds = []string{`null`, `-1.5`, `"\u0000"`, `[[null]]`, `{"type":"Stream"}`}

// breakage is a document with a fault, and a description of the fault.
type breakage struct {
	what     string
	document []byte
}

// breakages puts every wrong kind in the place of every value, removes and duplicates every
// member and item, and adds an unknown member to every object.
func breakages(t testing.TB) []breakage {
	t.Helper()
	var document any
	if err := json.Unmarshal([]byte(agentsDocument), &document); err != nil {
		t.Fatal(err)
	}
	var list []breakage
	add := func(what string) {
		text, err := json.MarshalIndent(document, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, breakage{what, text})
	}
	var visit func(path string, value any, set func(any))
	visit = func(path string, value any, set func(any)) {
		for _, kind := range wrongKinds {
			set(json.RawMessage(kind))
			add(path + " ← " + kind)
		}
		set(value)
		switch value := value.(type) {
		case []any:
			for i := range value {
				visit(path+"["+strconv.Itoa(i)+"]", value[i], func(v any) { value[i] = v })
			}
			if len(value) > 0 {
				set(value[1:])
				add(path + "[0] left out")
				set(append(slices.Clone(value), value[0]))
				add(path + "[0] twice")
				set(value)
			}
		case map[string]any:
			for _, key := range slices.Sorted(maps.Keys(value)) {
				was := value[key]
				visit(strings.TrimPrefix(path+"."+key, "."), was, func(v any) { value[key] = v })
				delete(value, key)
				add(strings.TrimPrefix(path+"."+key, ".") + " left out")
				value[key] = was
			}
		}
	}
	visit("", document, func(v any) { document = v })
	return list
}

// TestBrokenAgents gives documents with one fault each to the commands, and compares the messages
// with a golden file.
func TestBrokenAgents(t *testing.T) {
	p := newAgentsProject(t)
	var b strings.Builder
	for i, broken := range breakages(t) {
		if i%thorough.Pick(7, 1) != 0 && !goldenfile.Update() {
			continue
		}
		failure := p.run(broken.document)
		if t.Failed() {
			t.Fatalf("%s\n%s", broken.what, failure)
		}
		fmt.Fprintf(&b, "%s\n", broken.what)
		for line := range strings.Lines(failure) {
			b.WriteString("\t" + line)
		}
	}
	checkSample(t, "../../../../testdata/bad-agents/commands.golden", b.String())
}

// checkSample checks that a golden file contains the paragraphs of a text. A paragraph is a line
// and the indented lines below it.
func checkSample(t *testing.T, file, got string) {
	t.Helper()
	if goldenfile.Update() || thorough.On() {
		goldenfile.Check(t, file, got)
		return
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for _, paragraph := range paragraphs(string(text)) {
		all[paragraph] = true
	}
	for _, paragraph := range paragraphs(got) {
		if !all[paragraph] {
			t.Errorf("not in %s:\n%s", file, paragraph)
		}
	}
}

func paragraphs(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "\t") {
			list[len(list)-1] += line
			continue
		}
		list = append(list, line)
	}
	return list
}

// TestCutOffAgents gives prefixes of a document to the commands.
func TestCutOffAgents(t *testing.T) {
	p := newAgentsProject(t)
	whole := strings.TrimSpace(agentsDocument)
	for n := 0; n < len(whole); n += thorough.Pick(97, 1) {
		if failure := p.run([]byte(whole[:n])); failure == "" || t.Failed() {
			t.Fatalf("after %d bytes: %s", n, failure)
		}
	}
}

// TestLargeAgents gives documents to the commands that are nested too deeply, too long, or have
// too many values.
func TestLargeAgents(t *testing.T) {
	const str = `{"type": "U32"}`
	deep := func(n int) string { return strings.Repeat(`{"type":"List","inner":`, n) + str + strings.Repeat("}", n) }
	many := func(n int) string {
		cases := make([]string, n)
		for i := range cases {
			cases[i] = fmt.Sprintf(`"case%d"`, i)
		}
		return `{"type":"Enum","cases":[` + strings.Join(cases, ",") + `]}`
	}
	p := newAgentsProject(t)
	for _, test := range []struct{ name, typ, want string }{
		{"deep type", deep(1000), "golem/shop.json:"},
		{"deeper than any parser's stack", deep(2000000), "golem/shop.json:"},
		{"unclosed", strings.Repeat("[", 1000000), "golem/shop.json:"},
		{"many cases", many(300), ""},
		{"long name", `{"type":"Enum","cases":["` + strings.Repeat("a", 1<<20) + `"]}`, "golem/shop.json:"},
		{"long number", `{"type":` + strings.Repeat("1", 1<<20) + `}`, "golem/shop.json:"},
	} {
		failure := p.run(bytes.Replace([]byte(agentsDocument), []byte(str), []byte(test.typ), 1))
		if !strings.HasPrefix(failure, test.want) || test.want == "" && failure != "" || len(failure) > 2000 || t.Failed() {
			t.Fatalf("%s: %.2000s", test.name, failure)
		}
	}
}
