package difftext

import (
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// data returns a schema of names with types or elements.
func data(kind metadata.SchemaKind, parts ...any) metadata.DataSchema {
	s := metadata.DataSchema{Kind: kind}
	for i := 0; i < len(parts); i += 2 {
		e, ok := parts[i+1].(metadata.Element)
		if !ok {
			e.Type = parts[i+1].(*metadata.Type)
		}
		e.Name = parts[i].(string)
		s.Elements = append(s.Elements, e)
	}
	return s
}

func values(parts ...any) metadata.DataSchema { return data(metadata.SchemaTuple, parts...) }
func media(parts ...any) metadata.DataSchema  { return data(metadata.SchemaMultimodal, parts...) }

func bank(change func(*metadata.AgentType)) *metadata.Deployment {
	account := &metadata.AgentType{Name: "Account", Methods: []*metadata.AgentMethod{{Name: "run"}}}
	change(account)
	return &metadata.Deployment{
		Application: "bank", Environment: "prod", HasRevision: true,
		AgentTypes: []*metadata.AgentType{account, {Name: "Other", Methods: []*metadata.AgentMethod{{Name: "run"}}}},
	}
}

// usedBy returns a deployment whose agent type has the schema at a use.
func usedBy(use metadata.Use, s metadata.DataSchema) *metadata.Deployment {
	return bank(func(a *metadata.AgentType) {
		switch use {
		case metadata.UseIdentity:
			a.Constructor.Input = s
		case metadata.UseParameter:
			a.Methods[0].Input = s
		default:
			a.Methods[0].Output = s
		}
	})
}

var text, german = metadata.Element{Kind: metadata.UnstructuredText}, metadata.Element{Kind: metadata.UnstructuredText, Languages: []string{"de"}}

// schemaPairs has two versions for each rule about schemas that the rule distinguishes.
var schemaPairs = map[string][2]metadata.DataSchema{
	"parameter-added":            {values("p", u8), values("p", u8, "q", option(str))},
	"parameter-removed":          {values("p", u8, "q", str), values("p", u8)},
	"parameter-renamed":          {values("p", u8), values("q", u8)},
	"parameters-swapped":         {values("p", u8, "q", u8), values("q", u8, "p", u8)},
	"parameters-reordered":       {values("p", u8, "q", str), values("q", str, "p", u8)},
	"parameters-reordered-alike": {values("p", u8, "q", f64), values("q", f64, "p", u8)},
	"result-added":               {values(), values("r", u8)},
	"result-removed":             {values("r", u8), values()},
	"results-changed":            {values("r", u8, "s", str), values("r", u8, "s", str, "t", str)},
	"result-renamed":             {values("r", u8, "s", str), values("r", u8, "t", str)},
	"schema-kind-changed":        {values("p", u8), media("p", u8)},
	"element-kind-changed":       {values("p", str), values("p", text)},
	"restriction-added":          {values("p", german), values("p", text)},
	"restriction-removed":        {values("p", text), values("p", german)},
	"alternative-appended":       {media("a", u8), media("a", u8, "b", text)},
	"alternative-inserted":       {media("a", u8), media("b", text, "a", u8)},
	"alternative-removed":        {media("a", u8, "b", text), media("a", u8)},
	"alternative-renamed":        {media("a", u8, "b", text), media("a", u8, "c", text)},
	"alternatives-reordered":     {media("a", u8, "b", u8), media("b", u8, "a", u8)},
}

// agentPairs has two versions for each other rule about agents.
var agentPairs = map[string][2]func(*metadata.AgentType){
	"agent-type-added":        {func(a *metadata.AgentType) { a.Name = "Other" }, func(*metadata.AgentType) {}},
	"agent-type-removed":      {func(*metadata.AgentType) {}, func(a *metadata.AgentType) { a.Name = "Other" }},
	"agent-became-ephemeral":  {func(*metadata.AgentType) {}, func(a *metadata.AgentType) { a.Mode = metadata.Ephemeral }},
	"agent-became-durable":    {func(a *metadata.AgentType) { a.Mode = metadata.Ephemeral }, func(*metadata.AgentType) {}},
	"agent-component-changed": {implementedBy("1"), implementedBy("2")},
	"first-config-added":      {func(*metadata.AgentType) {}, configured(metadata.ConfigLocal, option(u8), "limit")},
	"config-added":            {more(metadata.ConfigLocal, nil), more(metadata.ConfigLocal, u8)},
	"optional-config-added":   {more(metadata.ConfigLocal, nil), more(metadata.ConfigLocal, option(u8))},
	"config-removed":          {configured(metadata.ConfigLocal, u8, "limit"), func(*metadata.AgentType) {}},
	"config-type-changed":     {configured(metadata.ConfigLocal, u8, "limit"), configured(metadata.ConfigLocal, str, "limit")},
	"secret-added":            {func(*metadata.AgentType) {}, configured(metadata.ConfigSecret, u8, "key")},
	"optional-secret-added":   {func(*metadata.AgentType) {}, configured(metadata.ConfigSecret, option(u8), "key")},
	"secret-removed":          {configured(metadata.ConfigSecret, u8, "key"), func(*metadata.AgentType) {}},
	"secret-type-changed":     {configured(metadata.ConfigSecret, u8, "key"), configured(metadata.ConfigSecret, str, "key")},
	"method-added":            {func(*metadata.AgentType) {}, another},
	"method-removed":          {another, func(*metadata.AgentType) {}},
}

func another(a *metadata.AgentType) {
	a.Methods = append(a.Methods, &metadata.AgentMethod{Name: "stop"})
}

func implementedBy(last string) func(*metadata.AgentType) {
	return func(a *metadata.AgentType) { a.ComponentID = "01a22053-edc5-7da3-8721-54b60f75241" + last }
}

func configured(source metadata.ConfigSource, t *metadata.Type, path ...string) func(*metadata.AgentType) {
	return func(a *metadata.AgentType) {
		a.Config = []metadata.ConfigDeclaration{{Source: source, Path: path, Type: t}}
	}
}

// more gives an agent type a configuration and, if t is not nil, a second one.
func more(source metadata.ConfigSource, t *metadata.Type) func(*metadata.AgentType) {
	return func(a *metadata.AgentType) {
		configured(source, u8, "limit")(a)
		if t != nil {
			a.Config = append(a.Config, metadata.ConfigDeclaration{Source: source, Path: []string{"more"}, Type: t})
		}
	}
}

// TestAgentSourceEffects does for agents what TestSourceEffects does for components.
func TestAgentSourceEffects(t *testing.T) {
	for _, rule := range metadata.AgentRules() {
		if pair, ok := agentPairs[rule.ID]; ok {
			old, new := bank(pair[0]), bank(pair[1])
			old.EnvironmentID, new.EnvironmentID = "e", "e"
			if rule.ID == "agent-type-added" || rule.ID == "agent-type-removed" {
				old.AgentTypes, new.AgentTypes = withoutDouble(old), withoutDouble(new)
			}
			checkAgentSource(t, rule.ID, metadata.UseExport, old, new)
			continue
		}
		for _, use := range []metadata.Use{metadata.UseParameter, metadata.UseIdentity, metadata.UseResult} {
			pair, ok := schemaPairs[rule.ID]
			if types, inTypes := typePairs[rule.ID]; inTypes {
				pair, ok = [2]metadata.DataSchema{values("p", types[0]), values("p", types[1])}, true
			}
			if rule.Has(use) && ok {
				checkAgentSource(t, rule.ID, use, usedBy(use, pair[0]), usedBy(use, pair[1]))
			}
			if !ok && rule.ID != "type-name-changed" {
				t.Errorf("%s: no pair", rule.ID)
			}
		}
	}
}

func withoutDouble(d *metadata.Deployment) []*metadata.AgentType {
	if d.AgentTypes[0].Name == d.AgentTypes[1].Name {
		return d.AgentTypes[:1]
	}
	return d.AgentTypes
}

// checkAgentSource generates both deployments, the second with the names of the first, and checks
// the effect on callers.
func checkAgentSource(t *testing.T, id string, use metadata.Use, old, new *metadata.Deployment) {
	t.Helper()
	changes := metadata.CompareDeployments(old, new)
	if len(changes) == 2 && id == "first-config-added" {
		changes = changes[:1] // the rest are additions, with rules of their own
	}
	if len(changes) != 1 || changes[0].Rule.ID != id {
		t.Errorf("%s in %s: %d changes", id, use, len(changes))
		return
	}
	before, err := gen.GenerateAgents(old, gen.Options{Package: "client"})
	if err != nil {
		t.Fatal(err)
	}
	after, err := gen.GenerateAgents(new, gen.Options{Package: "client", Locked: before.Names})
	if err != nil {
		t.Fatal(err)
	}
	kept := declared(t, after)
	var gone []string
	for d := range declared(t, before) {
		if !kept[d] {
			gone = append(gone, d)
		}
	}
	if broken := changes[0].Effects.Source == metadata.SourceBroken; broken != (len(gone) > 0) {
		t.Errorf("%s in %s is %q; gone are %q", id, use, changes[0].Effects.Source, strings.Join(gone, ", "))
	}
}
