//go:build !amd64 || purego

package wire

// appendPlain appends the plain ASCII strings at the start of list, see appendPlainGo.
func appendPlain(b []byte, list []string) (longer []byte, taken int, found finding) {
	return appendPlainGo(b, list)
}
