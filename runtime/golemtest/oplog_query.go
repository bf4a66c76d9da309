package golemtest

import (
	"slices"
	"strings"
)

// queryTerm is a part of a query. An entry must match all parts.
type queryTerm struct {
	text   string
	phrase bool // in quotes, compared verbatim
	never  bool // begins with the name of a field and a colon, which matches nothing here
}

// queryTerms splits a query into words and quoted phrases. It returns false for other parts
// of the servers' query language.
func queryTerms(query string) ([]queryTerm, bool) {
	var terms []queryTerm
	for query = strings.TrimSpace(query); query != ""; query = strings.TrimSpace(query) {
		if query[0] == '"' {
			text, rest, ok := quotedPhrase(query[1:])
			if !ok {
				return nil, false
			}
			terms, query = append(terms, queryTerm{text: text, phrase: true}), rest
			continue
		}
		end := strings.IndexAny(query, " \t\r\n")
		if end < 0 {
			end = len(query)
		}
		word := query[:end]
		query = query[end:]
		_, _, field := strings.Cut(word, ":")
		switch {
		case word == "AND":
			continue
		case word == "OR" || word == "NOT" || strings.ContainsAny(word, `!()^<>=[]"{}~\/`) || strings.ContainsAny(word[:1], "+-:"):
			return nil, false
		}
		terms = append(terms, queryTerm{text: word, never: field})
	}
	return terms, true
}

// quotedPhrase returns the text before the closing quote, and the rest.
func quotedPhrase(text string) (phrase, rest string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '"':
			return b.String(), text[i+1:], true
		case text[i] == '\\' && strings.HasPrefix(text[i+1:], `"`):
			i++
		}
		b.WriteByte(text[i])
	}
	return "", "", false
}

// entryNames are the texts by which queries find entries of a kind.
var entryNames = map[string][]string{
	"Create":                    {"create"},
	"PendingWorkerInvocation":   {"pendingworkerinvocation", "pending-worker-invocation"},
	"ExportedFunctionInvoked":   {"exportedfunctioninvoked", "exported-function-invoked"},
	"ExportedFunctionCompleted": {"exportedfunctioncompleted", "exported-function-completed"},
	"CancelInvocation":          {"cancel", "cancel-invocation"}, // according to the public sources, like the next one
	"CancelPendingInvocation":   {"cancel", "cancel-invocation"},
	"Error":                     {"error"},
	pendingAgentInvocation:      {"pendingagentinvocation", "pending-agent-invocation"},
	agentInvocationStarted:      {"agentinvocationstarted", "agent-invocation-started"},
	agentInvocationFinished:     {"agentinvocationfinished", "agent-invocation-finished"},
}

// matches reports whether an entry matches all terms.
func (e *logEntry) matches(w *worker, terms []queryTerm) bool {
	for _, term := range terms {
		if !e.matchesTerm(w, term) {
			return false
		}
	}
	return true
}

func (e *logEntry) matchesTerm(w *worker, term queryTerm) bool {
	return !term.never && slices.ContainsFunc(e.texts(w), func(text string) bool {
		if term.phrase {
			return strings.Contains(text, term.text)
		}
		return strings.Contains(strings.ToLower(text), strings.ToLower(term.text))
	})
}

// texts returns the texts in which queries look for words.
func (e *logEntry) texts(w *worker) []string {
	texts := append([]string{e.error}, entryNames[e.kind]...)
	values := []byte("null")
	if w.agent != nil {
		values = quoted(e.agentMembers(w.agent))
		if e.call != nil {
			texts = append(texts, e.call.name, e.call.key)
		}
	} else if e.call != nil {
		texts = append(texts, e.call.name, e.call.key)
		values = e.parameters(w)
	} else if e.result != nil {
		values = e.response()
	}
	if n, err := parseJSON(string(values)); err == nil {
		texts = appendLeaves(texts, &n, false)
	}
	return texts
}

// appendLeaves appends the scalars in members with the name "value".
func appendLeaves(texts []string, n *node, isValue bool) []string {
	switch n.kind {
	case jsonString:
		if isValue {
			texts = append(texts, n.text)
		}
	case jsonBool, jsonNumber:
		if isValue {
			texts = append(texts, n.String())
		}
	}
	for i := range n.items {
		texts = appendLeaves(texts, &n.items[i], isValue)
	}
	for i := range n.members {
		texts = appendLeaves(texts, &n.members[i].value, isValue || n.members[i].key == "value")
	}
	return texts
}
