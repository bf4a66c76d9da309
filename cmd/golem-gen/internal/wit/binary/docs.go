package binary

import (
	"encoding/json"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/wit"
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
		FunctionExports  map[string]text          `json:"func_exports"`
		InterfaceExports map[string]interfaceDocs `json:"interface_exports"`
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
	if len(data) > 0 && data[0] == '{' {
		err := json.Unmarshal(data, &object)
		*t = text(object.Docs)
		return err
	}
	return json.Unmarshal(data, (*string)(t))
}

// comment adds the comments in data to interfaces, functions and types. It adds none if it
// does not know their form. Comments of interfaces of other packages are not in the data.
func (p *Package) comment(data []byte) {
	var docs packageDocs
	if len(data) == 0 || data[0] > docsVersions || json.Unmarshal(data[1:], &docs) != nil {
		return
	}
	for name, face := range p.Interfaces {
		commentInterface(face, p.ID.Path()+"/"+name, docs.Interfaces[name])
	}
	for _, w := range p.Worlds {
		commentWorld(w, docs.Worlds[w.Name])
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
		if t.Name != name || t.Owner != owner {
			continue // used from another interface
		}
		known := docs.Types[name]
		t.Doc = known.Docs
		for i := range t.Members {
			t.Members[i].Doc = string(known.Items[t.Members[i].Name])
		}
	}
}

func commentWorld(w *wit.World, docs worldDocs) {
	if functions, err := w.Functions(); err == nil {
		for name, f := range functions.Functions {
			f.Doc = string(docs.FunctionExports[name])
		}
	}
	for name, known := range docs.InterfaceExports {
		if face, err := w.Interface(name); err == nil && face != nil {
			commentInterface(&wit.Interface{WITInterface: face}, "", known)
		}
	}
}
