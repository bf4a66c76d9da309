package golemtest

import (
	"fmt"
	"os"
	"testing"
)

// report reports a fault of the test or program that uses this package.
func report(t testing.TB, format string, args ...any) {
	if t == nil {
		fmt.Fprintf(os.Stderr, format+"\n", args...)
		return
	}
	t.Errorf(format, args...)
}
