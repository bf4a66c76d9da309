package gen

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/metadata"
)

var (
	firstSeed = flag.Int("seed", 1, "the first seed of random types in TestThroughGeneratedCode")
	seeds     = flag.Int("seeds", thorough.Pick(0, 6), "for how many seeds TestThroughGeneratedCode generates and compiles a package of random types")
)

// The numbers of types for each seed, and of values for each type. Each value is then
// damaged in two ways.
const (
	typesPerSeed  = 60
	valuesPerType = 12
)

// drawn returns the value that draw gives for a seed. It is the same in every run.
func drawn[T any](seed int, draw func(*rapid.T) T) T {
	return rapid.Custom(func(t *rapid.T) T {
		rapid.Byte().Draw(t, "something") // rapid gives no example for a generator that draws nothing
		return draw(t)
	}).Example(seed)
}

// everyPosition returns each of the 22 kinds of types in every position of another type.
func everyPosition() batch {
	var b batch
	byte8 := &metadata.Type{Kind: metadata.KindU8}
	samples := []*metadata.Type{
		{Kind: metadata.KindEnum, Names: []string{"p", "q-r"}},
		{Kind: metadata.KindFlags, Names: []string{"p", "q-r"}},
		{Kind: metadata.KindHandle, ResourceID: 1},
		{Kind: metadata.KindHandle, ResourceID: 1, Borrowed: true},
		{Kind: metadata.KindResult},
		{Kind: metadata.KindTuple},
		inErr.wrap(byte8, "err"),
	}
	for _, kind := range leafKinds {
		samples = append(samples, &metadata.Type{Kind: kind})
	}
	positions := []nesting{inList, inOption, inTuple, inResult, inErr, inRecord, inVariant}
	for _, n := range positions {
		samples = append(samples, n.wrap(byte8, "level0"))
	}
	for _, sample := range samples {
		b = append(b, sample)
		for _, n := range positions {
			b = append(b, n.wrap(sample, "level1"))
		}
	}
	return b
}

// randomBatch returns random types.
func randomBatch(seed int) batch {
	types := randomTypes{resources: roundTripResources}
	var b batch
	for i := range typesPerSeed {
		b = append(b, drawn(seed*typesPerSeed+i, func(t *rapid.T) *metadata.Type { return types.draw(t, 4) }))
	}
	return b
}

// randomBatches returns each kind of type in every position, and random types for each seed.
func randomBatches() []batch {
	batches := []batch{everyPosition()}
	for i := range *seeds {
		batches = append(batches, randomBatch(*firstSeed+i))
	}
	return batches
}

// checkRandom checks that generated code writes values of the batches' types as it has read them.
// A value with a mistake must be refused at the place of the mistake. A damaged text must be
// refused, or the value that was read can be written and read again. first is the number of the
// first batch in the program.
func checkRandom(t *testing.T, m *module, first int, batches []batch) {
	tally := map[string]int{}
	for i, b := range batches {
		for n, typ := range b {
			c := &randomCheck{
				module: m, typ: typ, text: string(typ.AppendJSON(nil)), tally: tally,
				job: job{Function: fmt.Sprintf("v%d.%d", first+i, n), Worker: "w", Server: "1.2.5"},
			}
			seed := *firstSeed + i - 1
			name := fmt.Sprintf("seed=%d/type=%d", seed, n)
			if i == 0 {
				name = fmt.Sprintf("positions/type=%d", n)
			}
			t.Run(name, func(t *testing.T) { c.run(t, (seed*typesPerSeed+n)*valuesPerType) })
		}
	}
	t.Logf("%d packages, %v", len(batches), tally)
}

// randomCheck checks the generated code for one type.
type randomCheck struct {
	module *module
	job    job
	typ    *metadata.Type
	text   string // the type as JSON
	tally  map[string]int
}

func (c *randomCheck) run(t *testing.T, seed int) {
	for i := range valuesPerType {
		value := drawn(seed+i, func(t *rapid.T) string { return randomValue(t, c.typ) })
		c.checkValue(t, value)
		c.checkPlugged(t, value)
		if wrong, ok := drawn(seed+i, func(t *rapid.T) mistaken { return randomMistake(t, c.typ, false) }).made(); ok {
			c.checkMistake(t, wrong)
		}
		c.checkDamaged(t, drawn(seed+i, func(t *rapid.T) string { return damaged(t, value) }))
	}
}

func (c *randomCheck) do(t *testing.T, value string) outcome {
	t.Helper()
	j := c.job
	j.Answer = fmt.Appendf(nil, bareAnswer, c.text, value)
	return c.module.do(t, j)
}

func (c *randomCheck) checkValue(t *testing.T, value string) {
	t.Helper()
	o := c.do(t, value)
	if o.Failed != "" {
		t.Errorf("%s of %s: %s", value, c.text, o.Failed)
		return
	}
	written, err := writtenValue(o)
	if err != nil {
		t.Error(err)
		return
	}
	if err := sameValue(c.typ, written.Value, value); err != nil {
		t.Errorf("%s of %s is written %s: %v", value, c.text, written.Value, err)
	}
	c.tally["written"]++
}

// checkPlugged checks that a typed handler gets the value that the caller passed, and that the
// caller gets the value that the handler returned. The handlers use a client themselves, so the
// value goes through a server twice.
func (c *randomCheck) checkPlugged(t *testing.T, value string) {
	t.Helper()
	through := *c
	through.job.Plugged = true
	through.checkValue(t, value)
	c.tally["plugged"]++
}

func (c *randomCheck) checkMistake(t *testing.T, wrong mistaken) {
	t.Helper()
	o := c.do(t, wrong.text)
	switch {
	case o.Failed == "":
		t.Errorf("%s of %s is accepted, with a mistake at %q; it is written %s", wrong.text, c.text, wrong.path, o.Request)
	case o.Step != "read" || o.Reason == "":
		t.Errorf("%s of %s: %s", wrong.text, c.text, o.Failed)
	case !strings.HasPrefix(o.Path, wrong.path):
		t.Errorf("%s of %s: the mistake is at %q, and found at %q: %s", wrong.text, c.text, wrong.path, o.Path, o.Failed)
	}
	c.tally["refused"]++
}

func (c *randomCheck) checkDamaged(t *testing.T, text string) {
	t.Helper()
	o := c.do(t, text)
	if o.Step == "read" {
		c.tally["damaged and refused"]++
		return
	}
	c.tally["damaged and accepted"]++
	if !json.Valid([]byte(text)) {
		t.Errorf("%q of %s is accepted", text, c.text)
	}
	if o.Failed != "" {
		t.Errorf("%q of %s is accepted and cannot be written back: %s", text, c.text, o.Failed)
		return
	}
	written, err := writtenValue(o)
	if err != nil {
		t.Error(err)
		return
	}
	if again := c.do(t, written.Value); !bytes.Equal(again.Request, o.Request) {
		t.Errorf("%q of %s is written %s, and that is written %s: %s", text, c.text, o.Request, again.Request, again.Failed)
	}
}
