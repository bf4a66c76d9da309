package golemtest

import (
	"encoding/json"
	"fmt"
	"sync"

	"github.com/golem-gen/golem-gen/metadata"
)

// Component is one version of a component on a [Server].
type Component struct {
	server   *Server
	document []byte
	metadata *metadata.Component
	size     int64
	memory   int64
	before   *Component // the version before this one, nil for the first

	functions map[string]target // by interface + "#" + name in the document

	mu      sync.Mutex
	factory func(worker string) Handler
	calls   map[*metadata.Function]HandlerFunc
	script  map[*metadata.Function][]scripted
}

// Metadata returns the component's metadata, which the caller must not change.
func (c *Component) Metadata() *metadata.Component { return c.metadata }

func newComponent(s *Server, document []byte) (*Component, error) {
	m, err := metadata.Decode(document)
	if err != nil {
		return nil, fmt.Errorf("golemtest: component document: %w", err)
	}
	c := &Component{
		server: s, document: document, metadata: m, functions: map[string]target{},
		calls: map[*metadata.Function]HandlerFunc{}, script: map[*metadata.Function][]scripted{},
	}
	var sizes struct {
		ComponentSize int64 `json:"componentSize"`
		Metadata      struct {
			Memories []struct {
				Initial int64 `json:"initial"`
			} `json:"memories"`
		} `json:"metadata"`
	}
	if err := json.Unmarshal(document, &sizes); err == nil {
		c.size = sizes.ComponentSize
		for _, memory := range sizes.Metadata.Memories {
			c.memory += memory.Initial
		}
	}
	for _, i := range m.Interfaces {
		c.addInterface(i)
	}
	return c, nil
}

func (c *Component) addInterface(i *metadata.Interface) {
	for _, f := range i.Functions {
		c.functions[i.Name+"#"+f.Name] = target{iface: i, function: f}
	}
	for _, r := range i.Resources {
		members := append(append([]*metadata.Function{r.Constructor, r.Drop}, r.Methods...), r.Statics...)
		for _, f := range members {
			if f != nil {
				c.functions[i.Name+"#"+f.Name] = target{iface: i, resource: r, function: f}
			}
		}
	}
}

func (c *Component) hasInterface(name string) bool {
	for _, i := range c.metadata.Interfaces {
		if i.Name == name {
			return true
		}
	}
	return false
}

// function finds a function by its name as users of this package write it:
// "acme:shop/cart@1.4.0.{total}" as in URLs, or short, "cart.total",
// "inventory.ledger.receive", "health".
func (c *Component) function(name string) (*metadata.Function, error) {
	var found []*metadata.Function
	match := func(i *metadata.Interface, f *metadata.Function) {
		full := c.metadata.FunctionName(i, f)
		short := full
		if i != nil {
			short = i.ShortName + "." + withoutStatic(f.CallName())
		}
		if name == full || name == short {
			found = append(found, f)
		}
	}
	for _, f := range c.metadata.Functions {
		match(nil, f)
	}
	for _, t := range c.functions {
		match(t.iface, t.function)
	}
	if len(found) == 1 {
		return found[0], nil
	}
	if len(found) > 1 {
		return nil, fmt.Errorf("golemtest: component %s has several functions %q: give the name with its interface, like acme:shop/cart@1.4.0.{total}", c.metadata.Name, name)
	}
	return nil, fmt.Errorf("golemtest: component %s, version %d, exports no function %q: give a name like acme:shop/cart@1.4.0.{total} or cart.total",
		c.metadata.Name, c.metadata.Version, name)
}

func (c *Component) mustFind(name string) *metadata.Function {
	c.server.marker().Helper()
	f, err := c.function(name)
	if err != nil {
		c.server.fatal(err)
	}
	return f
}
