package gen

import (
	"path"

	"github.com/dave/jennifer/jen"

	"github.com/golem-gen/golem-gen/metadata"
)

// The packages that generated code imports.
const (
	contextPath   = "context"
	jsonPath      = "encoding/json"
	runtimePath   = "github.com/golem-gen/golem-gen/runtime"
	stubPath      = "github.com/golem-gen/golem-gen/runtime/stub"
	wirePath      = "github.com/golem-gen/golem-gen/runtime/wire"
	golemtestPath = "github.com/golem-gen/golem-gen/runtime/golemtest"
	testservePath = "github.com/golem-gen/golem-gen/runtime/golemtest/testserve"
)

// generation is the number that generated code and runtime compare at compile
// time. It moves when generated code starts to need something of the runtime
// that older runtimes do not have, or stops to work with it.
const generation = 1

// emitter is the state of step 3: one per generated package.
//
// Unexported package-level names are made of a fixed prefix and an exported
// name (appendMoney, typeMoney, clientCart), or of words for kinds of types and
// such names (writeListOrder, optionMoneyType), so that no two of them, and none
// of them and a name of the component, can be equal.
type emitter struct {
	model   *model
	pkg     string                    // package being written
	folder  string                    // its folder, relative to the client's, with a slash at the end
	client  string                    // import path of the client; "" when that is what is being written
	types   map[*metadata.Type]string // names of types in WIT-like text
	helpers *helpers
	short   []jen.Code // helpers on one line each, for the end of the file's helpers
	tables  []jen.Code // names of fields and cases that the file's codecs look up
	// constants are asked for by the client only.
	constants *typeConstants
	handles   handleTypes   // asked for by the test package only
	files     []*sourceFile // not yet rendered
}

// sourceFile is a file being written.
type sourceFile struct {
	name string
	*jen.File
}

func emitClient(m *model) (map[string][]byte, error) {
	e := &emitter{model: m, pkg: m.pkg, types: witNames(m), helpers: newHelpers(), constants: newTypeConstants(m)}
	r := newRenderer()
	e.emitPackage()
	r.add(e.finished()...)
	for _, s := range m.scopes {
		e.emitInterfaceFile(s)
		if len(s.types) > 0 {
			e.emitTypesFile(s)
		}
		e.emitWireFile(s)
		r.add(e.finished()...)
	}
	return r.texts()
}

// finished hands over the files that are finished: nothing keeps their declarations,
// which are many times their text, alive after they are rendered.
func (e *emitter) finished() []*sourceFile {
	files := e.files
	e.files = nil
	return files
}

// file starts a file of the package.
func (e *emitter) file(name string) *sourceFile {
	f := &sourceFile{name: e.folder + name, File: jen.NewFile(e.pkg)}
	f.HeaderComment(Header)
	f.ImportName(runtimePath, "runtime")
	f.ImportName(stubPath, "stub")
	f.ImportName(wirePath, "wire")
	f.ImportName(golemtestPath, "golemtest")
	f.ImportName(testservePath, "testserve")
	if path.Base(e.client) == e.model.pkg {
		f.ImportName(e.client, e.model.pkg)
	} else if e.client != "" {
		f.ImportAlias(e.client, e.model.pkg)
	}
	f.NoFormat = true
	e.files = append(e.files, f)
	return f
}

func inContext(name string) *jen.Statement   { return jen.Qual(contextPath, name) }
func inRuntime(name string) *jen.Statement   { return jen.Qual(runtimePath, name) }
func inStub(name string) *jen.Statement      { return jen.Qual(stubPath, name) }
func inWire(name string) *jen.Statement      { return jen.Qual(wirePath, name) }
func inGolemtest(name string) *jen.Statement { return jen.Qual(golemtestPath, name) }
func inTestserve(name string) *jen.Statement { return jen.Qual(testservePath, name) }

// inClient is a name that the client package declares.
func (e *emitter) inClient(name string) *jen.Statement {
	if e.client == "" {
		return jen.Id(name)
	}
	return jen.Qual(e.client, name)
}

// Parameters that many generated functions share.
func contextParameter() *jen.Statement { return jen.Id("ctx").Add(inContext("Context")) }

func optionsParameter() *jen.Statement { return jen.Id("opts").Op("...").Add(inRuntime("CallOption")) }

// comment writes lines as // comments; an empty line becomes "//".
func comment(lines ...string) *jen.Statement {
	s := &jen.Statement{}
	for i, line := range lines {
		if i > 0 {
			s.Line()
		}
		if line == "" {
			s.Op("//")
			continue
		}
		s.Op("// " + line)
	}
	return s
}
