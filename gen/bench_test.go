package gen

import (
	"os"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// BenchmarkGenerateBig reads and generates a component of 1,000 functions.
func BenchmarkGenerateBig(b *testing.B) {
	text, err := os.ReadFile("../testdata/metadata/golem-1.1/own/big-1000.json")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		component, err := metadata.Decode(text)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := Generate(component, Options{Package: "big"}); err != nil {
			b.Fatal(err)
		}
	}
}
