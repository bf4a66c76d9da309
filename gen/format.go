package gen

import (
	"runtime"
	"sync"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
)

// formatter is step 4. It lays out files while others are still being emitted, up to as many at
// a time as there are cores.
type formatter struct {
	writers chan *jen.Writer // that are not busy
	group   sync.WaitGroup
	files   []*formatted // in the order in which they were added
}

// formatted is a file's text.
type formatted struct {
	name string
	text []byte
}

func newFormatter() *formatter {
	n := runtime.GOMAXPROCS(0)
	f := &formatter{writers: make(chan *jen.Writer, n)}
	for range n {
		f.writers <- &jen.Writer{}
	}
	return f
}

// add lays out a file. The declarations take many times the memory of the text and are dropped
// afterwards. If all cores are busy, add waits, so that emitting does not get far ahead.
func (w *formatter) add(f *sourceFile) { w.later(func() *sourceFile { return f }) }

// later emits and lays out a file concurrently. The function emit must not change what other
// files depend on.
func (w *formatter) later(emit func() *sourceFile) {
	out := &formatted{}
	w.files = append(w.files, out)
	writer := <-w.writers
	w.group.Go(func() {
		f := emit()
		out.name, out.text = f.name, writer.Source(f.File)
		w.writers <- writer
	})
}

// texts waits for all files and returns their texts by file name.
func (w *formatter) texts() map[string][]byte {
	w.group.Wait()
	texts := make(map[string][]byte, len(w.files))
	for _, f := range w.files {
		texts[f.name] = f.text
	}
	return texts
}
