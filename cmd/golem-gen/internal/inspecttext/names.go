package inspecttext

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// goNames has the Go names of a component's parts, which gen lists by place.
type goNames struct {
	byPlace   map[string]gen.LockedName
	scopes    map[*metadata.Interface]string // nil: the world
	resources map[*metadata.Resource]string
	functions map[*metadata.Function]string
	types     map[*metadata.Type]string
	handles   map[uint64]string // resources that the component exports
	opaque    map[uint64]string // resources of which only handles are known

	agents  map[*metadata.AgentType]string
	configs map[*metadata.AgentType]string // types of their configuration
	methods map[*metadata.AgentMethod]string
	parts   map[*metadata.AgentMethod][]string // types of their multimodal parts
}

// worldPlace is the place of functions that the world exports.
const worldPlace = "world"

// survey finds the Go names of a component by the places that gen gives.
func survey(c *metadata.Component, byPlace map[string]gen.LockedName) *goNames {
	n := &goNames{
		byPlace:   byPlace,
		scopes:    map[*metadata.Interface]string{nil: byPlace[worldPlace].Name},
		resources: map[*metadata.Resource]string{},
		functions: map[*metadata.Function]string{},
		types:     map[*metadata.Type]string{},
		handles:   map[uint64]string{},
		opaque:    map[uint64]string{},
	}
	places := n.interfacePlaces(c)
	for _, i := range c.Interfaces {
		n.scopes[i] = byPlace[places[i]].Name
		for _, r := range i.Resources {
			n.resources[r] = byPlace[places[i]+"."+r.Name].Name
			if r.HasID && n.handles[r.ID] == "" {
				n.handles[r.ID] = n.resources[r]
			}
		}
	}
	for _, f := range c.Functions {
		n.function(worldPlace, worldPlace, f)
	}
	for _, i := range c.Interfaces {
		n.interfaceFunctions(places[i], i)
	}
	return n
}

func (n *goNames) interfaceFunctions(place string, i *metadata.Interface) {
	for _, f := range i.Functions {
		n.function(place, place, f)
	}
	for _, r := range i.Resources {
		within := place + "." + r.Name
		if r.Constructor != nil {
			n.function(within, place, r.Constructor)
		}
		for _, f := range r.Methods {
			n.function(within, place, f)
		}
		for _, f := range r.Statics {
			n.function(within, place, f)
		}
		if r.Drop != nil {
			n.function(within, place, r.Drop)
		}
	}
}

// interfacePlaces returns the place of each interface by its name.
func (n *goNames) interfacePlaces(c *metadata.Component) map[*metadata.Interface]string {
	byName := map[string]string{}
	for place, entry := range n.byPlace {
		if name, ok := strings.CutPrefix(entry.Structure, "interface:"); ok && !gen.IsMemberPlace(place) {
			byName[name] = place
		}
	}
	places := map[*metadata.Interface]string{}
	for _, i := range c.Interfaces {
		places[i] = byName[i.Name]
	}
	return places
}

func (n *goNames) function(within, scope string, f *metadata.Function) {
	place := within + "." + f.LocalName
	if other := scope + "." + f.Name; n.byPlace[other].Name != "" && f.Kind != metadata.Freestanding {
		place = other
	}
	n.functions[f] = n.byPlace[place].Name
	for i, p := range f.Parameters {
		if i == 0 && (f.Kind == metadata.Method || f.Kind == metadata.Drop) {
			n.typ("", p.Type)
			continue
		}
		n.typ(place+"."+p.Name, p.Type)
	}
	for _, r := range f.Results {
		n.result(place, r)
	}
}

// result records the Go names of a result. If a parameter has the name of the result's
// place, gen marks the function in the place by "()".
func (n *goNames) result(place string, r metadata.Result) {
	for _, at := range []string{place, place + "()"} {
		switch {
		case r.Name != "":
			n.typ(at+"."+r.Name, r.Type)
		case r.Type.Kind == metadata.KindResult:
			n.typ(at, r.Type)
		default:
			n.typ(at+".result", r.Type)
		}
	}
}

// typ records the Go names of a type and its parts. It does nothing for the place "".
func (n *goNames) typ(place string, t *metadata.Type) {
	if t == nil {
		return
	}
	if name := n.nameAt(place, t); name != "" {
		n.types[t] = name
	}
	for _, f := range t.Fields {
		n.typ(place+"."+gen.PlaceName(f.Name), f.Type)
	}
	for _, k := range t.Cases {
		n.typ(place+"."+gen.PlaceName(k.Name), k.Type)
	}
	for i, item := range t.Items {
		n.typ(place+"."+strconv.Itoa(i), item)
	}
	n.typ(place, t.Inner)
	n.typ(place+".ok", t.Ok)
	n.typ(place+".err", t.Err)
}

// nameAt returns the Go name of the type at the place. A list shares its place with its
// items, so the kind has to match.
func (n *goNames) nameAt(place string, t *metadata.Type) string {
	entry := n.byPlace[place]
	sort, _, _ := strings.Cut(entry.Structure, ":")
	if t.Kind == metadata.KindHandle {
		if sort == "resource" {
			n.opaque[t.ResourceID] = entry.Name
			return entry.Name
		}
		if name := n.opaque[t.ResourceID]; name != "" {
			return name
		}
		return n.handles[t.ResourceID]
	}
	if sort != strings.ToLower(t.Kind.String()) {
		return ""
	}
	return entry.Name
}

// kebab returns a Go name in WIT's spelling: "product-item" for "ProductItem",
// "http-request2" for "HTTPRequest2".
func kebab(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if i > 0 && unicode.IsUpper(r) {
			lowerBefore := !unicode.IsUpper(runes[i-1])
			lowerBehind := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if (lowerBefore || lowerBehind) && runes[i-1] != '_' {
				b.WriteByte('-')
			}
		}
		if r == '_' {
			r = '-'
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
