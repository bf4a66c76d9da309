package golemtest

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
)

// UpdateEnv is the environment variable that makes Golden write the files,
// like the flag -update where the test binary has one.
const UpdateEnv = "GOLEMTEST_UPDATE"

// Golden compares what a server, player or recorder has exchanged so far with
// the transcript testdata/<name>.jsonl, in the format of recordings. Run the
// test with -update, if it defines that flag, or with GOLEMTEST_UPDATE=1 to
// write the file. Idempotency keys and creation times are made the same.
func Golden(t testing.TB, name string, from interface{ Transcript() []byte }) {
	t.Helper()
	path, got := goldenPath(name), from.Transcript()
	if updating() {
		if err := writeGolden(path, got); err != nil {
			t.Error(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Errorf("golemtest: no golden transcript: %v: run the test with %s=1 to write it", err, UpdateEnv)
		return
	}
	if !bytes.Equal(got, want) {
		t.Errorf("golemtest: the exchanges are not those of %s (run the test with %s=1 if they should be):\n%s", path, UpdateEnv, transcriptDifference(want, got))
	}
}

// updating looks the flag up and does not define it: the test may have its own.
func updating() bool {
	if value := os.Getenv(UpdateEnv); value != "" && value != "0" {
		return true
	}
	f := flag.Lookup("update")
	return f != nil && f.Value.String() == "true"
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
