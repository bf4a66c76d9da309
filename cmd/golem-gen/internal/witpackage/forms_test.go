package witpackage

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/wit/binary"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// TestForms checks that forms.wit says the same as text and in the forms that wasm-tools made of
// it: component wit --wasm, component embed --dummy, and component new. Text and WebAssembly share
// no reader, so a fault of one of them shows.
func TestForms(t *testing.T) {
	c := exporting("acme:forms/kinds@1.2.0-rc.1", "acme:forms/more@1.2.0-rc.1", "acme:forms/labels@1.2.0-rc.1", "in-place:in-place", "set-up", "tear-down", "run", "stop")
	want, err := Read(c, texts+"/forms.wit")
	if err != nil {
		t.Fatal(err)
	}
	for form, bare := range map[string]bool{"package": false, "module": true, "component": true} {
		got, err := Read(c, texts+"/forms-"+form+".wasm")
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(listAll(want, bare), listAll(got, bare)); d != "" {
			t.Errorf("%s (-text, +%s):\n%s", form, form, d)
		}
	}
}

// TestFormsOfDependencies checks that a used package says the same as text and in binary form.
func TestFormsOfDependencies(t *testing.T) {
	lists := map[string][]string{}
	for _, form := range []string{"forms.wit", "forms-package.wasm"} {
		data, err := os.ReadFile(texts + "/" + form)
		if err != nil {
			t.Fatal(err)
		}
		folder := writeFiles(t, map[string]string{"app.wit": "package acme:app; interface api { f: func(); }", "deps/" + form: string(data)})
		w, err := Read(exporting("acme:forms/more@1.2.0-rc.1", "acme:forms/labels@1.2.0-rc.1"), folder)
		if err != nil {
			t.Fatal(err)
		}
		lists[form] = listAll(w, false)
	}
	if d := cmp.Diff(lists["forms.wit"], lists["forms-package.wasm"]); d != "" || len(lists["forms.wit"]) < 10 {
		t.Errorf("%d lines (-text, +package):\n%s", len(lists["forms.wit"]), d)
	}
}

// TestDocumentsAndTexts checks that the WIT in documents says the same as the texts that it was
// made of.
func TestDocumentsAndTexts(t *testing.T) {
	files, _ := filepath.Glob(texts + "/*.wit")
	compared := 0
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".wit")
		document := documents + "/golem-1.2.5/own/" + name + ".json"
		if _, err := os.Stat(document); err != nil {
			continue
		}
		compared++
		data := component(t, document).BinaryWIT
		c := exportsOf(t, data)
		want, err := Read(c, file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Decode(c, name, data)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(listAll(want, false), listAll(got, false)); d != "" {
			t.Errorf("%s (-text, +document):\n%s", name, d)
		}
	}
	if compared < 9 {
		t.Errorf("only %d documents", compared)
	}
}

// exportsOf returns a component with all exports of the world in a WIT package. Servers leave some
// out of the metadata.
func exportsOf(t *testing.T, data []byte) *metadata.Component {
	t.Helper()
	p, err := binary.Decode(data)
	if err != nil || len(p.Worlds) != 1 {
		t.Fatal(len(p.Worlds), err)
	}
	c := &metadata.Component{}
	for _, name := range p.Worlds[0].Exports {
		var face *gen.WITInterface
		if face, err = p.Worlds[0].Interface(name); err != nil {
			t.Fatal(err)
		}
		if face != nil {
			c.Interfaces = append(c.Interfaces, &metadata.Interface{Name: name})
		} else {
			c.Functions = append(c.Functions, &metadata.Function{Name: name})
		}
	}
	return c
}
