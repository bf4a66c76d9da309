package store

import "testing"

// The benchmarks are named Benchmark<Work>/<payload>/<contender>, which is how
// the program in ../table reads them. Each round has the contenders of one
// payload one after the other; repeat rounds, not benchmarks, to spread noise.

// benchmark runs what run makes of a payload and a contender, nil for nothing.
func benchmark(b *testing.B, run func(p payload, c contender) func() error) {
	for _, p := range payloads() {
		b.Run(p.name, func(b *testing.B) {
			for _, c := range append(p.contenders, p.floor) {
				do := run(p, c)
				if do == nil {
					continue
				}
				b.Run(c.name, func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						if err := do(); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		})
	}
}

// BenchmarkRequest writes the body of a request as servers from 1.1.17 take it.
func BenchmarkRequest(b *testing.B) {
	benchmark(b, func(_ payload, c contender) func() error {
		return func() error { _, err := c.request(false); return err }
	})
}

// BenchmarkTypedRequest writes the body of a request with the parameter's type,
// as older servers need it.
func BenchmarkTypedRequest(b *testing.B) {
	benchmark(b, func(p payload, c contender) func() error {
		if p.typ == "" {
			return nil
		}
		return func() error { _, err := c.request(true); return err }
	})
}

// BenchmarkReusedRequest is BenchmarkRequest into a buffer that is used again.
func BenchmarkReusedRequest(b *testing.B) {
	benchmark(b, func(_ payload, c contender) func() error {
		var buffer []byte
		return func() (err error) { buffer, err = c.reused(buffer[:0], false); return err }
	})
}

// BenchmarkAnswer reads the body of an answer and compares its type.
func BenchmarkAnswer(b *testing.B) {
	benchmark(b, func(p payload, c contender) func() error {
		if c.answer == nil {
			return nil
		}
		return func() error { _, err := c.answer(p.body); return err }
	})
}

// BenchmarkMarshal writes the value alone, as MarshalJSON does.
func BenchmarkMarshal(b *testing.B) {
	benchmark(b, func(_ payload, c contender) func() error {
		if c.marshal == nil {
			return nil
		}
		return func() error { _, err := c.marshal(); return err }
	})
}

// BenchmarkUnmarshal reads the value alone, as UnmarshalJSON does.
func BenchmarkUnmarshal(b *testing.B) {
	benchmark(b, func(p payload, c contender) func() error {
		if c.unmarshal == nil {
			return nil
		}
		return func() error { _, err := c.unmarshal(p.value); return err }
	})
}
