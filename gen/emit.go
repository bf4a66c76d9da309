package gen

import (
	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/metadata"
)

// emit is step 3. It emits the client, and its test package if the options ask for one,
// and hands over each file as soon as it is complete.
func emit(m *model, o Options, files *formatter) {
	emitClient(m, files)
	if o.TestPackage {
		emitTestPackage(m, o.ImportPath, files)
	}
}

func emitClient(m *model, files *formatter) {
	h := newHelpers(m)
	e := &emitter{model: m, pkg: m.pkg, types: witNames(m), helpers: h, constants: newTypeConstants(m, h.names)}
	if m.deployment != nil {
		files.later(e.emitAgentPackage)
	} else {
		files.later(e.emitPackage)
	}
	for _, s := range m.scopes {
		if s.agent != nil {
			files.add(e.emitAgentFile(s))
		} else {
			files.add(e.emitInterfaceFile(s))
		}
		if len(s.types) > 0 {
			files.later(func() *sourceFile { return e.emitTypesFile(s) })
		}
		files.add(e.emitWireFile(s))
	}
}

// generation is the number that generated code and runtime compare at compile
// time. It moves when generated code starts to need something of the runtime
// that older runtimes do not have, or stops to work with it.
const generation = 1

// emitter is the state of step 3: one per generated package.
//
// Unexported package-level names are a fixed prefix and an exported name (appendMoney,
// typeMoney, clientCart), or the structure of a type as such a name (appendListOrder,
// typeOptionMoney; see structureNames), so that no two of them, and none of them and a
// name of the component, can be equal.
type emitter struct {
	model   *model
	pkg     string                    // package being written
	folder  string                    // its folder, relative to the client's, with a slash at the end
	client  string                    // import path of the client; "" when that is what is being written
	types   map[*metadata.Type]string // names of types in WIT-like text
	helpers *helpers
	tables  []jen.Code // names of fields and cases that the file's codecs look up
	// constants are asked for by the client only.
	constants *typeConstants
	handles   handleTypes       // asked for by the test package only
	secrets   map[*scope]string // Go types of agents' secrets, in the test package
}
