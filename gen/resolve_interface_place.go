package gen

import (
	"maps"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// The Go name of an interface belongs to its place, and both belong to one version of the
// interface:
//
//   - an interface that is in the lock, in this version, keeps its place;
//   - if several versions are exported, the place of each new one is its full name, and its Go
//     name contains the version (CartV2);
//   - the place of a version that no longer exists is passed on only to the one version that is
//     exported instead, and only if the name contains no version;
//   - while another version is exported, the lock keeps the place of a version that no longer
//     exists, so that it gets its name again if it returns.

// retiredMark separates, in the lock, the place that an interface had from the name of the
// interface: "cart#acme:shop/cart@1.0.0".
const retiredMark = memberMark

// interfacePlaces assigns places to the interfaces of a component.
type interfacePlaces struct {
	of       map[*metadata.Interface]string
	versions map[string]int    // exported versions, by name without version
	packaged map[string]int    // interfaces by package and short name: "shop/cart"
	retired  map[string]string // interfaces that no longer exist, by place

	locked map[string]LockedName
	taken  map[string]bool
	held   map[string]string // interfaces in the lock, by place, including retired ones
}

// placeInterfaces assigns a place to every interface.
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

// readLock collects the places of interfaces in the lock. An entry of a retired interface yields
// to an entry of the interface that had the place last.
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

// keep leaves interfaces at their places.
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

// handOn assigns places of interfaces that no longer exist to the only version that is exported
// or, if there is none, to the only new interface that looks like the old one in another
// package.
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

// shortName returns the last part of an interface's name: "cart" for "acme:shop/cart@1.0.0".
func shortName(name string) string {
	name = withoutVersion(name)
	return name[strings.LastIndexByte(name, '/')+1:]
}

// shareFunction reports whether the interface has a function that the lock has at the place.
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

// bindsVersion reports whether the place contains the version of its interface, and so does the
// Go name.
func bindsVersion(place string) bool { return strings.Contains(place, "@") }

// retire keeps the places of versions that no longer exist while other versions are exported.
func (p *interfacePlaces) retire() {
	for place, name := range p.held {
		if !p.taken[place] && p.versions[withoutVersion(name)] > 0 {
			p.retired[place] = name
			p.taken[place] = true
		}
	}
}

// placeNew assigns places to interfaces that are not in the lock: the short name or, if that is
// taken, the name with the package and namespace as far as needed.
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
			// Code that uses the Go name of an interface that no longer exists must not compile
			// and call this one.
			if _, known := p.held[text]; !p.taken[text] && !(known && p.shareFunction(i, text)) {
				place = text
				break
			}
		}
		p.put(i, place)
	}
}

// qualified returns candidates for the place of an interface, best first. It leaves out package
// and short name if another interface has both.
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

// byVersion sorts the versions of each interface from the lowest to the highest, because a
// component can export them in any order. Otherwise it keeps the order of the document.
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
