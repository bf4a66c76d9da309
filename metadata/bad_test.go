package metadata

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/internal/goldenfile"
)

// The documents that must be refused as components, and as deployments of agents.
const (
	badDir    = "../testdata/bad-metadata"
	badAgents = "../testdata/bad-agents"
)

// badDocuments returns the paths of the documents of components that must be refused.
func badDocuments(t testing.TB) []string {
	t.Helper()
	list := documentsIn(t, badDir)
	if len(list) < 40 {
		t.Fatalf("only %d documents in %s", len(list), badDir)
	}
	return list
}

// documentsIn returns the paths of a directory's documents, without the golden files.
func documentsIn(t testing.TB, dir string) []string {
	t.Helper()
	var list []string
	all, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range all {
		if !strings.HasSuffix(path, ".golden") {
			list = append(list, path)
		}
	}
	return list
}

func TestBadDocuments(t *testing.T) {
	for _, path := range badDocuments(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			c, err := Decode(data)
			if c != nil {
				t.Fatalf("decoded as %+v, error %v", c, err)
			}
			got := refusal(t, err) + "\n"
			golden := strings.TrimSuffix(path, filepath.Ext(path)) + ".golden"
			goldenfile.Check(t, golden, got)
		})
	}
}

func TestBadAgents(t *testing.T) {
	paths := documentsIn(t, badAgents)
	if len(paths) < 20 {
		t.Fatalf("only %d documents in %s", len(paths), badAgents)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			d, err := DecodeDeployment(data)
			if d != nil {
				t.Fatalf("decoded as %s, error %v", d.Document(), err)
			}
			golden := strings.TrimSuffix(path, filepath.Ext(path)) + ".golden"
			goldenfile.Check(t, golden, refusal(t, err)+"\n")
		})
	}
}

// TestBadComponentsAreNoAgents checks that documents that are refused as components are also
// refused as agents, except for documents of agents, and by DecodeAny.
func TestBadComponentsAreNoAgents(t *testing.T) {
	good := map[string]bool{"agent-types.json": true} // an empty list of agent types
	for _, path := range badDocuments(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			d, err := DecodeDeployment(data)
			c, either, errEither := DecodeAny(data)
			if good[filepath.Base(path)] {
				if err != nil || errEither != nil || either == nil {
					t.Errorf("refused: %v, %v", err, errEither)
				}
				return
			}
			if d != nil || c != nil || either != nil {
				t.Fatalf("decoded: %v, %v, %v", d, c, either)
			}
			refusal(t, err)
			refusal(t, errEither)
			_, errComponent := Decode(data)
			if foreign(errEither) != (foreign(errComponent) && foreign(err)) {
				t.Errorf("as either kind: %v\nas a component: %v\nas agents: %v", errEither, errComponent, err)
			}
		})
	}
}

// foreign reports whether a document was refused as something else than metadata.
func foreign(err error) bool {
	var d *DocumentError
	return errors.As(err, &d) && d.Foreign
}

// refusal checks the properties of every message, and returns the message of a refused document.
func refusal(t *testing.T, err error) string {
	t.Helper()
	var d *DocumentError
	if !errors.As(err, &d) {
		t.Fatalf("%T is no DocumentError", err)
	}
	if len(d.Problems) == 0 || len(d.Problems) > maxProblems {
		t.Errorf("%d problems", len(d.Problems))
	}
	lines := strings.Split(err.Error(), "\n")
	if n := len(d.Problems) + min(d.More, 1); len(lines) != n {
		t.Errorf("%d lines for %d problems", len(lines), n)
	}
	for i, p := range d.Problems {
		if p.Line < 1 || p.Column < 1 || p.What == "" || p.Fix == "" {
			t.Errorf("incomplete: %+v", p)
		}
		if i > 0 && p.Line < d.Problems[i-1].Line {
			t.Errorf("out of order: %+v", p)
		}
	}
	for _, line := range lines {
		if len(line) > 700 || !utf8.ValidString(line) || strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r == '\u202e' }) {
			t.Errorf("unfit for a terminal: %q", line)
		}
	}
	return err.Error()
}
