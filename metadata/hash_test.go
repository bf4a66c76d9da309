package metadata

import (
	"regexp"
	"strings"
	"testing"
)

// TestHash checks that documents of one interface from several servers have the same hash, and
// that a change of the interface changes it.
func TestHash(t *testing.T) {
	hash := func(name string) string { return decode(t, name).Hash() }
	for _, name := range []string{"shop-v0", "shop-v1", "echo", "ledger", "indexed", "drift-v0"} {
		if hash("recorded/golem-1.1.0/"+name+".json") != hash("recorded/golem-1.2.0/"+name+".json") {
			t.Errorf("%s differs between servers", name)
		}
	}
	for _, name := range []string{"containers", "flags", "prims", "resources", "nominal"} {
		if hash("golem-1.1/own/"+name+".json") != hash("golem-1.3/own/"+name+".json") {
			t.Errorf("%s differs between servers", name)
		}
	}
	if hash("recorded/golem-1.1.0/shop-v0.json") == hash("recorded/golem-1.1.0/shop-v1.json") {
		t.Error("two versions of shop have one hash")
	}
	if hash("recorded/golem-1.1.0/drift-v0.json") == hash("recorded/golem-1.1.0/drift-v1.json") {
		t.Error("two versions of drift have one hash")
	}
	if got := hash("recorded/golem-1.1.0/shop-v0.json"); !regexp.MustCompile(`^sha256:[0-9a-f]{64}$`).MatchString(got) {
		t.Error(got)
	}
}

// TestIsID checks each character of an id.
func TestIsID(t *testing.T) {
	const id = "5c89c92c-6e6a-5715-882b-637cd873451d"
	for i := range len(id) {
		for c := range 256 {
			changed := id[:i] + string([]byte{byte(c)}) + id[i+1:]
			want := strings.Contains("0123456789abcdefABCDEF", string(rune(c)))
			if id[i] == '-' {
				want = c == '-'
			}
			if IsID(changed) != want {
				t.Errorf("%q: got %v, want %v", changed, !want, want)
			}
		}
	}
	if IsID("") || IsID(id[1:]) || IsID(id+"0") {
		t.Error("another length is taken")
	}
}

// TestHashOfExports checks that the hash covers functions of the world, and not the order of exports.
func TestHashOfExports(t *testing.T) {
	one, two := inInterface("a:b/one", function("f", nil), function("g", nil)), inInterface("a:b/two")
	turned := inInterface("a:b/one", one.Functions[1], one.Functions[0])
	world := &Component{Functions: []*Function{function("f", nil)}}
	if world.Hash() == (&Component{}).Hash() {
		t.Error("the hash does not cover a function of the world")
	}
	if exporting(one, two).Hash() != exporting(two, turned).Hash() {
		t.Error("the hash depends on the order")
	}
}
