//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd)

package output

// exclusive does nothing on systems whose folders cannot be locked. Of two runs at
// the same time one may fail there; it then changes back what it has changed.
func (r *Root) exclusive() (release func()) { return func() {} }
