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

// progress is a line on a terminal while something takes long.
type progress struct {
	bytes atomic.Int64
	end   chan struct{}
	ended sync.WaitGroup
}

const (
	progressAfter = time.Second // what is faster needs none
	progressEvery = 200 * time.Millisecond
)

// startProgress shows nothing where standard error is no terminal.
func startProgress(env Environment, what, where string) *progress {
	p := &progress{end: make(chan struct{})}
	if isTerminal(env.Stderr) {
		p.ended.Go(func() { p.show(env.Stderr, paint.Clean("fetching "+what+" from "+where)) })
	}
	return p
}

func (p *progress) arrived(bytes int64) { p.bytes.Store(bytes) }

func (p *progress) stop() {
	close(p.end)
	p.ended.Wait()
}

func (p *progress) show(w io.Writer, text string) {
	const clear = "\r\x1b[K"
	start, wait := time.Now(), progressAfter
	for {
		select {
		case <-p.end:
			if wait == progressEvery {
				_, _ = io.WriteString(w, clear)
			}
			return
		case <-time.After(wait):
			wait = progressEvery
			line := fmt.Sprintf("%s, %d s, %d KiB", text, int(time.Since(start).Seconds()), p.bytes.Load()>>10)
			_, _ = io.WriteString(w, clear+string([]rune(line)[:min(len([]rune(line)), paint.Width-1)]))
		}
	}
}

// isTerminal tells whether a stream is a terminal.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
