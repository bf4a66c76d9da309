package metadata

import (
	"path/filepath"
	"testing"
)

func BenchmarkDecode(b *testing.B) {
	for _, name := range []string{"golem-1.1/own/big-1000.json", "recorded/golem-1.1.0/shop-v0.json"} {
		data := read(b, name)
		b.Run(filepath.Base(name), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, err := Decode(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCanonical(b *testing.B) {
	data := read(b, "golem-1.1/own/big-1000.json")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Canonical(data); err != nil {
			b.Fatal(err)
		}
	}
}
