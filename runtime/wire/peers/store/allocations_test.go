package store

import (
	"strings"
	"testing"
)

// TestAllocations limits the allocations of the generated code. The table has the maximum
// for each piece of work.
func TestAllocations(t *testing.T) {
	most := map[string]struct{ request, reused, answer, marshal, unmarshal float64 }{
		"cart":       {request: 1, answer: 2, marshal: 1, unmarshal: 2},
		"1-order":    {request: 1, answer: 3, marshal: 1, unmarshal: 3},
		"100-orders": {request: 1, answer: 4, marshal: 1, unmarshal: 4},
		"mix":        {request: 1, answer: 3, marshal: 1, unmarshal: 3},
		"bytes":      {request: 1, answer: 3, marshal: 1, unmarshal: 3},
		"floats":     {request: 1, answer: 3, marshal: 1, unmarshal: 3},
		"strings":    {request: 1, answer: 6, marshal: 1, unmarshal: 6},
		"agent":      {request: 1, answer: 2},
	}
	for _, p := range payloads() {
		c, most := p.contenders[0], most[p.name]
		var buffer []byte
		for _, work := range []struct {
			name string
			most float64
			do   func() error
		}{
			{"request", most.request, func() error { _, err := c.request(false); return err }},
			{"typed request", most.request, func() error { _, err := c.request(true); return err }},
			{"reused request", most.reused, func() (err error) { buffer, err = c.reused(buffer[:0], true); return err }},
			{"answer", most.answer, func() error { _, err := c.answer(p.body); return err }},
			{"marshal", most.marshal, func() error { _, err := c.marshal(); return err }},
			{"unmarshal", most.unmarshal, func() error { _, err := c.unmarshal(p.value); return err }},
		} {
			if c.marshal == nil && strings.HasSuffix(work.name, "marshal") {
				continue
			}
			got := testing.AllocsPerRun(50, func() {
				if err := work.do(); err != nil {
					t.Fatal(err)
				}
			})
			if got > work.most {
				t.Errorf("%s, %s: %v allocations, at most %v", p.name, work.name, got, work.most)
			} else if got < work.most {
				t.Logf("%s, %s: %v allocations, fewer than %v: lower the table", p.name, work.name, got, work.most)
			}
		}
	}
}
