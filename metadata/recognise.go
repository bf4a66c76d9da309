package metadata

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// wanted describes in words the document that a caller expects.
type wanted struct {
	short string // "a component"
	long  string // "a component's metadata"
	here  string // "a component's metadata, as golem-gen fetch writes it"
	key   string // the key by which such a document is known

	missing string // what a server lacks if it answers with an empty list
}

var (
	wantComponent = wanted{"a component", "a component's metadata", "a component's metadata, as golem-gen fetch writes it", `"versionedComponentId"`, "component"}
	wantAgents    = wanted{"a deployment of agents", "a deployment's agent types", "the agent types of a deployment, as golem-gen fetch writes them", `"agentTypes"`, "agent type"}
	wantAny       = wanted{"a component or a deployment of agents", "metadata", "a component's metadata or the agent types of a deployment, as golem-gen fetch writes them", `"versionedComponentId" and no "agentTypes"`, "component or agent type"}
)

// give returns the advice for a document of another kind.
func (w wanted) give() string { return "give " + w.here }

// other returns the error for a document of another kind. An empty fix stands for give.
func (w wanted) other(what, fix string) error {
	if fix == "" {
		fix = w.give()
	}
	return &DocumentError{Problems: []Problem{{Line: 1, Column: 1, What: what, Fix: fix}}, Foreign: true}
}

// recogniseBytes returns an error that names the kind of data if it cannot be JSON, or nil.
func recogniseBytes(data []byte, want wanted) error {
	if len(data) > maxDocument {
		return want.other(fmt.Sprintf("the document has %d MB, which is too large", len(data)>>20), "")
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\uFEFF")))
	starts := func(prefix string) bool { return bytes.HasPrefix(text, []byte(prefix)) }
	switch {
	case len(text) == 0:
		return want.other("the document is empty", "")
	case starts("\x00asm"):
		return want.other("the document is WebAssembly, not "+want.long, "upload the component to a server, then run golem-gen fetch")
	case starts("\xFF\xFE") || starts("\xFE\xFF"):
		return want.other("the document is UTF-16", "save it as UTF-8; in PowerShell, use curl.exe --output instead of a redirection")
	case starts("\x1f\x8b") || starts("PK\x03\x04") || starts("(\xb5\x2f\xfd"):
		return want.other("the document is compressed", "decompress it first")
	case atMergeMark(firstLine(text), 0):
		return want.other(mergeFailed, fixMerge)
	case starts("<"):
		return want.other("the document is "+markup(text)+", not JSON", "check the server's URL and port, and "+want.give())
	case isWIT(text):
		return want.other("the document is WIT text, not "+want.long, "give the WIT with --wit, and here "+want.here)
	case !startsJSON(text):
		return want.other("the document is not JSON; it starts with "+quote(firstLine(text)), "")
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

// isWIT reports whether the text starts like a WIT file.
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

// startsJSON reports whether the text may be JSON, perhaps with errors: whether it begins like
// an object, a string, a number or an array, or is null, true or false.
func startsJSON(text []byte) bool {
	switch c := text[0]; {
	case c == '{' || c == '"' || c == '-' || isDigit(c):
		return true
	case c == '[':
		// The first item distinguishes an array from a section of an INI or TOML file.
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

// recogniseTree returns an error that names the kind of a JSON document if it is not a
// component, or nil.
func recogniseTree(t *tree, want wanted) error {
	switch root := t.nodes[0]; root.kind {
	case jsonObject:
		metadata := t.find(0, "metadata")
		if t.find(0, "versionedComponentId") >= 0 || metadata >= 0 && t.find(metadata, "exports") >= 0 {
			return nil
		}
		if agentsForm(t) != noAgents {
			return want.other("the document describes agent types, which export no functions", "give it where agents are expected, or "+want.give())
		}
		return recogniseObject(t, want)
	case jsonArray:
		if agentsForm(t) != noAgents {
			return want.other("the document is a list of agent types, which export no functions", "give it where agents are expected, or "+want.give())
		}
		return recogniseList(t, want)
	default:
		return want.other("the document is "+root.kind.String()+", not "+want.long, "")
	}
}

func recogniseList(t *tree, want wanted) error {
	n := t.count(0)
	if n == 0 {
		return want.other("the document is an empty list: the server has no such "+want.missing, "check its id or name, and "+want.give())
	}
	if t.find(1, "versionedComponentId") >= 0 {
		return want.other(fmt.Sprintf("the document is a list of %d component versions", n), "keep one of them, or use golem-gen fetch --version N")
	}
	return want.other("the document is a list, not "+want.long, "")
}

// strangers are documents that are recognized by one of their keys, the more specific ones
// first. If not is set, the message also says what the document is not. An empty fix stands
// for the advice to give what is wanted.
var strangers = []struct {
	key, what string
	not       bool
	fix       string
}{
	{"componentName", "the document describes a component without its exports", false, ""},
	{"golemError", "the document is a server's error", false, "correct the cause and fetch again"},
	{"errors", "the document is a server's error", false, "correct the cause and fetch again"},
	{"error", "the document is a server's error", false, "correct the cause and fetch again"},
	{"exports", "the document is only the part under \"metadata\" of a component's metadata", false, "keep the whole answer of the server"},
	{"workerId", "the document describes a worker", true, ""},
	{"workers", "the document is a list of workers", true, ""},
	{"currentDeployment", "the document describes an environment", true, ""},
	{"typ", "the document is a value with its type", true, ""},
	{"result", "the document is the answer of an invocation", true, ""},
	{"params", "the document is the request of an invocation", true, ""},
	{"openapi", "the document is an OpenAPI description", true, ""},
	{"$schema", "the document is a JSON schema", true, ""},
	{"components", "the document is a manifest or a list, not a component's metadata", false, ""},
	{"version", "the document is a server's answer to GET /version", true, ""},
}

func recogniseObject(t *tree, want wanted) error {
	if t.count(0) == 0 {
		return want.other("the document is an empty object", "")
	}
	for _, s := range strangers {
		if i := t.find(0, s.key); i >= 0 {
			what := s.what + errorText(t, s.key, i)
			if s.not {
				what += ", not " + want.short
			}
			return want.other(what, s.fix)
		}
	}
	return want.other("the document is not "+want.long+": there is no "+want.key+", the first key is "+quote(t.text(1)), "")
}

// errorText returns the text of a server's error.
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
