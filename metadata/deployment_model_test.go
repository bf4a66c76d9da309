package metadata

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Random deployments. They have everything that a document can have and DecodeDeployment
// accepts.

// genSourceName returns names as the languages of agents spell them.
func genSourceName() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringMatching(`[a-z][a-zA-Z0-9]{0,6}`),
		rapid.StringMatching(`[a-z]{1,3}(_[a-z0-9]{1,3}){0,2}`),
		rapid.StringMatching(`[a-z]{1,3}(-[a-z0-9]{1,3}){0,2}`),
		rapid.SampledFrom([]string{"HTTPServer", "größe", "店", "_", "$", "a b", "it's", "func", "type", "3d"}),
	)
}

func genSourceNames(least, most int) *rapid.Generator[[]string] {
	return rapid.SliceOfNDistinct(genSourceName(), least, most, func(s string) string { return s })
}

func genProse() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"", "", "Adds up.", "two\nlines\tand \"quotes\"", "*/ \\ ` \u2028 é", "\x00\x1f\x7f"})
}

// drawAgentValue draws a type of agents: no handles, names of any language.
func drawAgentValue(t *rapid.T, depth int) *Type {
	typ := drawType(t, depth, true)
	var source func(*Type)
	source = func(typ *Type) {
		if typ == nil {
			return
		}
		if typ.Kind == KindHandle {
			*typ = Type{Kind: KindStr}
		}
		if typ.Name != "" {
			typ.Name = genSourceName().Draw(t, "type name")
			typ.Owner = rapid.SampledFrom([]string{"", "./model", "@golemcloud/golem-ts-sdk"}).Draw(t, "owner")
		}
		for i := range typ.Fields {
			source(typ.Fields[i].Type)
		}
		for i := range typ.Cases {
			source(typ.Cases[i].Type)
		}
		for _, item := range typ.Items {
			source(item)
		}
		source(typ.Inner)
		source(typ.Ok)
		source(typ.Err)
	}
	source(typ)
	return typ
}

func drawSchema(t *rapid.T, label string) DataSchema {
	s := DataSchema{Kind: rapid.SampledFrom([]SchemaKind{SchemaTuple, SchemaTuple, SchemaMultimodal}).Draw(t, label)}
	for _, name := range genSourceNames(0, 3).Draw(t, "elements") {
		e := Element{Name: name, Kind: rapid.SampledFrom([]ElementKind{ComponentModel, UnstructuredText, UnstructuredBinary}).Draw(t, "element")}
		switch e.Kind {
		case ComponentModel:
			e.Type = drawAgentValue(t, 2)
		case UnstructuredText:
			e.Languages = rapid.SampledFrom([][]string{nil, {}, {"en"}, {"en", "de-CH"}}).Draw(t, "languages")
		case UnstructuredBinary:
			e.MimeTypes = rapid.SampledFrom([][]string{nil, {}, {"image/png"}, {"*/*", "image/*"}}).Draw(t, "media types")
		}
		s.Elements = append(s.Elements, e)
	}
	return s
}

func drawAgentType(t *rapid.T, name string) *AgentType {
	prose := func(what string) string { return genProse().Draw(t, what) }
	a := &AgentType{
		Name:           name,
		Description:    prose("description"),
		SourceLanguage: rapid.SampledFrom([]string{"", "rust", "typescript"}).Draw(t, "language"),
		Mode:           rapid.SampledFrom([]ComponentKind{Durable, Ephemeral}).Draw(t, "mode"),
		Constructor:    AgentConstructor{prose("name"), prose("description"), prose("hint"), drawSchema(t, "constructor")},
	}
	methods := genSourceNames(0, 3).Draw(t, "methods")
	slices.Sort(methods)
	for _, m := range methods {
		a.Methods = append(a.Methods, &AgentMethod{m, prose("description"), prose("hint"), drawSchema(t, "input"), drawSchema(t, "output")})
	}
	paths := rapid.SliceOfNDistinct(genSourceNames(1, 2), 0, 2, func(p []string) string { return strings.Join(p, "\x00") }).Draw(t, "config")
	slices.SortFunc(paths, slices.Compare[[]string])
	for _, path := range paths {
		a.Config = append(a.Config, ConfigDeclaration{rapid.SampledFrom([]ConfigSource{ConfigLocal, ConfigSecret}).Draw(t, "source"), path, drawAgentValue(t, 1)})
	}
	if rapid.Bool().Draw(t, "implemented") {
		a.ComponentID = "01a22040-4146-7230-891d-cecb5eeeaec9"
		a.ComponentRevision = rapid.Uint64().Draw(t, "revision")
		a.ComponentName = rapid.SampledFrom([]string{"", "acme:bank"}).Draw(t, "component")
	}
	return a
}

func drawDeployment(t *rapid.T) *Deployment {
	d := &Deployment{
		Application:   rapid.SampledFrom([]string{"", "bank"}).Draw(t, "application"),
		Environment:   rapid.SampledFrom([]string{"", "prod"}).Draw(t, "environment"),
		Account:       rapid.SampledFrom([]string{"", "a+b@example.org"}).Draw(t, "account"),
		EnvironmentID: rapid.SampledFrom([]string{"", "01a22053-ea6c-7e40-9f2f-05bce982eedb"}).Draw(t, "id"),
		HasRevision:   rapid.Bool().Draw(t, "revision known"),
	}
	if d.HasRevision {
		d.Revision = rapid.Uint64().Draw(t, "revision")
	}
	agents := genSourceNames(0, 3).Draw(t, "agents")
	slices.Sort(agents)
	for _, name := range agents {
		d.AgentTypes = append(d.AgentTypes, drawAgentType(t, name))
	}
	if len(agents) > 0 && rapid.Bool().Draw(t, "chosen") {
		d.Chosen = agents
	}
	return d
}

// TestRandomDeployments checks that the canonical document decodes as the same deployment.
func TestRandomDeployments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDeployment(t)
		document := d.Document()
		again, err := DecodeDeployment(document)
		if err != nil {
			t.Fatalf("%v\n%s", err, document)
		}
		if diff := agentDifference(d, again); diff != "" {
			t.Fatalf("%s\n%s", diff, document)
		}
		if d.Hash() != again.Hash() {
			t.Fatal("the hash changed")
		}
		for _, a := range d.AgentTypes {
			for _, m := range a.Methods {
				if text := m.WIT(); strings.ContainsAny(text, "\n\x00") {
					t.Fatalf("%q is not one line", text)
				}
			}
		}
	})
}

// TestOrderOfAgents checks that the order of agent types, methods and configuration in a document
// has no meaning.
func TestOrderOfAgents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDeployment(t)
		want := string(d.Document())
		slices.Reverse(d.AgentTypes)
		for _, a := range d.AgentTypes {
			slices.Reverse(a.Methods)
			slices.Reverse(a.Config)
		}
		got, err := CanonicalDeployment(d.Document())
		if err != nil || string(got) != want {
			t.Fatalf("error %v\n%s\nwant\n%s", err, got, want)
		}
	})
}

// TestHashOfAgents checks that the hash changes if and only if something changes that calls
// depend on.
func TestHashOfAgents(t *testing.T) {
	hash := func(change func(*AgentType)) string {
		d := decodeAgents(t, "agent-types-v1.json")
		for _, a := range d.AgentTypes {
			change(a)
		}
		return d.Hash()
	}
	same := hash(func(*AgentType) {})
	for name, change := range map[string]func(*AgentType){
		"revision":    func(a *AgentType) { a.ComponentRevision++ },
		"id":          func(a *AgentType) { a.ComponentID = "" },
		"description": func(a *AgentType) { a.Description = "x" },
		"name of the result": func(a *AgentType) {
			for _, m := range a.Methods {
				if len(m.Output.Elements) == 1 && m.Output.Kind == SchemaTuple {
					m.Output.Elements[0].Name = "renamed"
				}
			}
		},
	} {
		if hash(change) != same {
			t.Errorf("the hash changes with the %s", name)
		}
	}
	for name, change := range map[string]func(*AgentType){
		"name":        func(a *AgentType) { a.Name += "x" },
		"mode":        func(a *AgentType) { a.Mode = Ephemeral },
		"method":      func(a *AgentType) { a.Methods[0].Name += "x" },
		"result":      func(a *AgentType) { a.Methods[0].Output = DataSchema{} },
		"constructor": func(a *AgentType) { a.Constructor.Input = DataSchema{Kind: SchemaMultimodal} },
		"config":      func(a *AgentType) { a.Config = nil },
		"languages": func(a *AgentType) {
			for _, m := range a.Methods {
				for i := range m.Input.Elements {
					m.Input.Elements[i].Languages = nil
				}
			}
		},
		"parameters": func(a *AgentType) {
			if e := a.Constructor.Input.Elements; len(e) > 1 {
				e[0], e[1] = e[1], e[0]
			}
		},
		"alternative": func(a *AgentType) {
			if in := a.Constructor.Input; in.Kind == SchemaMultimodal {
				in.Elements[0].Name = "renamed"
			}
		},
	} {
		if hash(change) == same {
			t.Errorf("the hash does not change with the %s", name)
		}
	}
}

func FuzzDecodeDeployment(f *testing.F) {
	for _, name := range []string{"agent-types-v1.json", "agent-type-Counter-v2.json", "component-v2.json", "pinned-v1.golden.json"} {
		f.Add(readAgents(f, name))
	}
	f.Add([]byte(agentOmissions))
	pinned, err := DecodeDeployment(readAgents(f, "pinned-v1.golden.json"))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := DecodeDeployment(data)
		if err != nil {
			if d != nil || err.Error() == "" {
				t.Fatalf("deployment %v, error %q", d, err)
			}
			return
		}
		checkPinned(t, d)
		if changes := CompareDeployments(d, d); len(changes) > 0 {
			t.Fatalf("differs from itself: %v", changes)
		}
		for _, change := range append(CompareDeployments(pinned, d), CompareDeployments(d, pinned)...) {
			if !utf8.ValidString(change.Text) {
				t.Fatalf("%q", change.Text)
			}
		}
	})
}
