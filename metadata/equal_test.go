package metadata

import "testing"

// TestEqual checks each part of a type that values depend on.
func TestEqual(t *testing.T) {
	list := []*Type{
		nil, tU8, tStr, option(tU8), option(tStr), list(tU8),
		record(), record("a", tU8), record("b", tU8), record("a", tStr), record("a", tU8, "b", tU8),
		variant("a"), variant("b"), variant("a", tU8), variant("a", tStr), variant("a", "b"),
		enum("a"), enum("b"), enum("a", "b"), flags("a"), flags("b"),
		tuple(), tuple(tU8), tuple(tStr), tuple(tU8, tU8),
		result(nil, nil), result(tU8, nil), result(nil, tU8), result(tStr, nil), result(nil, tStr),
		own(1), own(2), borrow(1),
	}
	for i, a := range list {
		for j, b := range list {
			if got := a.Equal(b); got != (i == j) {
				t.Errorf("%s and %s: got %v", a.WIT(), b.WIT(), got)
			}
		}
	}
}
