package golemtest

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
	"unicode"

	"github.com/golem-gen/golem-gen/metadata"
)

// logEntry is one entry of a worker's oplog. Entries are numbered from 1.
type logEntry struct {
	kind   string // value of the member "type"
	at     time.Time
	call   *invocation // of entries about a call
	result []byte      // of ExportedFunctionCompleted: the answer, {"result":{"typ":…,"value":…}}
	error  string      // of Error

	// Of agents.
	agentRevision *agentRevision // revision that ran, or that made the agent
	initializes   bool           // of AgentInvocationFinished: the constructor has ended
	elements      []element      // of AgentInvocationFinished: the result
	schema        *metadata.DataSchema
}

// log appends an entry to the oplog. w.mu is held.
func (w *worker) log(e *logEntry) {
	e.at = time.Now()
	w.oplog = append(w.oplog, e)
	if e.call != nil && e.call == w.running {
		w.begun()
	}
}

// begun records that the running call has an entry in the oplog, or needs none. w.mu is held.
func (w *worker) begun() {
	if w.begins {
		w.begins = false
		w.change.Broadcast()
	}
}

// awaitEntry waits until the running call has an entry in the oplog. Otherwise, whether a client
// finds the entry of a call that it sent would depend on how busy the machine is. w.mu is held.
func (w *worker) awaitEntry() {
	for w.begins {
		w.change.Wait()
	}
}

// logRun appends an entry of the running call.
func (w *worker) logRun(e *logEntry) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.log(e)
}

// parameters returns the parameters of the entry's call as [{"typ":…,"value":…}],
// null if they do not fit the function of the worker's version.
func (e *logEntry) parameters(w *worker) json.RawMessage {
	none := json.RawMessage("null")
	name, err := parseFunctionName(e.call.name, w.server.version)
	if err != nil {
		return none
	}
	found, err := name.find(w.component)
	if err != nil || found.function == nil {
		return none
	}
	types, given := found.function.Parameters, e.call.parameters
	if name.indexed {
		types = types[min(1, len(types)):]
	}
	if len(types) != len(given) {
		return none
	}
	b := []byte{'['}
	for i := range types {
		if !fits(&given[i], types[i].Type) {
			return none
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = types[i].Type.AppendJSON(append(b, `{"typ":`...))
		b = append(appendValue(append(b, `,"value":`...), &given[i], types[i].Type), '}')
	}
	return append(b, ']')
}

// response returns the value in the entry's answer, with its type.
func (e *logEntry) response() json.RawMessage {
	var answer struct{ Result json.RawMessage }
	if err := json.Unmarshal(e.result, &answer); err != nil {
		panic("golemtest: " + err.Error()) // the answer is this package's own
	}
	return answer.Result
}

// json returns the entry as the server prints it.
func (e *logEntry) json(w *worker, v serverVersion) []byte {
	m := map[string]any{}
	if w.agent != nil {
		m, v = e.agentMembers(w.agent), serverVersion{text: agentsVersion, minor: 5}
	}
	m["type"], m["timestamp"] = e.kind, e.at.UTC().Format(timeForm)
	if w.agent == nil {
		e.workerMembers(m, w, v)
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v.spell(m)); err != nil {
		panic("golemtest: " + err.Error()) // only strings, numbers and JSON come here
	}
	return bytes.TrimSpace(b.Bytes())
}

// workerMembers adds the members of an entry of a worker of a component.
func (e *logEntry) workerMembers(m map[string]any, w *worker, v serverVersion) {
	switch e.kind {
	case "Create":
		m["accountId"], m["args"], m["env"] = "-1", w.arguments(), w.environment()
		m["componentSize"], m["componentVersion"] = w.component.size, w.component.metadata.Version
		m["initialActivePlugins"], m["initialTotalLinearMemorySize"], m["parent"] = []string{}, w.component.memory, nil
		m["workerId"] = json.RawMessage(w.id())
	case "PendingWorkerInvocation":
		invocation := map[string]any{"type": "ExportedFunction", "fullFunctionName": e.call.name, "functionInput": e.parameters(w), "idempotencyKey": e.call.key}
		v.addTrace(invocation)
		m["invocation"] = v.spell(invocation)
	case "ExportedFunctionInvoked":
		m["functionName"], m["request"], m["idempotencyKey"] = e.call.name, e.parameters(w), e.call.key
		v.addTrace(m)
	case "ExportedFunctionCompleted":
		m["consumedFuel"], m["response"] = 0, e.response()
	case "CancelInvocation", "CancelPendingInvocation":
		m["idempotencyKey"] = e.call.key
	case "Error":
		m["error"] = e.error
	}
}

// rawJSON returns JSON as a member of an entry.
func rawJSON(b []byte) json.RawMessage { return b }

// addTrace adds the trace of a call, which newer servers log, but no spans.
func (v serverVersion) addTrace(m map[string]any) {
	if v.spellsCamelCase() {
		m["invocationContext"], m["traceId"], m["traceStates"] = [][]string{{}}, "00000000000000000000000000000000", []string{}
	}
}

// spell returns an object with the member names of the version.
func (v serverVersion) spell(m map[string]any) map[string]any {
	if v.spellsCamelCase() {
		return m
	}
	out := make(map[string]any, len(m))
	for name, member := range m {
		var b strings.Builder
		for _, r := range name {
			if unicode.IsUpper(r) {
				b.WriteByte('_')
			}
			b.WriteRune(unicode.ToLower(r))
		}
		out[b.String()] = member
	}
	return out
}
