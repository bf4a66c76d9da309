package runtime

import (
	"strconv"
	"testing"
)

// TestKeysAreBounded checks that the client forgets the oldest keys of unclear calls, but none that a
// call has.
func TestKeysAreBounded(t *testing.T) {
	var table keyTable
	key := func(i int) callKey { return callKey{key: strconv.Itoa(i)} }
	table.markUnclear(key(0))
	used := table.hold(key(0))
	for i := range maxUnclear + 2 {
		table.markUnclear(key(i))
	}
	for i, want := range map[int]bool{0: true, 1: false, 2: true, maxUnclear + 1: true} {
		if a, found := table.keys[key(i)]; found != want || found && !a.isUnclear() {
			t.Errorf("key %d: found %t, want %t", i, found, want)
		}
	}
	if len(table.unclear) != maxUnclear || len(table.keys) != maxUnclear+1 {
		t.Errorf("%d unclear keys, %d keys", len(table.unclear), len(table.keys))
	}
	if again := table.hold(key(0)); again != used {
		t.Error("two entries of one key")
	}
	table.release(key(0), used)
	table.release(key(0), used)
	if last := table.unclear[len(table.unclear)-1]; last.key != key(0) || len(table.keys) != maxUnclear {
		t.Errorf("the last unclear key is %v, %d keys", last.key, len(table.keys))
	}
}

// TestClearKeysAreForgotten checks that a key is kept no longer than its calls, unless their fate is
// unclear.
func TestClearKeysAreForgotten(t *testing.T) {
	var table keyTable
	k := callKey{key: "k"}
	a, b := table.hold(k), table.hold(k)
	table.release(k, a)
	if a != b || len(table.keys) != 1 {
		t.Errorf("%d keys", len(table.keys))
	}
	table.release(k, b)
	if len(table.keys) != 0 || len(table.unclear) != 0 {
		t.Errorf("%d keys, %d unclear", len(table.keys), len(table.unclear))
	}
}
