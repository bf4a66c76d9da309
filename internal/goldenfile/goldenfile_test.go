package goldenfile

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// recorder keeps errors instead of failing.
type recorder struct {
	testing.TB
	errors []string
}

func (r *recorder) Helper()           {}
func (r *recorder) Error(args ...any) { r.errors = append(r.errors, fmt.Sprint(args...)) }

func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

func TestCheck(t *testing.T) {
	defer func(before bool) { *update = before }(*update)
	file := filepath.Join(t.TempDir(), "new", "text.golden")
	check := func(updating bool, got, want string) {
		t.Helper()
		*update = updating
		r := &recorder{TB: t}
		Check(r, file, got)
		if text := strings.Join(r.errors, "\n"); want == "" && text != "" || !strings.Contains(text, want) {
			t.Errorf("-update=%v: got %q, want %q", updating, text, want)
		}
	}
	check(false, "a\n", "run the test with -update to write it")
	check(true, "a\n", "")
	check(false, "a\n", "")
	check(false, "b\n", "text.golden differs")
	if text, err := os.ReadFile(file); err != nil || string(text) != "a\n" {
		t.Errorf("without -update the file became %q, %v", text, err)
	}
	check(true, "b\n", "")
	check(false, "b\n", "")
}
