//go:build !amd64 || purego

package wire

// appendPlain appends the strings at the start of list that are plain ASCII, as
// plainGo says.
func appendPlain(b []byte, list []string) (longer []byte, taken int, found finding) {
	return plainGo(b, list)
}
