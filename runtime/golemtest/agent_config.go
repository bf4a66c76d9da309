package golemtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// configValue is a value of an agent's configuration.
type configValue struct {
	path  []string
	value node
	json  json.RawMessage // the value, written by its type
}

// Configure sets a value of the configuration of new agents of a type, in Golem's value form.
// Creating an agent with a value of its own takes precedence. Later deployments keep it. A
// value that the agent type does not declare, or of another type, ends the test. Secrets are
// set by [Deployment.SetSecret].
func (d *Deployment) Configure(agentType, value string, path ...string) {
	d.server.marker().Helper()
	t := d.agentType(agentType)
	n, err := parseGiven(value)
	fault := ""
	switch {
	case t == nil:
		fault = "it has no agent type of this name: give one of " + strings.Join(d.typeNames(), ", ")
	case configIndex(t.AgentType, path) < 0:
		fault = undeclaredConfig(path) + ": " + declaredConfig(t.AgentType)
	case err != nil:
		fault = err.Error()
	default:
		given := configValue{path: path, value: n}
		if fault = given.read(t.AgentType); fault == "" {
			plays := d.handlersOf(agentType)
			plays.mu.Lock()
			defer plays.mu.Unlock()
			plays.config[agentType] = append(plays.config[agentType], given)
		}
	}
	if fault != "" {
		d.server.fatal(fmt.Errorf("golemtest: deployment %d, configuration of %s: %s", d.revision, agentType, fault))
	}
}

// configured returns the values that Configure has set for an agent type, the newest last.
func (d *Deployment) configured(agentType string) []configValue {
	if d == nil {
		return nil
	}
	before := d.before.configured(agentType)
	d.plays.mu.Lock()
	defer d.plays.mu.Unlock()
	return append(slices.Clip(before), d.plays.config[agentType]...)
}

// read reads the value by its declaration and returns what is wrong with it, "" for
// nothing.
func (v *configValue) read(t *metadata.AgentType) string {
	name := strings.Join(v.path, ".")
	at := configIndex(t, v.path)
	if at < 0 {
		return undeclaredConfig(v.path)
	}
	r := reader{fresh: true}
	read := r.read(&v.value, t.Config[at].Type)
	if faults := append(r.faults, r.late...); len(faults) > 0 {
		return fmt.Sprintf("config value for path %s does not match expected schema: [%s]", name, strings.Join(faults, ", "))
	}
	v.json = appendValue(nil, &read, t.Config[at].Type)
	return ""
}

// parseGiven parses a value that a test gives.
func parseGiven(value string) (node, error) {
	n, err := parseJSON(value)
	if err != nil {
		return n, fmt.Errorf("the value `%s` is not JSON, where texts have quotes: %w", value, err)
	}
	return n, nil
}

// configIndex returns the index of a value in the configuration that an agent type declares,
// secrets excluded, or -1.
func configIndex(t *metadata.AgentType, path []string) int {
	return slices.IndexFunc(t.Config, func(c metadata.ConfigDeclaration) bool {
		return c.Source == metadata.ConfigLocal && slices.Equal(c.Path, path)
	})
}

// undeclaredConfig returns what servers say of a value that an agent type does not declare.
func undeclaredConfig(path []string) string {
	return "Agent type does not declare local config " + strings.Join(path, ".")
}

// declaredConfig says which values an agent type declares.
func declaredConfig(t *metadata.AgentType) string {
	var names []string
	for _, c := range t.Config {
		if c.Source == metadata.ConfigLocal {
			names = append(names, strings.Join(c.Path, "."))
		}
	}
	if len(names) == 0 {
		return "it declares none"
	}
	return "it declares " + strings.Join(names, ", ")
}

// checkConfig returns the configuration of a new agent by path, or what is wrong with it.
// Values that the agent was given override those of its deployment. Every declared value
// except an option is required.
func checkConfig(t *metadata.AgentType, deployed, given []configValue) (values map[string]configValue, fault string) {
	values = map[string]configValue{}
	for _, v := range deployed {
		values[configKey(v.path)] = v
	}
	for _, v := range given {
		if fault := v.read(t); fault != "" {
			return nil, fault
		}
		values[configKey(v.path)] = v
	}
	for _, c := range t.Config {
		if _, ok := values[configKey(c.Path)]; !ok && c.Source == metadata.ConfigLocal && c.Type.Kind != metadata.KindOption {
			return nil, "Config " + strings.Join(c.Path, ".") + " was not provided a value"
		}
	}
	return values, ""
}

func configKey(path []string) string { return strings.Join(path, "\x00") }

// Config returns a value of the agent's configuration, in Golem's value form: "null" for an
// option that was not given, nil for a value that is not declared. A secret has its present
// value on the server.
func (call *Invocation) Config(path ...string) json.RawMessage {
	if call.Agent == nil {
		return nil
	}
	if v, ok := call.config[configKey(path)]; ok {
		return v.json
	}
	for _, c := range call.Agent.Config {
		if !slices.Equal(c.Path, path) {
			continue
		}
		if c.Source == metadata.ConfigSecret {
			return call.worker.agent.secret(&c)
		}
		return json.RawMessage("null")
	}
	return nil
}

// configJSON returns the configuration that the agent was made with.
func (a *agent) configJSON() []byte {
	b := []byte{'['}
	for i, key := range sortedKeys(a.config) {
		v := a.config[key]
		b = fmt.Appendf(appendSeparator(b, i), `{"path":%s,"value":%s}`, quoted(v.path), v.json)
	}
	return append(b, ']')
}
