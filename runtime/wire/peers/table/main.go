// Command table turns the output of the benchmarks, of one round or of several
// one after the other, into tables in Markdown: times as ratios to the first
// contender of each benchmark, and allocations, requests and memory in use, all medians.
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
