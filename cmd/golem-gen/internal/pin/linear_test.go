package pin

import (
	"fmt"
	"testing"

	"github.com/golem-gen/golem-gen/gen"
)

// TestLockIsLinear counts allocations of writing and reading lock files, which have a line for
// everything with a Go name.
func TestLockIsLinear(t *testing.T) {
	small, large := lockOf(10000), lockOf(20000)
	smallText, largeText := small.Text(), large.Text()
	for name, counts := range map[string][2]float64{
		"writing": {allocations(func() { small.Text() }), allocations(func() { large.Text() })},
		"reading": {allocations(func() { parse(t, smallText) }), allocations(func() { parse(t, largeText) })},
	} {
		if ratio := counts[1] / counts[0]; ratio > 2.2 {
			t.Errorf("%s twice the names takes %.2f times the allocations", name, ratio)
		}
	}
}

func allocations(task func()) float64 { return testing.AllocsPerRun(1, task) }

func lockOf(names int) Lock {
	c := &Client{Package: "big", Source: Source{ID: id, Name: "acme:big"}, Names: map[string]gen.LockedName{}}
	for i := range names {
		c.Names[fmt.Sprintf("cart.add-item-%05d.item", i)] = gen.LockedName{Name: fmt.Sprintf("Item%05d", i), Structure: "record:7447b1cd58409c5b"}
	}
	return Lock{"internal/big": c}
}

func parse(t *testing.T, text []byte) {
	t.Helper()
	if _, err := Parse(Name, text); err != nil {
		t.Fatal(err)
	}
}
