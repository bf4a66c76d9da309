package output

import (
	"bytes"
	"fmt"
	"path"
	"strings"
)

// CheckPackage returns an error if the changes replace or remove a generated file of a package
// other than pkg and its test package.
func (r *Root) CheckPackage(changes Changes, pkg string) error {
	for _, c := range changes {
		if found := packageName(c.Old); found != "" && found != pkg && found != pkg+"test" {
			return fmt.Errorf("%s belongs to the generated package %s: choose another directory, or use --force to replace that package by %s", r.Shown(c.Name), found, pkg)
		}
	}
	return nil
}

// checkNeighbor returns an error if a file of the user cannot be in one folder with files,
// because it belongs to another package.
func (r *Root) checkNeighbor(inner, full string, text []byte, files map[string][]byte) error {
	pkg := ""
	for name, generated := range files {
		if path.Dir(name) == inner {
			pkg = packageName(generated)
		}
	}
	found := packageName(text)
	if strings.HasSuffix(full, "_test.go") && found == pkg+"_test" {
		return nil
	}
	ignored := strings.HasPrefix(path.Base(full), "_") || strings.HasPrefix(path.Base(full), ".") || found == "documentation"
	if pkg == "" || found == "" || found == pkg || ignored { // the go command ignores what is ignored here
		return nil
	}
	return fmt.Errorf("%s belongs to package %s, which cannot be in one folder with package %s: choose another directory, or move the file", r.Shown(full), found, pkg)
}

// packageName returns the name in the package clause of a Go file. It returns "" for a text
// without one, and for a file with build constraints, which need not be part of the package.
func packageName(text []byte) string {
	rest := bytes.TrimPrefix(text, []byte("\ufeff"))
	for {
		rest = bytes.TrimLeft(rest, " \t\r\n")
		var found bool
		switch {
		case bytes.HasPrefix(rest, []byte("//go:build")), bytes.HasPrefix(rest, []byte("// +build")):
			return ""
		case bytes.HasPrefix(rest, []byte("//")):
			_, rest, found = bytes.Cut(rest, []byte("\n"))
		case bytes.HasPrefix(rest, []byte("/*")):
			_, rest, found = bytes.Cut(rest, []byte("*/"))
		default:
			words := bytes.FieldsFunc(rest[:min(len(rest), 1000)], func(c rune) bool { return strings.ContainsRune(" \t\r\n;/", c) })
			if len(words) < 2 || string(words[0]) != "package" {
				return ""
			}
			return string(words[1])
		}
		if !found {
			return ""
		}
	}
}
