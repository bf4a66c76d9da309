package golemtest

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/golem-gen/golem-gen/metadata"
)

// agent is the part of a worker that only agents have. The worker has its queue, keys and
// oplog.
type agent struct {
	*worker
	id          string
	parameters  []element // of the constructor, by the types of the revision that made the agent
	constructor *invocation
	given       []configValue // configuration in the request that created the agent

	// Only the running invocation touches these.
	config   map[string]configValue // by path: given, and the configuration of the revision's deployment
	snapshot *snapshot              // state at the last manual update, nil if there was none

	// The worker's mu guards these.
	revision *agentRevision
	updates  []*agentUpdate
	failure  *AgentError
	hangs    *hanging // nil for an agent that answers
	told     bool     // a caller has received the failure
}

// newAgent makes an agent and queues its constructor, which runs before its first call.
func newAgent(s *Server, r *agentRevision, id string, parameters []element) *agent {
	w := newWorker(s, nil, id)
	a := &agent{worker: w, id: id, parameters: parameters, revision: r}
	w.agent = a
	w.oplog[0].agentRevision = r
	w.mu.Lock()
	defer w.mu.Unlock()
	init := &invocation{key: "init-" + r.component.id + "/" + id, isKeyed: true, initializes: true, elements: parameters, done: make(chan struct{})}
	w.log(&logEntry{kind: pendingAgentInvocation, call: init})
	w.queue, a.constructor = append(w.queue, init), init
	return a
}

// now returns the agent's revision and type. Every revision of an agent has its type: an agent is not
// made at another one, nor updated to it.
func (a *agent) now() (*agentRevision, *metadata.AgentType) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.revision, a.typeIn(a.revision)
}

// typeIn returns the agent's type in a revision, nil if it has none.
func (a *agent) typeIn(r *agentRevision) *metadata.AgentType {
	if parts := agentIDForm.FindStringSubmatch(a.id); parts != nil {
		return r.types[parts[1]]
	}
	return nil
}

// fail marks the agent as failed for good and returns the answer to the call that failed.
// told reports whether a caller receives that answer.
func (a *agent) fail(err error, told bool) *answer {
	failure := new(AgentError)
	if !errors.As(err, &failure) {
		failure = &AgentError{Cause: err.Error()}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.failure, a.told = failure, told
	a.log(&logEntry{kind: "Error", error: failure.Cause})
	return agentFailed(failure)
}

func (a *agent) hasFailed() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.failure != nil
}

// refusal returns the answer to a call of a failed agent, nil for other agents. The first
// call after a failed constructor gets the failure of the constructor.
func (a *agent) refusal() *answer {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.failure == nil:
		return nil
	case !a.told:
		a.told = true
		return agentFailed(a.failure)
	}
	return previouslyFailed(a.failure)
}

// refusesQueued returns the answer to a call that should be enqueued or scheduled if the agent
// has failed, nil for other agents.
func (a *agent) refusesQueued() *answer {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.failure == nil {
		return nil
	}
	return previouslyFailed(a.failure)
}

func previouslyFailed(failure *AgentError) *answer {
	return workerErrorAnswer("INTERNAL_PREVIOUS_INVOCATION_FAILED", "Previous Invocation Failed", failure)
}

func agentFailed(failure *AgentError) *answer {
	return workerErrorAnswer("INTERNAL_AGENT_EXECUTION_FAILED", "Invocation Failed", failure)
}

// agentStatus returns the agent's metadata as servers print it.
func (a *agent) agentStatus() []byte {
	a.mu.Lock()
	defer a.mu.Unlock()
	status, retries := "Idle", 0
	var lastError any
	switch {
	case a.failure != nil:
		status, retries, lastError = "Failed", 1, a.failure.Cause
	case a.retrying != nil:
		status, retries, lastError = "Retrying", a.retrying.times, a.retrying.cause
	case a.running != nil:
		status = "Running"
	}
	e := a.revision.component.environment
	return fmt.Appendf(nil, `{"activePlugins":[],"agentId":%s,"componentRevision":%d,"componentSize":%d,"config":%s,"createdAt":%q,"createdBy":%q,`+
		`"deletedRegions":[],"env":{},"environmentId":%q,"exportedResourceInstances":[],"lastError":%s,"pendingInvocationCount":%d,"retryCount":%d,`+
		`"skippedRegions":[],"status":%q,"totalLinearMemorySize":%d,"updates":%s}`,
		a.quotedID(), a.revision.number, a.revision.size, a.configJSON(), a.created.UTC().Format(timeForm), e.accountID,
		e.id, quoted(lastError), len(a.queue), retries, status, a.revision.memory, a.updatesJSON())
}

func (a *agent) quotedID() []byte { return agentIDJSON(a.revision.component.id, a.id) }

// agentIDJSON returns the id of an agent as JSON.
func agentIDJSON(component, id string) []byte {
	b := appendJSONString([]byte(`{"agentId":`), id)
	return append(appendJSONString(append(b, `,"componentId":`...), component), '}')
}

// codeAnswer returns an answer of the form {"code":…,"error":…}.
func codeAnswer(status int, code, format string, args ...any) *answer {
	b := appendJSONString([]byte(`{"code":`), code)
	b = appendJSONString(append(b, `,"error":`...), fmt.Sprintf(format, args...))
	return jsonAnswer(status, append(b, '}'))
}

// faultsAnswer returns an answer with status 400, a code and one fault.
func faultsAnswer(code, format string, args ...any) *answer {
	b := appendJSONString([]byte(`{"code":`), code)
	b = appendJSONString(append(b, `,"errors":[`...), fmt.Sprintf(format, args...))
	return jsonAnswer(http.StatusBadRequest, append(b, "]}"...))
}

// internalError returns an answer with status 500 without a failure of the agent. The text
// begins with "Internal error: " if the worker service refuses a request, and with "Invalid
// request: " if the executor does.
func internalError(format string, args ...any) *answer {
	return workerErrorAnswer("INTERNAL_UNKNOWN", fmt.Sprintf(format, args...), nil)
}

func workerErrorAnswer(code, text string, failure *AgentError) *answer {
	b := appendJSONString([]byte(`{"code":`), code)
	b = append(appendJSONString(append(b, `,"error":`...), text), `,"workerError":`...)
	if failure == nil {
		return jsonAnswer(http.StatusInternalServerError, append(b, "null}"...))
	}
	b = appendJSONString(append(b, `{"cause":`...), failure.Cause)
	b = appendJSONString(append(b, `,"stderr":`...), failure.Stderr)
	return jsonAnswer(http.StatusInternalServerError, append(b, "}}"...))
}
