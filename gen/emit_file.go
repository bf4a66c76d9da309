package gen

import (
	"path"
	"strings"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
)

// The packages that generated code imports.
const (
	contextPath   = "context"
	jsonPath      = "encoding/json"
	timePath      = "time"
	slogPath      = "log/slog"
	runtimePath   = "github.com/golem-gen/golem-gen/runtime"
	stubPath      = "github.com/golem-gen/golem-gen/runtime/stub"
	wirePath      = "github.com/golem-gen/golem-gen/runtime/wire"
	golemtestPath = "github.com/golem-gen/golem-gen/runtime/golemtest"
	testservePath = "github.com/golem-gen/golem-gen/runtime/golemtest/testserve"
)

// sourceFile is a file being written.
type sourceFile struct {
	name string
	*jen.File
}

// file starts a file of the package.
func (e *emitter) file(name string) *sourceFile {
	f := &sourceFile{name: e.folder + name, File: jen.NewFile(e.pkg)}
	f.HeaderComment(Header)
	if e.deprecated {
		f.HeaderComment(ignoreDeprecated)
	}
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
	return f
}

// packageComment adds lines to the comment of the package.
func (f *sourceFile) packageComment(lines ...string) {
	for _, line := range lines {
		f.PackageComment(strings.TrimSuffix("// "+inert(line), " "))
	}
}

func inContext(name string) *jen.Statement   { return jen.Qual(contextPath, name) }
func inRuntime(name string) *jen.Statement   { return jen.Qual(runtimePath, name) }
func inStub(name string) *jen.Statement      { return jen.Qual(stubPath, name) }
func inWire(name string) *jen.Statement      { return jen.Qual(wirePath, name) }
func inGolemtest(name string) *jen.Statement { return jen.Qual(golemtestPath, name) }
func inTestserve(name string) *jen.Statement { return jen.Qual(testservePath, name) }

// inClient returns a name that the client package declares.
func (e *emitter) inClient(name string) *jen.Statement {
	if e.client == "" {
		return jen.Id(name)
	}
	return jen.Qual(e.client, name)
}

// Parameters that many generated functions share.
func contextParameter() *jen.Statement { return jen.Id("ctx").Add(inContext("Context")) }

func timeParameter() *jen.Statement { return jen.Id("at").Qual(timePath, "Time") }

func optionsParameter() *jen.Statement { return jen.Id("opts").Op("...").Add(inRuntime("CallOption")) }

// comment returns lines as // comments. An empty line becomes "//".
func comment(lines ...string) *jen.Statement {
	s := &jen.Statement{}
	for i, line := range lines {
		if i > 0 {
			s.Line()
		}
		switch line = inert(line); {
		case line == "":
			s.Comment("//")
		case line[0] == '\t':
			s.Comment("//" + line)
		default:
			s.Comment("// " + line)
		}
	}
	return s
}
