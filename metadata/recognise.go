package metadata

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// other is a document that is not a component's metadata, in words.
func other(what, fix string) error {
	return &DocumentError{Problems: []Problem{{Line: 1, Column: 1, What: what, Fix: fix}}, Foreign: true}
}

const (
	fixHere  = "a component's metadata, as golem-gen fetch writes it"
	fixWhere = "give " + fixHere
)

// recogniseBytes says what a document is that cannot be JSON, or returns nil.
func recogniseBytes(data []byte) error {
	if len(data) > maxDocument {
		return other(fmt.Sprintf("the document has %d MB, which is too large", len(data)>>20), fixWhere)
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\uFEFF")))
	starts := func(prefix string) bool { return bytes.HasPrefix(text, []byte(prefix)) }
	switch {
	case len(text) == 0:
		return other("the document is empty", fixWhere)
	case starts("\x00asm"):
		return other("the document is WebAssembly, not a component's metadata", "upload the component to a server, then run golem-gen fetch")
	case starts("\xFF\xFE") || starts("\xFE\xFF"):
		return other("the document is UTF-16", "save it as UTF-8; in PowerShell, use curl.exe --output instead of a redirection")
	case starts("\x1f\x8b") || starts("PK\x03\x04") || starts("(\xb5\x2f\xfd"):
		return other("the document is compressed", "decompress it first")
	case starts("<"):
		return other("the document is "+markup(text)+", not JSON", "check the server's URL and port, and "+fixWhere)
	case isWIT(text):
		return other("the document is WIT text, not a component's metadata", "give the WIT with --wit, and here "+fixHere)
	case !startsJSON(text):
		return other("the document is not JSON; it starts with "+quote(firstLine(text)), fixWhere)
	}
	return nil
}

func markup(text []byte) string {
	head := bytes.ToLower(text[:min(len(text), 512)])
	if bytes.Contains(head, []byte("<html")) || bytes.Contains(head, []byte("<!doctype html")) {
		return "HTML"
	}
	return "XML or HTML"
}

// isWIT tells whether the text starts like a WIT file.
func isWIT(text []byte) bool {
	line := firstLine(text)
	if strings.HasPrefix(line, "//") || strings.HasPrefix(line, "/*") {
		return bytes.Contains(text, []byte("package ")) || bytes.Contains(text, []byte("interface ")) || bytes.Contains(text, []byte("world "))
	}
	for _, word := range []string{"package ", "interface ", "world "} {
		if strings.HasPrefix(line, word) {
			return strings.HasSuffix(line, ";") || strings.HasSuffix(line, "{") || strings.HasSuffix(line, "}")
		}
	}
	return false
}

func firstLine(text []byte) string {
	const enough = 512
	line, _, _ := bytes.Cut(text[:min(len(text), enough)], []byte("\n"))
	return string(bytes.TrimSpace(line))
}

// startsJSON tells whether the text starts like a JSON value, be it a broken one.
func startsJSON(text []byte) bool {
	switch c := text[0]; {
	case c == '{' || c == '"' || c == '-' || isDigit(c):
		return true
	case c == '[':
		// An INI or TOML section "[name]" and a log line "[2024-…" are no lists.
		rest := bytes.TrimSpace(text[1:])
		return len(rest) == 0 || strings.IndexByte(`{["]-0123456789ntf`, rest[0]) >= 0
	}
	for _, word := range []string{"null", "true", "false"} {
		if bytes.Equal(text, []byte(word)) {
			return true
		}
	}
	return false
}

// recogniseTree says what a JSON document is that is no component, or returns nil.
func recogniseTree(t *tree) error {
	switch root := t.nodes[0]; root.kind {
	case jsonObject:
		metadata := t.find(0, "metadata")
		if t.find(0, "versionedComponentId") >= 0 || metadata >= 0 && t.find(metadata, "exports") >= 0 {
			return nil
		}
		return recogniseObject(t)
	case jsonArray:
		return recogniseList(t)
	default:
		return other("the document is "+root.kind.String()+", not a component's metadata", fixWhere)
	}
}

func recogniseList(t *tree) error {
	n := t.count(0)
	if n == 0 {
		return other("the document is an empty list: the server has no such component", "check the component's id or name, and "+fixWhere)
	}
	if t.find(1, "versionedComponentId") >= 0 {
		return other(fmt.Sprintf("the document is a list of %d component versions", n), "keep one of them, or use golem-gen fetch --version N")
	}
	if t.find(1, "agentType") >= 0 {
		return other("the document is a list of agent types", "golem-gen does not support agents: "+fixWhere)
	}
	return other("the document is a list, not a component's metadata", fixWhere)
}

// strangers are documents known by one of their keys, the telling ones first.
var strangers = []struct{ key, what, fix string }{
	{"componentName", "the document describes a component without its exports", fixWhere},
	{"golemError", "the document is a server's error", "correct the cause and fetch again"},
	{"errors", "the document is a server's error", "correct the cause and fetch again"},
	{"error", "the document is a server's error", "correct the cause and fetch again"},
	{"exports", "the document is only the part under \"metadata\" of a component's metadata", "keep the whole answer of the server"},
	{"workerId", "the document describes a worker, not a component", fixWhere},
	{"workers", "the document is a list of workers, not a component", fixWhere},
	{"agentTypes", "the document holds agent types and no exported functions", "golem-gen does not support agents: " + fixWhere},
	{"agentType", "the document describes an agent type, not a component", "golem-gen does not support agents: " + fixWhere},
	{"typ", "the document is a value with its type, not a component", fixWhere},
	{"result", "the document is the answer of an invocation, not a component", fixWhere},
	{"params", "the document is the request of an invocation, not a component", fixWhere},
	{"openapi", "the document is an OpenAPI description, not a component", fixWhere},
	{"$schema", "the document is a JSON schema, not a component", fixWhere},
	{"components", "the document is a manifest or a list, not a component's metadata", fixWhere},
	{"version", "the document is a server's answer to GET /version, not a component", fixWhere},
}

func recogniseObject(t *tree) error {
	if t.count(0) == 0 {
		return other("the document is an empty object", fixWhere)
	}
	for _, s := range strangers {
		if i := t.find(0, s.key); i >= 0 {
			return other(s.what+errorText(t, s.key, i), s.fix)
		}
	}
	return other("the document is not a component's metadata: there is no \"versionedComponentId\", the first key is "+quote(t.text(1)), fixWhere)
}

// errorText returns what a server's error says.
func errorText(t *tree, key string, i int) string {
	switch key {
	case "error":
	case "errors":
		if t.count(i) > 0 {
			i++
		}
	case "golemError":
		i = t.find(i, "type")
	default:
		return ""
	}
	if i < 0 || t.nodes[i].kind != jsonString || !utf8.ValidString(t.text(i)) {
		return ""
	}
	return " " + quote(t.text(i))
}
