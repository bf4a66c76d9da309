package gen

import (
	"path/filepath"
	"testing"
)

func BenchmarkNames(b *testing.B) {
	files, _ := filepath.Glob("../testdata/metadata/*/own/big-1000.json")
	if len(files) == 0 {
		b.Fatal("there is no document with 1,000 functions")
	}
	c := decodeFile(b, files[0])
	_, names, _, err := buildModel(c, Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("big-1000", func(b *testing.B) {
		for b.Loop() {
			if _, _, _, err := buildModel(c, Options{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("big-1000-locked", func(b *testing.B) {
		for b.Loop() {
			if _, _, _, err := buildModel(c, Options{Locked: names}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
