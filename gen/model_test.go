package gen

import "github.com/golem-gen/golem-gen/metadata"

// buildModel runs steps 1 and 2. It returns the model, the names for the lock, and warnings.
func buildModel(c *metadata.Component, o Options) (*model, map[string]LockedName, []string, error) {
	types, groups := resolve(c, o)
	m, names, err := giveNames(types, groups, o)
	return m, names, types.warnings(), err
}
