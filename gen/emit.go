package gen

import (
	"bytes"
	"fmt"
	"go/format"
	"sync"

	"github.com/dave/jennifer/jen"

	"github.com/golem-gen/golem-gen/metadata"
)

// The packages that generated code imports.
const (
	contextPath = "context"
	runtimePath = "github.com/golem-gen/golem-gen/runtime"
	wirePath    = "github.com/golem-gen/golem-gen/runtime/wire"
)

// generation is the number that generated code and runtime compare at compile
// time. It moves when generated code starts to need something of the runtime
// that older runtimes do not have, or stops to work with it.
const generation = 1

// emitter is the state of step 3: one per generated package.
//
// Unexported package-level names are made of a fixed prefix and an exported
// name (appendMoney, typeMoney, clientCart), so that no two of them, and none
// of them and a name of the component, can be equal.
type emitter struct {
	model   *model
	types   map[*metadata.Type]string // names of types in WIT-like text
	helpers *helpers
	files   []*sourceFile
}

// sourceFile is a file being written.
type sourceFile struct {
	name string
	*jen.File
}

func emitClient(m *model) (map[string][]byte, error) {
	e := &emitter{model: m, types: witNames(m), helpers: newHelpers()}
	e.emitPackage()
	for _, s := range m.scopes {
		e.emitInterfaceFile(s)
		if len(s.types) > 0 {
			e.emitTypesFile(s)
		}
		e.emitWireFile(s)
	}
	return render(e.files)
}

// file starts a file of the package.
func (e *emitter) file(name string) *sourceFile {
	f := &sourceFile{name: name, File: jen.NewFile(e.model.pkg)}
	f.HeaderComment(Header)
	f.ImportName(runtimePath, "runtime")
	f.ImportName(wirePath, "wire")
	f.NoFormat = true
	e.files = append(e.files, f)
	return f
}

// render turns the files into formatted text, as many at a time as there are cores.
func render(files []*sourceFile) (map[string][]byte, error) {
	texts := make([][]byte, len(files))
	errs := make([]error, len(files))
	var group sync.WaitGroup
	for i, f := range files {
		group.Go(func() { texts[i], errs[i] = f.text() })
	}
	group.Wait()
	out := make(map[string][]byte, len(files))
	for i, f := range files {
		if errs[i] != nil {
			return nil, errs[i]
		}
		out[f.name] = texts[i]
	}
	return out, nil
}

func (f *sourceFile) text() ([]byte, error) {
	var buffer bytes.Buffer
	if err := f.Render(&buffer); err != nil {
		return nil, fmt.Errorf("cannot render %s: %w; this is a defect of golem-gen, please report it", f.name, err)
	}
	text, err := format.Source(groupImports(buffer.Bytes()))
	if err != nil {
		return nil, fmt.Errorf("cannot format %s: %w; this is a defect of golem-gen, please report it", f.name, err)
	}
	return text, nil
}

// groupImports puts an empty line between the standard library and our packages.
func groupImports(source []byte) []byte {
	last := []byte(`"` + contextPath + `"` + "\n")
	return bytes.Replace(source, last, append(last, '\n'), 1)
}

func inContext(name string) *jen.Statement { return jen.Qual(contextPath, name) }
func inRuntime(name string) *jen.Statement { return jen.Qual(runtimePath, name) }
func inWire(name string) *jen.Statement    { return jen.Qual(wirePath, name) }

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
