package witpackage

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// writeFiles writes files below a new folder, by their paths with slashes, and returns the folder.
func writeFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// TestBinaryDependencies takes used packages from WebAssembly in deps.
func TestBinaryDependencies(t *testing.T) {
	forms, err := os.ReadFile(texts + "/forms-package.wasm")
	if err != nil {
		t.Fatal(err)
	}
	folder := writeFiles(t, map[string]string{
		"app.wit": `package acme:app;
interface api {
  use acme:forms/kinds@1.2.0-rc.1.{thing, gone};
  f: func(a: thing, b: gone);
}`,
		"deps/forms.WASM": string(forms), "deps/cut.wasm": string(forms[:40]), "deps/none.wasm": "none",
	})
	checkFolder(t, folder, []string{
		"read .",
		"exports acme:app/api acme:forms/more@1.2.0-rc.1",
		"f a: acme:forms/kinds.thing b: opaque acme:forms/kinds.gone",
		"again thing: acme:forms/more.thing all: acme:forms/more.stores town: acme:forms/kinds.city -> acme:forms/kinds.thing",
		`warning acme:forms/kinds@1.2.0-rc.1 has no type "gone", so only the name of it is known`,
		"warning deps/cut.wasm: at byte 11: the data ends in the middle (the file is left out)",
	})
}

// TestManyFiles checks that no more files of used packages are read than the limit.
func TestManyFiles(t *testing.T) {
	folder := writeFiles(t, map[string]string{
		"app.wit":      "package acme:app; interface api { f: func(); }",
		"deps/1/1.wit": "package acme:one;", "deps/2/2.wit": "package acme:two;", "deps/3/3.wit": "package acme:three;",
	})
	f := newFinder()
	if err := f.add(folder); err != nil {
		t.Fatal(err)
	}
	f.files = maxFiles - 2
	for f.load() {
	}
	if f.files != maxFiles || !f.known[filepath.Join(folder, "deps", "2", "2.wit")] || f.known[filepath.Join(folder, "deps", "3", "3.wit")] {
		t.Errorf("%d files: %v", f.files, f.known)
	}
}

// TestPaths checks what is said about paths that have no WIT.
func TestPaths(t *testing.T) {
	folder := writeFiles(t, map[string]string{
		"empty.wit": "", "latin.wit": "package a:b; // \xe9", "bad.wasm": "\x00asm\x0e\x00\x01\x00", "module.wasm": "\x00asm\x01\x00\x00\x00", "text/x.txt": "",
		"without/wit/x.txt": "", "latin/x.wit": "\xe9", "folder/x.wit/y.txt": "", "bad/wit/x.wit": "package ;", "twice/a.wit": "interface i {}",
	})
	const give = ": give WIT text, a WIT package in binary form, or a component"
	for path, want := range map[string]string{
		"none":        ": there is no such file: give a .wit file, a folder of .wit files, or a .wasm file",
		"empty.wit":   ": is empty" + give,
		"latin.wit":   ": is neither WebAssembly nor text in UTF-8" + give,
		"bad.wasm":    ": this is no WebAssembly component of a known version" + give,
		"module.wasm": ": a core module without WIT, not a component" + give,
		"text":        ": holds no .wit file: give the folder that has the world's .wit file",
		"without":     ": holds no .wit file: give the folder that has the world's .wit file",
		"folder":      ": holds no .wit file: give the folder that has the world's .wit file",
		"latin":       "/x.wit: is neither WebAssembly nor text in UTF-8" + give,
		"bad":         `/wit/x.wit:1:9: expected the name of a package, like acme:shop, found ";": correct the WIT`,
		"twice":       `/a.wit:1:1: no package is named: begin the file with a line like "package acme:shop;"`,
	} {
		_, err := Read(&metadata.Component{}, filepath.Join(folder, path))
		if err == nil {
			t.Errorf("%s: no error, want %s", path, want)
			continue
		}
		if got := strings.TrimPrefix(filepath.ToSlash(err.Error()), filepath.ToSlash(folder)+"/"); got != path+want {
			t.Errorf("got %s, want %s", got, path+want)
		}
	}
}

// TestUnreadableFile checks that a file that cannot be read is an error, and names the file.
func TestUnreadableFile(t *testing.T) {
	folder := writeFiles(t, map[string]string{"a.wit": "package a:b; interface i {}"})
	if _, err := Read(exporting("a:b/i"), filepath.Join(folder, "a.wit", "x")); err == nil {
		t.Error("no error for a path below a file")
	}
	if _, err := Read(exporting("a:b/i"), os.DevNull); err == nil || !strings.Contains(err.Error(), ": not a regular file: ") {
		t.Error(err)
	}
	if err := os.Symlink("nowhere", filepath.Join(folder, "b.wit")); err != nil {
		t.Skip(err) // not every system has symbolic links
	}
	if _, err := Read(exporting("a:b/i"), folder); err == nil || !strings.Contains(err.Error(), "b.wit: ") {
		t.Error(err)
	}
}

// TestDecodeErrors checks that WIT in memory that cannot be read is an error.
func TestDecodeErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                                "x: is empty: ",
		"package ;":                       "x:1:9: expected the name of a package",
		"package a:b; interface i { } a":  `x:1:30: expected "interface"`,
		"\x00asm\x0d\x00\x01\x00\x07":     "x: at byte 9: the data ends in the middle: give WIT text",
		"interface i { f: func(a: u8); }": "x:1:1: no package is named",
	} {
		if _, err := Decode(exporting("a:b/i"), "x", []byte(text)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// TestHostileManifest checks that a golem.yaml on which the parser of YAML would take hours
// declares nothing. The test has no clock: on a blow-up it does not end.
func TestHostileManifest(t *testing.T) {
	folder := writeFiles(t, map[string]string{
		"deep/golem.yaml":  "witDeps: " + strings.Repeat("[", maxApplicationSize-100),
		"large/golem.yaml": "witDeps: [a]\n" + strings.Repeat("#\n", maxApplicationSize/2),
		"fine/golem.yaml":  "witDeps: [a]\n" + strings.Repeat("#\n", 1000),
	})
	for name, want := range map[string]int{"deep": 0, "large": 0, "fine": 1, "none": 0} {
		if got := witDependencies(filepath.Join(folder, name)); len(got) != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestBothKinds reads parts of one package from WebAssembly and from text.
func TestBothKinds(t *testing.T) {
	const binaryForm = texts + "/forms-package.wasm"
	data, err := os.ReadFile(binaryForm)
	if err != nil {
		t.Fatal(err)
	}
	const text = `package acme:forms@1.2.0-rc.1;
interface own { use kinds.{rights}; f: func(rights: rights); }`
	folder := writeFiles(t, map[string]string{
		"own.wit":          text,
		"used/app.wit":     "package acme:app; world w { export acme:forms/own@1.2.0-rc.1; export acme:forms/more@1.2.0-rc.1; }",
		"used/deps/a.wasm": string(data), "used/deps/b/own.wit": text,
	})
	own, used := filepath.Join(folder, "own.wit"), filepath.Join(folder, "used")
	for _, paths := range [][]string{{binaryForm, own}, {own, binaryForm}, {used}} {
		w, err := Read(exporting("acme:forms/own@1.2.0-rc.1", "acme:forms/more@1.2.0-rc.1"), paths...)
		if err != nil {
			t.Fatal(err)
		}
		if got := listFound(w, []string{"acme:forms/own@1.2.0-rc.1"}); len(got) != 1 || got[0] != "f rights: acme:forms/kinds.rights" {
			t.Errorf("%q: %q", paths, got)
		}
		if w.Interfaces["acme:forms/more@1.2.0-rc.1"] == nil {
			t.Errorf("%q: the interface in binary form is missing", paths)
		}
	}
}

// TestOtherVersionOfComponent takes the interface of another version from a component.
func TestOtherVersionOfComponent(t *testing.T) {
	w, err := Read(exporting("acme:forms/more@9.0.0"), texts+"/forms-component.wasm")
	if err != nil {
		t.Fatal(err)
	}
	if face := w.Interfaces["acme:forms/more@9.0.0"]; face == nil || face.Functions["again"] == nil {
		t.Errorf("%+v", w.Interfaces)
	}
}

// TestManyProblems checks that a WIT of which much is missing leads to a limited number of
// warnings, each once.
func TestManyProblems(t *testing.T) {
	text := "package a:b;\ninterface i {\n"
	for n := range 25 {
		text += fmt.Sprintf("use c%d:d/e.{f as f%d, g as g%d}; h%d: func(f: f%d, g: g%d);\n", n, n, n, n, n, n)
	}
	w, err := Decode(exporting("a:b/i"), "x.wit", []byte(text+"}"))
	if err != nil {
		t.Fatal(err)
	}
	if len(w.Warnings) != 20 || !strings.Contains(w.Warnings[19], " c19:d/e ") {
		t.Errorf("%d warnings: %q", len(w.Warnings), w.Warnings)
	}
}
