package binary

import (
	"bytes"
	"fmt"
)

// reader reads the parts of the binary form. After the first error it reads zeros, so
// callers need not check after each part.
type reader struct {
	data []byte
	at   int // in data
	base int // position of data in the whole
	err  error
}

func (r *reader) fail(what string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("at byte %d: %s", r.base+r.at, fmt.Sprintf(what, args...))
	}
	r.at = len(r.data)
}

func (r *reader) more() bool { return r.err == nil && r.at < len(r.data) }

func (r *reader) byte() byte {
	if r.at >= len(r.data) {
		r.fail("the data ends in the middle")
		return 0
	}
	r.at++
	return r.data[r.at-1]
}

// number reads an unsigned number of at most 32 bits (LEB128).
func (r *reader) number() int {
	var n uint64
	for shift := 0; shift < 35; shift += 7 {
		b := r.byte()
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			if n > 1<<32-1 {
				break
			}
			return int(n)
		}
	}
	r.fail("a number has more than 32 bits")
	return 0
}

// signed reads a signed number of at most 33 bits (LEB128).
func (r *reader) signed() int64 {
	var n int64
	for shift := 0; shift < 35; shift += 7 {
		b := r.byte()
		n |= int64(b&0x7f) << shift
		if b >= 0x80 {
			continue
		}
		if b&0x40 != 0 {
			n |= -1 << (shift + 7)
		}
		return n
	}
	r.fail("a number has more than 33 bits")
	return 0
}

// bytes reads a number and then that number of bytes.
func (r *reader) bytes() []byte {
	n := r.number()
	if n > len(r.data)-r.at {
		r.fail("the data ends in the middle")
		return nil
	}
	r.at += n
	return r.data[r.at-n : r.at]
}

func (r *reader) text() string { return string(bytes.ToValidUTF8(r.bytes(), []byte("\uFFFD"))) }

// each reads a number and then that number of items.
func (r *reader) each(item func()) {
	for n := r.number(); n > 0 && r.err == nil; n-- {
		item()
	}
}

// part returns a reader of the next n bytes.
func (r *reader) part(n int) *reader {
	if n > len(r.data)-r.at {
		r.fail("the data ends in the middle")
		return &reader{err: r.err}
	}
	r.at += n
	return &reader{data: r.data[r.at-n : r.at], base: r.base + r.at - n}
}
