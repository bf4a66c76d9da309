package gen

import "github.com/golem-gen/golem-gen/gen/internal/jen"

// emitInterfaceFile emits the code that users call for one exported interface: its methods and
// its resources.
func (e *emitter) emitInterfaceFile(s *scope) *sourceFile {
	f := e.file(s.file + ".go")
	methods := e.interfaceMethods(s)
	e.emitMethodsInterface(f, methods)
	e.emitMethodsEnqueue(f, methods)
	for _, r := range s.resources {
		e.emitResource(f, s, r)
	}
	e.emitMethodsClient(f, methods)
	return f
}

// interfaceMethods returns the methods of an interface's Go type: its functions, and the
// methods that make its resources.
func (e *emitter) interfaceMethods(s *scope) *methodSet {
	set := &methodSet{
		owner: s.goName, goName: s.goName,
		doc:  docLines(wrap(s.goName+" has the functions that "+interfaceLabel(s)+" exports."), s.doc),
		none: inStub("TargetOf").Call(jen.Nil()),
	}
	e.addCalls(set, s.functions...)
	for _, r := range s.resources {
		e.addResourceMakers(set, r)
	}
	return set
}

// interfaceLabel returns the interface for a comment: "the interface acme:shop/cart@1.4.0".
func interfaceLabel(s *scope) string {
	if s.iface == nil {
		return "the world"
	}
	return "the interface " + s.iface.Name
}
