//go:build !purego

package wire

// appendPlain appends the plain ASCII strings at the start of list, see appendPlainGo.
func appendPlain(b []byte, list []string) (longer []byte, taken int, found finding) {
	// The scheduler cannot interrupt assembly, so it gets a long list in parts.
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

// copyPlain is appendPlain for a buffer that starts at room and has n bytes and the
// capacity limit, and for count strings at list. It returns the buffer's length and the
// number of strings that it took. special and high have a bit for each byte, modulo 16, of
// the last string: special for bytes that are not plain, and high for those that are not
// ASCII.
//
//go:noescape
func copyPlain(room *byte, n, limit int, list *string, count int) (end, taken int, special, high uint32)
