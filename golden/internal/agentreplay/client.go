package agentreplay

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/golem-gen/golem-gen/runtime"
)

// Client is a generated package.
type Client struct {
	Agents   map[string]any // by agent type: the function that makes agents, agents.NewCounter
	Variants []any          // functions that read the interfaces of variants, agents.UnmarshalShape
	Revision uint64         // of the component that the package was generated from
}

// reader returns the function that decodes values of an interface, or the zero Value.
func (c *Client) reader(t reflect.Type) reflect.Value {
	for _, f := range c.Variants {
		if v := reflect.ValueOf(f); v.Type().Out(0) == t {
			return v
		}
	}
	return reflect.Value{}
}

// makeAgent returns the agent with the recorded parameters.
func (c *Client) makeAgent(client *runtime.Client, q *request, opts []runtime.AgentOption) (reflect.Value, error) {
	newAgent := reflect.ValueOf(c.Agents[q.AgentTypeName])
	t := newAgent.Type()
	values, err := c.parameters(q.Parameters, t, 1)
	if err != nil {
		return reflect.Value{}, fmt.Errorf("constructor: %w", err)
	}
	in := append([]reflect.Value{reflect.ValueOf(client)}, values...)
	return newAgent.CallSlice(append(in, reflect.ValueOf(opts)))[0], nil
}

// parameters decodes the values of parameters, beginning with the number first. The last parameter
// of the function has options.
func (c *Client) parameters(data *dataValue, function reflect.Type, first int) ([]reflect.Value, error) {
	types := make([]reflect.Type, 0, function.NumIn())
	for i := first; i < function.NumIn()-1; i++ {
		types = append(types, function.In(i))
	}
	switch {
	case data == nil:
		return nil, fmt.Errorf("there are no parameters")
	case data.Type == "Multimodal":
		if len(types) != 1 || c.partOf(types[0]) == nil {
			return nil, fmt.Errorf("a method that is not multimodal has no parts")
		}
		v, err := c.read(types[0], data.all)
		return []reflect.Value{v}, err
	case data.Type != "Tuple":
		return nil, fmt.Errorf("there is no data of the kind %q", data.Type)
	case len(types) != len(data.Elements):
		return nil, fmt.Errorf("the Go function has %d parameters, not %d", len(types), len(data.Elements))
	}
	values := make([]reflect.Value, len(types))
	for i, t := range types {
		var err error
		if values[i], err = c.readElement(t, data.Elements[i]); err != nil {
			return nil, fmt.Errorf("parameter %d: %w", i+1, err)
		}
	}
	return values, nil
}

// partOf returns the interface of the parts of multimodal data, or nil if t is another type.
func (c *Client) partOf(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Interface && c.reader(t.Elem()).IsValid() && strings.HasSuffix(t.Elem().Name(), "Part") {
		return t.Elem()
	}
	return nil
}

// method returns the method with a name in the agent's source, or the zero Value. Generated clients
// append Method to the name if every agent has a method of that name, as Type.
func method(target reflect.Value, name string) reflect.Value {
	name = strings.NewReplacer("-", "", "_", "").Replace(name)
	for _, name := range []string{name + "Method", name} {
		for i := range target.NumMethod() {
			if strings.EqualFold(target.Type().Method(i).Name, name) {
				return target.Method(i)
			}
		}
	}
	return reflect.Value{}
}
