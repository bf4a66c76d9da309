package gen

import (
	"slices"
	"strings"
)

// The test package connects implementations of the client's own Go interfaces with a server in
// the process. The same code, a fake or a small model of the component, can therefore be used
// with and without the server. It is a package of its own, so that production builds do not
// contain it.

// emitTestPackage emits the package <Package>test. The names of its files start with
// its folder.
func emitTestPackage(m *model, importPath string, files *formatter) {
	pkg := m.pkg + "test"
	e := &emitter{
		model: m, pkg: pkg, folder: pkg + "/", client: importPath, types: witNames(m), helpers: newHelpers(m),
		handles: handleTypes{}, deprecated: m.hasDeprecated(),
	}
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

// ignoreDeprecated is a directive for staticcheck. Fakes have all methods, and their users cannot
// change them.
const ignoreDeprecated = "//lint:file-ignore SA1019 a fake has deprecated methods and types, too"

// hasDeprecated reports whether an author's comment says that something is deprecated, in the way
// that tools for Go recognize.
func (m *model) hasDeprecated() bool {
	var docs []string
	for _, s := range m.scopes {
		docs = append(docs, s.doc)
		for _, r := range s.resources {
			docs = append(docs, r.doc)
		}
		for _, fn := range s.withTypes() {
			docs = append(docs, fn.doc)
		}
		for _, t := range s.types {
			docs = append(docs, t.doc)
			for i := range t.members {
				docs = append(docs, t.members[i].doc)
			}
		}
	}
	return slices.ContainsFunc(docs, func(doc string) bool { return strings.Contains("\n"+doc, "\nDeprecated: ") })
}
