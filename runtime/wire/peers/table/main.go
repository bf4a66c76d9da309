// Command table turns the output of the benchmarks, of one or several rounds, into tables
// in Markdown: times as ratios to the first contender of each benchmark, allocations,
// requests and memory in use. All figures are medians.
//
//	go test -run '^$' -bench . ./store | go run ./table
package main

import (
	"fmt"
	"os"
)

func main() {
	results, err := read(os.Stdin)
	if err == nil {
		_, err = os.Stdout.WriteString(results.markdown())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "table:", err)
		os.Exit(1)
	}
}
