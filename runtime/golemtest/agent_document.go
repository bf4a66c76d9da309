package golemtest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
)

// agentDocument holds the parts of a document of agents that the server returns unchanged,
// besides the interfaces of the agent types.
type agentDocument struct {
	AccountID     string `json:"accountId"`
	ApplicationID string `json:"applicationId"`
	ComponentSize int64  `json:"componentSize"`
	Hash          string `json:"hash"`
	Metadata      struct {
		Memories []struct {
			Initial int64 `json:"initial"`
		} `json:"memories"`
	} `json:"metadata"`

	whole   json.RawMessage            // the document, if it describes a component
	types   map[string]json.RawMessage // objects of agent types by name
	entries map[string]json.RawMessage // {"agentType":…,"implementedBy":…}
}

// readAgentDocument reads a document that metadata.DecodeDeployment has accepted.
func readAgentDocument(document []byte) *agentDocument {
	d := &agentDocument{types: map[string]json.RawMessage{}, entries: map[string]json.RawMessage{}}
	_ = json.Unmarshal(document, d) // a list has none of the members
	d.find(document)
	var component struct {
		Name *string `json:"componentName"`
		ID   *string `json:"id"`
	}
	if json.Unmarshal(document, &component) == nil && component.Name != nil && component.ID != nil {
		d.whole = document
	}
	return d
}

// find finds the objects of agent types in a JSON text, wherever they are.
func (d *agentDocument) find(text json.RawMessage) {
	switch bytes.TrimSpace(text)[0] {
	case '[':
		var list []json.RawMessage
		_ = json.Unmarshal(text, &list) // the whole document is JSON
		for _, item := range list {
			d.find(item)
		}
	case '{':
		var object map[string]json.RawMessage
		_ = json.Unmarshal(text, &object)
		if name, ok := typeName(object); ok {
			d.types[name] = text
			return
		}
		var inner map[string]json.RawMessage
		if json.Unmarshal(object["agentType"], &inner) == nil {
			if name, ok := typeName(inner); ok {
				d.entries[name] = text
			}
		}
		for _, member := range object {
			d.find(member)
		}
	}
}

func typeName(object map[string]json.RawMessage) (name string, ok bool) {
	ok = json.Unmarshal(object["typeName"], &name) == nil && object["methods"] != nil
	return name, ok
}

// entry returns an agent type as an element of a deployment's list.
func (d *agentDocument) entry(name string, r *agentRevision) []byte {
	entry := map[string]any{}
	_ = json.Unmarshal(d.entries[name], &entry) // a component has no entries
	hook := entry["webhookPrefixAuthorityAndPath"]
	return fmt.Appendf(nil, `{"agentType":%s,"implementedBy":{"componentId":%q,"componentRevision":%d},"webhookPrefixAuthorityAndPath":%s}`,
		compactJSON(d.types[name]), r.component.id, r.number, quoted(hook))
}

// component returns the component's document with its sizes.
func (d *agentDocument) component(r *agentRevision) (document []byte, size, memory int64) {
	size = d.ComponentSize
	for _, m := range d.Metadata.Memories {
		memory += m.Initial
	}
	c, e := r.component, r.component.environment
	object := map[string]json.RawMessage{}
	if d.whole != nil {
		_ = json.Unmarshal(d.whole, &object)
	} else {
		var types []json.RawMessage
		for _, name := range sortedKeys(r.types) {
			types = append(types, r.raw[name])
		}
		object["metadata"] = quoted(map[string]any{"agentTypeProvisionConfigs": struct{}{}, "agentTypes": types, "knownExports": []string{}, "memories": []string{}, "producers": []string{}})
		object["createdAt"], object["componentSize"], object["wasmHash"] = quoted("1970-01-01T00:00:00+00:00"), quoted(size), quoted(stableID("wasm", c.id))
	}
	r.hash = cmp.Or(d.Hash, stableID("hash", c.id, fmt.Sprint(r.number)))
	for key, value := range map[string]any{
		"hash": r.hash, "id": c.id, "revision": r.number, "environmentId": e.id, "componentName": c.name, "applicationId": e.applicationID, "accountId": e.accountID,
	} {
		object[key] = quoted(value)
	}
	return compactJSON(quoted(object)), size, memory
}

// compactJSON returns JSON as servers print it, with members in order.
func compactJSON(text []byte) []byte {
	n, err := parseJSON(string(text))
	if err != nil {
		return text
	}
	return n.append(nil)
}
