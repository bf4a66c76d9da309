package gen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// GenerateAgents returns the files of a Go client for the agent types of a deployment, like
// [Generate] does for a component. Deployment must have been returned by
// metadata.DecodeDeployment. Names of agent types, methods and types can be identifiers of any
// programming language. It is also an error if the deployment does not have one of
// Options.AgentTypes. GenerateAgents does not use Options.WIT.
func GenerateAgents(deployment *metadata.Deployment, options Options) (*Output, error) {
	deployment, err := chosen(deployment, options.AgentTypes)
	if err != nil {
		return nil, err
	}
	if err := options.check(); err != nil {
		return nil, inDocument(deploymentLabel(deployment), err)
	}
	if options.Rename {
		options.Locked = nil
	}
	types, groups := resolveAgents(deployment, options)
	out, err := generate(types, groups, options)
	if err != nil {
		return nil, inDocument(deploymentLabel(deployment), err)
	}
	return out, nil
}

// chosen returns the deployment with only the named agent types, in the order of their names.
// Without names it returns d.
func chosen(d *metadata.Deployment, names []string) (*metadata.Deployment, error) {
	some := *d
	some.AgentTypes = slices.DeleteFunc(slices.Clone(d.AgentTypes), func(a *metadata.AgentType) bool {
		return len(names) > 0 && !slices.Contains(names, a.Name)
	})
	slices.SortStableFunc(some.AgentTypes, func(a, b *metadata.AgentType) int { return strings.Compare(a.Name, b.Name) })
	for _, name := range names {
		if d.AgentType(name) == nil {
			return nil, fmt.Errorf("%s have no agent type %s: choose among %s", deploymentLabel(d), quoted(name), listedAgents(d))
		}
	}
	if len(names) > 0 {
		some.Chosen = slices.Compact(slices.Sorted(slices.Values(names)))
	}
	return &some, nil
}

func listedAgents(d *metadata.Deployment) string {
	names := make([]string, len(d.AgentTypes))
	for i, a := range d.AgentTypes {
		names[i] = a.Name
	}
	return strings.Join(names, ", ")
}
