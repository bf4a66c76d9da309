//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package output

import (
	"errors"
	"syscall"
)

// exclusive waits until no other run writes below the folder. Other runs then wait until
// release is called or the process ends. It does nothing on file systems without locks.
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
