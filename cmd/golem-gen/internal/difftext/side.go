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
	Source    string // where it comes from, for messages: a file's name or a server's URL
	File      string // name of the file, "" when it is none
	Data      []byte // the document, for line numbers in annotations; may be nil
	Component *metadata.Component
	Names     map[string]gen.LockedName // of the lock file; nil when there is none
}

// bound reports whether the Go name of an interface has its version, by its place in the
// lock file.
func (s Side) bound(i *metadata.Interface) bool {
	for place, given := range s.Names {
		if given.Structure == "interface:"+i.Name && !gen.IsMemberPlace(place) {
			return strings.Contains(place, "@")
		}
	}
	return false
}

// name returns the name of what is compared.
func (s Side) name() string { return paint.Clean(s.Component.Name) }

// version returns the version and where it comes from: "version 3 (golem/shop.json)".
func (s Side) version() string {
	return fmt.Sprintf("version %d (%s)", s.Component.Version, paint.Clean(s.Source))
}

type jsonComponent struct {
	Source    string `json:"source"`
	Component string `json:"component"`
	ID        string `json:"id"`
	Version   uint64 `json:"version"`
	Hash      string `json:"hash"`
}

func (s Side) json() any {
	return jsonComponent{s.Source, s.Component.Name, s.Component.ID, s.Component.Version, s.Component.Hash()}
}

// title returns the name of what is compared.
func (r *Report) title() string {
	name := r.New.name()
	if old := r.Old.name(); old != name {
		name = old + " and " + name
	}
	return name
}
