package golemtest

import (
	"net/http"
	"strings"
)

const (
	invokeAgentPath = "/v1/agents/invoke-agent"
	createAgentPath = "/v1/agents/create-agent"
)

// describe returns the worker and the function that a request names. For a call of an
// agent, these are the agent's id, without the suffix that the server adds for an ephemeral
// agent, and a text like "Counter.increment".
func (s *Server) describe(r *http.Request, body []byte) (worker, function string) {
	if r.URL.Path != invokeAgentPath {
		return describeRequest(r)
	}
	n, err := parseJSONAsServers(string(body))
	if err != nil {
		return "", ""
	}
	q, refused := readInvocation(&n)
	if refused != nil {
		return "", ""
	}
	function = q.agentType + "." + q.method
	t := s.deployedType(r, &q)
	if t == nil {
		return "", function
	}
	list, fault := q.parameters.typed(&t.Constructor.Input, s.version.exactFloats)
	if fault != "" {
		return "", function
	}
	worker, _ = agentID(t.AgentType, list, q.phantom)
	return worker, function
}

// triggered returns the body of a request to invoke-agent, changed so that the answer is
// not awaited.
func triggered(body []byte) []byte {
	n, err := parseJSON(string(body))
	if err != nil || n.member("mode").text != "await" {
		return body
	}
	members := n.members[:0:0]
	for _, m := range n.members {
		switch m.key {
		case "scheduleAt": // an awaited call ignores it, but a scheduled one would not
			continue
		case "mode":
			m.value.text = "schedule"
		}
		members = append(members, m)
	}
	n.members = members
	return n.append(nil)
}

// readableAgent returns a request to an agent in a readable form: Counter("a").increment(1).
func (x Exchange) readableAgent() (text string, ok bool) {
	if x.Request == nil || x.Path != invokeAgentPath && x.Path != createAgentPath {
		return "", false
	}
	n, err := parseJSON(*x.Request)
	if err != nil || n.kind != jsonObject {
		return "", false
	}
	var b strings.Builder
	b.WriteString(n.member("agentTypeName").text + readableData(n.member("parameters")))
	if phantom := n.member("phantomId"); phantom.kind == jsonString {
		b.WriteString("[" + phantom.text + "]")
	}
	if x.Path == createAgentPath {
		return "create " + b.String(), true
	}
	b.WriteString("." + n.member("methodName").text + readableData(n.member("methodParameters")))
	if n.member("mode").text == "schedule" {
		b.WriteString(" enqueued")
		if at := n.member("scheduleAt"); at.kind == jsonString {
			b.WriteString(" for " + at.text)
		}
	}
	if key := n.member("idempotencyKey"); key.kind == jsonString {
		b.WriteString(" [key " + key.text + "]")
	}
	if revision := n.member("deploymentRevision"); revision.kind == jsonNumber {
		b.WriteString(" [deployment " + revision.String() + "]")
	}
	return b.String(), true
}

// readableData returns the values of a data value in parentheses.
func readableData(n *node) string {
	var values []string
	for i := range n.member("elements").items {
		item := &n.member("elements").items[i]
		before := ""
		if name := item.member("name"); name.kind == jsonString {
			before, item = name.text+": ", item.member("value")
		}
		values = append(values, before+shorten(item.member("value").String()))
	}
	return "(" + strings.Join(values, ", ") + ")"
}

// readableAgentAnswer returns the result of an agent's call, and the revision that ran it.
func readableAgentAnswer(n *node) (text string, ok bool) {
	if n.member("agentId").kind != jsonObject {
		return "", false
	}
	text = n.member("agentId").member("agentId").text
	if result := n.member("result"); result.kind == jsonObject {
		text += " " + readableData(result)
	}
	if revision := n.member("componentRevision"); revision.kind == jsonNumber {
		text += " revision " + revision.String()
	}
	return text, true
}
