package gen

import (
	"fmt"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/metadata"
)

// emitAgentPackage emits client.go of a client for agents: the package comment, and the
// handshake with the runtime.
func (e *emitter) emitAgentPackage() *sourceFile {
	f := e.file("client.go")
	f.packageComment(wrap(fmt.Sprintf("Package %s is a client for %s.", e.model.pkg, deploymentLabel(e.model.deployment)))...)
	e.emitHandshake(f)
	return f
}

// deploymentLabel describes where the agents are: "the agents of the application bank in the
// environment prod".
func deploymentLabel(d *metadata.Deployment) string {
	text := "agents"
	if d.Application != "" {
		text = "the agents of the application " + d.Application
		if d.Environment != "" {
			text += " in the environment " + d.Environment
		}
		if d.HasRevision {
			text += fmt.Sprintf(", deployment %d", d.Revision)
		}
	}
	return printableName(text)
}

// agentDescriptor returns the stub.AgentType of an agent type.
func (e *emitter) agentDescriptor(s *scope) jen.Code {
	a, d := s.agent.source, e.model.deployment
	fields := []jen.Code{field("Name", jen.Lit(a.Name))}
	if s.agent.isEphemeral() {
		fields = append(fields, field("Ephemeral", jen.True()))
	}
	fields = append(fields, field("Constructor", jen.Op("&").Add(inStub("Function")).Values(e.inputFields(s.agent.constructor)...)))
	if s.agent.create != nil {
		fields = append(fields, field("Config", e.configList(s.agent)))
	}
	text := func(name, value string) {
		if value != "" {
			fields = append(fields, field(name, jen.Lit(value)))
		}
	}
	number := func(name string, value uint64) {
		if value != 0 {
			fields = append(fields, field(name, jen.Op(fmt.Sprint(value))))
		}
	}
	text("Application", d.Application)
	text("Environment", d.Environment)
	number("Deployment", d.Revision)
	text("ComponentID", a.ComponentID)
	number("Revision", a.ComponentRevision)
	return jen.Id("agent" + s.goName).Op("=").Add(inStub("AgentType")).ValueLines(fields...)
}

func (e *emitter) configList(a *agent) jen.Code {
	var list []jen.Code
	for i := range a.config {
		var path []jen.Code
		for _, part := range a.config[i].source.Path {
			path = append(path, jen.Lit(part))
		}
		list = append(list, jen.Values(field("Path", jen.Index().String().Values(path...)),
			field("Type", e.constants.use(a.create.parameters[i].typ).code())))
	}
	return jen.Index().Add(inStub("ConfigValue")).Values(list...)
}

// agentFunction returns the stub.Function of an agent's method.
func (e *emitter) agentFunction(fn *function) jen.Code {
	fields := append([]jen.Code{field("Name", jen.Lit(fn.source.Name))}, e.inputFields(fn)...)
	if len(fn.results) > 0 {
		results, multimodal := e.elements(resultMembers(fn))
		fields = append(fields, field("Results", results))
		if multimodal {
			fields = append(fields, field("MultimodalResult", jen.True()))
		}
	}
	return jen.Id(fn.variable).Op("=").Add(inStub("Function")).Values(fields...)
}

// inputFields returns the fields of a stub.Function about the input of the function.
func (e *emitter) inputFields(fn *function) []jen.Code {
	if len(fn.parameters) == 0 {
		return nil
	}
	members := make([]member, len(fn.parameters))
	for i, p := range fn.parameters {
		members[i] = member{name: p.name, typ: p.typ}
	}
	parameters, multimodal := e.elements(members)
	fields := []jen.Code{field("Parameters", parameters)}
	if multimodal {
		fields = append(fields, field("Multimodal", jen.True()))
	}
	return fields
}

// elements returns a list of stub.Parameter. For multimodal data, it lists the parts.
func (e *emitter) elements(members []member) (list jen.Code, multimodal bool) {
	if parts := members[0].typ.parts(); parts != nil {
		members, multimodal = parts.members, true
	}
	var values []jen.Code
	for i := range members {
		m := &members[i]
		var fields []jen.Code
		if m.name != "" {
			fields = append(fields, field("Name", jen.Lit(m.name)))
		}
		if isElement(m.typ.source) {
			fields = append(fields, field("Element", elementConstant(m.typ)))
		} else {
			fields = append(fields, field("Type", e.constants.use(m.typ).code()))
		}
		values = append(values, jen.Values(fields...))
	}
	return jen.Index().Add(inStub("Parameter")).Values(values...), multimodal
}

// parts returns the type of the parts of multimodal data, nil for other types.
func (t *goType) parts() *namedType {
	if t == nil || t.named != nil || !isMultimodal(t.source) {
		return nil
	}
	return t.items[0].named
}

// elementConstant returns the constant for the type of an element.
func elementConstant(t *goType) jen.Code {
	switch t.source.Kind {
	case kindText:
		return inWire("UnstructuredText")
	case kindBinary:
		return inWire("UnstructuredBinary")
	default:
		return inWire("ComponentModel")
	}
}
