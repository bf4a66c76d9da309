package store

import "testing"

// The benchmarks are named Benchmark<Work>/<payload>/<contender>, which the program in
// ../table reads. In each round the contenders of a payload run one after the other. Repeat
// rounds, not benchmarks, to spread noise.

// benchmark runs the function that run returns for a payload and a contender. Nil means
// that there is none.
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

// BenchmarkRequest writes the body of a request in the form for servers from 1.1.17 on.
func BenchmarkRequest(b *testing.B) {
	benchmark(b, func(_ payload, c contender) func() error {
		return func() error { _, err := c.request(false); return err }
	})
}

// BenchmarkTypedRequest writes the body of a request with the parameter's type, which older
// servers need.
func BenchmarkTypedRequest(b *testing.B) {
	benchmark(b, func(p payload, c contender) func() error {
		if p.typ == "" {
			return nil
		}
		return func() error { _, err := c.request(true); return err }
	})
}

// BenchmarkReusedRequest is BenchmarkRequest with a reused buffer.
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

// BenchmarkMarshal writes only the value, like MarshalJSON.
func BenchmarkMarshal(b *testing.B) {
	benchmark(b, func(_ payload, c contender) func() error {
		if c.marshal == nil {
			return nil
		}
		return func() error { _, err := c.marshal(); return err }
	})
}

// BenchmarkUnmarshal reads only the value, like UnmarshalJSON.
func BenchmarkUnmarshal(b *testing.B) {
	benchmark(b, func(p payload, c contender) func() error {
		if c.unmarshal == nil {
			return nil
		}
		return func() error { _, err := c.unmarshal(p.value); return err }
	})
}
