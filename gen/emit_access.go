package gen

import (
	"slices"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
)

// access is a method of a type of runtime that a generated struct embeds.
type access struct {
	name, does string
	parameters []jen.Code
	arguments  []jen.Code
	results    jen.Code
}

// emitAccess emits methods of the struct owner that call those of embedded, a type of runtime.
// Promoted methods would panic for a nil struct.
func (e *emitter) emitAccess(f *sourceFile, owner, receiver, embedded, getter string, methods []access) {
	self := jen.Id(receiver).Op("*").Id(owner)
	for _, m := range methods {
		f.Add(comment(wrap(m.name + " " + m.does + ", see [runtime." + embedded + "." + m.name + "].")...))
		f.Func().Params(self).Id(m.name).Params(m.parameters...).Add(m.results).Block(
			jen.Return(jen.Id(receiver).Dot(getter).Call().Dot(m.name).Call(m.arguments...)))
		f.Line()
	}
	f.Func().Params(self).Id(getter).Params().Op("*").Add(inRuntime(embedded)).Block(
		jen.If(jen.Id(receiver).Op("==").Nil()).Block(jen.Return(jen.Nil())),
		jen.Return(jen.Id(receiver).Dot(embedded)))
	f.Line()
}

// callStatus is the method CallStatus of workers and agents.
func callStatus() access {
	return access{
		name: "CallStatus", does: "returns what the server knows of the call with the idempotency key",
		parameters: []jen.Code{contextParameter(), jen.Id("key").String()}, arguments: []jen.Code{jen.Id("ctx"), jen.Id("key")},
		results: jen.Params(inRuntime("CallStatus"), jen.Error()),
	}
}

// emitAgentAccess emits the methods of runtime.Agent.
func (e *emitter) emitAgentAccess(f *sourceFile, s *scope) {
	methods := []access{
		{name: "ID", does: "returns the text by which the server knows the agent", results: jen.String()},
		{name: "Type", does: "returns the name of the agent's type", results: jen.String()},
		{name: "Phantom", does: "returns the UUID of a phantom agent", results: jen.String()},
		{name: "Client", does: "returns the connection that the agent is reached by", results: jen.Op("*").Add(inRuntime("Client"))},
		callStatus(),
		{
			name: "Delete", does: "deletes the agent and all that it holds", results: jen.Error(),
			parameters: []jen.Code{contextParameter()}, arguments: []jen.Code{jen.Id("ctx")},
		},
	}
	e.emitAccess(f, s.goName, "c", "Agent", "agent", methods)
	e.emitPrinting(f, printed{
		owner: s.goName, receiver: "c", by: jen.Id("c").Dot("agent").Call(), as: "Agent",
		has: func(name string) bool { return hasMethod(s.functions, name) },
	})
}

// emitWorkerAccess emits the methods of runtime.Worker, except those that have the name of a field.
func (e *emitter) emitWorkerAccess(f *sourceFile) {
	isField := func(name string) bool {
		return slices.ContainsFunc(e.model.scopes, func(s *scope) bool { return s.goName == name })
	}
	methods := slices.DeleteFunc(slices.Concat(workerAccessors(), workerOperations()), func(m access) bool { return isField(m.name) })
	e.emitAccess(f, "Worker", "w", "Worker", "worker", methods)
	e.emitPrinting(f, printed{owner: "Worker", receiver: "w", by: jen.Id("w").Dot("worker").Call(), as: "Worker", has: isField})
}

func workerAccessors() []access {
	return []access{
		{name: "Name", does: "returns the worker's name", results: jen.String()},
		{name: "Component", does: "returns the version that the client was generated for", results: jen.Op("*").Add(inRuntime("Component"))},
		{name: "ComponentID", does: "returns the component's id on the server", results: jen.String()},
		{name: "Client", does: "returns the connection that the worker is reached by", results: jen.Op("*").Add(inRuntime("Client"))},
	}
}

func workerOperations() []access {
	ctx, key := jen.Id("ctx"), jen.Id("key").String()
	return []access{
		{
			name: "Metadata", does: "returns the server's description of the worker",
			parameters: []jen.Code{contextParameter()}, arguments: []jen.Code{ctx},
			results: jen.Params(jen.Op("*").Add(inRuntime("WorkerMetadata")), jen.Error()),
		},
		{
			name: "Create", does: "creates the worker with arguments and environment variables",
			parameters: []jen.Code{contextParameter(), jen.Id("args").Index().String(), jen.Id("env").Map(jen.String()).String()},
			arguments:  []jen.Code{ctx, jen.Id("args"), jen.Id("env")},
			results:    jen.Params(jen.Id("componentVersion").Uint64(), jen.Err().Error()),
		},
		{
			name: "Delete", does: "deletes the worker", results: jen.Error(),
			parameters: []jen.Code{contextParameter()}, arguments: []jen.Code{ctx},
		},
		{
			name: "CancelInvocation", does: "cancels the call with the idempotency key if it has not begun",
			parameters: []jen.Code{contextParameter(), key}, arguments: []jen.Code{ctx, jen.Id("key")},
			results: jen.Params(jen.Id("canceled").Bool(), jen.Err().Error()),
		},
		callStatus(),
		{
			name: "SettleCall", does: "tells the client whether the worker has run the call with the idempotency key",
			parameters: []jen.Code{key, jen.Id("ran").Bool()}, arguments: []jen.Code{jen.Id("key"), jen.Id("ran")},
			results: jen.Id("bool"),
		},
	}
}
