package replay

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/goldenfile"
	"github.com/golem-gen/golem-gen/runtime"
)

// table is the text of a golden table.
type table struct {
	text     bytes.Buffer
	sections int
}

func (t *table) section(recording string, form Form) {
	if t.sections++; t.sections > 1 {
		t.text.WriteByte('\n')
	}
	fmt.Fprintf(&t.text, "# %s, golem %s\n", recording, form)
}

// add adds a line for an exchange for which the client returned err.
func (t *table) add(s *Step, what string, err error) {
	if err == nil { // the test has already failed
		return
	}
	var call *runtime.CallError
	if errors.As(err, &call) {
		err = call.Err
	}
	t.addText(s, fmt.Sprintf("%s: %s: %s", what, typeName(err), withoutAddress(err.Error())))
}

// typeName returns the type of err, without import paths in type arguments.
func typeName(err error) string {
	return packagePath.ReplaceAllString(fmt.Sprintf("%T", err), "")
}

var (
	packagePath = regexp.MustCompile(`[\w.-]+/([\w.-]+/)*`)
	address     = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
)

// withoutAddress replaces the address of the server, which differs between runs.
func withoutAddress(text string) string { return address.ReplaceAllString(text, "http://server") }

func (t *table) addText(s *Step, text string) {
	note := strings.ReplaceAll(s.Note, "\n", `\n`)
	if runes := []rune(note); len(runes) > 100 {
		note = string(runes[:100]) + "…"
	}
	fmt.Fprintf(&t.text, "%d %s → %d\n\t%s\n", s.Seq, note, s.Status, strings.ReplaceAll(text, "\n", "\n\t"))
}

func (t *table) compare(tb testing.TB, recording string) {
	tb.Helper()
	goldenfile.Check(tb, filepath.Join(repository, "testdata", "replay", recording+".golden"), t.text.String())
}
