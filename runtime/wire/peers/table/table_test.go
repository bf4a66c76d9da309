package main

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestMarkdown(t *testing.T) {
	output, err := os.Open("testdata/output.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = output.Close() }()
	results, err := read(output)
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/output.md"
	got := results.markdown()
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestReadRefuses(t *testing.T) {
	const cart = "BenchmarkRequest/cart/ours-2 1000 100 ns/op\n"
	for text, want := range map[string]string{
		"": "no line is that of a benchmark",
		"BenchmarkParallel/bare-2 1000 100 ns/op\n":      "no line is that of a benchmark",
		cart + "--- FAIL: BenchmarkRequest/cart/other\n": "a benchmark failed",
		cart + "FAIL\n": "a benchmark failed",
		"BenchmarkRequest/cart/ours-2 1000 1e999 ns/op\n":           "value out of range",
		"BenchmarkRequest/cart/ours-2 1000 1 ns/op x requests/op\n": "invalid syntax",
	} {
		if _, err := read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		figures []float64
		want    float64
	}{
		{[]float64{3}, 3},
		{[]float64{9, 1, 5}, 5},
		{[]float64{9, 1, 5, 7}, 6},
	} {
		if got, ok := median(c.figures); !ok || got != c.want {
			t.Errorf("%v: %v, want %v", c.figures, got, c.want)
		}
	}
	if _, ok := median(nil); ok {
		t.Error("no figures have a median")
	}
}

func TestDigits(t *testing.T) {
	for _, c := range []struct {
		f    float64
		n    int
		want string
	}{
		{0, 2, "0"},
		{0.0364, 2, "0.036"},
		{0.996, 2, "1.0"},
		{1.26, 2, "1.3"},
		{9.96, 2, "10"},
		{12.6, 2, "13"},
		{126, 2, "130"},
		{99.96, 3, "100"},
		{51.14, 3, "51.1"},
		{529499, 3, "529000"},
	} {
		if got := digits(c.f, c.n); got != c.want {
			t.Errorf("%v to %d digits: %s, want %s", c.f, c.n, got, c.want)
		}
	}
}

// TestUnits checks that each known unit has a table and other units have none.
func TestUnits(t *testing.T) {
	r, err := read(strings.NewReader("BenchmarkFirstCall/1.2/ours-2 1 50 ns/op 4.5 heap-KiB 3 requests/op 64 B/op 7 allocs/op\n"))
	if err != nil {
		t.Fatal(err)
	}
	_, got, _ := strings.Cut(r.markdown(), "### First call\n\n")
	want := "| time | 1.2 |\n|---|--:|\n| ours, ns | 50.0 |\n\n| allocations | 1.2 |\n|---|--:|\n| ours | 7 |\n\n" +
		"| requests | 1.2 |\n|---|--:|\n| ours | 3 |\n\n| heap in use, KiB | 1.2 |\n|---|--:|\n| ours | 4.5 |\n"
	if got != want {
		t.Errorf("found\n%s\nexpected\n%s", got, want)
	}
}

// TestTimesAlone checks that there is no table of allocations without their figures.
func TestTimesAlone(t *testing.T) {
	r, err := read(strings.NewReader("BenchmarkRequest/cart/ours 1 50 ns/op\nBenchmarkRequest/cart/theirs 1 100 ns/op\n"))
	if err != nil {
		t.Fatal(err)
	}
	if text := r.markdown(); strings.Contains(text, "allocations |") || !strings.HasSuffix(text, "| theirs | 2.0 |\n") {
		t.Error(text)
	}
}
