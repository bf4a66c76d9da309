package gen

import (
	"bytes"
	"fmt"
	"os"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// ownBig is a document of 1,000 functions with 300 records.
const ownBig = "../testdata/metadata/golem-1.1/own/big-1000.json"

// BenchmarkGenerate reads and generates components of 1,000 and 10,000 functions, and agents
// of as many methods.
func BenchmarkGenerate(b *testing.B) {
	own, err := os.ReadFile(ownBig)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("own-1000", func(b *testing.B) { benchmarkGenerate(b, own, 1000) })
	b.Run("1000", func(b *testing.B) { benchmarkGenerate(b, bigComponent(1000).Document(), 1000) })
	b.Run("10000", func(b *testing.B) { benchmarkGenerate(b, bigComponent(10000).Document(), 10000) })
	for _, n := range []int{1000, 10000} {
		document := bigAgents(n).Document()
		b.Run(fmt.Sprint("agents-", n), func(b *testing.B) {
			benchmarkGenerating(b, n, func() (*Output, error) {
				deployment, err := metadata.DecodeDeployment(document)
				if err != nil {
					return nil, err
				}
				return GenerateAgents(deployment, Options{Package: "big"})
			})
		})
	}
}

func benchmarkGenerate(b *testing.B, document []byte, functions int) {
	benchmarkGenerating(b, functions, func() (*Output, error) {
		component, err := metadata.Decode(document)
		if err != nil {
			return nil, err
		}
		return Generate(component, Options{Package: "big"})
	})
}

func benchmarkGenerating(b *testing.B, functions int, generate func() (*Output, error)) {
	b.ReportAllocs()
	lines := 0
	for b.Loop() {
		out, err := generate()
		if err != nil {
			b.Fatal(err)
		}
		lines = 0
		for _, text := range out.Files {
			lines += bytes.Count(text, []byte("\n"))
		}
	}
	b.ReportMetric(float64(lines)/float64(functions), "lines/function")
}

// BenchmarkNames resolves and names without emitting, without a lock and with one.
func BenchmarkNames(b *testing.B) {
	c := decodeFile(b, ownBig)
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
