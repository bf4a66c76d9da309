package gen

import (
	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/metadata"
)

// emit is step 3. It emits the client and, if the options ask for it, the test package. It
// passes each file to files as soon as the file is complete.
func emit(m *model, o Options, files *formatter) {
	emitClient(m, files)
	if o.TestPackage {
		emitTestPackage(m, o.ImportPath, files)
	}
}

func emitClient(m *model, files *formatter) {
	h := newHelpers(m)
	e := &emitter{
		model: m, pkg: m.pkg, types: witNames(m), helpers: h, constants: newTypeConstants(m, h.names), enums: findEnumUse(m),
	}
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

// generation is the version of the contract between generated code and runtime, which the
// compiler checks. It increases when generated code needs something that older runtimes lack, or
// when it no longer works with them.
const generation = 1

// emitter is the state of step 3 for one generated package.
//
// Unexported package-level names consist of a fixed prefix and an exported name (appendMoney,
// typeMoney, clientCart), or of a fixed prefix and the structure of a type (appendListOrder,
// typeOptionMoney; see structureNames), or are printerOf. They can therefore not clash with each
// other or with names of the component.
type emitter struct {
	model   *model
	pkg     string                    // package being written
	folder  string                    // its folder, relative to the client's, with a slash at the end
	client  string                    // import path of the client; "" while the client is written
	types   map[*metadata.Type]string // names of types in WIT-like text
	helpers *helpers
	tables  []jen.Code // names of fields and cases that the file's codecs look up
	// printerOf is set once the function of that name is emitted.
	printerOf bool
	// constants and enums are used for the client only.
	constants *typeConstants
	enums     *enumUse
	// The rest is used for the test package only.
	handles    handleTypes
	secrets    map[*scope]string // Go types of agents' secrets
	deprecated bool              // it uses something of the client that is deprecated
}
