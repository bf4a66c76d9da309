package golemtest

import (
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// answer calls the endpoint that a request is for.
func (s *Server) answer(r *http.Request, body []byte) *answer {
	if r.URL.EscapedPath() == "/version" {
		return onlyMethod(r, http.MethodGet, func() *answer {
			return jsonAnswer(200, append(appendJSONString([]byte(`{"version":`), s.versionText()), '}'))
		})
	}
	if a := s.agentsAnswer(r, body); a != nil {
		return a
	}
	if s.version.answersBare() {
		return s.bareAnswer(r, body)
	}
	return s.componentsAnswer(r, body)
}

// componentsAnswer answers requests about components and their workers.
func (s *Server) componentsAnswer(r *http.Request, body []byte) *answer {
	path := r.URL.EscapedPath()
	if path == "/v1/components" {
		return onlyMethod(r, http.MethodGet, s.listComponents)
	}
	parts, ok := pathParts(path)
	if !ok {
		return notFound()
	}
	id, ok := canonicalID(parts[0])
	if !ok {
		return textAnswer(400, "failed to parse path `component_id`: failed to parse %q: %s", "string(ComponentId)", idFault(parts[0]))
	}
	if len(parts) > 1 && parts[1] == "workers" {
		return s.workerEndpoint(r, body, id, parts[2:])
	}
	return s.componentEndpoint(r, body, id, parts[1:])
}

// versionText returns the version that the server reports. Without the option Version, a
// server that has only agents reports 1.5.9.
func (s *Server) versionText() string {
	if s.version.isDefault && s.playsAgents() && s.hasNoComponents() {
		return agentsVersion
	}
	return s.version.text
}

// pathParts splits the path after /v1/components/ and unescapes the parts.
func pathParts(path string) ([]string, bool) { return splitPath("/v1/components/", path) }

// splitPath splits the path after a prefix and unescapes the parts.
func splitPath(prefix, path string) ([]string, bool) {
	rest, ok := strings.CutPrefix(path, prefix)
	if !ok {
		return nil, false
	}
	parts := strings.Split(rest, "/")
	for i, part := range parts {
		text, err := url.PathUnescape(part)
		if err != nil {
			return nil, false
		}
		parts[i] = text
	}
	return parts, true
}

func notFound() *answer { return textAnswer(404, "not found") }

// onlyMethod answers requests with one method and refuses others.
func onlyMethod(r *http.Request, method string, do func() *answer) *answer {
	if r.Method != method {
		return textAnswer(405, "method not allowed")
	}
	return do()
}

func (s *Server) componentEndpoint(r *http.Request, body []byte, id string, parts []string) *answer {
	revisions := s.version.countsRevisions()
	switch {
	case len(parts) == 0 && revisions, len(parts) == 1 && parts[0] == "latest" && !revisions:
		return onlyMethod(r, http.MethodGet, func() *answer { return documentAnswer(s.latest(id)) })
	case len(parts) == 0:
		return onlyMethod(r, http.MethodGet, func() *answer { return listAnswer(s.versions(id)) })
	case len(parts) == 2 && (parts[0] == "revisions" && revisions || parts[0] == "versions" && !revisions):
		return onlyMethod(r, http.MethodGet, func() *answer { return s.componentVersion(id, parts[1]) })
	case len(parts) == 1 && isInvoke(parts[0]) && !s.version.answersBare():
		return onlyMethod(r, http.MethodPost, func() *answer { return s.invoke(r, body, id, nil, parts[0] == "invoke-and-await") })
	}
	return notFound()
}

func isInvoke(part string) bool { return part == "invoke" || part == "invoke-and-await" }

func documentAnswer(c *Component) *answer {
	if c == nil {
		return errorAnswer(404, "Component not found")
	}
	return jsonAnswer(200, c.spelled())
}

func listAnswer(versions []*Component) *answer {
	b := []byte{'['}
	for i, c := range versions {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, c.spelled()...)
	}
	return jsonAnswer(200, append(b, ']'))
}

func (s *Server) listComponents() *answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	var newest []*Component
	for _, versions := range s.components {
		newest = append(newest, versions[len(versions)-1])
	}
	slices.SortFunc(newest, func(a, b *Component) int { return strings.Compare(a.metadata.ID, b.metadata.ID) })
	return listAnswer(newest)
}

func (s *Server) componentVersion(id, text string) *answer {
	version, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return errorsAnswer("Invalid version")
	}
	for _, c := range s.versions(id) {
		if c.metadata.Version == version {
			return documentAnswer(c)
		}
	}
	return documentAnswer(nil)
}

// invoke answers an invocation. name is nil for a call without a worker name.
func (s *Server) invoke(r *http.Request, body []byte, id string, name *string, await bool) *answer {
	query := r.URL.Query()
	if !query.Has("function") {
		return textAnswer(400, "failed to parse parameter `function`: Type %q expects an input value.", "string")
	}
	parameters, refused := readParameters(r, body, s.version)
	if refused != nil {
		return refused
	}
	if name != nil {
		if fault := s.version.checkWorkerName(*name); fault != "" {
			return errorsAnswer("Invalid worker name: " + fault)
		}
	}
	typed, refused := checkParameters(parameters, s.version)
	if refused != nil {
		return refused
	}
	w, refused := s.target(id, name)
	if refused != nil {
		return refused
	}
	call := &invocation{name: query.Get("function"), key: sentKey(r.Header), done: make(chan struct{})}
	if call.parameters, refused = w.read(call.name, parameters, typed); refused != nil {
		return refused
	}
	call = w.submit(call)
	if !await {
		return jsonAnswer(200, []byte("{}"))
	}
	return call.await(s.context)
}

// target returns the worker that a call is for, or the answer if there is none.
func (s *Server) target(id string, name *string) (*worker, *answer) {
	c := s.latest(id)
	if c == nil {
		if s.version.answersBare() {
			return nil, errorAnswer(404, "Couldn't retrieve the component: "+id+". error: Component not found")
		}
		b := appendJSONString([]byte(`{"golemError":{"componentId":`), id)
		b = appendJSONString(append(b, `,"reason":`...),
			`gRPC request failed with ComponentError { error: Some(NotFound(ErrorBody { error: "Component not found" })) }`)
		return nil, jsonAnswer(500, append(b, `,"type":"GetLatestVersionOfComponentFailed"}}`...))
	}
	w := s.workerFor(c, id, name)
	return w, w.refusal()
}

// read returns the values of the parameters. On old servers, an unreadable inline argument
// ends the process at once.
func (w *worker) read(name string, parameters []parameter, typed bool) ([]value, *answer) {
	if _, err := parseFunctionName(name, w.server.version); err == errCrash {
		return nil, &answer{ended: true}
	}
	if !typed {
		return w.untyped(name, parameters)
	}
	values := make([]value, len(parameters))
	for i := range parameters {
		values[i] = parameters[i].value
	}
	return values, nil
}

// canonicalID returns a UUID in lower case.
func canonicalID(text string) (string, bool) {
	text = strings.ToLower(strings.TrimPrefix(text, "urn:uuid:"))
	digits := strings.ReplaceAll(text, "-", "")
	if _, err := hex.DecodeString(digits); err != nil || len(digits) != 32 {
		return "", false
	}
	return digits[:8] + "-" + digits[8:12] + "-" + digits[12:16] + "-" + digits[16:20] + "-" + digits[20:], true
}

func idFault(text string) string {
	for i, r := range text {
		if r != '-' && !(r < 0x80 && strings.IndexByte("0123456789abcdefABCDEF", byte(r)) >= 0) {
			return "invalid character: expected an optional prefix of `urn:uuid:` followed by [0-9a-fA-F-], found `" + string(r) + "` at " + strconv.Itoa(i+1)
		}
	}
	return "invalid length: expected length 32 for simple format, found " + strconv.Itoa(len(text))
}

// sentKey returns the idempotency key of a request.
func sentKey(h http.Header) string {
	if key := h.Get("Idempotency-Key"); isReadKey(key) {
		return key
	}
	return ""
}

// isReadKey reports whether servers read a key in a header. One with characters other than visible
// ASCII is none, as the public sources of the web framework say that they use.
func isReadKey(key string) bool {
	return !strings.ContainsFunc(key, func(r rune) bool { return r >= 0x7F || r < ' ' && r != '\t' })
}
