package exported

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const root = "../.."

// packages are the packages whose names comments and documents mention, by package name.
var packages = map[string]string{
	"runtime":   "runtime",
	"wire":      "runtime/wire",
	"stub":      "runtime/stub",
	"golemtest": "runtime/golemtest",
	"otelgolem": "runtime/otelgolem",
	"metadata":  "metadata",
}

var (
	qualified = regexp.MustCompile(`\b(runtime|wire|stub|golemtest|otelgolem|metadata)\.([A-Z]\w*(?:\.[A-Z]\w*)?)`)
	docLink   = regexp.MustCompile(`\[\*?([A-Z]\w*(?:\.[A-Z]\w*)?)\]`)
)

// TestMentionedNamesExist checks that the exported names exist that documents and comments
// mention: in the form runtime.Client everywhere, and as links like [Client] in the comments of
// their package.
func TestMentionedNamesExist(t *testing.T) {
	known := map[string]bool{}
	for name, dir := range packages {
		list, err := Names(filepath.Join(root, dir))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(list) {
			_, exported, _ := strings.Cut(strings.TrimSpace(line), " ")
			known[name+"."+exported] = true
		}
	}
	check := func(place, pkg, text string) {
		for _, found := range qualified.FindAllStringSubmatch(text, -1) {
			if !known[found[0]] {
				t.Errorf("%s mentions %s, which does not exist", place, found[0])
			}
		}
		for _, found := range docLink.FindAllStringSubmatch(text, -1) {
			if pkg != "" && !known[pkg+"."+found[1]] {
				t.Errorf("%s links to [%s], which does not exist in package %s", place, found[1], pkg)
			}
		}
	}
	for _, page := range []string{"README.md", "runtime/servers.md", ".github/CONTRIBUTING.md"} {
		text, err := os.ReadFile(filepath.Join(root, page))
		if err != nil {
			t.Fatal(err)
		}
		check(page, "", string(text))
	}
	for name, dir := range packages {
		for place, text := range comments(t, filepath.Join(root, dir)) {
			check(place, name, text)
		}
	}
}

// comments returns the text of all comments in the Go files of a directory, by their position.
func comments(t *testing.T, dir string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	positions := token.NewFileSet()
	for _, file := range files {
		parsed, err := parser.ParseFile(positions, file, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, group := range parsed.Comments {
			texts[positions.Position(group.Pos()).String()] = group.Text()
		}
	}
	return texts
}
