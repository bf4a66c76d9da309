package metadata

// memberMatch maps the named members of a list (fields, cases, flags, parameters) to the
// members of another version of the list.
type memberMatch struct {
	toNew []int // new index of each old member, -1 if it is gone
	fresh []int // new members that match no old one

	permuted bool // members of both versions changed their order
}

// matchNames matches members by name. It matches a removed and a new member at the same
// index as one renamed member, if alike agrees.
func matchNames(old, new []string, alike func(i, j int) bool) memberMatch {
	m := memberMatch{toNew: make([]int, len(old))}
	index := make(map[string]int, len(new))
	for j, name := range new {
		index[name] = j
	}
	taken := make([]bool, len(new))
	for i, name := range old {
		m.toNew[i] = -1
		if j, ok := index[name]; ok && !taken[j] {
			m.toNew[i], taken[j] = j, true
		}
	}
	for i := range old {
		if m.toNew[i] < 0 && i < len(new) && !taken[i] && alike(i, i) {
			m.toNew[i], taken[i] = i, true
		}
	}
	last := -1
	for _, j := range m.toNew {
		if j >= 0 {
			m.permuted = m.permuted || j < last
			last = max(last, j)
		}
	}
	for j := range new {
		if !taken[j] {
			m.fresh = append(m.fresh, j)
		}
	}
	return m
}

// moved reports whether a member of both versions has another index.
func (m *memberMatch) moved() bool {
	for i, j := range m.toNew {
		if j >= 0 && j != i {
			return true
		}
	}
	return false
}

// isLast reports whether no remaining member follows old member i.
func (m *memberMatch) isLast(i int) bool {
	for _, j := range m.toNew[i+1:] {
		if j >= 0 {
			return false
		}
	}
	return true
}

// isAppended reports whether no old member follows new member j.
func (m *memberMatch) isAppended(j int) bool {
	for _, k := range m.toNew {
		if k > j {
			return false
		}
	}
	return true
}

// memberRules are the ids of the rules about a list whose members are passed by number.
type memberRules struct {
	word                                                       string
	appended, inserted, removed, lastGone, renamed, rearranged string
}

var (
	enumRules = memberRules{
		"case", "enum-case-appended", "enum-case-inserted", "enum-case-removed",
		"enum-last-case-removed", "enum-case-renamed", "enum-cases-reordered",
	}
	flagRules = memberRules{
		"flag", "flag-appended", "flag-inserted", "flag-removed",
		"last-flag-removed", "flag-renamed", "flags-reordered",
	}
	variantRules = memberRules{
		"case", "variant-case-appended", "variant-case-inserted", "variant-case-removed",
		"variant-last-case-removed", "variant-case-renamed", "variant-cases-reordered",
	}
)

// numbered compares members that are passed by number.
func (c *comparison) numbered(a at, rules *memberRules, old, new []string) memberMatch {
	m := matchNames(old, new, func(int, int) bool { return true })
	if m.permuted {
		c.add(rules.rearranged, a, "%s", orderText(old, new, &m))
	}
	for i, name := range old {
		switch {
		case m.toNew[i] < 0 && m.isLast(i):
			c.add(rules.lastGone, a.onlyOld(name), "%s %s was the last of %d", rules.word, name, len(old))
		case m.toNew[i] < 0:
			c.add(rules.removed, a.onlyOld(name), "%s %s was number %d of %d", rules.word, name, i+1, len(old))
		case new[m.toNew[i]] != name:
			c.add(rules.renamed, a.part(name, new[m.toNew[i]]), "%s %s is now %s", rules.word, name, new[m.toNew[i]])
		}
	}
	for _, j := range m.fresh {
		if m.isAppended(j) {
			c.add(rules.appended, a.onlyNew(new[j]), "%s %s behind the others", rules.word, new[j])
		} else {
			c.add(rules.inserted, a.onlyNew(new[j]), "%s %s as number %d of %d", rules.word, new[j], j+1, len(new))
		}
	}
	return m
}

// orderText returns a text about the first member that moved in front of its predecessor.
func orderText(old, new []string, m *memberMatch) string {
	last, before := -1, ""
	for i, j := range m.toNew {
		if j < 0 {
			continue
		}
		if j < last {
			return new[j] + " was behind " + before + " and is in front of it"
		}
		last, before = j, old[i]
	}
	return "the order is another one"
}
