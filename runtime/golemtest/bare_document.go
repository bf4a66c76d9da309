package golemtest

import (
	"fmt"
	"slices"
	"strings"
)

// spelled returns the component's document in the form that the server writes. Servers
// before 1.3 write what was uploaded.
func (c *Component) spelled() []byte {
	v := c.server.version
	if !v.answersBare() {
		return c.document
	}
	document, err := parseJSON(string(c.document))
	if err != nil {
		return c.document
	}
	described := document.get("metadata")
	for _, export := range described.list("exports") {
		export.bareResult()
		for _, f := range export.list("functions") {
			f.bareResult()
		}
	}
	if v.countsRevisions() {
		return c.revisionDocument(described)
	}
	return []byte(document.String())
}

// list returns the items of an array in the object, nil if there is no such array.
func (n *node) list(key string) []*node {
	array := n.get(key)
	if array == nil {
		return nil
	}
	var items []*node
	for i := range array.items {
		items = append(items, &array.items[i])
	}
	return items
}

// bareResult replaces the list of a function's results by its only item, or by null. It
// keeps named results, because no document of these servers has any.
func (n *node) bareResult() {
	i := slices.IndexFunc(n.members, func(m member) bool { return m.key == "results" })
	if i < 0 {
		return
	}
	results := n.members[i].value.items
	switch {
	case len(results) == 0:
		n.members[i] = member{key: "result"}
	case len(results) == 1 && results[0].get("typ") != nil && (results[0].get("name") == nil || results[0].get("name").kind == jsonNull):
		typ := member{"typ", *results[0].get("typ")}
		n.members[i] = member{"result", node{kind: jsonObject, members: []member{typ}}}
	}
}

// revisionDocument returns the document in the form of servers that count revisions.
func (c *Component) revisionDocument(described *node) []byte {
	name := appendJSONString(nil, c.metadata.Name)
	hash := strings.Repeat("0", 64)
	return fmt.Appendf(nil, `{"accountId":%q,"applicationId":%q,"componentName":%s,"componentSize":%d,"createdAt":"1970-01-01T00:00:00Z",`+
		`"env":{},"environmentId":%q,"files":[],"hash":%q,"id":%q,"installedPlugins":[],"metadata":%s,"originalEnv":{},"originalFiles":[],`+
		`"revision":%d,"wasmHash":%q}`,
		stableID("account", LocalAccount), stableID("application", deployedApplication), name, c.size, deployedEnvironmentID(), hash, c.metadata.ID, described,
		c.metadata.Version, hash)
}
