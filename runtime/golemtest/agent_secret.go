package golemtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// SetSecret sets the value of a secret of the deployment's environment, in Golem's value
// form. It applies to all agent types that declare a secret with this path, in this
// deployment and in others. Without it, new agents of these types cannot be made. Agents
// read the newest value. Paths that join their words in different ways are equal: apiKey is
// the same as api_key. A secret that no agent type of the deployment declares, or a value
// of another type, ends the test.
func (d *Deployment) SetSecret(value string, path ...string) {
	d.server.marker().Helper()
	n, err := parseGiven(value)
	if err == nil {
		err = d.checkSecret(&n, path)
	}
	if err != nil {
		d.server.fatal(fmt.Errorf("golemtest: deployment %d, secret %s: %w", d.revision, strings.Join(path, "."), err))
	}
	d.server.mu.Lock()
	defer d.server.mu.Unlock()
	if d.environment.secrets == nil {
		d.environment.secrets = map[string]node{}
	}
	d.environment.secrets[secretKey(path)] = n
}

// checkSecret returns why the deployment's agent types do not accept a secret.
func (d *Deployment) checkSecret(n *node, path []string) error {
	declared := false
	for _, t := range d.types {
		for i := range t.Config {
			c := &t.Config[i]
			if c.Source != metadata.ConfigSecret || secretKey(c.Path) != secretKey(path) {
				continue
			}
			declared = true
			if _, fault := readSecret(n, c); fault != "" {
				return fmt.Errorf("agent type %s: %s", t.Name, fault)
			}
		}
	}
	if !declared {
		return errors.New("no agent type declares it")
	}
	return nil
}

// secretKey returns a path in a form that is the same for all spellings.
func secretKey(path []string) string {
	return strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(configKey(path)))
}

// readSecret returns a secret written by its type, or what is wrong with it.
func readSecret(n *node, c *metadata.ConfigDeclaration) (text json.RawMessage, fault string) {
	r := reader{fresh: true}
	v := r.read(n, c.Type)
	if faults := slices.Concat(r.faults, r.late); len(faults) > 0 {
		return nil, strings.Join(faults, ", ")
	}
	return appendValue(nil, &v, c.Type), ""
}

// checkSecrets returns which secret prevents that agents of a type are made, "" for none.
// The server's mu is held.
func (e *environment) checkSecrets(t *metadata.AgentType) string {
	for i := range t.Config {
		c := &t.Config[i]
		if c.Source != metadata.ConfigSecret {
			continue
		}
		name := strings.Join(c.Path, ".")
		n, ok := e.secrets[secretKey(c.Path)]
		if !ok && c.Type.Kind != metadata.KindOption {
			return fmt.Sprintf("Required agent secret %s does not exist", name)
		}
		if _, fault := readSecret(&n, c); ok && fault != "" {
			return fmt.Sprintf("Required agent secret %s has invalid type: %s", name, fault)
		}
	}
	return ""
}

func (a *agent) missingSecret(t *metadata.AgentType, r *agentRevision) string {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	return r.component.environment.checkSecrets(t)
}

// secret returns the value of a secret, or "null" if it is missing or has another type.
func (a *agent) secret(c *metadata.ConfigDeclaration) json.RawMessage {
	revision, _ := a.now()
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	n, ok := revision.component.environment.secrets[secretKey(c.Path)]
	if !ok {
		return json.RawMessage("null")
	}
	text, fault := readSecret(&n, c)
	if fault != "" {
		return json.RawMessage("null")
	}
	return text
}
