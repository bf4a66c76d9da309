package command

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/inspecttext"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/pin"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// agents is the subject of a document of agent types.
type agents struct{ *metadata.Deployment }

// title has the parts that the document names: "bank/prod deployment 3", "agents".
func (a agents) title() string {
	name := "agents"
	if a.Application != "" || a.Environment != "" {
		name = a.Application + "/" + a.Environment
	}
	if a.HasRevision {
		name += fmt.Sprintf(" deployment %d", a.Revision)
	}
	return name
}

func (a agents) source() pin.Source {
	return pin.Source{Kind: pin.Agents, Application: a.Application, Environment: a.Environment, Deployment: a.Revision}
}

func (a agents) hash() string { return a.Hash() }

func (a agents) text() []byte { return a.Document() }

func (a agents) size() string {
	n := 0
	for _, t := range a.AgentTypes {
		n += len(t.Methods)
	}
	return count(len(a.AgentTypes), "agent type") + " with " + count(n, "method")
}

func (a agents) omissions() []string { return sentences(a.Omitted) }

// wit refuses paths: the documents of agents have all names of their sources.
func (a agents) wit(paths []string) (*gen.WIT, error) {
	if len(paths) > 0 {
		return nil, errors.New("agents have no WIT: remove --wit")
	}
	return nil, nil
}

func (a agents) generate(options gen.Options) (*gen.Output, error) {
	return gen.GenerateAgents(a.Deployment, options)
}

func (a agents) inspect(w io.Writer, names map[string]gen.LockedName, brush paint.Brush) error {
	return inspecttext.WriteAgents(w, a.Deployment, names, brush)
}

func (a agents) mismatch(s config.Source) (key, expected, found string) {
	e := s.(*config.Agents)
	account := a.Account
	if strings.EqualFold(e.Account, account) { // the server took the address, and may spell it in its own way
		account = e.Account
	}
	for _, name := range []struct{ key, want, got string }{
		{"application", e.Application, a.Application}, {"environment", e.Environment, a.Environment}, {"account", e.Account, account},
	} {
		if name.want != "" && name.want != name.got {
			return name.key, fmt.Sprintf("%s %q", name.key, name.want), strconv.Quote(name.got)
		}
	}
	if e.Deployment != nil && (*e.Deployment != a.Revision || !a.HasRevision) {
		found = "none"
		if a.HasRevision {
			found = strconv.FormatUint(a.Revision, 10)
		}
		return "deployment", fmt.Sprintf("deployment %d", *e.Deployment), found
	}
	if want := slices.Sorted(slices.Values(e.Types)); !slices.Equal(want, a.Chosen) {
		return "types", choice(want), choice(a.Chosen)
	}
	return "", "", ""
}

// choice describes the agent types that are chosen: "all agent types", "agent types Account,
// Helper".
func choice(names []string) string {
	if len(names) == 0 {
		return "all agent types"
	}
	return "agent types " + strings.Join(names, ", ")
}
