package golemtest

import (
	"fmt"
	"net/http"

	"github.com/golem-gen/golem-gen/metadata"
)

// The kinds of entries in the oplogs of agents that are about calls.
const (
	pendingAgentInvocation  = "PendingAgentInvocation"
	agentInvocationStarted  = "AgentInvocationStarted"
	agentInvocationFinished = "AgentInvocationFinished"
)

func noAgentError(what, id string) error {
	return fmt.Errorf("golemtest: %s agent %s: it does not exist", what, id)
}

// agentOplog answers GET …/workers/{id}/oplog.
func (s *Server) agentOplog(r *http.Request, c *agentComponent, id string) *answer {
	if s.worker(c.id, id) == nil {
		return internalError("Invalid request: agent %s/%s/%s does not exist", c.environment.id, c.id, id)
	}
	return s.oplogPage(r, c.id, id)
}

// agentMembers returns the members of an entry of an agent's oplog, except type and time.
// The worker's mu is held.
func (e *logEntry) agentMembers(a *agent) map[string]any {
	m := map[string]any{}
	switch e.kind {
	case "Create":
		r := e.agentRevision
		m["agentId"], m["agentMode"], m["componentRevision"], m["componentSize"] = rawJSON(a.quotedID()), a.typeIn(r).Mode.String(), r.number, r.size
		m["createdBy"], m["environmentId"], m["env"] = r.component.environment.accountID, r.component.environment.id, struct{}{}
		m["initialActivePlugins"], m["initialTotalLinearMemorySize"] = []string{}, r.memory
		m["instanceId"], m["localAgentConfig"] = stableID("instance", r.component.id, a.id), rawJSON(a.configJSON())
		m["originalPhantomId"], m["parent"] = nil, nil
	case pendingAgentInvocation, agentInvocationStarted:
		m["invocation"] = e.call.agentInvocation(a)
	case agentInvocationFinished:
		kind := "AgentMethod"
		if e.initializes {
			kind = "AgentInitialization"
		}
		m["componentRevision"], m["consumedFuel"] = e.agentRevision.number, 0
		m["result"] = map[string]any{"output": rawJSON(appendTypedData(nil, e.elements, e.schema)), "type": kind}
	case "CancelPendingInvocation":
		m["idempotencyKey"] = e.call.key
	case "Error":
		m["error"], m["insideAtomicRegion"], m["retryFrom"], m["retryPolicyState"] = e.error, false, 1, nil
	}
	return m
}

// agentInvocation returns a call as oplogs show it. Its values have the types of the
// agent's revision, and are null if they do not fit these types.
func (call *invocation) agentInvocation(a *agent) map[string]any {
	m := map[string]any{
		"idempotencyKey": call.key, "invocationContext": [][]string{{}}, "traceId": "00000000000000000000000000000000", "traceStates": []string{},
	}
	t := a.typeIn(a.revision)
	if call.initializes {
		m["type"], m["constructorParameters"] = "AgentInitialization", typedOrNull(call.elements, t, "")
		return m
	}
	m["type"], m["methodName"], m["functionInput"] = "AgentMethodInvocation", call.name, typedOrNull(call.elements, t, call.name)
	return m
}

// typedOrNull returns the parameters of a method, or of the constructor, with their types.
func typedOrNull(list []element, t *metadata.AgentType, method string) any {
	schema := &t.Constructor.Input
	if method != "" {
		m := t.Method(method)
		if m == nil {
			return nil
		}
		schema = &m.Input
	}
	if !fitsSchema(list, schema) {
		return nil
	}
	return rawJSON(appendTypedData(nil, list, schema))
}

// appendTypedData appends a data value with the types of its values, as in oplogs.
func appendTypedData(b []byte, list []element, s *metadata.DataSchema) []byte {
	b = append(b, `{"elements":[`...)
	for i := range list {
		v, e := &list[i], &s.Elements[list[i].alternative]
		b = appendSeparator(b, i)
		if s.Kind == metadata.SchemaMultimodal {
			b = append(appendJSONString(append(b, `{"name":`...), e.Name), `,"value":`...)
		}
		b = append(append(append(b, `{"type":"`...), v.kind.String()...), `","value":`...)
		if v.kind == metadata.ComponentModel {
			b = e.Type.AppendJSON(append(b, `{"typ":`...))
			b = append(appendElementValue(append(b, `,"value":`...), v, e), '}')
		} else {
			b = appendElementValue(b, v, e)
		}
		b = append(b, '}')
		if s.Kind == metadata.SchemaMultimodal {
			b = append(b, '}')
		}
	}
	return append(append(append(b, `],"type":"`...), s.Kind.String()...), `"}`...)
}
