package command

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/gen"
)

var (
	fileName   = regexp.MustCompile(`^([a-z0-9]+test/)?[a-z0-9]+(_types|_wire|_serve)?\.go$`)
	ourImports = regexp.MustCompile(`^"([a-z]+(/[a-z0-9]+)*|github\.com/golem-gen/golem-gen/(runtime|metadata)(/[a-z]+)*)"$`)
	directive  = regexp.MustCompile(`^//([a-z0-9]+:|line |export |extern |lint|nolint)|^//\s*\+build`)
)

// checkGenerated checks that a generated file is Go code without directives, imports of other
// packages, and invisible characters.
func checkGenerated(t rapid.TB, name string, text []byte) {
	t.Helper()
	if !fileName.MatchString(name) {
		t.Errorf("a file called %q", name)
	}
	if !strings.HasPrefix(string(text), gen.Header+"\n\n") && !strings.HasPrefix(string(text), gen.Header+"\n//") {
		t.Errorf("%s begins with %.100q", name, text)
	}
	if !utf8.Valid(text) {
		t.Errorf("%s is not UTF-8", name)
	}
	for _, r := range string(text) {
		if r != '\n' && r != '\t' && !unicode.IsPrint(r) {
			t.Errorf("%s holds %q", name, r)
			break
		}
	}
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatalf("%v\n%.2000s", err, text)
	}
	for _, i := range parsed.Imports {
		if (!ourImports.MatchString(i.Path.Value) || i.Name != nil) && !isClient(i) {
			t.Errorf("%s imports %s", name, i.Path.Value)
		}
	}
	for _, d := range parsed.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && (f.Name.Name == "init" || f.Name.Name == "main") {
			t.Errorf("%s has a function %s", name, f.Name.Name)
		}
	}
	checkComments(t, name, text)
}

// isClient reports whether an import is that of the client, which the test package has.
func isClient(i *ast.ImportSpec) bool {
	importPath, err := strconv.Unquote(i.Path.Value)
	if i.Name != nil {
		return err == nil && i.Name.Name == "shop"
	}
	return err == nil && path.Base(importPath) == "shop"
}

func checkComments(t rapid.TB, name string, text []byte) {
	t.Helper()
	var s scanner.Scanner
	s.Init(token.NewFileSet().AddFile(name, -1, len(text)), text, nil, scanner.ScanComments)
	for {
		_, tok, literal := s.Scan()
		switch {
		case tok == token.EOF:
			return
		case tok == token.COMMENT && (strings.HasPrefix(literal, "/*") || directive.MatchString(literal)):
			t.Errorf("%s has the comment %.200q", name, literal)
		}
	}
}

// checkShown checks that a text for people contains nothing that controls a terminal.
func checkShown(t rapid.TB, what, text string) {
	t.Helper()
	for _, r := range text {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			t.Errorf("%s holds %q: %.300q", what, r, text)
			return
		}
	}
}
