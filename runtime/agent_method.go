package runtime

import (
	"fmt"
	"strings"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// method holds the parts of an agent's calls that depend only on the core.Function. They are
// computed once.
type method struct {
	open     string   // the request up to the first parameter
	elements []string // text before each parameter
	close    string   // text after each parameter
	result   *wire.AgentResult
}

func prepareMethod(f *core.Function) *method {
	if m, ok := f.Prepared.Load().(*method); ok {
		return m
	}
	m := &method{
		open:     `{"methodName":` + quoted(f.Name) + `,"methodParameters":` + dataOpen(f.Multimodal),
		elements: elementsOf(f),
		close:    wire.ElementClose,
		result:   wire.NewMultimodalResult(),
	}
	if f.Multimodal {
		m.close += wire.ElementClose
	}
	if !f.MultimodalResult {
		types := make([]wire.ElementType, len(f.Results))
		for i, r := range f.Results {
			types[i] = r.Element
		}
		m.result = wire.NewAgentResult(types...)
	}
	f.Prepared.Store(m)
	return m
}

func dataOpen(multimodal bool) string {
	if multimodal {
		return wire.MultimodalOpen
	}
	return wire.TupleOpen
}

// elementsOf returns the text before each parameter.
func elementsOf(f *core.Function) []string {
	opens := [...]string{
		wire.ComponentModel: wire.ComponentModelOpen, wire.UnstructuredText: wire.UnstructuredTextOpen,
		wire.UnstructuredBinary: wire.UnstructuredBinaryOpen,
	}
	elements := make([]string, len(f.Parameters))
	for i, p := range f.Parameters {
		elements[i] = opens[min(int(p.Element), len(opens)-1)]
		if f.Multimodal {
			elements[i] = `{"name":` + quoted(p.Name) + `,"value":` + elements[i]
		}
	}
	return elements
}

// agentType holds values that depend only on the core.AgentType. They are computed once.
type agentType struct {
	ids       *wire.AgentIDFormat
	component Component
	config    core.Function // its parameters are the settings that Create accepts
	settings  []string      // text before each of them
}

func prepareAgentType(t *core.AgentType) (*agentType, error) {
	if p, ok := t.Prepared.Load().(*agentType); ok {
		return p, nil
	}
	if t.Constructor == nil {
		return nil, fmt.Errorf("the type %s has no constructor: generate the client again", shortQuote(t.Name))
	}
	parameters := t.Constructor.Parameters
	elements, types := make([]wire.ElementType, len(parameters)), make([]string, len(parameters))
	for i, p := range parameters {
		elements[i], types[i] = p.Element, p.Type
	}
	ids, err := wire.NewAgentIDFormat(t.Name, t.Constructor.Multimodal, elements, types)
	if err != nil {
		return nil, err
	}
	p := &agentType{ids: ids, component: Component{ID: t.ComponentID, Name: t.Name, Version: t.Revision, Ephemeral: t.Ephemeral}}
	p.config.Name = "create"
	for _, value := range t.Config {
		p.config.Parameters = append(p.config.Parameters, core.Parameter{Name: strings.Join(value.Path, "."), Type: value.Type})
		p.settings = append(p.settings, configOpen(value.Path))
	}
	t.Prepared.Store(p)
	return p, nil
}

// configOpen returns {"path":[…],"value":
func configOpen(path []string) string {
	names := make([]string, len(path))
	for i, name := range path {
		names[i] = quoted(name)
	}
	return `{"path":[` + strings.Join(names, ",") + `],"value":`
}
