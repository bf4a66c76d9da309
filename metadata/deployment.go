package metadata

import "slices"

// Deployment is one deployed state of an application's environment: the agent types that
// clients can call there.
type Deployment struct {
	Application   string // "bank", "" if it is not known
	Environment   string // "prod", "" if it is not known
	Account       string // e-mail address of the application's owner, "" if it is not known
	EnvironmentID string // UUID text, "" if it is not known

	// Revision counts the deployments of the environment from 0. HasRevision reports
	// whether the document contains it.
	Revision    uint64
	HasRevision bool

	// Chosen has the names of the agent types that were chosen from the deployment, sorted
	// and without duplicates. It is empty if the document has all of them.
	Chosen []string

	AgentTypes []*AgentType    // sorted by name
	Omitted    []AgentOmission // parts that cannot be called, sorted by agent type, method and configuration
}

// AgentType is a kind of agent. It has a constructor, whose parameters identify an agent,
// and methods.
type AgentType struct {
	Name           string // as in the source: "Account", "kebab-agent"
	Description    string // text of the agent's author, may have several lines
	SourceLanguage string // "rust", "typescript", "" if it is not known
	Mode           ComponentKind

	Constructor AgentConstructor
	Methods     []*AgentMethod      // sorted by name
	Config      []ConfigDeclaration // sorted by path

	// The component that implements the agent type. If the document does not name it,
	// ComponentID is "" and ComponentRevision is 0. ComponentName may be "" even if there
	// is an id.
	ComponentID       string // UUID text
	ComponentRevision uint64
	ComponentName     string // "acme:bank"
}

// AgentConstructor makes an agent. Its parameters are the agent's identity.
type AgentConstructor struct {
	Name        string // "new", often ""
	Description string
	PromptHint  string // hint for a language model, "" if there is none
	Input       DataSchema
}

// AgentMethod is a method of an agent.
type AgentMethod struct {
	Name        string // as in the source: "funAllPrimitives", "fun_all_primitives"
	Description string
	PromptHint  string // hint for a language model, "" if there is none
	Input       DataSchema

	// Output is a tuple without elements for a method that returns nothing, a tuple of one
	// element, whose name has no meaning, for a method that returns a value, or multimodal.
	Output DataSchema
}

// ConfigDeclaration declares a value that an agent is configured with when it is made.
type ConfigDeclaration struct {
	Source ConfigSource
	Path   []string // {"limits", "max"}, at least one part
	Type   *Type
}

// ConfigSource is the source of a configuration value.
type ConfigSource uint8

// The sources of configuration.
const (
	ConfigLocal  ConfigSource = iota // given when the agent is made or in the deployment
	ConfigSecret                     // kept by the server
)

// String returns the source as documents write it.
func (s ConfigSource) String() string {
	if s == ConfigSecret {
		return "Secret"
	}
	return "Local"
}

// DataSchema describes the data that a constructor or a method takes or returns.
type DataSchema struct {
	Kind     SchemaKind
	Elements []Element // parameters of a tuple in order, or alternatives of multimodal data
}

// SchemaKind says how the elements of a schema form the data.
type SchemaKind uint8

// The kinds of schema.
const (
	SchemaTuple      SchemaKind = iota // one value for each element, in order
	SchemaMultimodal                   // a list of values, each for one of the elements
)

// String returns the kind as documents write it.
func (k SchemaKind) String() string {
	if k == SchemaMultimodal {
		return "Multimodal"
	}
	return "Tuple"
}

// Element is a named part of a schema. Which of the parts are set depends on Kind.
type Element struct {
	Name string
	Kind ElementKind

	Type      *Type    // ComponentModel
	Languages []string // UnstructuredText: codes like "en", nil for any language
	MimeTypes []string // UnstructuredBinary: types like "image/png", nil for any
}

// ElementKind is one of the three kinds of element.
type ElementKind uint8

// The kinds of element.
const (
	ComponentModel ElementKind = iota
	UnstructuredText
	UnstructuredBinary
)

// String returns the kind as documents write it.
func (k ElementKind) String() string {
	return [...]string{ComponentModel: "ComponentModel", UnstructuredText: "UnstructuredText", UnstructuredBinary: "UnstructuredBinary"}[k]
}

// AgentOmission is a part of a document of agents for which no client can be generated. The
// agent types do not contain it, but Deployment.Document keeps it. Method and Config are ""
// if the agent type as a whole is left out.
type AgentOmission struct {
	Agent  string // the agent type
	Method string // "watch"
	Config string // path of a configuration: "limits.max"
	Reason string // "it uses a stream, which Golem's HTTP API cannot carry"
	JSON   string // the object of the agent type, method or declaration in the document
}

// String returns what is left out and the reason: "Account.watch is left out: it uses a
// stream, which Golem's HTTP API cannot carry".
func (o AgentOmission) String() string {
	place := o.Agent
	switch {
	case o.Method != "":
		place += "." + o.Method
	case o.Config != "":
		place += " configuration " + o.Config
	}
	return place + " is left out: " + o.Reason
}

// Choose leaves only the named agent types and sets Chosen. Without names it does nothing.
// Each name must be that of an agent type, or of one in Omitted.
func (d *Deployment) Choose(names []string) {
	if len(names) == 0 {
		return
	}
	d.Chosen = slices.Compact(slices.Sorted(slices.Values(names)))
	d.AgentTypes = slices.DeleteFunc(d.AgentTypes, func(t *AgentType) bool { return !slices.Contains(names, t.Name) })
	d.Omitted = slices.DeleteFunc(d.Omitted, func(o AgentOmission) bool { return !slices.Contains(names, o.Agent) })
}

// AgentType returns the agent type with the name, or nil.
func (d *Deployment) AgentType(name string) *AgentType {
	for _, a := range d.AgentTypes {
		if a.Name == name {
			return a
		}
	}
	return nil
}

// Method returns the method with the name, or nil.
func (a *AgentType) Method(name string) *AgentMethod {
	for _, m := range a.Methods {
		if m.Name == name {
			return m
		}
	}
	return nil
}
