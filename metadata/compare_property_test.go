package metadata

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// documentFiles returns the metadata documents of all dialects, by file name.
func documentFiles(t testing.TB) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	patterns := []string{"*/*.json", "*/*/*.json"}
	for _, pattern := range patterns {
		files, _ := filepath.Glob(filepath.Join(documents, pattern))
		for _, file := range files {
			info, err := os.Stat(file)
			if err != nil || info.Size() > 300_000 {
				continue
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			found[file] = data
		}
	}
	if len(found) == 0 {
		t.Fatal("there are no metadata documents")
	}
	return found
}

func TestCompareWithItself(t *testing.T) {
	for file, data := range documentFiles(t) {
		old, err := Decode(data)
		if err != nil {
			continue // not every document is good
		}
		new, _ := Decode(data)
		if changes := Compare(old, new); len(changes) > 0 {
			t.Errorf("%s: %s", file, ids(changes))
		}
	}
}

// TestEveryMutationIsReported changes one thing at random, and checks that a change is reported
// at or below its place.
func TestEveryMutationIsReported(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	mutated := 0
	files := documentFiles(t)
	for _, file := range slices.Sorted(maps.Keys(files)) {
		data := files[file]
		for range 40 {
			old, err := Decode(data)
			if err != nil {
				break
			}
			new, _ := Decode(data)
			what := mutate(r, new)
			if what == "" {
				continue
			}
			mutated++
			changes := Compare(old, new)
			if len(changes) == 0 {
				t.Errorf("%s: %s is not reported", file, what)
			}
			for _, c := range changes {
				if c.Old == "" && c.New == "" || c.Text == "" {
					t.Errorf("%s: %s: %+v", file, what, c)
				}
			}
			if len(Compare(new, old)) == 0 {
				t.Errorf("%s: %s is not reported the other way round", file, what)
			}
			if old.Hash() == new.Hash() {
				t.Errorf("%s: %s does not change the hash", file, what)
			}
		}
	}
	if mutated < 1000 {
		t.Errorf("only %d mutations", mutated)
	}
}

// mutate changes one thing and returns what, "" if the component has nothing to change.
func mutate(r *rand.Rand, c *Component) string {
	var functions []*Function
	functions = append(functions, c.Functions...)
	for _, i := range c.Interfaces {
		i.each(func(f *Function) { functions = append(functions, f) })
	}
	if len(functions) == 0 {
		return ""
	}
	f := functions[r.IntN(len(functions))]
	switch r.IntN(5) {
	case 0:
		f.Parameters = append(f.Parameters, Parameter{"added-by-test", &Type{Kind: KindU8}})
		return "parameter added to " + f.Name
	case 1:
		if len(f.Results) > 0 && f.Kind != Constructor {
			f.Results = nil
			return "result removed from " + f.Name
		}
	}
	var types []*Type
	for _, p := range f.Parameters {
		types = collect(types, p.Type)
	}
	for _, result := range f.Results {
		types = collect(types, result.Type)
	}
	if len(types) == 0 || f.Kind == Constructor && len(f.Parameters) == 0 {
		return ""
	}
	return mutateType(r, types[r.IntN(len(types))]) + " in " + f.Name
}

func collect(types []*Type, t *Type) []*Type {
	if t == nil {
		return types
	}
	types = append(types, t)
	for _, f := range t.Fields {
		types = collect(types, f.Type)
	}
	for _, k := range t.Cases {
		types = collect(types, k.Type)
	}
	for _, item := range t.Items {
		types = collect(types, item)
	}
	return collect(collect(collect(types, t.Inner), t.Ok), t.Err)
}

func mutateType(r *rand.Rand, t *Type) string {
	switch {
	case len(t.Fields) > 1 && r.IntN(3) == 0:
		t.Fields[0], t.Fields[1] = t.Fields[1], t.Fields[0]
		return "fields swapped"
	case len(t.Fields) > 0 && r.IntN(2) == 0:
		t.Fields[r.IntN(len(t.Fields))].Name = "renamed-by-test"
		return "field renamed"
	case len(t.Cases) > 1 && r.IntN(2) == 0:
		t.Cases[0], t.Cases[1] = t.Cases[1], t.Cases[0]
		return "cases swapped"
	case len(t.Cases) > 0:
		k := &t.Cases[r.IntN(len(t.Cases))]
		if k.Type == nil {
			k.Type = &Type{Kind: KindStr}
		} else {
			k.Type = nil
		}
		return "payload changed"
	case len(t.Names) > 1 && r.IntN(2) == 0:
		t.Names[0], t.Names[1] = t.Names[1], t.Names[0]
		return "names swapped"
	case len(t.Names) > 0:
		t.Names = append([]string{"added-by-test"}, t.Names...)
		return "name inserted"
	case t.Kind == KindHandle:
		t.Borrowed = !t.Borrowed
		return "handle's mode changed"
	case t.Kind == KindStr:
		t.Kind = KindChr
		return "string to char"
	default:
		*t = Type{Kind: KindStr}
		return "kind changed"
	}
}

// TestCompareHostileNames checks that a changed type is reported whatever the names are, and that
// texts stay UTF-8.
func TestCompareHostileNames(t *testing.T) {
	for _, name := range []string{"", "name\n::error::", "\xff"} {
		checkHostileName(t, name, KindU16)
	}
	t.Run("random", rapid.MakeCheck(func(t *rapid.T) {
		pieces := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"\n", "::error::", "\x1b[2J", "\u202e", "\xff", "`", "a", "x", ".", "["}))
		name := strings.Join(rapid.SliceOfN(pieces, 0, 4).Draw(t, "name"), "")
		checkHostileName(t, name, KindBool+Kind(rapid.IntRange(0, 12).Draw(t, "kind")))
	}))
}

func checkHostileName(t rapid.TB, name string, kind Kind) {
	t.Helper()
	typ := &Type{Kind: KindRecord, Fields: []Field{{name, &Type{Kind: kind}}, {name + "x", &Type{Kind: KindStr}}}}
	other := &Type{Kind: KindRecord, Fields: []Field{{name, &Type{Kind: KindStr}}, {name, typ}}}
	old := &Component{Functions: []*Function{{Name: name, LocalName: name, Parameters: []Parameter{{name, typ}}}}}
	new := &Component{Functions: []*Function{{Name: name, LocalName: name, Parameters: []Parameter{{name, other}}}}}
	if len(Compare(old, old)) > 0 {
		t.Errorf("%q: differs from itself", name)
	}
	changes := Compare(old, new)
	if len(changes) == 0 {
		t.Errorf("%q: not reported", name)
	}
	for _, c := range changes {
		if utf8.ValidString(name) && !utf8.ValidString(c.Text) {
			t.Errorf("%q: %q", name, c.Text)
		}
	}
}
