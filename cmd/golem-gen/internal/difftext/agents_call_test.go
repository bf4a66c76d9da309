package difftext

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// makeTo makes the call as a generated client of the deployment does.
func (c *agentCall) makeTo(client *runtime.Client, of *metadata.Deployment, result *string) error {
	constructor, run := functionOf(&c.kind.Constructor.Input, nil), functionOf(&c.kind.Method("run").Input, &c.kind.Method("run").Output)
	run.Name = "run"
	kind := &stub.AgentType{
		Name: c.kind.Name, Ephemeral: c.kind.Mode == metadata.Ephemeral, Constructor: constructor, Application: "bank", Environment: "prod",
		Deployment: of.Revision, ComponentID: c.kind.ComponentID, Revision: c.kind.ComponentRevision,
	}
	for _, declared := range c.kind.Config {
		if declared.Source == metadata.ConfigLocal {
			kind.Config = append(kind.Config, stub.ConfigValue{Path: declared.Path, Type: string(declared.Type.AppendJSON(nil))})
		}
	}
	agent := stub.NewAgent(client, kind, nil)
	put(agent, &c.kind.Constructor.Input, c.identity)
	target := agent.Address()
	if len(kind.Config) > 0 {
		c.create(target)
	}
	call := target.Begin(run, nil)
	put(call, &c.kind.Method("run").Input, c.in)
	if len(run.Results) == 0 && !run.MultimodalResult {
		return call.Await(context.Background())
	}
	return call.AwaitValue(context.Background(), result, func(d *wire.Decoder, v any) {
		text := d.Raw()
		for i := 1; i < len(run.Results) && !run.MultimodalResult; i++ {
			d.NextElement(run.Results[i].Element)
			text += "," + d.Raw()
		}
		if len(run.Results) > 1 && !run.MultimodalResult {
			text = "[" + text + "]"
		}
		*v.(*string) = text
	})
}

// create makes the agent with its configuration. If that fails, the call fails as well.
func (c *agentCall) create(target stub.Target) {
	call := stub.Create(stub.AgentOf(target), nil)
	for i, declared := range c.kind.Config {
		call.Buffer = append(call.Part(i), valueJSON(declared.Type, 0)...)
	}
	_ = call.Await(context.Background())
}

func functionOf(in, out *metadata.DataSchema) *stub.Function {
	fn := &stub.Function{Multimodal: in.Kind == metadata.SchemaMultimodal}
	fn.Parameters = parametersOf(in)
	if out != nil {
		fn.Results, fn.MultimodalResult = parametersOf(out), out.Kind == metadata.SchemaMultimodal
	}
	return fn
}

func parametersOf(s *metadata.DataSchema) (list []stub.Parameter) {
	for _, e := range s.Elements {
		p := stub.Parameter{Name: e.Name}
		switch e.Kind {
		case metadata.ComponentModel:
			p.Type = string(e.Type.AppendJSON(nil))
		case metadata.UnstructuredText:
			p.Element = wire.UnstructuredText
		}
		list = append(list, p)
	}
	return list
}

// put writes the parameters.
func put(call *stub.Call, s *metadata.DataSchema, list []string) {
	said := runtime.InlineText("guten Tag", "de")
	for i, e := range s.Elements {
		switch {
		case s.Kind == metadata.SchemaMultimodal && e.Kind == metadata.UnstructuredText:
			call.Buffer = wire.AppendText(call.Part(i), &call.Encoder, &said)
		case s.Kind == metadata.SchemaMultimodal:
			call.Buffer = append(call.Part(i), list[i]...)
		case e.Kind == metadata.UnstructuredText:
			call.PutText(said)
		default:
			call.Buffer = append(call.Param(), list[i]...)
		}
	}
}

func elementsJSON(s *metadata.DataSchema, n int) (list []string) {
	for _, e := range s.Elements {
		switch e.Kind {
		case metadata.ComponentModel:
			list = append(list, valueJSON(e.Type, n))
		default:
			list = append(list, `{"data":"guten Tag","textType":{"languageCode":"de"},"type":"Inline"}`)
		}
		n++
	}
	return list
}

// valueJSON returns the n-th of some values of a type.
func valueJSON(t *metadata.Type, n int) string {
	switch t.Kind {
	case metadata.KindRecord:
		var fields []string
		for i, f := range t.Fields {
			fields = append(fields, quoted(f.Name)+":"+valueJSON(f.Type, n+i))
		}
		return "{" + strings.Join(fields, ",") + "}"
	case metadata.KindTuple:
		var items []string
		for i, item := range t.Items {
			items = append(items, valueJSON(item, n+i))
		}
		return "[" + strings.Join(items, ",") + "]"
	case metadata.KindVariant:
		c := t.Cases[n%len(t.Cases)]
		if c.Type == nil {
			return quoted(map[string]any{c.Name: nil})
		}
		return quoted(map[string]json.RawMessage{c.Name: json.RawMessage(valueJSON(c.Type, n))})
	case metadata.KindEnum:
		return quoted(t.Names[n%len(t.Names)])
	case metadata.KindFlags:
		return quoted(t.Names[n%len(t.Names) : n%len(t.Names)+1])
	case metadata.KindOption:
		if n%2 == 1 {
			return "null"
		}
		return valueJSON(t.Inner, n)
	case metadata.KindStr:
		return quoted(fmt.Sprint("text ", n))
	case metadata.KindF32, metadata.KindF64:
		return fmt.Sprintf("%d.5", n)
	}
	return fmt.Sprint(n + 1)
}

func quoted(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}
