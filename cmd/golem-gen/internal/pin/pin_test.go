package pin

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/gen"
	_ "github.com/golem-gen/golem-gen/internal/goldenfile"
)

const id = "5c89c92c-6e6a-5715-882b-637cd873451d"

func example() Lock {
	return Lock{
		"internal/shop": {
			Package: "shop", Source: Source{ID: id, Name: "acme:shop", Version: 3}, Hash: "sha256:0123", Documents: []string{"sha256:89ab"},
			Origin: Origin{Server: "http://localhost:9881", Project: id},
			Names: map[string]gen.LockedName{
				"cart":               {Name: "Cart", Structure: "interface:acme:shop/cart"},
				"cart.add-item.item": {Name: "Item", Structure: "record:7447b1cd58409c5b"},
				"true":               {Name: "True", Structure: "function:00"},
				"12.3":               {Name: "N", Structure: ""},
				"Konto.größe":        {Name: "Größe", Structure: "function:01"},
				"a: b # \n\"\\u202e": {Name: "AB", Structure: "x: ÿ"},
			},
		},
		".": {Package: "root", Source: Source{Name: "12"}, Names: map[string]gen.LockedName{}},
		"internal/bank": {
			Package: "bank", Source: Source{Kind: Agents, Application: "bank", Environment: "12", Deployment: 3}, Hash: "sha256:4567",
			Names: map[string]gen.LockedName{"Account.deposit": {Name: "Deposit", Structure: "method:7447b1cd58409c5b"}},
		},
	}
}

func TestLockComesBack(t *testing.T) {
	text := example().Text()
	got, err := Parse("golem-gen.lock", text)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(example(), got); d != "" {
		t.Errorf("(-written +read):\n%s\n%s", d, text)
	}
	none, err := Parse("golem-gen.lock", nil)
	if err != nil || len(none) != 0 {
		t.Errorf("%v %v", none, err)
	}
}

// TestLockIsYAML reads the file with a YAML library, as other tools may.
func TestLockIsYAML(t *testing.T) {
	type client struct {
		Package, ID, Name, Application, Environment, Server, Project, Hash, Document string
		Version, Deployment                                                          uint64
		Names                                                                        map[string]string
	}
	var file struct{ Components, Agents map[string]client }
	if err := yaml.Unmarshal(example().Text(), &file); err != nil {
		t.Fatal(err)
	}
	for dir, want := range example() {
		got := file.Components[dir]
		if want.Source.Kind == Agents {
			got = file.Agents[dir]
		}
		source := Source{want.Source.Kind, got.ID, got.Name, got.Version, got.Application, got.Environment, got.Deployment}
		if got.Package != want.Package || source != want.Source || (Origin{got.Server, got.Project}) != want.Origin || got.Hash != want.Hash || got.Document != strings.Join(want.Documents, " ") {
			t.Errorf("%s: %+v, want %+v", dir, got, want)
		}
		for place, name := range want.Names {
			if got.Names[place] != name.Name+" "+name.Structure {
				t.Errorf("%q: %q, want %v", place, got.Names[place], name)
			}
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"x", `golem-gen.lock:1:1: "x" is not a line of a lock file: ` + fixLine},
		{"components:\n    version: 1", `golem-gen.lock:2:1: "version: 1" does not belong here: ` + fixLine},
		{"  a:\n    version: x", `golem-gen.lock:2:1: expected the number of a version, found "x": ` + fixLine},
		{"agents:\n  a:\n    deployment: x", `golem-gen.lock:3:1: expected the number of a deployment, found "x": ` + fixLine},
		{"agents:\n  a:\n    version: 1", `golem-gen.lock:3:1: "version" is not known to this version of golem-gen: update golem-gen`},
		{"  a:\ncomponents:\n    version: 1", `golem-gen.lock:3:1: "version: 1" does not belong here: ` + fixLine},
		{"  a:\n    colour: x", `golem-gen.lock:2:1: "colour" is not known to this version of golem-gen: update golem-gen`},
		{"  a:\n      p: X y", `golem-gen.lock:2:1: "p: X y" does not belong here: ` + fixLine},
		{
			"  a:\n    names:\n      p: X y\n      q: A y\n      q: B y\n      p: Z y",
			"golem-gen.lock:5:1: there are two names for \"q\", \"A\" and \"B\": remove one of the lines\n" +
				"golem-gen.lock:6:1: there are two names for \"p\", \"X\" and \"Z\": remove one of the lines",
		},
		{"  a:\n    names:\n      p: X y\n      p: Z y", "golem-gen.lock:4:1: there are two names for \"p\", \"X\" and \"Z\": remove one of the lines"},
		{"  /etc:", `golem-gen.lock:1:1: the directory "/etc" leads outside: ` + fixLine},
		{"  a/../../b:", `golem-gen.lock:1:1: the directory "a/../../b" leads outside: ` + fixLine},
		{`  a\b:`, `golem-gen.lock:1:1: the directory "a\\b" leads outside: ` + fixLine},
		{"  a/./b:", `golem-gen.lock:1:1: the directory "a/./b" leads outside: ` + fixLine},
		{"  a:\n    names:\n      p: 1X y", `golem-gen.lock:3:1: "1X" is not a Go name: ` + fixLine},
		{`  "a`, `golem-gen.lock:1:1: "\"a" is not a line of a lock file: ` + fixLine},
		{`  "a" b`, `golem-gen.lock:1:1: "\"a\" b" is not a line of a lock file: ` + fixLine},
		{"  a:\n    package: \"x", `golem-gen.lock:2:1: "package: \"x" is not a line of a lock file: ` + fixLine},
		{"  a: b", `golem-gen.lock:1:1: "a: b" does not belong here: ` + fixLine},
		{"  a:\n    names:\n        p: X y", `golem-gen.lock:3:1: "p: X y" does not belong here: ` + fixLine},
		{"  a:\n    names:\n    hash: x\n      p: X y", `golem-gen.lock:4:1: "p: X y" does not belong here: ` + fixLine},
		{"components:\n<<<<<<< ours", "golem-gen.lock:2:1: a merge has failed here: remove the lines with <<<<<<<, keep those between them, and run golem-gen generate"},
		{"components:\n=======", "golem-gen.lock:2:1: a merge has failed here: remove the lines with =======, keep those between them, and run golem-gen generate"},
		{"components:\n||||||| base", "golem-gen.lock:2:1: a merge has left the former lines here: remove them, from the line with ||||||| to the one with =======, and run golem-gen generate"},
		{"components:\n>>>>>>> theirs", "golem-gen.lock:2:1: a merge has failed here: remove the lines with >>>>>>>, keep those between them, and run golem-gen generate"},
	} {
		if _, err := Parse("golem-gen.lock", []byte(test.text)); err == nil || err.Error() != test.want {
			t.Errorf("%q:\n got %v\nwant %s", test.text, err, test.want)
		}
	}
}

// TestBothSidesOfAMerge reads the lines of both sides, in any order.
func TestBothSidesOfAMerge(t *testing.T) {
	got, err := Parse("golem-gen.lock", []byte("components:\n  a:\n    version: 1\n    version: 2\n    names:\n      z: Z s:1\n      b: B s:2\n      z: Z s:1\n"))
	if err != nil || got["a"].Source.Version != 2 || len(got["a"].Names) != 2 {
		t.Errorf("%+v %v", got["a"], err)
	}
	for text, want := range map[string][]string{"1 1": {"1"}, "1 2": {"1", "2"}} {
		first, second, _ := strings.Cut(text, " ")
		merged, err := Parse("golem-gen.lock", []byte("components:\n  a:\n    document: "+first+"\n    document: "+second+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		again, err := Parse("golem-gen.lock", merged.Text())
		if err != nil || !slices.Equal(merged["a"].Documents, want) || !slices.Equal(again["a"].Documents, want) {
			t.Errorf("%q: the digests are %q and then %q, want %q (%v)", text, merged["a"].Documents, again["a"].Documents, want, err)
		}
	}
}

// TestClientTwice reads a client that a merge has left twice: the names of both stay, but not
// those of another kind of source.
func TestClientTwice(t *testing.T) {
	const first = "components:\n  a:\n    names:\n      z: Z s:1\n"
	for second, want := range map[string]string{
		"  a:\n    names:\n      b: B s:2\n":          "b=B z=Z",
		"agents:\n  a:\n    names:\n      b: B s:2\n": "b=B",
	} {
		l, err := Parse("golem-gen.lock", []byte(first+second))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, place := range slices.Sorted(maps.Keys(l["a"].Names)) {
			got = append(got, place+"="+l["a"].Names[place].Name)
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%q: got %s, want %s", second, text, want)
		}
	}
}

func TestSources(t *testing.T) {
	component := Source{ID: id, Name: "shop", Version: 3}
	agents := Source{Kind: Agents, Application: "bank", Environment: "prod", Deployment: 3}
	with := func(s Source, change func(*Source)) Source { change(&s); return s }
	for _, test := range []struct {
		a, b        Source
		same, equal bool
	}{
		{component, with(component, func(s *Source) { s.ID, s.Name = strings.ToUpper(id), "store" }), true, true},
		{component, with(component, func(s *Source) { s.Version = 4 }), true, false},
		{component, with(component, func(s *Source) { s.ID = "another" }), false, false},
		{agents, agents, true, true},
		{agents, with(agents, func(s *Source) { s.Deployment = 4 }), true, false},
		{agents, with(agents, func(s *Source) { s.Application = "shop" }), false, false},
		{agents, with(agents, func(s *Source) { s.Environment = "local" }), false, false},
		{agents, with(agents, func(s *Source) { s.Kind = Component }), false, false},
		{with(agents, func(s *Source) { s.Kind = Component }), agents, false, false},
	} {
		if got := test.a.Same(test.b); got != test.same {
			t.Errorf("%+v.Same(%+v) is %v", test.a, test.b, got)
		}
		if got := test.a.Equal(test.b); got != test.equal {
			t.Errorf("%+v.Equal(%+v) is %v", test.a, test.b, got)
		}
	}
	if got := component.Number() + ", " + agents.Number(); got != "version 3, deployment 3" {
		t.Error(got)
	}
	if got := component.Kind.String() + ", " + agents.Kind.String(); got != "component, environment" {
		t.Error(got)
	}
}

// TestClientInItsDirectory finds a client by its directory, whatever it was generated from.
func TestClientInItsDirectory(t *testing.T) {
	l := example()
	l["a"] = &Client{Package: "shop", Source: Source{ID: id}}
	free := func(string) bool { return false }
	if from, c := l.For("internal/shop", "shop", Source{ID: id}, free); from != "internal/shop" || c != l["internal/shop"] {
		t.Errorf("%q %v", from, c)
	}
	if from, c := l.For("internal/shop", "store", Source{Kind: Agents}, free); from != "internal/shop" || c != l["internal/shop"] {
		t.Errorf("%q %v", from, c)
	}
}

// TestMergedStructures reads two lines with one name, as a merge leaves them if both sides have
// changed a type.
func TestMergedStructures(t *testing.T) {
	l, err := Parse("f", []byte("  a:\n    names:\n      p: X record:1\n      p: X record:2\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := l["a"].Names["p"]; got != (gen.LockedName{Name: "X", Structure: "record:2"}) {
		t.Errorf("got %v", got)
	}
}

func TestMovedClient(t *testing.T) {
	l := example()
	used := func(dir string) bool { return dir == "other" }
	if from, c := l.For("other", "shop", Source{ID: strings.ToUpper(id)}, used); from != "internal/shop" || c == nil {
		t.Errorf("%q %v", from, c)
	}
	if _, c := l.For("other", "shop", Source{ID: id}, func(string) bool { return true }); c != nil {
		t.Error("took the names of a client that is still there")
	}
	if from, c := l.For("other", "shop2", Source{ID: id}, used); from != "internal/shop" || c == nil {
		t.Errorf("a package with another name: %q %v", from, c)
	}
	l["second"] = &Client{Package: "shop3", Source: Source{ID: id}}
	if _, c := l.For("other", "shop2", Source{ID: id}, used); c != nil {
		t.Error("took the names of one of two packages")
	}
	if from, c := l.For("other", "shop3", Source{ID: id}, used); from != "second" || c == nil {
		t.Errorf("one of two packages: %q %v", from, c)
	}
	if from, c := l.For("other", "bank", Source{Kind: Agents, Application: "bank", Environment: "12", Deployment: 4}, used); from != "internal/bank" || c == nil {
		t.Errorf("%q %v", from, c)
	}
	if _, c := l.For("other", "bank", Source{Kind: Agents, Application: "bank", Environment: "prod"}, used); c != nil {
		t.Error("took the names of another environment")
	}
	if _, c := l.For("other", "shop", Source{Kind: Agents}, used); c != nil {
		t.Error("took the names of a component for agents")
	}
}

// FuzzParse checks that a lock that was read, written and read again is the same.
func FuzzParse(f *testing.F) {
	f.Add(string(example().Text()))
	f.Add("  \"a\":\n    names:\n      \"x\\ty\": \"A b\"\n")
	f.Add("<<<<<<< \n")
	f.Fuzz(func(t *testing.T, text string) {
		l, err := Parse("f", []byte(text))
		if err != nil {
			for line := range strings.SplitSeq(err.Error(), "\n") {
				if !strings.HasPrefix(line, "f:") {
					t.Errorf("an error with a line without place: %q", err)
				}
			}
			return
		}
		again, err := Parse("f", l.Text())
		if err != nil {
			t.Fatalf("%v\n%s", err, l.Text())
		}
		if d := cmp.Diff(l, again); d != "" {
			t.Errorf("%s\n%s", d, l.Text())
		}
	})
}
