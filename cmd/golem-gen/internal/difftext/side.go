package difftext

import (
	"fmt"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// Side is one of the two versions.
type Side struct {
	Source string                    // for messages: the name of a file or the URL of a server
	File   string                    // name of the file, "" for a server
	Data   []byte                    // the document, for line numbers in annotations; may be nil
	Names  map[string]gen.LockedName // of the lock file; nil without one

	// One of them.
	Component  *metadata.Component
	Deployment *metadata.Deployment
}

// bound reports whether the Go name of an interface is bound to its version, by its place
// in the lock file.
func (s Side) bound(i *metadata.Interface) bool {
	for place, given := range s.Names {
		if given.Structure == "interface:"+i.Name && !gen.IsMemberPlace(place) {
			return strings.Contains(place, "@")
		}
	}
	return false
}

// name returns the name of the component or the deployment, "" if a deployment has none.
func (s Side) name() string {
	if d := s.Deployment; d != nil {
		if d.Application == "" && d.Environment == "" {
			return ""
		}
		return paint.Clean(d.Application + "/" + d.Environment)
	}
	return paint.Clean(s.Component.Name)
}

// version returns the version and where it comes from: "version 3 (golem/shop.json)",
// "deployment 3 (golem/bank.json)".
func (s Side) version() string {
	source := paint.Clean(s.Source)
	switch d := s.Deployment; {
	case d == nil:
		return fmt.Sprintf("version %d (%s)", s.Component.Version, source)
	case d.HasRevision:
		return fmt.Sprintf("deployment %d (%s)", d.Revision, source)
	}
	return source
}

type jsonComponent struct {
	Source    string `json:"source"`
	Component string `json:"component"`
	ID        string `json:"id"`
	Version   uint64 `json:"version"`
	Hash      string `json:"hash"`
}

type jsonDeployment struct {
	Source      string  `json:"source"`
	Application string  `json:"application"`
	Environment string  `json:"environment"`
	Deployment  *uint64 `json:"deployment"` // null if the document has none
	Hash        string  `json:"hash"`
}

func (s Side) json() any {
	d := s.Deployment
	if d == nil {
		return jsonComponent{s.Source, s.Component.Name, s.Component.ID, s.Component.Version, s.Component.Hash()}
	}
	out := jsonDeployment{Source: s.Source, Application: d.Application, Environment: d.Environment, Hash: d.Hash()}
	if d.HasRevision {
		out.Deployment = &d.Revision
	}
	return out
}

// title returns the name of the component or the deployment.
func (r *Report) title() string {
	old, new := r.Old.name(), r.New.name()
	switch {
	case old == new && r.Old.Deployment != nil && old == "":
		return "agents"
	case old == new:
		return new
	case r.Old.Deployment != nil && (old == "" || new == ""):
		return old + new
	}
	return old + " and " + new
}
