package golemtest

import "net/http"

// Servers of 1.3 and 1.4 differ from older ones, according to their public sources:
// requests need a token, every call names its worker, results are not wrapped in a tuple,
// and failures are texts.

// bareAnswer answers requests about components and their workers.
func (s *Server) bareAnswer(r *http.Request, body []byte) *answer {
	route := func() *answer { return s.componentsAnswer(r, body) }
	if s.version.countsRevisions() {
		if parts, ok := splitPath("/v1/", r.URL.EscapedPath()); ok {
			route = s.deployedRoute(r, parts, route)
		}
	}
	refused := s.checkToken(r)
	switch {
	case refused != nil && refused.contentType == jsonContent:
		return errorAnswer(refused.status, "Could not authenticate user using token")
	case refused != nil:
		return refused
	}
	return bare(route())
}

// bare returns an answer in the form of these servers.
func bare(a *answer) *answer {
	if a.golem == nil {
		return a
	}
	text, cause := a.golem.text()
	b := append(appendJSONString([]byte(`{"error":`), text), `,"workerError":`...)
	if cause == "" {
		return jsonAnswer(a.status, append(b, "null}"...))
	}
	b = appendJSONString(append(b, `{"cause":`...), cause)
	return jsonAnswer(a.status, append(b, `,"stderr":""}}`...))
}

// text returns the text of a failure. cause is the cause if the function failed, ""
// otherwise.
func (f *golemFailure) text() (text, cause string) {
	switch f.kind {
	case runtimeError:
		return "Invocation Failed", f.details
	case previousInvocationFailed:
		return "Previous Invocation Failed", f.details
	case invalidRequest:
		return "Invalid request: " + f.details, ""
	case workerAlreadyExists:
		return "Worker already exists: " + f.details, ""
	}
	return f.kind + ": " + f.details, ""
}
