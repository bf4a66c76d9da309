package runtime

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// describedType is an agent type in a deployment or in a component revision, as the server
// describes it. It never changes.
type describedType struct {
	componentID string // component that implements the type
	revision    uint64 // of that component
	missing     bool   // no type of that name exists
	ephemeral   bool
	constructor dataJSON
	methods     map[string]*methodJSON
	config      map[string]string // types by path, see configKey

	mu       sync.Mutex
	verdicts atomic.Pointer[map[agentCall]string] // results of takes; mu is held to replace the map
}

// agentCall is the key of a comparison: a call of function by a client of kind. If function is
// nil, only the identity of the agent is compared.
type agentCall struct {
	kind     *core.AgentType
	function *core.Function
}

// The part of an agent type's document that the client reads.
type (
	agentTypeJSON struct {
		TypeName    string
		Mode        string
		Constructor struct{ InputSchema dataJSON }
		Methods     []*methodJSON
		Config      []struct {
			Path      []string
			ValueType json.RawMessage
		}
	}
	methodJSON struct {
		Name                      string
		InputSchema, OutputSchema dataJSON
	}
	dataJSON struct {
		Type     string // "Tuple" or "Multimodal"
		Elements []elementJSON
	}
	elementJSON struct {
		Name   string
		Schema struct {
			Type         string
			ElementType  json.RawMessage
			Restrictions []restrictionJSON // nil for none
		}
	}
)

// readDeployedType reads the document of an agent type in a deployment.
func readDeployedType(answer []byte) (*describedType, error) {
	var document struct {
		AgentType     *agentTypeJSON
		ImplementedBy struct {
			ComponentID       string `json:"componentId"`
			ComponentRevision *uint64
		}
	}
	if err := unmarshal(answer, &document); err != nil {
		return nil, err
	}
	by := document.ImplementedBy
	switch {
	case document.AgentType == nil:
		return nil, errors.New("has no agentType")
	case by.ComponentRevision == nil || by.ComponentID == "":
		return nil, errors.New("has no implementedBy.componentId or componentRevision")
	}
	t := document.AgentType.described()
	t.componentID, t.revision = lowerID(by.ComponentID), *by.ComponentRevision
	return t, nil
}

// readComponentTypes reads the agent types of a component's document, by name.
func readComponentTypes(answer []byte) (revisionTypes, error) {
	var document struct {
		ID       string
		Revision *uint64
		Metadata struct{ AgentTypes []*agentTypeJSON }
	}
	if err := unmarshal(answer, &document); err != nil {
		return nil, err
	}
	if document.Revision == nil {
		return nil, errors.New("has no revision")
	}
	types := make(revisionTypes, len(document.Metadata.AgentTypes))
	for _, a := range document.Metadata.AgentTypes {
		if a == nil {
			continue
		}
		t := a.described()
		t.componentID, t.revision = lowerID(document.ID), *document.Revision
		types[a.TypeName] = t
	}
	return types, nil
}

func (a *agentTypeJSON) described() *describedType {
	t := &describedType{
		ephemeral: a.Mode == "Ephemeral", constructor: a.Constructor.InputSchema,
		methods: make(map[string]*methodJSON, len(a.Methods)), config: make(map[string]string, len(a.Config)),
	}
	for _, m := range a.Methods {
		if m != nil {
			t.methods[m.Name] = m
		}
	}
	for _, c := range a.Config {
		t.config[configKey(c.Path)] = string(c.ValueType)
	}
	return t
}

func configKey(path []string) string { return strings.Join(path, "\x00") }

// takes returns why a call must not be made on an agent of the type, or "" if the call means
// the same there as to the client. Servers pass all values by position, and an agent's id
// contains the parameters of its constructor by position. Types of a method's parameters may
// have more cases at the end, which no value of the client has.
func (t *describedType) takes(c agentCall) (difference string) {
	if known := t.verdicts.Load(); known != nil {
		if difference, ok := (*known)[c]; ok {
			return difference
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	verdicts := make(map[agentCall]string)
	if known := t.verdicts.Load(); known != nil {
		maps.Copy(verdicts, *known)
	}
	difference = t.compare(c)
	verdicts[c] = difference
	t.verdicts.Store(&verdicts)
	return difference
}

func (t *describedType) compare(c agentCall) (difference string) {
	if difference := t.differsInIdentity(c.kind); difference != "" {
		return difference
	}
	if c.function == nil {
		return ""
	}
	if kind, err := prepareAgentType(c.kind); err == nil && c.function == &kind.config {
		return t.compareConfig(c.kind)
	}
	m := t.methods[c.function.Name]
	if m == nil {
		return "it has no method " + c.function.Name
	}
	if difference := m.InputSchema.differs(c.function.Parameters, c.function.Multimodal, wire.PassedAlike); difference != "" {
		return "the method " + m.Name + ": " + difference
	}
	results := c.function.Results
	if !c.function.MultimodalResult {
		results = named(results, m.OutputSchema.Elements)
	}
	if difference := m.OutputSchema.differs(results, c.function.MultimodalResult, wire.EqualTypes); difference != "" {
		return "the result of " + m.Name + ": " + difference
	}
	return ""
}

// differsInIdentity returns why the parameters of the constructor denote another agent of the
// type than for a client of kind, or "" if they denote the same one.
func (t *describedType) differsInIdentity(kind *core.AgentType) (difference string) {
	switch {
	case t.missing:
		return "it has no agent type " + kind.Name
	case t.ephemeral != kind.Ephemeral && t.ephemeral:
		return "the agent type was durable, now it is ephemeral"
	case t.ephemeral != kind.Ephemeral:
		return "the agent type was ephemeral, now it is durable"
	}
	if difference := t.constructor.differs(kind.Constructor.Parameters, kind.Constructor.Multimodal, wire.EqualTypes); difference != "" {
		return "the constructor: " + difference
	}
	return ""
}

// named returns results with the names in found, because names of results have no meaning.
func named(results []core.Parameter, found []elementJSON) []core.Parameter {
	list := make([]core.Parameter, len(results))
	for i, r := range results {
		if r.Name = "value"; i < len(found) {
			r.Name = found[i].Name
		}
		list[i] = r
	}
	return list
}

func (t *describedType) compareConfig(kind *core.AgentType) (difference string) {
	for _, c := range kind.Config {
		found, ok := t.config[configKey(c.Path)]
		name := strings.Join(c.Path, ".")
		if !ok {
			return "the configuration " + name + " is gone"
		}
		if path, difference, equal := wire.EqualTypes(c.Type, found); !equal {
			return "the configuration " + joinPath(name, path) + ": " + difference
		}
	}
	return ""
}

// differs compares the elements with those that the client was generated for: their number,
// names and order, and their types by alike.
func (d *dataJSON) differs(pinned []core.Parameter, multimodal bool, alike compareFunc) (difference string) {
	switch {
	case multimodal && d.Type != "Multimodal":
		return "it was multimodal, now it is not"
	case !multimodal && d.Type == "Multimodal":
		return "it was not multimodal, now it is"
	}
	found := make([]core.Parameter, len(d.Elements))
	for i := range d.Elements {
		e := &d.Elements[i]
		if found[i] = (core.Parameter{Name: e.Name, Type: string(e.Schema.ElementType)}); i < len(pinned) && e.Schema.Type != pinned[i].Element.String() {
			return fmt.Sprintf("element %d was %s, now it is %s", i+1, pinned[i].Element, e.Schema.Type)
		}
		if i < len(pinned) && pinned[i].Element != wire.ComponentModel {
			found[i].Type = pinned[i].Type // restrictions on data are not part of its type
		}
	}
	return compareParameters(pinned, found, alike)
}
