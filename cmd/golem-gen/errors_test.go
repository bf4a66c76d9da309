package main

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/goldenfile"
)

// errorsFile has every line that the scripts make the command print on standard error, once, for
// people to read through.
const errorsFile = "../../testdata/errors.golden"

// progressLines are the lines that the command prints for a request that takes long, as on a slow machine.
var progressLines = regexp.MustCompile(`fetching .*: \d+ s, \d+ KiB\n`)

// volatile are the parts of those lines that differ between runs.
var volatile = []struct {
	pattern *regexp.Regexp
	text    string
}{
	{regexp.MustCompile(`\S*/script-[^/\s]+`), "WORK"},
	{regexp.MustCompile(`\S*/testdata/`), "TESTDATA/"},
	{progressLines, ""},
	{regexp.MustCompile(`(read|dial) tcp \S+`), "$1 tcp ADDRESS"},
}

// checkErrors compares what scripts have printed with the golden file.
func checkErrors(t *testing.T, printed, server string) {
	if t.Failed() || strings.Contains(flag.Lookup("test.run").Value.String(), "/") {
		return // only some scripts have run
	}
	text, err := os.ReadFile(printed)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.ReplaceAll(string(text), server, "SERVER")
	for _, v := range volatile {
		got = v.pattern.ReplaceAllString(got, v.text)
	}
	lines := strings.Split(strings.TrimSpace(got), "\n")
	slices.Sort(lines)
	got = strings.Join(slices.Compact(lines), "\n") + "\n"
	goldenfile.Check(t, errorsFile, got)
}

// unseen are texts of errors that no test can make the command print, with the reason.
var unseen = map[string]string{
	"cannot parse the YAML (%v)":     "no text is known that makes the YAML library panic",
	"the file is larger than %d MiB": "a test would need the memory",
}

// TestEveryErrorIsSeen finds the text of each error in the sources, and checks that a script
// prints it or that a test of its package contains it.
func TestEveryErrorIsSeen(t *testing.T) {
	golden, err := os.ReadFile(errorsFile)
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir("internal", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		seen := string(golden) + testSources(t, filepath.Dir(path))
		for _, text := range errorTexts(t, path) {
			shown := textPattern(text).MatchString(seen)
			if _, known := unseen[text]; shown == known {
				t.Errorf("%s: shown by a test: %v, listed as unseen: %v: %q", path, shown, known, text)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func testSources(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(text)
	}
	return strings.ReplaceAll(b.String(), `\"`, `"`)
}

// makers are the functions that take texts of errors.
var makers = []string{"Errorf", "New", "misuse", "add"}

// errorTexts returns the texts of errors in a file: formats, and whole texts.
func errorTexts(t *testing.T, path string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || !slices.Contains(makers, called(call)) {
			return true
		}
		for _, argument := range call.Args {
			if literal, ok := argument.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				text, err := strconv.Unquote(literal.Value)
				if err == nil && regexp.MustCompile(`[a-z]{2}.*[a-z]{2}`).MatchString(verbs.ReplaceAllString(text, "")) {
					list = append(list, text)
				}
			}
		}
		return true
	})
	return list
}

func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

var verbs = regexp.MustCompile(`%[0-9.]*[a-z]|%%`)

// textPattern returns a pattern for the texts that a format produces.
func textPattern(format string) *regexp.Regexp {
	parts := verbs.Split(format, -1)
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	return regexp.MustCompile(strings.Join(parts, ".*"))
}
