package gen

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/metadata"
)

// witOf describes all functions of a component, with one name for each structure.
func witOf(c *metadata.Component) *WIT {
	functions := func(list ...*metadata.Function) map[string]*WITFunction {
		out := map[string]*WITFunction{}
		for _, f := range list {
			if f == nil {
				continue
			}
			w := &WITFunction{}
			for _, p := range f.Parameters {
				w.Parameters = append(w.Parameters, WITMember{Name: p.Name, Type: witTypeOf(p.Type)})
			}
			for _, r := range f.Results {
				w.Results = append(w.Results, WITMember{Name: r.Name, Type: witTypeOf(r.Type)})
			}
			out[f.Name] = w
		}
		return out
	}
	w := &WIT{Interfaces: map[string]*WITInterface{"": {Functions: functions(c.Functions...)}}}
	for _, i := range c.Interfaces {
		list := i.Functions
		for _, r := range i.Resources {
			list = append(append(list, r.Constructor), append(r.Methods, r.Statics...)...)
		}
		w.Interfaces[i.Name] = &WITInterface{Functions: functions(list...)}
	}
	return w
}

func witTypeOf(t *metadata.Type) *WITType {
	if t == nil {
		return nil
	}
	w := &WITType{Kind: t.Kind}
	if needsName(t) && t.Kind != metadata.KindTuple {
		sum := sha256.Sum256([]byte(new(metadata.WITPrinter).Type(t)))
		w.Name, w.Owner = "t"+hex.EncodeToString(sum[:6]), "acme:all/types"
	}
	parts := partsOf(t)
	switch t.Kind {
	case metadata.KindRecord:
		for i, f := range t.Fields {
			w.Members = append(w.Members, WITMember{Name: f.Name, Type: witTypeOf(parts[i])})
		}
	case metadata.KindVariant:
		for i, c := range t.Cases {
			w.Members = append(w.Members, WITMember{Name: c.Name, Type: witTypeOf(parts[i])})
		}
	case metadata.KindEnum, metadata.KindFlags:
		for _, name := range t.Names {
			w.Members = append(w.Members, WITMember{Name: name})
		}
	default:
		for _, part := range parts {
			w.Items = append(w.Items, witTypeOf(part))
		}
	}
	return w
}

// TestFormerWITSplitsNothing names random components with the WIT of the version before. It
// checks that uses which were one type, and still have the same structure, are one type.
func TestFormerWITSplitsNothing(t *testing.T) {
	compared := 0
	rapid.Check(t, func(rt *rapid.T) {
		before := randomComponent(rt)
		after := mutate(rt, before)
		w := witOf(before)
		_, locked, warnings, err := buildModel(before, Options{Package: "client", WIT: w})
		if len(warnings) > 0 {
			rt.Fatalf("the WIT of the version itself: %q", warnings)
		}
		if err != nil {
			rt.Skip(err)
		}
		m, names, _, err := buildModel(after, Options{Package: "client", WIT: w, Locked: locked})
		var clashes *NameErrors
		if errors.As(err, &clashes) {
			rt.Skip(err)
		}
		checkModel(t, m)
		_, again, _, err := buildModel(after, Options{Package: "client", WIT: w, Locked: names})
		if err != nil {
			rt.Fatal(err)
		}
		for place, name := range names {
			if again[place] != name {
				rt.Fatalf("%s is called %s, and then %s", place, name.Name, again[place].Name)
			}
		}
		compared += checkOne(rt, locked, names)
	})
	if compared == 0 {
		t.Error("no version has two uses to compare")
	}
}

// checkOne compares the uses in an interface with one structure, if the former lock has one name
// for all of them. It returns the number of comparisons.
func checkOne(t *rapid.T, before, after map[string]LockedName) (compared int) {
	former, latter := map[string]map[string]bool{}, map[string]map[string]bool{}
	for place, now := range after {
		was, known := before[place]
		if !known || !now.isType() || !was.isType() {
			continue
		}
		iface, _, _ := strings.Cut(place, ".")
		key := iface + " " + now.Structure
		if former[key] == nil {
			former[key], latter[key] = map[string]bool{}, map[string]bool{}
		}
		former[key][was.Name], latter[key][now.Name] = true, true
		compared++
	}
	for key, names := range latter {
		if len(former[key]) == 1 && len(names) > 1 {
			t.Fatalf("%s was one type, %v, and is %v", key, former[key], names)
		}
	}
	return compared
}
