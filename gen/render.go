package gen

import (
	"bytes"
	"fmt"
	"go/format"
	"runtime"
	"strconv"
	"sync"
)

// renderer turns files into formatted text while others are still being emitted,
// as many at a time as there are cores.
type renderer struct {
	slots chan struct{}
	group sync.WaitGroup
	files []*rendered // in the order in which they were added
}

// rendered is a file's text, or why there is none.
type rendered struct {
	name string
	text []byte
	err  error
}

func newRenderer() *renderer {
	return &renderer{slots: make(chan struct{}, runtime.GOMAXPROCS(0))}
}

// add renders files. It waits while all cores are busy, so that declarations are
// not emitted much faster than they are rendered and dropped.
func (r *renderer) add(files ...*sourceFile) {
	for _, f := range files {
		out := &rendered{name: f.name}
		r.files = append(r.files, out)
		r.slots <- struct{}{}
		r.group.Go(func() {
			out.text, out.err = f.text()
			<-r.slots
		})
	}
}

// texts returns all texts by file name, or the error of the first file that has one.
func (r *renderer) texts() (map[string][]byte, error) {
	r.group.Wait()
	texts := make(map[string][]byte, len(r.files))
	for _, f := range r.files {
		if f.err != nil {
			return nil, f.err
		}
		texts[f.name] = f.text
	}
	return texts, nil
}

func (f *sourceFile) text() ([]byte, error) {
	var buffer bytes.Buffer
	if err := f.Render(&buffer); err != nil {
		return nil, fmt.Errorf("cannot render %s: %w; this is a defect of golem-gen, please report it", f.name, err)
	}
	text, err := format.Source(groupImports(buffer.Bytes()))
	if err != nil {
		return nil, fmt.Errorf("cannot format %s: %w; this is a defect of golem-gen, please report it", f.name, err)
	}
	return text, nil
}

// groupImports puts the packages of the standard library first, and an empty line
// between them and all others.
func groupImports(source []byte) []byte {
	opening := []byte("\nimport (\n")
	before, rest, ok := bytes.Cut(source, opening)
	end := bytes.Index(rest, []byte("\n)\n")) + 1
	if !ok || end == 0 {
		return source
	}
	var standard, others [][]byte
	for line := range bytes.Lines(rest[:end]) {
		if name, _ := strconv.Unquote(string(bytes.TrimSpace(line))); name == contextPath || name == jsonPath {
			standard = append(standard, line)
		} else {
			others = append(others, line)
		}
	}
	if len(standard) > 0 && len(others) > 0 {
		standard = append(standard, []byte("\n"))
	}
	list := bytes.Join(append(standard, others...), nil)
	return bytes.Join([][]byte{before, opening, list, rest[end:]}, nil)
}
