package gen

import (
	"maps"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// The Go name of an interface goes with its place, and both are bound to the
// interface and its version:
//
//   - an interface that the lock has, in this version, keeps its place;
//   - where several versions are exported, each new one has its full name as
//     its place, and its Go name says the version (CartV2);
//   - the place of a version that is gone is handed on only to the one version
//     that is exported in its stead, and only if the name says no version;
//   - the lock remembers the place of a version that is gone while another
//     version is exported, so that it has its name again when it comes back.

// retiredMark stands in the lock between the place that an interface had and the
// interface's name: "cart#acme:shop/cart@1.0.0".
const retiredMark = memberMark

// interfacePlaces is where the interfaces of a component go.
type interfacePlaces struct {
	of       map[*metadata.Interface]string
	versions map[string]int    // how many are exported, by name without version
	packaged map[string]int    // interfaces by package and short name: "shop/cart"
	retired  map[string]string // by place: the interface that has gone

	locked map[string]LockedName
	taken  map[string]bool
	held   map[string]string // by place: the interface that the lock has there, also retired ones
}

// placeInterfaces gives every interface its place.
func placeInterfaces(interfaces []*metadata.Interface, locked map[string]LockedName) *interfacePlaces {
	p := &interfacePlaces{
		of: map[*metadata.Interface]string{}, versions: map[string]int{}, packaged: map[string]int{},
		retired: map[string]string{}, locked: locked, taken: map[string]bool{worldPlace: true}, held: map[string]string{},
	}
	for _, i := range interfaces {
		if p.versions[withoutVersion(i.Name)]++; p.versions[withoutVersion(i.Name)] == 1 {
			p.packaged[i.Package+"/"+i.ShortName]++
		}
	}
	p.readLock()
	p.keep(interfaces)
	p.handOn(interfaces)
	p.retire()
	p.placeNew(interfaces)
	return p
}

// readLock collects the places of interfaces. An entry of a retired interface
// yields to one of an interface that had the place last.
func (p *interfacePlaces) readLock() {
	for _, key := range sortedKeys(p.locked) {
		name, ok := strings.CutPrefix(p.locked[key].Structure, sortInterface+":")
		if !ok || name == "" {
			continue
		}
		place, _, retired := strings.Cut(key, retiredMark)
		if _, known := p.held[place]; !known || !retired {
			p.held[place] = name
		}
	}
}

// keep leaves interfaces where they were.
func (p *interfacePlaces) keep(interfaces []*metadata.Interface) {
	byName := map[string]string{}
	for _, place := range slices.Sorted(maps.Keys(p.held)) {
		if name := p.held[place]; byName[name] == "" {
			byName[name] = place
		}
	}
	for _, i := range interfaces {
		if place := byName[i.Name]; place != "" {
			p.put(i, place)
		}
	}
}

// handOn gives places whose interfaces have gone to the only version that is
// exported, or else to the only new interface that looks like the old one moved to
// another package.
func (p *interfacePlaces) handOn(interfaces []*metadata.Interface) {
	fresh, gone := map[string]int{}, map[string]int{}
	for _, i := range interfaces {
		if p.of[i] == "" {
			fresh[i.ShortName]++
		}
	}
	places := slices.DeleteFunc(slices.Sorted(maps.Keys(p.held)), func(place string) bool { return p.taken[place] || bindsVersion(place) })
	for _, place := range places {
		gone[shortName(p.held[place])]++
	}
	for _, i := range interfaces {
		if p.of[i] != "" || p.versions[withoutVersion(i.Name)] > 1 {
			continue
		}
		for _, place := range places {
			before := p.held[place]
			moved := p.versions[withoutVersion(before)] == 0 && shortName(before) == i.ShortName &&
				fresh[i.ShortName] == 1 && gone[i.ShortName] == 1 && p.shareFunction(i, place)
			if !p.taken[place] && (withoutVersion(before) == withoutVersion(i.Name) || moved) {
				p.put(i, place)
				break
			}
		}
	}
}

// shortName is the last part of an interface's name: "cart" of "acme:shop/cart@1.0.0".
func shortName(name string) string {
	name = withoutVersion(name)
	return name[strings.LastIndexByte(name, '/')+1:]
}

// shareFunction reports whether the lock has a function at the place that the
// interface has too.
func (p *interfacePlaces) shareFunction(i *metadata.Interface, place string) bool {
	has := func(within string, list ...*metadata.Function) bool {
		return slices.ContainsFunc(list, func(f *metadata.Function) bool {
			return f != nil && p.locked[within+"."+f.LocalName].sort() == sortFunction
		})
	}
	return has(place, i.Functions...) || slices.ContainsFunc(i.Resources, func(r *metadata.Resource) bool {
		within := place + "." + r.Name
		return has(within, r.Methods...) || has(within, r.Statics...) || has(within, r.Constructor, r.Drop)
	})
}

// bindsVersion reports whether the place holds its interface's version, as the
// interface's Go name then does.
func bindsVersion(place string) bool { return strings.Contains(place, "@") }

// retire keeps the places of versions that are gone while others are exported.
func (p *interfacePlaces) retire() {
	for place, name := range p.held {
		if !p.taken[place] && p.versions[withoutVersion(name)] > 0 {
			p.retired[place] = name
			p.taken[place] = true
		}
	}
}

// placeNew places what the lock does not know: by the short name, and where that
// is taken also by package and namespace, as far as needed.
func (p *interfacePlaces) placeNew(interfaces []*metadata.Interface) {
	for _, i := range interfaces {
		if p.of[i] != "" {
			continue
		}
		place := "[interface]" + i.Name
		for p.taken[place] {
			place += "'"
		}
		for _, text := range p.qualified(i) {
			// Code that uses the Go name of an interface that has gone must not
			// compile and call this one.
			if _, known := p.held[text]; !p.taken[text] && !(known && p.shareFunction(i, text)) {
				place = text
				break
			}
		}
		p.put(i, place)
	}
}

// qualified lists the possible places of an interface, best first. Package and
// short name are passed over where another interface has both.
func (p *interfacePlaces) qualified(i *metadata.Interface) []string {
	switch {
	case i.Package == "":
		return []string{i.ShortName}
	case p.versions[withoutVersion(i.Name)] > 1:
		return []string{withoutVersion(i.Name) + "@" + i.Version}
	}
	list := []string{i.ShortName}
	if packaged := i.Package + "/" + i.ShortName; p.packaged[packaged] == 1 {
		list = append(list, packaged)
	}
	return append(list, withoutVersion(i.Name), i.Name)
}

func (p *interfacePlaces) put(i *metadata.Interface, place string) {
	p.of[i] = place
	p.taken[place] = true
}

// byVersion lists interfaces in the order of the document, but the versions of
// one interface from the lowest to the highest: the order in which a component
// exports them says nothing.
func byVersion(interfaces []*metadata.Interface) []*metadata.Interface {
	versions := map[string][]*metadata.Interface{}
	for _, i := range interfaces {
		name := withoutVersion(i.Name)
		versions[name] = append(versions[name], i)
	}
	for _, list := range versions {
		slices.SortStableFunc(list, func(a, b *metadata.Interface) int { return compareVersions(a.Version, b.Version) })
	}
	ordered := make([]*metadata.Interface, len(interfaces))
	for at, i := range interfaces {
		name := withoutVersion(i.Name)
		ordered[at], versions[name] = versions[name][0], versions[name][1:]
	}
	return ordered
}

// compareVersions compares versions part by part, numbers by their value.
func compareVersions(a, b string) int {
	left, right := versionParts(a), versionParts(b)
	return slices.CompareFunc(left, right, func(x, y string) int {
		if isNumber(x) && isNumber(y) && len(x) != len(y) {
			return len(x) - len(y)
		}
		return strings.Compare(x, y)
	})
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// versionParts splits "1.4.0-rc.1" into "1", "4", "0", "rc", "1".
func versionParts(version string) []string {
	return strings.FieldsFunc(version, func(r rune) bool { return !isLetter(r) && !isDigit(r) })
}
