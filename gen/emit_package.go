package gen

import (
	"fmt"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/metadata"
)

// emitPackage emits client.go: the pinned component, the handshake with the runtime, and the
// worker through which programs use the rest.
func (e *emitter) emitPackage() *sourceFile {
	f := e.file("client.go")
	c := e.model.component
	f.packageComment(wrap(fmt.Sprintf("Package %s is a client for version %d of the Golem component %s.", e.model.pkg, c.Version, c.Name))...)
	if c.RootPackageName != "" {
		f.packageComment("")
		f.packageComment(wrap("The component's WIT package is " + c.RootPackageName + versionSuffix(c.RootPackageVersion) + ".")...)
	}

	e.emitHandshake(f)
	e.emitComponent(f)
	e.emitWorker(f)
	return f
}

func versionSuffix(version string) string {
	if version == "" {
		return ""
	}
	return "@" + version
}

// emitHandshake names the generation of the generated code. The package stub has a constant
// for each generation that it works with.
func (e *emitter) emitHandshake(f *sourceFile) {
	f.Add(comment(
		"If this constant is undefined, this package does not fit the module github.com/golem-gen/golem-gen.",
		"If the module is older, update it. If it is newer, run golem-gen generate.",
	))
	f.Const().Id("_").Op("=").Add(inStub(fmt.Sprint("Generation", generation)))
	f.Line()
}

func (e *emitter) emitComponent(f *sourceFile) {
	c := e.model.component
	fields := []jen.Code{
		jen.Id("ID").Op(":").Lit(c.ID),
		jen.Id("Name").Op(":").Lit(c.Name),
		jen.Id("Version").Op(":").Op(fmt.Sprint(c.Version)),
		jen.Id("MetadataHash").Op(":").Lit(c.Hash()),
	}
	if c.Kind == metadata.Ephemeral {
		fields = append(fields, jen.Id("Ephemeral").Op(":").True())
	}
	f.Var().Id("component").Op("=").Add(inRuntime("Component")).ValueLines(fields...)
	f.Line()
	f.Add(comment(
		"Component identifies the component version that this package was generated for. Changing it has no",
		"effect. If the component has another id on a server, use runtime.WithComponentID.",
	))
	f.Var().Id("Component").Op("=").Id("component")
	f.Line()
}

func (e *emitter) emitWorker(f *sourceFile) {
	f.Comment("// Worker is a client for one worker of the component. Its fields are the interfaces that the")
	f.Comment("// component exports, which tests can replace by fakes. Calls through a nil field, or a field of a nil")
	f.Comment("// Worker, panic. Methods of a nil Worker return an error. A Worker is safe for concurrent use.")
	fields := []jen.Code{jen.Op("*").Add(inRuntime("Worker"))}
	if len(e.model.scopes) > 0 {
		fields = append(fields, jen.Line())
	}
	for _, s := range e.model.scopes {
		label := "functions that the world exports"
		if s.iface != nil {
			label = s.iface.Name
		}
		fields = append(fields, jen.Id(s.goName).Id(s.goName).Comment("// "+inert(label)))
	}
	f.Type().Id("Worker").Struct(fields...)
	f.Line()

	f.Comment("// NewWorker returns a client for the worker with the given name. It sends nothing: the first call")
	f.Comment("// creates the worker if it does not exist, and reports a name that is invalid.")
	f.Func().Id("NewWorker").Params(
		jen.Id("client").Op("*").Add(inRuntime("Client")),
		jen.Id("name").String(),
		jen.Id("opts").Op("...").Add(inRuntime("WorkerOption")),
	).Op("*").Id("Worker").Block(
		jen.Return(jen.Id("newWorker").Call(inStub("NewWorker").Call(
			jen.Id("client"), jen.Op("&").Id("component"), jen.Id("name"), jen.Id("opts").Op("...")))),
	)
	f.Line()

	f.Comment("// NewEphemeral returns a client that makes each call on a new worker, which ends with the call.")
	f.Comment("// Neither state nor handles outlive a call. Calls are not retried, as an idempotency key does not")
	f.Comment("// keep them from running twice.")
	f.Func().Id("NewEphemeral").Params(
		jen.Id("client").Op("*").Add(inRuntime("Client")),
		jen.Id("opts").Op("...").Add(inRuntime("WorkerOption")),
	).Op("*").Id("Worker").Block(
		jen.Return(jen.Id("newWorker").Call(inStub("NewEphemeral").Call(
			jen.Id("client"), jen.Op("&").Id("component"), jen.Id("opts").Op("...")))),
	)
	f.Line()
	e.emitNewWorker(f)
	f.Line()
	e.emitWorkerAccess(f)
}

func (e *emitter) emitNewWorker(f *sourceFile) {
	parts := []jen.Code{jen.Id("Worker").Op(":").Id("worker")}
	var body []jen.Code
	if len(e.model.scopes) > 0 {
		body = append(body, jen.Id("target").Op(":=").Add(inStub("TargetOf")).Call(jen.Id("worker")))
	}
	for _, s := range e.model.scopes {
		parts = append(parts, jen.Id(s.goName).Op(":").Op("&").Id("client"+s.goName).Values(jen.Id("target")))
	}
	body = append(body, jen.Return(jen.Op("&").Id("Worker").ValueLines(parts...)))
	f.Func().Id("newWorker").Params(jen.Id("worker").Op("*").Add(inRuntime("Worker"))).Op("*").Id("Worker").Block(body...)
}
