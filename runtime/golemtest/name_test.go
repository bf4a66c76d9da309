package golemtest

import "testing"

// TestReferences reads names of functions of resources.
func TestReferences(t *testing.T) {
	for text, want := range map[string]bool{
		"[constructor]ledger": true, "[drop]ledger": true, "[method]ledger.add": true, "[static]ledger.merge": true, "ledger.add": true, "add": true,
		"[constructor]ledger.add": false, "[drop]ledger.add": false, "[method]ledger": false, "[static]ledger": false,
		"[constructor]": false, "[method].add": false, "[method]ledger.": false, "ledger.": false, ".add": false, "": false,
	} {
		var f functionName
		if got := f.parseReference(text); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}
