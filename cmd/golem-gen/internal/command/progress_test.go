package command

import (
	"bytes"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
)

// TestProgressInALog checks that a slow request writes lines to a log.
func TestProgressInALog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var stderr bytes.Buffer
		p := startProgress(Environment{Stderr: &stderr}, "shop", "http://localhost:9881")
		time.Sleep(6 * time.Second)
		p.arrived(3 << 10)
		time.Sleep(10 * time.Second)
		p.stop()
		want := "fetching shop from http://localhost:9881: 5 s, 0 KiB\nfetching shop from http://localhost:9881: 15 s, 3 KiB\n"
		if diff := cmp.Diff(want, stderr.String()); diff != "" {
			t.Errorf("standard error (-want +got):\n%s", diff)
		}
	})
}

// TestProgressOnATerminal checks that the line is no wider than the terminal, and that it is
// cleared at the end.
func TestProgressOnATerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var stderr bytes.Buffer
		p := &progress{text: "fetching shop", end: make(chan struct{})}
		p.ended.Go(func() { p.show(&stderr, terminalPace, "<", ">", 18) })
		time.Sleep(1300 * time.Millisecond)
		p.stop()
		if diff := cmp.Diff("<fetching shop: 1 s><fetching shop: 1 s><", stderr.String()); diff != "" {
			t.Errorf("standard error (-want +got):\n%s", diff)
		}
		stderr.Reset()
		p = &progress{text: "fetching shop", end: make(chan struct{})}
		p.ended.Go(func() { p.show(&stderr, terminalPace, "<", ">", 18) })
		time.Sleep(900 * time.Millisecond)
		if p.stop(); stderr.Len() > 0 {
			t.Errorf("clears a line that it has not written: %q", &stderr)
		}
	})
}

// TestProgressFindsTheTerminal checks that a terminal gets the line early. It reads what the
// terminal echoes.
func TestProgressFindsTheTerminal(t *testing.T) {
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil || runtime.GOOS != "linux" {
		t.Skip("no terminal to be had: ", err)
	}
	defer func() { _ = terminal.Close() }()
	synctest.Test(t, func(t *testing.T) {
		p := startProgress(Environment{Stderr: terminal}, "shop", "http://localhost:9881/"+strings.Repeat("x", paint.Width))
		time.Sleep(1100 * time.Millisecond)
		p.stop()
	})
	line := ("fetching shop from http://localhost:9881/" + strings.Repeat("x", paint.Width))[:paint.Width-1]
	want := "\r\n^[[K" + line + "\r\n^[[K"
	_ = terminal.SetReadDeadline(time.Now().Add(time.Minute)) // the echo comes a moment later
	echo := make([]byte, len(want))
	if n, err := io.ReadFull(terminal, echo); string(echo[:n]) != want {
		t.Errorf("got %q, %v, want %q", echo[:n], err, want)
	}
}

func TestNoProgressOfWhatIsFast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var stderr bytes.Buffer
		p := startProgress(Environment{Stderr: &stderr}, "shop", "http://localhost:9881")
		time.Sleep(4 * time.Second)
		p.stop()
		if stderr.Len() > 0 {
			t.Errorf("printed %q", &stderr)
		}
	})
}
