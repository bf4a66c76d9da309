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
	json  json.RawMessage // by its type
}

// checkConfig returns the configuration of a new agent by path, or what is wrong with it.
// Every declared value has to be given, but for options.
func checkConfig(t *metadata.AgentType, given []configValue) (values map[string]configValue, fault string) {
	values = map[string]configValue{}
	for _, v := range given {
		name := strings.Join(v.path, ".")
		at := slices.IndexFunc(t.Config, func(c metadata.ConfigDeclaration) bool {
			return c.Source == metadata.ConfigLocal && slices.Equal(c.Path, v.path)
		})
		if at < 0 {
			return nil, "Agent type does not declare local config " + name
		}
		r := reader{fresh: true}
		read := r.read(&v.value, t.Config[at].Type)
		if faults := append(r.faults, r.late...); len(faults) > 0 {
			return nil, fmt.Sprintf("config value for path %s does not match expected schema: [%s]", name, strings.Join(faults, ", "))
		}
		v.json = appendValue(nil, &read, t.Config[at].Type)
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
// option that has not been given, nil for what is not declared.
func (call *Invocation) Config(path ...string) json.RawMessage {
	if call.worker == nil || call.worker.agent == nil {
		return nil
	}
	if v, ok := call.worker.agent.config[configKey(path)]; ok {
		return v.json
	}
	for _, c := range call.Agent.Config {
		if slices.Equal(c.Path, path) {
			return json.RawMessage("null")
		}
	}
	return nil
}

// configJSON is the configuration that the agent was made with.
func (a *agent) configJSON() []byte {
	b := []byte{'['}
	for i, key := range sortedKeys(a.config) {
		v := a.config[key]
		b = fmt.Appendf(appendSeparator(b, i), `{"path":%s,"value":%s}`, quoted(v.path), v.json)
	}
	return append(b, ']')
}
