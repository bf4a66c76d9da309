package runtime

import (
	"errors"
	"net/http"
	"slices"
	"strings"
)

// Error types of servers from 1.5 on that the client distinguishes. They are in the field Type
// of StatusError.
const (
	executionFailed  = "INTERNAL_AGENT_EXECUTION_FAILED"
	previouslyFailed = "INTERNAL_PREVIOUS_INVOCATION_FAILED"
	unknownFailure   = "INTERNAL_UNKNOWN"
	routingFailure   = "INTERNAL_ROUTING_FAILURE"
	typeCheckFailure = "TYPE_CHECKER_ERROR"
	limitExceeded    = "LIMIT_EXCEEDED"

	componentNotFound = "COMPONENT_NOT_FOUND"
)

// losesWorker reports whether a worker or agent that keeps its state, and that gave this
// answer, answers every later call with a failure.
func (e *StatusError) losesWorker() bool {
	return e.purpose != forEphemeralCall && e.recovery == recoversNot &&
		(e.stale || e.Cause != "" && e.Code >= 500 || e.Type == executionFailed || e.Type == previouslyFailed)
}

// isAgentAbsent reports whether the server says that an agent does not exist. If the server does
// not find the component, because nothing of it is deployed, the agent may exist. A proxy may
// answer 404 as well.
func isAgentAbsent(err error) bool {
	var status *StatusError
	return errors.As(err, &status) && status.Code == http.StatusNotFound && status.Type != "" && status.Type != componentNotFound
}

// rejections are the beginnings of messages with which servers reject a call of an agent that
// they have not run. Messages of the executor begin with "Invalid request: ". Several such
// calls in a row can make an agent hang, so the client never repeats one.
var rejections = []string{"Invalid request: ", "Internal error: Agent method ", "Internal error: Invalid agent id: ", "Invalid agent id: "}

// rejected reports whether the server did not accept the call. The status does not show that,
// because servers use the same status for failures of all kinds.
func (e *StatusError) rejected() bool {
	return e.Type == unknownFailure && !e.stale && slices.ContainsFunc(e.Messages, func(message string) bool {
		return slices.ContainsFunc(rejections, func(start string) bool { return strings.HasPrefix(message, start) })
	})
}

// didNotRun reports whether the function certainly did not run.
func (e *StatusError) didNotRun() bool {
	if g := e.golem(); g != nil {
		return g.didNotRun()
	}
	return e.rejected() || e.afterFailure()
}

// afterFailure reports whether the server refused the call because of an earlier failure.
func (e *StatusError) afterFailure() bool {
	return e.Type == previouslyFailed || e.Type == "" && e.Cause != "" && e.contains("Previous Invocation Failed")
}

// unreadableResult reports whether the function ran and the server could not read the result by
// the type that it knows.
func (e *StatusError) unreadableResult() bool {
	return e.Type == typeCheckFailure && e.contains("DataValue conversion error")
}

func (e *StatusError) contains(text string) bool {
	return slices.ContainsFunc(e.Messages, func(message string) bool { return strings.Contains(message, text) })
}

// drifts reports whether the server refused the call because the agent's type differs from the
// client's. The client sends only what its own type accepts. verified means that the client
// knows the types by which the server reads the parameters.
func (e *StatusError) drifts(verified bool) bool {
	switch {
	case e.Type == typeCheckFailure:
		return !verified && !e.unreadableResult() && !e.contains("Agent ID formatting error")
	case !e.rejected():
		return false
	}
	for _, text := range []string{"Invalid request: Method ", "Agent method ", "Invalid agent id: "} {
		if e.contains(text) {
			return true
		}
	}
	return false
}

// namesOtherMethod reports whether a rejection names another method. It then belongs to an earlier
// call, whose caller did not get it. Such an agent usually answers no more calls.
func (e *StatusError) namesOtherMethod(method string) bool {
	for _, message := range e.Messages {
		if _, rest, found := strings.Cut(message, "Invalid request: Method '"); found {
			return !strings.HasPrefix(rest, method+"'")
		}
	}
	return false
}

// agentHint returns what the user can do about an answer of an agent, or "" if there is no
// advice that is special to agents.
func (e *StatusError) agentHint() string {
	switch {
	case !e.agent:
		return ""
	case e.isUnknownPath():
		return "the server does not know this path: check that the base URL is that of a Golem server from 1.5 on, because earlier ones have no agents"
	case e.Code == http.StatusNotFound && e.contains("Agent type "):
		return "check the application and its environment, or fetch the metadata and generate the client again"
	case e.Type == limitExceeded:
		return "the account's quota does not permit more"
	case e.stale:
		return "that is about an earlier call of the agent, which seems to be stuck: whether this one was run is not known; delete the agent or use another one"
	case e.unreadableResult():
		return "the method was run, and its result is not of the type that the agent declares"
	case e.contains("Invalid request: Config "):
		return e.configurationHint()
	case e.contains("Invalid request: Required agent secret "):
		return "set the secret in the environment of the agent"
	case e.recovery != recoversNot:
		return e.recovery.hint("agent")
	case e.Is(ErrWorkerLost):
		return "the agent failed and answers no more calls: look at its log, then delete it or use another one"
	case e.Type == executionFailed:
		return "the call failed; nothing of it is kept"
	}
	return ""
}

// configurationHint returns who can give a value of the configuration that a new agent needs. Only
// agents that keep their state have a method Create.
func (e *StatusError) configurationHint() string {
	const deployed = "to the agent type when it is deployed"
	if e.purpose == forEphemeralCall {
		return "give the value " + deployed
	}
	return "give the value to Create, before the first call of the agent, or " + deployed
}
