package witpackage

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// TestFolders reads folders as they occur in practice. Each file of testdata/folders is an
// archive of a folder. Its comment has the paths to read, the exports of the component, and the
// result.
func TestFolders(t *testing.T) {
	files, _ := filepath.Glob("testdata/folders/*.txtar")
	if len(files) < 12 {
		t.Fatalf("only %d folders", len(files))
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			folder := t.TempDir()
			for _, f := range archive.Files {
				path := filepath.Join(folder, filepath.FromSlash(f.Name))
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, f.Data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			checkFolder(t, folder, strings.Split(strings.TrimSpace(string(archive.Comment)), "\n"))
		})
	}
}

// checkFolder follows the lines of a comment: "read PATH …", "exports NAME …", then the result in
// the form of listFound.
func checkFolder(t *testing.T, folder string, lines []string) {
	t.Helper()
	var paths []string
	var exports []string
	var want []string
	for _, line := range lines {
		word, rest, _ := strings.Cut(line, " ")
		switch word {
		case "#":
		case "read":
			for _, path := range strings.Fields(rest) {
				paths = append(paths, filepath.Join(folder, filepath.FromSlash(path)))
			}
		case "exports":
			exports = append(exports, strings.Fields(rest)...)
		default:
			want = append(want, line)
		}
	}
	found, err := Read(exporting(exports...), paths...)
	var got []string
	if err != nil {
		got = []string{"error " + err.Error()}
	} else {
		got = listFound(found, exports)
	}
	for i := range got {
		got[i] = strings.ReplaceAll(filepath.ToSlash(got[i]), filepath.ToSlash(folder)+"/", "")
	}
	if a, b := strings.Join(got, "\n"), strings.Join(want, "\n"); a != b {
		t.Errorf("found\n%s\nwant\n%s", a, b)
	}
}

// listFound returns a line for each function with its types and comment, for each missing
// interface, and for each warning.
func listFound(w *gen.WIT, exports []string) []string {
	var lines []string
	for _, name := range exports {
		name, inPlace := strings.CutPrefix(name, "in-place:")
		face, function := w.Interfaces[name], ""
		if !strings.Contains(name, "/") && !inPlace {
			face, function = w.Interfaces[""], name
		}
		if face == nil || function != "" && face.Functions[function] == nil {
			lines = append(lines, "missing "+name)
			continue
		}
		for _, f := range slices.Sorted(maps.Keys(face.Functions)) {
			if function == "" || function == f {
				lines = append(lines, strings.TrimSpace(f+" "+signature(face.Functions[f])))
			}
		}
	}
	for _, warning := range w.Warnings {
		lines = append(lines, "warning "+warning)
	}
	return lines
}

func signature(f *gen.WITFunction) string {
	text := ""
	for _, m := range f.Parameters {
		text += m.Name + ": " + typeText(m.Type) + " "
	}
	for _, m := range f.Results {
		text += "-> " + typeText(m.Type) + " "
	}
	if f.Doc != "" {
		text += "// " + f.Doc
	}
	return text
}

// typeText returns a type's name with that of its owner, or its structure.
func typeText(t *gen.WITType) string {
	switch {
	case t == nil:
		return "_"
	case t.Opaque:
		return "opaque " + t.Owner + "." + t.Name
	case t.Name != "":
		return strings.TrimPrefix(t.Owner+".", ".") + t.Name
	}
	var items []string
	for _, item := range t.Items {
		items = append(items, typeText(item))
	}
	kind := "?"
	if t.Kind != 0 {
		kind = strings.ToLower(t.Kind.String())
	}
	if len(items) == 0 {
		return kind
	}
	return kind + "<" + strings.Join(items, ",") + ">"
}

func TestPathsThatAreNotThere(t *testing.T) {
	c := &metadata.Component{}
	if _, err := Read(c, filepath.Join(t.TempDir(), "none")); err == nil || !strings.Contains(err.Error(), "give a .wit file") {
		t.Error(err)
	}
	if _, err := Read(c, t.TempDir()); err == nil || !strings.Contains(err.Error(), "holds no .wit file") {
		t.Error(err)
	}
}
