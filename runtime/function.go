package runtime

import (
	"strings"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// function holds the parts of a worker's calls that depend only on the core.Function. They are
// computed once.
type function struct {
	text         string // "acme:shop/cart@1.4.0.{add-item}"
	query        string // "function=…", escaped
	answer       *wire.Answer
	ownsSelf     bool // the call consumes the handle that it is made on
	drops        bool
	givesHandles bool // handles are part of the result
}

const handleMark = `"type":"Handle"`

func prepare(f *core.Function) *function {
	if p, ok := f.Prepared.Load().(*function); ok {
		return p
	}
	text := functionText(f, "")
	p := &function{
		text:         text,
		query:        functionQuery(text),
		answer:       wire.NewAnswer(f.Result, f.NamedResults),
		ownsSelf:     strings.Contains(f.Self, `"mode":"Owned"`),
		drops:        f.Self != "" && strings.HasSuffix(f.Name, ".drop"),
		givesHandles: strings.Contains(f.Result, handleMark),
	}
	f.Prepared.Store(p)
	return p
}

// functionText returns the function in the spelling of servers. For a method of an implicit
// resource, arguments is the resource with its arguments, like `ledger("Lyon", 50)`.
func functionText(f *core.Function, arguments string) string {
	name := f.Name
	if arguments != "" {
		_, method, _ := strings.Cut(name, ".")
		name = arguments + "." + method
	}
	if f.Interface == "" {
		return name
	}
	return f.Interface + ".{" + name + "}"
}

func functionQuery(text string) string { return "function=" + escape(text) }
