package golemtest

import (
	"encoding/json"
	"fmt"
	"net/http"
)

const (
	jsonContent = "application/json; charset=utf-8"
	textContent = "text/plain; charset=utf-8"
)

// answer is an answer of the server.
type answer struct {
	status      int
	contentType string
	body        []byte
	retryAfter  string
	ended       bool // nothing is sent, because the server's process has ended

	agent *agentResult  // result of an agent's call, instead of a body
	golem *golemFailure // the failure in body, for servers that write it in another form
}

// golemFailure is the reason why a call failed.
type golemFailure struct{ kind, details string }

func jsonAnswer(status int, body []byte) *answer {
	return &answer{status: status, contentType: jsonContent, body: body}
}

func textAnswer(status int, format string, args ...any) *answer {
	return &answer{status: status, contentType: textContent, body: fmt.Appendf(nil, format, args...)}
}

// quoted returns v as JSON in the form that servers print.
func quoted(v any) []byte {
	if s, ok := v.(string); ok {
		return appendJSONString(nil, s)
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic("golemtest: " + err.Error()) // only maps, slices, strings and numbers come here
	}
	return b
}

// errorsAnswer returns an answer with status 400 and a list of faults.
func errorsAnswer(faults ...string) *answer {
	b := []byte(`{"errors":[`)
	for i, fault := range faults {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendJSONString(b, fault)
	}
	return jsonAnswer(http.StatusBadRequest, append(b, "]}"...))
}

// errorAnswer returns an answer of the form {"error":text}, as endpoints of components and
// workers do.
func errorAnswer(status int, text string) *answer {
	return jsonAnswer(status, append(appendJSONString([]byte(`{"error":`), text), '}'))
}

// golemError returns an answer to an invocation with status 500 and the type and details of
// the error.
func golemError(kind, details string) *answer {
	b := appendJSONString([]byte(`{"golemError":{"details":`), details)
	b = appendJSONString(append(b, `,"type":`...), kind)
	a := jsonAnswer(http.StatusInternalServerError, append(b, "}}"...))
	a.golem = &golemFailure{kind, details}
	return a
}

const (
	invalidRequest           = "InvalidRequest"
	runtimeError             = "RuntimeError"
	previousInvocationFailed = "PreviousInvocationFailed"
	workerAlreadyExists      = "WorkerAlreadyExists"
)
