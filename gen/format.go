package gen

import (
	"bytes"
	"fmt"
	"go/format"
	"runtime"
	"slices"
	"strconv"
	"sync"
)

// formatter is step 4. It turns files into formatted text while others are still
// being emitted, as many at a time as there are cores.
type formatter struct {
	slots chan struct{}
	group sync.WaitGroup
	files []*formatted // in the order in which they were added
}

// formatted is a file's text, or why there is none.
type formatted struct {
	name string
	text []byte
	err  error
}

func newFormatter() *formatter {
	return &formatter{slots: make(chan struct{}, runtime.GOMAXPROCS(0))}
}

// add formats a file, whose declarations are many times its text and are dropped
// afterwards. It waits while all cores are busy: files must not be emitted much
// faster than that.
func (w *formatter) add(f *sourceFile) {
	out := &formatted{name: f.name}
	w.files = append(w.files, out)
	w.slots <- struct{}{}
	w.group.Go(func() {
		out.text, out.err = f.text()
		<-w.slots
	})
}

// texts returns all texts by file name, or the error of the first file that has one.
func (w *formatter) texts() (map[string][]byte, error) {
	w.group.Wait()
	texts := make(map[string][]byte, len(w.files))
	for _, f := range w.files {
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
	if err == nil {
		text, err = breakDeclarations(text)
	}
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
	standardPaths := []string{contextPath, jsonPath, timePath}
	var standard, others [][]byte
	for line := range bytes.Lines(rest[:end]) {
		if name, _ := strconv.Unquote(string(bytes.TrimSpace(line))); slices.Contains(standardPaths, name) {
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
