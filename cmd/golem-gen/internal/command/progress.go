package command

import (
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/term"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
)

// progress reports on standard error that a request takes long: on a terminal by a line
// that it keeps up to date, elsewhere by a line from time to time.
type progress struct {
	text  string
	bytes atomic.Int64
	end   chan struct{}
	ended sync.WaitGroup
}

// pace is when progress is reported: first after a while, then at intervals.
type pace struct{ first, next time.Duration }

var (
	terminalPace = pace{time.Second, 200 * time.Millisecond}
	logPace      = pace{5 * time.Second, 10 * time.Second}
)

func startProgress(env Environment, what, where string) *progress {
	p := &progress{text: paint.Clean("fetching " + what + " from " + where), end: make(chan struct{})}
	if isTerminal(env.Stderr) {
		p.ended.Go(func() { p.show(env.Stderr, terminalPace, "\r\x1b[K", "", paint.Width-1) })
	} else {
		p.ended.Go(func() { p.show(env.Stderr, logPace, "", "\n", 0) })
	}
	return p
}

// arrived sets how many bytes of the answer have arrived.
func (p *progress) arrived(bytes int64) { p.bytes.Store(bytes) }

func (p *progress) stop() {
	close(p.end)
	p.ended.Wait()
}

// show writes lines between before and after, of at most width characters unless that
// is 0, until the end. Then it writes before once more, which clears the line on a terminal.
func (p *progress) show(w io.Writer, pace pace, before, after string, width int) {
	start, wait := time.Now(), pace.first
	for {
		select {
		case <-p.end:
			if wait == pace.next {
				_, _ = io.WriteString(w, before)
			}
			return
		case <-time.After(wait):
			wait = pace.next
			line := []rune(fmt.Sprintf("%s: %d s, %d KiB", p.text, int(time.Since(start).Seconds()), p.bytes.Load()>>10))
			if width > 0 {
				line = line[:min(len(line), width)]
			}
			_, _ = io.WriteString(w, before+string(line)+after)
		}
	}
}

// isTerminal reports whether a stream is a terminal.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
