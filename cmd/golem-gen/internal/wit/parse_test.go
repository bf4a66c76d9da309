package wit

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const texts = "../../../../testdata/wit"

// FuzzParse checks that text is parsed or leads to an error with a place, and that what was
// parsed can be resolved or leads to such an error, in a time that grows with the text.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob(texts + "/*.wit")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, optional := range []bool{false, true} {
			file, err := Parse("f", text, optional)
			if err == nil {
				err = resolveAll(file)
			}
			var place *Error
			if err != nil && !errors.As(err, &place) {
				t.Fatalf("%v has no place", err)
			}
			if place != nil {
				if line, column := place.Position(); line < 1 || column < 1 || line > 1+strings.Count(string(text), "\n") {
					t.Errorf("%v is nowhere", err)
				}
			}
		}
	})
}

// resolveAll resolves every world and interface of a file.
func resolveAll(file *File) error {
	r := NewPackages()
	if err := r.Add([]*File{file}); err != nil {
		return err
	}
	for _, w := range r.Worlds() {
		if _, err := w.Functions(); err != nil {
			return err
		}
		for _, name := range w.Exports {
			if _, err := w.Interface(name); err != nil {
				return err
			}
		}
	}
	for _, p := range r.list {
		for name := range p.interfaces {
			if _, err := r.Interface(p.id.Interface(name), true); err != nil {
				return err
			}
		}
	}
	return nil
}

// TestHostileTexts checks that texts which could take much memory, stack or time are refused, or
// take little. The test has no clock: on a blow-up it does not end.
func TestHostileTexts(t *testing.T) {
	const head = "package a:b;\ninterface i {\n"
	repeat := strings.Repeat
	chain := func(n int) string {
		var b strings.Builder
		b.WriteString(head)
		for i := range n {
			b.WriteString("type t" + strconv.Itoa(i) + " = tuple<t" + strconv.Itoa(i+1) + ", t" + strconv.Itoa(i+1) + ">;\n")
		}
		return b.String() + "type t" + strconv.Itoa(n) + " = u8;\nf: func(x: t0);\n}\n"
	}
	worlds := func(n int, with string) string {
		var b strings.Builder
		b.WriteString("package a:b;\nworld w0 { export f: func(); }\n")
		for i := range n {
			b.WriteString("world w" + strconv.Itoa(i+1) + " { include w" + strconv.Itoa(i) + with + "; include w" + strconv.Itoa(i) + "; }\n")
		}
		return b.String()
	}
	for name, test := range map[string]struct{ text, want string }{
		"deep types":      {head + "f: func(x: " + repeat("list<", 100_000) + "u8" + repeat(">", 100_000) + ");\n}", "nested more than 100 deep"},
		"shared types":    {chain(500), ""},
		"long chain":      {chain(100_000), "more than 1000 types lead to each other"},
		"deep comments":   {repeat("/*", 1_000_000), "the comment does not end"},
		"deep packages":   {repeat("package a:b { ", 100_000), `expected "interface"`},
		"many worlds":     {worlds(2000, ""), ""},
		"renamed exports": {worlds(40, " with { f as g, g as h, h as i }"), ""},
		"many versions":   {manyVersions(1000), "f:1:1: there are more than 100 packages a:b: "},
		"full size":       {head + "}" + repeat(" ", MaxSize-len(head)-1), ""},
		"100 types":       {head + "f: func(x: " + repeat("list<", 99) + "u8" + repeat(">", 99) + ");\n}", ""},
		"101 types":       {head + "f: func(x: " + repeat("list<", 100) + "u8" + repeat(">", 100) + ");\n}", "f:3:512: types are nested more than 100 deep"},
		"many types":      {head + manyTypes(1500) + "}", ""},
		"large":           {repeat(" ", MaxSize+1), "f:1:1: the text is larger than 8 MiB: "},
		"self":            {"package a:b;\nworld w { include w; }\nuse x as y;\nuse y as x;\nworld v { export x; }", "there is no interface"},
		"gates":           {head + repeat("@since(", 100_000), `expected ")"`},
		"uses":            {"package a:b;\ninterface i { use i.{x}; f: func(a: x); }", "defined by itself"},
	} {
		file, err := Parse("f", []byte(test.text), false)
		if err == nil {
			err = resolveAll(file)
		}
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: %v, want %s", name, err, test.want)
		}
	}
}

func manyVersions(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("package a:b@0.0." + strconv.Itoa(i) + " { interface i { } }\n")
	}
	return b.String()
}

func manyTypes(n int) string {
	var b strings.Builder
	for i := range n {
		t := "t" + strconv.Itoa(i)
		b.WriteString("type " + t + " = list<u8>;\nf-" + t + ": func(x: " + t + ");\n")
	}
	return b.String()
}
