package gen

// The test package connects implementations of the client's own Go interfaces with a server in
// the process. The same code, a fake or a small model of the component, can therefore be used
// with and without the server. It is a package of its own, so that production builds do not
// contain it.

// emitTestPackage emits the package <Package>test. The names of its files start with
// its folder.
func emitTestPackage(m *model, importPath string, files *formatter) {
	pkg := m.pkg + "test"
	e := &emitter{model: m, pkg: pkg, folder: pkg + "/", client: importPath, types: witNames(m), helpers: newHelpers(m), handles: handleTypes{}}
	names := newFakeNames(m)
	if m.deployment != nil {
		e.emitAgentsTestPackage(names, files)
		return
	}
	files.add(e.emitServe())
	files.later(e.emitDocument)
	for _, s := range m.scopes {
		files.add(e.emitFakes(s, names))
		if len(s.served()) > 0 {
			files.add(e.emitServeFile(s))
		}
	}
}
