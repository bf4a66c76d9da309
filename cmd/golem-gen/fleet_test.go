package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// fleetMembers are ten components of a larger application, with the recorded document of each
// version.
var fleetMembers = []struct {
	name     string
	versions []string
}{
	{"fleet:shopone", []string{"shop-v0", "shop-v1"}},
	{"fleet:shoptwo", []string{"shop-v0", "shop-v1"}},
	{"fleet:shopthree", []string{"shop-v0", "shop-v1"}},
	{"fleet:shopfour", []string{"shop-v0"}},
	{"fleet:driftone", []string{"drift-v0", "drift-v1"}},
	{"fleet:drifttwo", []string{"drift-v0", "drift-v1"}},
	{"fleet:driftthree", []string{"drift-v0"}},
	{"fleet:ledger", []string{"ledger"}},
	{"fleet:echo", []string{"echo"}},
	{"fleet:indexed", []string{"indexed"}},
}

// newFleet returns the documents of the fleet, each component with an id of its own.
func newFleet(t *testing.T) []recordedComponent {
	t.Helper()
	var list []recordedComponent
	for i, member := range fleetMembers {
		for _, version := range member.versions {
			text, err := os.ReadFile(filepath.Join("..", "..", "testdata", "metadata", "recorded", "golem-1.2.0", version+".json"))
			if err != nil {
				t.Fatal(err)
			}
			recorded, err := metadata.Decode(text)
			if err != nil {
				t.Fatal(err)
			}
			id := fmt.Sprintf("%08d%s", i+1, recorded.ID[8:])
			text = bytes.ReplaceAll(text, []byte(recorded.ID), []byte(id))
			text = bytes.ReplaceAll(text, []byte(`"`+recorded.Name+`"`), []byte(`"`+member.name+`"`))
			component, err := metadata.Decode(text)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, recordedComponent{component, text})
		}
	}
	return list
}

// first returns version 0 of the components.
func first(list []recordedComponent) []recordedComponent {
	var out []recordedComponent
	for _, c := range list {
		if c.Version == 0 {
			out = append(out, c)
		}
	}
	return out
}
