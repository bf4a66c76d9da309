//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd)

package output

// exclusive does nothing on systems that cannot lock folders. Of two runs at the same time,
// one may fail and restore what it has changed.
func (r *Root) exclusive() (release func()) { return func() {} }
