package gen

import (
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// resolveAgents is step 1 for the agent types of a deployment. Each agent type is a scope, like
// an exported interface, with a constructor and a configuration. Other rules decide which uses
// are one Go type, see ownName and key.
func resolveAgents(d *metadata.Deployment, o Options) (*survey, *grouping) {
	s := newAgentSurvey(d, o)
	return s, s.group(o)
}

// agent holds the parts of an agent type's scope other than its methods.
type agent struct {
	source      *metadata.AgentType
	constructor *function // its parameters are the agent's identity
	create      *function // makes the agent; its parameters are the configuration
	config      []configValue
	configName  string    // Go type of the configuration, "" if there is none
	reveal      *function // its parameters are the secrets, nil if there are none
	secrets     []configValue
}

// configValue is a value in the configuration of an agent. Creators of the agent give it, or the
// server if it is a secret.
type configValue struct {
	source metadata.ConfigDeclaration
	goName string // field of the Go type
}

// path returns the path of the value as text: "limits.max".
func (v *configValue) path() string { return strings.Join(v.source.Path, ".") }

// data is the input and output of a constructor or method.
type data struct{ input, output metadata.DataSchema }

// newAgentSurvey makes the first pass over a deployment.
func newAgentSurvey(d *metadata.Deployment, o Options) *survey {
	spelling := initialisms.ofIdentifiers()
	s := &survey{
		model:      &model{deployment: d, pkg: o.Package, spelling: spelling},
		structures: newStructureTable(),
		identities: newStructureTable(),
		resources:  map[uint64]*resource{},
		described:  map[*scope]*WITInterface{},
		places:     &placeSet{taken: map[string]bool{}},
		spelling:   spelling.withInitialisms(o.Initialisms),
	}
	for _, source := range d.AgentTypes {
		s.addAgent(source)
	}
	for _, sc := range s.model.scopes {
		s.addAgentFunctions(sc)
	}
	return s
}

// addAgent adds the scope of an agent type.
func (s *survey) addAgent(source *metadata.AgentType) {
	sc := &scope{
		place: s.places.add(placeName(source.Name), ""),
		doc:   agentDoc(source.Description, ""),
		agent: &agent{source: source},
	}
	for _, c := range source.Config {
		if c.Source == metadata.ConfigLocal {
			sc.agent.config = append(sc.agent.config, configValue{source: c})
		} else {
			sc.agent.secrets = append(sc.agent.secrets, configValue{source: c})
		}
	}
	s.model.scopes = append(s.model.scopes, sc)
}

// agentDoc returns the comments of an agent's author as one text.
func agentDoc(description, promptHint string) string {
	description, promptHint = strings.TrimSpace(description), strings.TrimSpace(promptHint)
	if promptHint == "" {
		return description
	}
	return strings.TrimSpace(description + "\n\nHint for language models: " + promptHint)
}

// The places of what an agent type can have besides methods. The place of a method with such a name
// is marked even if the agent type has no configuration or secrets: a later version can have them.
const (
	placeOfConstructor = "new"
	placeOfConfig      = "config"
	placeOfSecrets     = "secrets"
)

var agentPlaces = []string{placeOfConstructor, placeOfConfig, placeOfSecrets}

func (s *survey) addAgentFunctions(sc *scope) {
	a := sc.agent
	c := a.source.Constructor
	a.constructor = s.addAgentFunction(sc, metadata.Constructor, placeOfConstructor, &data{input: c.Input})
	a.constructor.doc = agentDoc(c.Description, c.PromptHint)
	if len(a.config) > 0 {
		a.create = s.addAgentFunction(sc, metadata.Constructor, placeOfConfig, &data{input: configSchema(a.config)})
	}
	if len(a.secrets) > 0 {
		a.reveal = s.addAgentFunction(sc, metadata.Constructor, placeOfSecrets, &data{input: configSchema(a.secrets)})
	}
	for _, m := range a.source.Methods {
		fn := s.addAgentFunction(sc, metadata.Freestanding, m.Name, &data{m.Input, m.Output})
		fn.doc, fn.method = agentDoc(m.Description, m.PromptHint), m
		sc.functions = append(sc.functions, fn)
	}
}

// configSchema returns a schema of the values by their paths.
func configSchema(values []configValue) (s metadata.DataSchema) {
	for i := range values {
		s.Elements = append(s.Elements, metadata.Element{Name: values[i].path(), Type: values[i].source.Type})
	}
	return s
}

// addAgentFunction adds a constructor or a method. Types of a constructor are named after the
// agent, types of a method after the method.
func (s *survey) addAgentFunction(sc *scope, kind metadata.FunctionKind, name string, d *data) *function {
	source := &metadata.Function{Name: name, LocalName: name, Kind: kind}
	owner := ""
	own, marked := sc.place+"."+placeName(name), sc.place+".["+kindOfPlace(kind)+"]"+placeName(name)
	switch {
	case kind == metadata.Constructor && name == placeOfConstructor:
		owner = sc.agent.source.Name
	case kind == metadata.Constructor:
		owner = sc.agent.source.Name + "-" + name
	case slices.Contains(agentPlaces, name):
		own = marked
	}
	text := s.places.add(own, marked)
	fn := &function{place: text, source: source, data: d}
	sig := &signature{function: fn}
	s.signatures = append(s.signatures, sig)
	s.addData(sc, sig, s.functionPlace(text, owner, source))
	return fn
}

// kindOfPlace distinguishes places that would otherwise be equal.
func kindOfPlace(kind metadata.FunctionKind) string {
	if kind == metadata.Constructor {
		return "constructor"
	}
	return "method"
}

// addData adds the nodes for the input and output of a constructor or method.
func (s *survey) addData(sc *scope, sig *signature, at *place) {
	in, out := sig.function.data.input, sig.function.data.output
	taken := map[string]bool{}
	if in.Kind == metadata.SchemaMultimodal {
		s.addParameter(sc, sig, "parts", multimodalType(in), at.part(stepPart, ""))
	} else {
		for _, e := range in.Elements {
			taken[e.Name] = true
			s.addParameter(sc, sig, e.Name, elementType(e), at.part(stepParameter, e.Name))
		}
	}
	switch {
	case out.Kind == metadata.SchemaMultimodal:
		s.addResult(sc, sig, "", multimodalType(out), at.ofResult("", taken).part(stepPart, ""))
	case len(out.Elements) == 1:
		s.addResult(sc, sig, "", elementType(out.Elements[0]), at.ofResult("", taken))
	default:
		for _, e := range out.Elements {
			s.addResult(sc, sig, e.Name, elementType(e), at.ofResult(e.Name, taken))
		}
	}
}

func (s *survey) addParameter(sc *scope, sig *signature, name string, t *metadata.Type, at *place) {
	fn := sig.function
	fn.source.Parameters = append(fn.source.Parameters, metadata.Parameter{Name: name, Type: t})
	fn.parameters = append(fn.parameters, parameter{name: name})
	sig.parameters = append(sig.parameters, s.node(t, nil, at, sc, false))
}

func (s *survey) addResult(sc *scope, sig *signature, name string, t *metadata.Type, at *place) {
	fn := sig.function
	fn.source.Results = append(fn.source.Results, metadata.Result{Name: name, Type: t})
	fn.results = append(fn.results, result{name: name})
	sig.results = append(sig.results, s.node(t, nil, at, sc, at.step == stepResult))
}
