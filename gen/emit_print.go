package gen

import (
	"slices"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
)

// printed is a generated struct that packages fmt and slog print.
type printed struct {
	owner, receiver string
	by              *jen.Statement         // expression of a value that has the methods of printing
	as              string                 // type in runtime of that value, for the comment; "" for none
	has             func(name string) bool // reports whether the struct has another method, or a field, of the name
}

// printing are the methods that packages fmt and slog call. Without these methods, the packages
// would print the fields of a struct.
var printing = []struct {
	name, implements string
	result           func() *jen.Statement
}{
	{"String", "fmt.Stringer", jen.String},
	{"LogValue", "slog.LogValuer", func() *jen.Statement { return jen.Qual(slogPath, "Value") }},
}

// emitPrinting emits the methods of p that packages fmt and slog call.
func (e *emitter) emitPrinting(f *sourceFile, p printed) {
	see := func(string) string { return "." }
	if p.as != "" {
		see = func(method string) string { return ", see [runtime." + p.as + "." + method + "]." }
	}
	for _, m := range printing {
		if !p.has(m.name) {
			f.Add(comment(wrap(m.name + " implements " + m.implements + see(m.name))...))
			f.Func().Params(jen.Id(p.receiver).Op("*").Id(p.owner)).Id(m.name).Params().Add(m.result()).BlockLine(
				jen.Return(p.by.Clone().Dot(m.name).Call()))
			f.Line()
		}
	}
}

// hasMethod reports whether one of the functions has the name in Go. Only a configuration gives a
// function the name of a method that packages fmt and slog call.
func hasMethod(functions []*function, name string) bool {
	return slices.ContainsFunc(functions, func(fn *function) bool { return fn.goName == name })
}

// has reports whether a method of the set has the name.
func (set *methodSet) has(name string) bool {
	return slices.ContainsFunc(set.methods, func(m method) bool { return m.goName == name })
}

// emitPrinter emits the method of the type that makes the calls of a set by which they are printed.
// The first one is followed by a function that finds it.
func (e *emitter) emitPrinter(f *sourceFile, receiver jen.Code) {
	printer := jen.Id("printer").Params().Add(inStub("Printer"))
	f.Func().Params(receiver).Add(printer.Clone()).BlockLine(jen.Return(jen.Id("c").Dot("target")))
	f.Line()
	if e.printerOf {
		return
	}
	e.printerOf = true
	f.Add(comment("printerOf returns what is printed for calls."))
	f.Func().Id("printerOf").Params(jen.Id("calls").Any()).Add(inStub("Printer")).Block(
		jen.If(jen.List(jen.Id("c"), jen.Id("ok")).Op(":=").Id("calls").Assert((&jen.Statement{}).Interface(printer)), jen.Id("ok")).Block(
			jen.Return(jen.Id("c").Dot("printer").Call())),
		jen.Return(inStub("Fake")))
	f.Line()
}

// printerOf returns the expression of what is printed for the calls that a method of a struct
// returns.
func printerOf(receiver, calls string) *jen.Statement {
	return jen.Id("printerOf").Call(jen.Id(receiver).Dot(calls).Call())
}
