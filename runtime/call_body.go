package runtime

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"sync/atomic"
)

// A transport may read the body of a request in another goroutine after it has returned an
// answer or an error. By then, another call may use the buffer that holds the request. Small
// requests are therefore copied. For readers of the standard library, net/http sends headers
// and body in one write, which saves more time than the copy costs. Large requests are read
// from the buffer, and open counts the bodies that a transport may still read.

// copiedBytes is the maximum size of requests that are copied.
const copiedBytes = 16 << 10

// bodies returns the body of the request, and a function that returns another one for a
// transport that tries again.
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

// isUnread reports whether a transport that panicked had read nothing of the request. The
// server cannot have run such a request.
func (r *request) isUnread() bool {
	return len(r.text) <= copiedBytes && r.reader.Len() == len(r.text) && !r.repeated.Load()
}

func (r *request) copied() (io.ReadCloser, error) {
	r.repeated.Store(true)
	return io.NopCloser(bytes.NewReader(r.text)), nil
}

// bufferBody reads a request from a buffer that is reused later. It does not touch the buffer
// after it was closed.
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
