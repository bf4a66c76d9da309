package runtime

import (
	"strings"
	"sync/atomic"

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

// Function describes a function of a component. Generated code has one variable
// for each; it must not be copied or changed once it was used.
type Function struct {
	Component *Component
	Interface string // "acme:shop/cart@1.4.0", "" for a function of the world
	// Name is that of the function within its interface: "add-item"; those of
	// resources are "ledger.new", "ledger.receive", "[static]ledger.merge", "ledger.drop".
	Name         string
	Parameters   []Parameter // without the handle of methods and drop
	Self         string      // type of that handle as JSON, "" for functions without
	Result       string      // type of the result as JSON, that of a record for named ones, "" for none
	NamedResults bool

	state atomic.Pointer[preparedFunction]
}

// Parameter is a parameter of a function.
type Parameter struct {
	Name string
	Type string // as JSON
}

// Resource describes a resource of a component.
type Resource struct {
	Component *Component
	Interface string
	Name      string
	ID        uint64 // that of the types of its handles
}

// preparedFunction is what is made of a Function once.
type preparedFunction struct {
	text         string // "acme:shop/cart@1.4.0.{add-item}"
	query        string // "function=…", escaped
	answer       *wire.Answer
	ownsSelf     bool // the call consumes the handle that it is made on
	drops        bool
	givesHandles bool // handles are part of the result
}

const handleMark = `"type":"Handle"`

func (f *Function) prepared() *preparedFunction {
	if p := f.state.Load(); p != nil {
		return p
	}
	text := f.text("")
	p := &preparedFunction{
		text:         text,
		query:        functionQuery(text),
		answer:       wire.NewAnswer(f.Result, f.NamedResults),
		ownsSelf:     strings.Contains(f.Self, `"mode":"Owned"`),
		drops:        f.Self != "" && strings.HasSuffix(f.Name, ".drop"),
		givesHandles: strings.Contains(f.Result, handleMark),
	}
	f.state.Store(p)
	return p
}

// text is the function as servers name it. For a method of an implicit resource
// indexed is the resource with its arguments, `ledger("Lyon", 50)`.
func (f *Function) text(indexed string) string {
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
