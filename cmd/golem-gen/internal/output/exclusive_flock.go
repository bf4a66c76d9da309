//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package output

import (
	"errors"
	"syscall"
)

// exclusive waits until no other run writes below the folder, and keeps others
// waiting until release is called or the process ends. A file system that has no
// locks goes without.
func (r *Root) exclusive() (release func()) {
	folder, err := r.root.Open(".")
	if err != nil {
		return func() {}
	}
	for errors.Is(syscall.Flock(int(folder.Fd()), syscall.LOCK_EX), syscall.EINTR) {
		continue
	}
	return func() { _ = folder.Close() }
}
