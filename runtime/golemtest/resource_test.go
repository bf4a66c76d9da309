package golemtest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/golem-gen/golem-gen/runtime/golemtest/internal/resource"
)

type dropping func()

func (d dropping) Drop() { d() }

type failingDrop struct{ err error }

func (d failingDrop) Drop(context.Context) error { return d.err }

// TestDrop drops resources of each kind that NewHandle takes.
func TestDrop(t *testing.T) {
	for _, test := range []struct {
		object any
		want   string
	}{
		{"no methods", "<nil>"},
		{failingDrop{}, "<nil>"},
		{failingDrop{errors.New("broken")}, "broken"},
		{dropping(func() {}), "<nil>"},
		{dropping(func() { panic("it is stuck") }), "it is stuck"},
	} {
		h := &handle{Resource: resource.Resource{Object: test.object}}
		if got := fmt.Sprint(h.drop(t.Context())); got != test.want || !h.gone {
			t.Errorf("%v: %s, gone %t, want %s", test.object, got, h.gone, test.want)
		}
	}
}
