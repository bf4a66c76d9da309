package runtime

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"sync/atomic"
)

// A transport may read the body of a request still after it has given its answer
// or failed, from another goroutine, while the buffer that the request was
// written to is used for other calls. There are two ways around that. Small
// requests are copied: net/http sends headers and body in one write only for
// the standard library's own readers, which saves more than the copy costs.
// Large ones are read out of the buffer, and open tells when no transport reads
// it any more.

// copiedBytes is the size up to which requests are copied.
const copiedBytes = 16 << 10

// bodies are the body of the request, and what makes more of them for a
// transport that has to try again.
func (r *request) bodies(open *atomic.Int32) (io.ReadCloser, func() (io.ReadCloser, error)) {
	if len(r.text) <= copiedBytes {
		r.text = bytes.Clone(r.text)
		r.reader.Reset(r.text)
		return io.NopCloser(&r.reader), r.copied
	}
	return newBufferBody(r.text, open), func() (io.ReadCloser, error) {
		if r.over.Load() {
			return nil, errBodyClosed
		}
		return newBufferBody(r.text, open), nil
	}
}

// isUnread reports whether a transport that panicked had read nothing of the request, which
// then cannot be run.
func (r *request) isUnread() bool {
	return len(r.text) <= copiedBytes && r.reader.Len() == len(r.text) && !r.repeated.Load()
}

func (r *request) copied() (io.ReadCloser, error) {
	r.repeated.Store(true)
	return io.NopCloser(bytes.NewReader(r.text)), nil
}

// bufferBody reads a request out of a buffer that is used again later. Once it
// is closed it does not touch the buffer.
type bufferBody struct {
	open *atomic.Int32

	mu     sync.Mutex
	rest   []byte
	closed bool
}

var errBodyClosed = errors.New("golem: the body of the request was closed")

func newBufferBody(text []byte, open *atomic.Int32) *bufferBody {
	open.Add(1)
	return &bufferBody{rest: text, open: open}
}

func (b *bufferBody) Read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.closed:
		return 0, errBodyClosed
	case len(b.rest) == 0:
		return 0, io.EOF
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

func (b *bufferBody) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.closed {
		b.closed = true
		b.rest = nil
		b.open.Add(-1)
	}
	return nil
}
