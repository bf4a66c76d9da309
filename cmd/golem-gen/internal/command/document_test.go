package command

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/golem-gen/golem-gen/gen"
)

const good = "../../../../testdata/metadata/recorded/golem-1.2.0/shop-v0.json"

func TestRead(t *testing.T) {
	d, err := Environment{}.readDocument(good)
	if err != nil {
		t.Fatal(err)
	}
	if d.Name != good || d.File != good || d.subject.(component).Name != "shop-a" || len(d.Data) == 0 {
		t.Errorf("%+v", d)
	}
	inFolder, err := Environment{Dir: filepath.Dir(good)}.readDocument(filepath.Base(good))
	if err != nil || inFolder.Name != filepath.Base(good) {
		t.Errorf("%+v %v", inFolder, err)
	}
	piped, err := Environment{Stdin: bytes.NewReader(d.Data)}.readDocument("-")
	if err != nil {
		t.Fatal(err)
	}
	if piped.Name != "standard input" || piped.File != "" || piped.subject.(component).Name != "shop-a" {
		t.Errorf("%+v", piped)
	}
}

func TestErrors(t *testing.T) {
	folder := t.TempDir()
	bad := filepath.Join(folder, "bad.json")
	if err := os.WriteFile(bad, []byte("{\n  \"a\": }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, want string
		stdin      io.Reader
	}{
		{bad, bad + ":2:8: ", nil},
		{filepath.Join(folder, "none.json"), "none.json: no such file: give a metadata document", nil},
		{folder, folder + ": is a directory: give a metadata document", nil},
		{"-", "standard input:1:1: ", strings.NewReader("")},
		{"-", "standard input: broken pipe", iotest.ErrReader(errors.New("broken pipe"))},
	} {
		if _, err := (Environment{Stdin: test.stdin}).readDocument(test.name); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", test.name, err, test.want)
		}
	}
}

func TestGenerationErrors(t *testing.T) {
	err := &gen.NameErrors{Problems: []gen.NameProblem{{Place: "a", Problem: "one", Fix: "mend it"}, {Place: "b", Problem: "two", Fix: "mend it too"}}}
	at := func(place string) string {
		if place == "b" {
			return "golem-gen.yaml:3:4"
		}
		return ""
	}
	want := "x.json: one: mend it\ngolem-gen.yaml:3:4: two: mend it too"
	if got := generationError("x.json", err, at); got.Error() != want {
		t.Errorf("got %v\nwant %s", got, want)
	}
	if got := generationError("x.json", errors.New("other"), nil); got.Error() != "x.json: other" {
		t.Error(got)
	}
}

// TestEveryLine checks that each line of an error names the document.
func TestEveryLine(t *testing.T) {
	_, err := parseDocument("x.json", "", []byte(`{"versionedComponentId":1,"componentName":2,"componentType":3,"metadata":4}`), decodeComponent)
	if err == nil {
		t.Fatal("no error")
	}
	for line := range strings.SplitSeq(err.Error(), "\n") {
		if !strings.HasPrefix(line, "x.json:1:") {
			t.Error(line)
		}
	}
}
