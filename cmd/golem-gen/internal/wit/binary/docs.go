package binary

import (
	"encoding/json"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/wit"
	"github.com/golem-gen/golem-gen/gen"
)

// docsSection is the custom section with the comments of a WIT package: a byte for its
// version, then JSON.
const docsSection = "package-docs"

const docsVersions = 1 // the highest known version

// The comments, by name. Functions are named as in metadata.
type (
	packageDocs struct {
		Worlds     map[string]worldDocs     `json:"worlds"`
		Interfaces map[string]interfaceDocs `json:"interfaces"`
	}
	worldDocs struct {
		// Those of imports, and of exports whose name no import has.
		Functions  map[string]text          `json:"funcs"`
		Interfaces map[string]interfaceDocs `json:"interfaces"`
		// Those of exports that have the name of an import.
		FunctionExports  map[string]text          `json:"func_exports"`
		InterfaceExports map[string]interfaceDocs `json:"interface_exports"`

		Types map[string]typeDocs `json:"types"`
	}
	interfaceDocs struct {
		Docs      string              `json:"docs"`
		Functions map[string]text     `json:"funcs"`
		Types     map[string]typeDocs `json:"types"`
	}
	typeDocs struct {
		Docs  string          `json:"docs"`
		Items map[string]text `json:"items"` // fields, cases and flags
	}
)

// text is a comment: a string, or an object with the string under "docs".
type text string

func (t *text) UnmarshalJSON(data []byte) error {
	var object struct {
		Docs string `json:"docs"`
	}
	if data[0] == '{' {
		err := json.Unmarshal(data, &object)
		*t = text(object.Docs)
		return err
	}
	return json.Unmarshal(data, (*string)(t))
}

// comment adds the comments in data to what was converted. It adds none if it does not know
// their form. Comments of interfaces of other packages are not in the data.
func (c *converter) comment(id wit.ID, data []byte) {
	var docs packageDocs
	if len(data) == 0 || data[0] > docsVersions || json.Unmarshal(data[1:], &docs) != nil {
		return
	}
	for _, s := range c.scopes {
		for _, e := range s.imports {
			if e.instance != nil {
				c.face(e.instance) // exports may use its types
			}
		}
	}
	for i, face := range c.interfaces {
		if of, name, ok := wit.ParseInterface(i.name); ok && of == id {
			commentInterface(face, ownerOf(i), docs.Interfaces[name])
		}
	}
	for w, s := range c.worlds {
		c.commentWorld(w, s, docs.Worlds[w.Name])
	}
}

func commentInterface(face *wit.Interface, owner string, docs interfaceDocs) {
	face.Doc = docs.Docs
	for name, f := range face.Functions {
		f.Doc = string(docs.Functions[name])
	}
	for name, r := range face.Resources {
		r.Doc = docs.Types[name].Docs
	}
	for name, t := range face.Types {
		commentType(t, name, owner, docs.Types[name])
	}
}

// commentType adds the comments of a type, unless the type comes from elsewhere.
func commentType(t *gen.WITType, name, owner string, docs typeDocs) {
	if t.Name != name || t.Owner != owner {
		return
	}
	t.Doc = docs.Docs
	for i := range t.Members {
		t.Members[i].Doc = string(docs.Items[t.Members[i].Name])
	}
}

// commentWorld adds the comments of a world: of its functions, types, and interfaces in place.
func (c *converter) commentWorld(w *wit.World, s *scope, docs worldDocs) {
	functions, _ := w.Functions()
	for name, f := range functions.Functions {
		f.Doc = string(docsOfExport(s, name, docs.Functions, docs.FunctionExports))
	}
	for name, e := range s.exports.exports {
		if e.instance != nil && !strings.Contains(name, "/") {
			commentInterface(c.face(e.instance), "", docsOfExport(s, name, docs.Interfaces, docs.InterfaceExports))
		}
	}
	for name, e := range s.imports {
		if e.node != nil {
			commentType(c.typ(e.node), name, "", docs.Types[name])
		}
	}
}

func docsOfExport[T any](s *scope, name string, all, exports map[string]T) T {
	if _, imported := s.imports[name]; imported {
		return exports[name]
	}
	return all[name]
}
