package command

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/pin"
)

// unusedPin returns the pinned document of a client that leaves the lock file, "" if there is
// none that is surely the client's. The lock file does not have its path, so it is only looked
// for at the default path. It has to describe what the client was generated from, and no entry
// may use it.
func (p *project) unusedPin(left *pin.Client) string {
	name := path.Join("golem", left.Package+".json")
	used := slices.ContainsFunc(p.config.Entries(), func(e *config.Entry) bool { return strings.EqualFold(e.Metadata, name) })
	if used || config.CheckPath(name) != nil {
		return ""
	}
	text, err := p.root.Read(name)
	if err != nil || text == nil {
		return ""
	}
	if described, err := decodeAny(text); err != nil || !described.source().Same(left.Source) {
		return ""
	}
	return name
}

// noteUnused mentions pinned documents that no entry uses. They stay: only fetch writes documents,
// and other tools may read them.
func (g *generation) noteUnused(w io.Writer) {
	slices.Sort(g.unused)
	for _, name := range g.unused {
		_, _ = fmt.Fprintf(w, "%s: note: no entry in %s uses this document: remove it unless something else does\n", g.root.Shown(name), config.Name)
	}
}
