package runtime

import (
	"encoding/json"
	"fmt"
	"strings"
)

// GolemError is an error that a Golem server reports about a request or about a worker.
type GolemError struct {
	Kind    GolemErrorKind
	Type    string // the kind as the server writes it
	Details string // the server's explanation, "" if there is none
	Code    int    // HTTP status
	Body    string // the whole answer

	purpose   purpose // of the request
	ephemeral bool    // the worker was for this call only
	recovery  recovery
}

// parseGolemError parses {"golemError":{"type":…}}. It returns nil for anything else.
func parseGolemError(body string) *GolemError {
	var answer struct{ GolemError map[string]json.RawMessage }
	if json.Unmarshal([]byte(body), &answer) != nil || answer.GolemError == nil {
		return nil
	}
	e := &GolemError{Body: body, Type: jsonText(answer.GolemError["type"])}
	e.Kind = kindsByName[e.Type]
	delete(answer.GolemError, "type")
	e.Details = jsonText(answer.GolemError["details"])
	if e.Details != "" {
		return e
	}
	e.Details = jsonText(answer.GolemError["reason"])
	if e.Details == "" && len(answer.GolemError) > 0 {
		rest, err := json.Marshal(answer.GolemError) // sorted
		if err == nil {
			e.Details = string(rest)
		}
	}
	return e
}

// jsonText returns the value of a JSON string, or "" for anything else.
func jsonText(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

func (e *GolemError) Error() string {
	name := e.Kind.Error()
	if e.Kind == 0 {
		name = fmt.Sprintf("an error of the kind %s", shortQuote(e.Type))
	}
	text := "the server reports " + name
	if e.Details != "" {
		text += ": " + shorten(strings.TrimSpace(trapReason(e.Details)), maxShown)
	}
	if hint := e.hint(); hint != "" {
		text += "; " + hint
	}
	return text
}

// hint returns what the user can do about the error.
func (e *GolemError) hint() string {
	switch {
	case e.recovery != recoversNot:
		return e.recovery.hint("worker")
	case e.Is(ErrWorkerLost) && e.Kind == KindRuntimeError:
		return "the worker failed and answers no more calls: look at its log, then delete it or use another one"
	case e.Is(ErrWorkerLost):
		return "the worker failed before and answers no more calls: look at its log, then delete it or use another one"
	case e.ephemeral && (e.Kind == KindRuntimeError || e.Kind == KindPreviousInvocationFailed):
		return "the call failed; nothing of it is kept"
	case e.Is(ErrNotReady):
		return "try again later"
	case e.Kind == KindGetLatestVersionOfComponentFailed:
		return "check the component id, and that the component is on this server"
	}
	return ""
}

// Is supports the kinds, as in errors.Is(err, runtime.KindInvalidRequest), and the variables of
// this package such as [ErrWorkerLost] as targets of [errors.Is].
func (e *GolemError) Is(target error) bool {
	if kind, ok := target.(GolemErrorKind); ok {
		return e.Kind == kind
	}
	switch target {
	case ErrWorkerLost:
		return e.losesWorker()
	case ErrNotFound:
		return e.Kind == KindWorkerNotFound || e.Kind == KindInvalidRequest && e.Details == "Invocation not found" || e.Kind == KindGetLatestVersionOfComponentFailed && strings.Contains(e.Body, "not found")
	case ErrAlreadyExists:
		return e.Kind == KindWorkerAlreadyExists
	case ErrNotReady:
		return e.recovery != recoversNot || e.Kind == KindShardingNotReady || e.Kind == KindInvalidShardID
	case ErrInvalidRequest:
		return e.Kind == KindInvalidRequest || e.Kind == KindParamTypeMismatch || e.Kind == KindNoValueInMessage || e.Kind == KindValueMismatch
	}
	return false
}

// losesWorker reports whether a durable worker that gave this answer answers every later call
// with a failure.
func (e *GolemError) losesWorker() bool {
	if e.ephemeral || e.recovery != recoversNot {
		return false
	}
	switch e.Kind {
	case KindRuntimeError, KindPreviousInvocationFailed, KindPreviousInvocationExited, KindUnexpectedOplogEntry,
		KindParamTypeMismatch, KindNoValueInMessage, KindValueMismatch:
		return true
	case KindInvalidRequest: // the worker's oplog holds an argument that the worker cannot read
		return strings.HasPrefix(e.Details, undecodable) || strings.Contains(e.Details, "Failed to parse resource constructor parameters")
	}
	return false
}

// didNotRun reports whether the function certainly did not run.
func (e *GolemError) didNotRun() bool {
	switch e.Kind {
	case KindInvalidRequest, KindWorkerNotFound, KindGetLatestVersionOfComponentFailed, KindComponentDownloadFailed, KindComponentParseFailed,
		KindPreviousInvocationFailed, KindPreviousInvocationExited, KindInvalidShardID, KindShardingNotReady, KindInvalidAccount:
		return true
	}
	return false
}
