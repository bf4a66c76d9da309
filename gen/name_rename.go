package gen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// versionsInLock returns the part of a lock that is kept when everything is renamed: the
// interfaces that are or were exported in several versions. Their names are bound to versions,
// and new names must not be confused with them.
func versionsInLock(c *metadata.Component, locked map[string]LockedName) map[string]LockedName {
	versions := map[string]map[string]bool{}
	add := func(name string) {
		if versions[withoutVersion(name)] == nil {
			versions[withoutVersion(name)] = map[string]bool{}
		}
		versions[withoutVersion(name)][name] = true
	}
	interfaces := map[string]string{}
	for place, entry := range locked {
		if name, ok := strings.CutPrefix(entry.Structure, sortInterface+":"); ok && name != "" {
			interfaces[place] = name
			add(name)
		}
	}
	for _, i := range c.Interfaces {
		add(i.Name)
	}
	kept := map[string]LockedName{}
	for place, name := range interfaces {
		if len(versions[withoutVersion(name)]) > 1 {
			kept[place] = locked[place]
		}
	}
	return kept
}

// mostShownNames is the maximum number of names in a warning.
const mostShownNames = 6

// reportKept reports the types that keep names of an earlier generation although the WIT or the
// metadata has names for them.
func (n *namer) reportKept(entities []*entity) {
	var list []string
	for _, e := range entities {
		if e.group == nil || e.source != locked || e.group.named.witName == "" {
			continue
		}
		named := e.group.named
		names := n.spelling.typeNames(e.scope, n.spelling.words(named.witName), kindName(named.source.Kind))
		if !slices.Contains(names, named.goName) {
			list = append(list, fmt.Sprintf("%s (%s)", names[0], named.goName))
		}
	}
	if len(list) == 0 {
		return
	}
	subject, whose := "1 type keeps an earlier name; its", "name is"
	if len(list) > 1 {
		subject, whose = fmt.Sprintf("%d types keep earlier names; their", len(list)), "names are"
	}
	from := "own"
	if n.survey.wit != nil {
		from = "WIT"
	}
	text := strings.Join(list[:min(len(list), mostShownNames)], ", ")
	if more := len(list) - mostShownNames; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	n.survey.kept = fmt.Sprintf("%s %s %s %s: golem-gen generate --rename renames", subject, from, whose, text)
}

// unnamed returns the number of types that are named by place, if neither a WIT nor the metadata
// names any type.
func (b *grouping) unnamed() int {
	count := 0
	for _, g := range b.order {
		if g.named.witName != "" {
			return 0
		}
		if g.definition.tag == "" {
			count++
		}
	}
	return count
}
