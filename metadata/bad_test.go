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

const badDir = "../testdata/bad-metadata"

// badDocuments returns the paths of the documents that must be refused.
func badDocuments(t testing.TB) []string {
	t.Helper()
	var list []string
	all, err := filepath.Glob(filepath.Join(badDir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range all {
		if !strings.HasSuffix(path, ".golden") {
			list = append(list, path)
		}
	}
	if len(list) < 40 {
		t.Fatalf("only %d documents in %s", len(list), badDir)
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
			got := refusal(t, data) + "\n"
			golden := strings.TrimSuffix(path, filepath.Ext(path)) + ".golden"
			goldenfile.Check(t, golden, got)
		})
	}
}

// refusal decodes a document that must be refused and returns the message,
// having checked what holds for every message.
func refusal(t *testing.T, data []byte) string {
	t.Helper()
	c, err := Decode(data)
	if c != nil || err == nil {
		t.Fatalf("decoded as %+v, error %v", c, err)
	}
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
