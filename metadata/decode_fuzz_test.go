package metadata

import (
	"os"
	"testing"
	"unicode/utf8"
)

func FuzzDecode(f *testing.F) {
	for _, path := range badDocuments(f) {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, name := range []string{"recorded/golem-1.1.0/shop-v0.json", "golem-1.3/own/resources.json", "golem-1.2.5/own/flags.json", "golem-1.1/own/empty.json"} {
		f.Add(read(f, name))
	}
	shop, err := Decode(read(f, "recorded/golem-1.1.0/shop-v1.json"))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Decode(data)
		if err != nil {
			if c != nil || err.Error() == "" {
				t.Fatalf("component %v, error %q", c, err)
			}
			return
		}
		again, err := Decode(c.Document())
		if err != nil {
			t.Fatalf("%v\n%s", err, c.Document())
		}
		if d := difference(c, again); d != "" {
			t.Fatal(d)
		}
		if changes := Compare(c, again); len(changes) > 0 {
			t.Fatalf("differs from itself: %v", changes)
		}
		for _, change := range append(Compare(shop, c), Compare(c, shop)...) {
			if !utf8.ValidString(change.Text) {
				t.Fatalf("%q", change.Text)
			}
		}
	})
}
