package runtime

import (
	"strings"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Component is the component version that a client was generated for.
type Component struct {
	ID           string // UUID
	Name         string // for people
	Version      uint64
	MetadataHash string // "sha256:…", of the interface
	Ephemeral    bool   // each call of a worker of it starts anew
}

const handleMark = `"type":"Handle"`

func prepare(f *core.Function) *core.Prepared {
	if p := f.Prepared.Load(); p != nil {
		return p
	}
	text := functionText(f, "")
	p := &core.Prepared{
		Text:         text,
		Query:        functionQuery(text),
		Answer:       wire.NewAnswer(f.Result, f.NamedResults),
		OwnsSelf:     strings.Contains(f.Self, `"mode":"Owned"`),
		Drops:        f.Self != "" && strings.HasSuffix(f.Name, ".drop"),
		GivesHandles: strings.Contains(f.Result, handleMark),
	}
	f.Prepared.Store(p)
	return p
}

// functionText is the function as servers name it. For a method of an implicit resource
// indexed is the resource with its arguments, `ledger("Lyon", 50)`.
func functionText(f *core.Function, indexed string) string {
	name := f.Name
	if indexed != "" {
		_, method, _ := strings.Cut(name, ".")
		name = indexed + "." + method
	}
	if f.Interface == "" {
		return name
	}
	return f.Interface + ".{" + name + "}"
}
