package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
)

const introduction = `# Results

Medians of all rounds. The first line of each table of times is in nanoseconds. The others are ratios
to it, each taken within a round: 2.0 took twice as long, and **0.50**, in bold, half the time.

`

// markdown returns all tables.
func (r *results) markdown() string {
	var b strings.Builder
	b.WriteString(introduction)
	for _, s := range r.settings {
		fmt.Fprintf(&b, "- %s: %s\n", s.key, s.value)
	}
	fmt.Fprintf(&b, "- rounds: %d\n", r.rounds())
	for _, w := range r.works {
		fmt.Fprintf(&b, "\n### %s\n\n", words(w.name))
		w.header(&b, "time")
		for i, contender := range w.contenders {
			w.times(&b, contender, i == 0)
		}
		for i, u := range units {
			if !w.has(i) {
				continue
			}
			b.WriteString("\n")
			w.header(&b, u.name)
			for _, contender := range w.contenders {
				w.row(&b, contender, func(c cell) string { return w.count(i, c) })
			}
		}
	}
	return b.String()
}

// rounds returns the smallest number of figures of a benchmark.
func (r *results) rounds() int {
	n := math.MaxInt
	for _, w := range r.works {
		for _, m := range w.cells {
			n = min(n, len(m.times))
		}
	}
	return n
}

// words returns the name of a benchmark as a heading: "TypedRequest" becomes "Typed
// request".
func words(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteByte(' ')
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}

func (w *work) header(b *strings.Builder, what string) {
	fmt.Fprintf(b, "| %s | %s |\n|---%s|\n", what, strings.Join(w.payloads, " | "), strings.Repeat("|--:", len(w.payloads)))
}

func (w *work) row(b *strings.Builder, name string, figure func(c cell) string) {
	contender, _, _ := strings.Cut(name, ",")
	fmt.Fprintf(b, "| %s", name)
	for _, payload := range w.payloads {
		fmt.Fprintf(b, " | %s", figure(cell{payload, contender}))
	}
	b.WriteString(" |\n")
}

func (w *work) times(b *strings.Builder, contender string, first bool) {
	if first {
		w.row(b, contender+", ns", func(c cell) string { return w.nanoseconds(c) })
		return
	}
	w.row(b, contender, func(c cell) string { return w.ratio(c) })
}

const nothing = "–"

func (w *work) nanoseconds(c cell) string {
	m := w.cells[c]
	if m == nil {
		return nothing
	}
	time, _ := median(m.times)
	return digits(time, 3)
}

// ratio returns the ratio of the time to that of the first contender. It compares times of
// the same round, because noise that lasts for a while slows down both.
func (w *work) ratio(c cell) string {
	m, first := w.cells[c], w.cells[cell{c.payload, w.contenders[0]}]
	if m == nil || first == nil {
		return nothing
	}
	var ratios []float64
	for i := range min(len(m.times), len(first.times)) {
		ratios = append(ratios, m.times[i]/first.times[i])
	}
	ratio, _ := median(ratios)
	text := digits(ratio, 2)
	if strings.HasPrefix(text, "0.") {
		return "**" + text + "**"
	}
	return text
}

// has reports whether the i-th unit was measured.
func (w *work) has(i int) bool {
	for _, m := range w.cells {
		if len(m.more[i]) > 0 {
			return true
		}
	}
	return false
}

func (w *work) count(i int, c cell) string {
	m := w.cells[c]
	if m == nil {
		return nothing
	}
	count, ok := median(m.more[i])
	if !ok {
		return nothing
	}
	return strconv.FormatFloat(count, 'f', -1, 64)
}

// digits returns f rounded to n significant digits, without a fraction if it has more
// digits before the point.
func digits(f float64, n int) string {
	if f == 0 {
		return "0"
	}
	scale := math.Pow(10, float64(n-1)-math.Floor(math.Log10(math.Abs(f))))
	f = math.Round(f*scale) / scale
	decimals := max(0, n-1-int(math.Floor(math.Log10(math.Abs(f)))))
	return strconv.FormatFloat(f, 'f', decimals, 64)
}
