//go:build !purego

package wire

// appendPlain appends the strings at the start of list that are plain ASCII, as
// plainGo says.
func appendPlain(b []byte, list []string) (longer []byte, taken int, found finding) {
	// Assembly cannot be interrupted, so it gets a part of a long list.
	const most = 1024
	if len(list) == 0 || len(b) == 0 {
		return b, 0, 0
	}
	for taken < len(list) {
		part := list[taken:min(len(list), taken+most)]
		end, n, special, high := copyPlain(&b[0], len(b), cap(b), &part[0], len(part))
		b = b[:end]
		taken += n
		switch {
		case high != 0:
			return b, taken, foundNonASCII
		case special != 0:
			return b, taken, foundEscape
		case n < len(part):
			return b, taken, 0
		}
	}
	return b, taken, 0
}

// copyPlain does what appendPlain does, for the buffer that starts at room, has n bytes and room for
// limit, and count strings at list. It returns the buffer's length, how many strings
// it took, and one bit for each byte, modulo 16, of the last one that is not plain, and
// not ASCII.
//
//go:noescape
func copyPlain(room *byte, n, limit int, list *string, count int) (end, taken int, special, high uint32)
