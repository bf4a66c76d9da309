package golemtest

import (
	"math"
	"mime"
	"net/http"
	"strings"
	"time"
)

// agentRequest is the body of a request to invoke-agent or create-agent.
type agentRequest struct {
	application, environment, agentType string
	parameters                          untypedData
	phantom                             string // lower-case UUID, "" for none

	method           string
	methodParameters untypedData
	awaited          bool
	at               time.Time // zero for none
	key              *string
	deployment       *int64
	owner            *string

	config []configValue // of create-agent
}

// readAgentBody reads the JSON of a request.
func readAgentBody(r *http.Request, body []byte, exact bool) (node, *answer) {
	given := r.Header.Get("Content-Type")
	if given == "" {
		given = "application/x-www-form-urlencoded"
	}
	if kind, _, err := mime.ParseMediaType(given); err != nil || kind != "application/json" {
		return node{}, textAnswer(http.StatusUnsupportedMediaType, "the `Content-Type` requested by the client is not supported: %s", given)
	}
	if len(body) == 0 {
		return node{}, nil
	}
	p := jsonParser{text: string(body), inexact: !exact}
	n, err := p.whole()
	if err != nil {
		return n, badBody("%s", err)
	}
	return n, nil
}

// readInvocation reads the body of a request to invoke-agent. It reads members in the order
// of the servers' API, which decides which of several faults is reported.
func readInvocation(n *node) (agentRequest, *answer) {
	const typ = "AgentInvocationRequest"
	var r bodyReader
	if n.kind != jsonObject {
		r.expected(typ, n)
		return agentRequest{}, badBody("%s", r.fault)
	}
	var q agentRequest
	read := func(f func(), types ...string) { r.read(f, append(types, typ)...) }
	q.readIdentity(&r, n, typ)
	read(func() { q.method = r.string(n.member("methodName")) })
	read(func() { q.methodParameters = r.data(n.member("methodParameters")) })
	read(func() {
		mode := n.member("mode")
		if q.awaited = mode.text == "await"; !q.awaited && mode.text != "schedule" {
			r.expected("AgentInvocationMode", mode)
		}
	})
	optional := func(key, kind string, f func(*node)) {
		if m := n.member(key); m.kind != jsonNull {
			read(func() { f(m) }, "optional_"+kind)
		}
	}
	optional("scheduleAt", "string_date-time", func(m *node) { q.at = r.time(m) })
	optional("idempotencyKey", "string", func(m *node) { q.key = ptr(r.string(m)) })
	optional("deploymentRevision", "integer_int64", func(m *node) {
		q.deployment = ptr(r.integer(m, "integer_int64", math.MinInt64, math.MaxInt64))
	})
	optional("ownerAccountEmail", "string", func(m *node) { q.owner = ptr(strings.TrimSpace(r.string(m))) })
	if r.fault != "" {
		return q, badBody("%s", r.fault)
	}
	return q, nil
}

// readIdentity reads the members that identify the agent.
func (q *agentRequest) readIdentity(r *bodyReader, n *node, typ string) {
	r.read(func() { q.application = r.string(n.member("appName")) }, typ)
	r.read(func() { q.environment = r.string(n.member("envName")) }, typ)
	r.read(func() { q.agentType = r.string(n.member("agentTypeName")) }, typ)
	r.read(func() { q.parameters = r.data(n.member("parameters")) }, typ)
	if m := n.member("phantomId"); m.kind != jsonNull {
		r.read(func() { q.phantom = r.uuid(m) }, "optional_string_uuid", typ)
	}
}

// readCreation reads the body of a request to create-agent.
func readCreation(n *node) (agentRequest, *answer) {
	const typ = "CreateAgentRequest"
	var r bodyReader
	if n.kind != jsonObject {
		r.expected(typ, n)
		return agentRequest{}, badBody("%s", r.fault)
	}
	var q agentRequest
	q.readIdentity(&r, n, typ)
	if list := n.member("config"); list.kind != jsonNull {
		r.read(func() { q.config = r.config(list) }, typ)
	}
	if r.fault != "" {
		return q, badBody("%s", r.fault)
	}
	return q, nil
}

func (r *bodyReader) config(n *node) (list []configValue) {
	for _, item := range r.list(n, "AgentConfigEntryDto") {
		r.read(func() {
			value := configValue{value: *item.member("value")}
			for _, part := range r.list(item.member("path"), "string") {
				value.path = append(value.path, r.string(&part))
			}
			list = append(list, value)
		}, "AgentConfigEntryDto", "list_AgentConfigEntryDto")
	}
	return list
}

func (r *bodyReader) uuid(n *node) string {
	text := r.string(n)
	id, ok := canonicalID(text)
	if !ok {
		r.fail("failed to parse %q: %s", "string_uuid", idFault(text))
	}
	return id
}

func (r *bodyReader) time(n *node) time.Time {
	t, err := time.Parse(time.RFC3339Nano, r.string(n))
	if err != nil {
		r.fail("failed to parse %q: input contains invalid characters", "string_date-time")
	}
	return t
}

func ptr[T any](v T) *T { return &v }
