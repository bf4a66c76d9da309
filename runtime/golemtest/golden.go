package golemtest

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
)

// UpdateEnv is the environment variable that makes Golden write transcripts
// instead of comparing them, if it is neither empty nor 0.
const UpdateEnv = "GOLEMTEST_UPDATE"

// Golden compares the exchanges of a [Server], [Player] or [Recorder] so far with
// the transcript testdata/<name>.jsonl, which has the format of recordings.
// Idempotency keys and creation times are replaced by fixed ones in both. The
// test fails at the first exchange that differs.
//
// With GOLEMTEST_UPDATE=1 in the environment Golden writes the transcript instead
// and prints its path to the standard error. Flags of the test binary have no effect.
func Golden(t testing.TB, name string, from interface{ Transcript() []byte }) {
	t.Helper()
	path, got := goldenPath(name), from.Transcript()
	if updating() {
		if err := writeGolden(path, got); err != nil {
			t.Error(err)
			return
		}
		fmt.Fprintf(os.Stderr, "golemtest: %s: wrote %s, %d exchanges\n", t.Name(), path, bytes.Count(got, []byte("\n")))
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Errorf("golemtest: no golden transcript: %v: run the test with %s=1 to write it", err, UpdateEnv)
		return
	}
	if !bytes.Equal(got, want) {
		t.Errorf("golemtest: the exchanges differ from %s (run the test with %s=1 to accept them):\n%s", path, UpdateEnv, transcriptDifference(want, got))
	}
}

func updating() bool {
	value := os.Getenv(UpdateEnv)
	return value != "" && value != "0"
}

// transcriptDifference shows the first exchange that differs.
func transcriptDifference(want, got []byte) string {
	wanted, err := ReadRecording(want)
	if err != nil {
		return err.Error()
	}
	have, err := ReadRecording(got)
	if err != nil {
		return err.Error()
	}
	for i := range max(len(wanted), len(have)) {
		w, h := transcriptLine(wanted, i), transcriptLine(have, i)
		if w != h {
			return "  golden: " + w + "\n  now:    " + h
		}
	}
	return firstDifferentLine(want, got)
}

func transcriptLine(list []Exchange, i int) string {
	if i >= len(list) {
		return "(nothing)"
	}
	return list[i].String()
}

func firstDifferentLine(want, got []byte) string {
	a, b := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "  golden: " + a[i] + "\n  now:    " + b[i]
		}
	}
	return "  one has more lines than the other"
}
