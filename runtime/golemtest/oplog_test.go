package golemtest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// oplogOf returns a page of a worker's oplog.
func oplogOf(t *testing.T, s *Server, query string) (indexes []int, page string) {
	t.Helper()
	status, _, page := send(t, s.URL, Exchange{Method: http.MethodGet, Path: envyPath + "/w/oplog?" + query})
	if status != http.StatusOK {
		return nil, page
	}
	var p struct{ Entries []struct{ OplogIndex int } }
	if err := json.Unmarshal([]byte(page), &p); err != nil {
		t.Fatal(err)
	}
	for _, entry := range p.Entries {
		indexes = append(indexes, entry.OplogIndex)
	}
	return indexes, page
}

// TestOplogPages reads and searches an oplog of seven entries: the creation of the worker,
// and three calls. The first call waits until the worker is loaded.
func TestOplogPages(t *testing.T) {
	for version, next := range map[string]string{
		"1.1.0": `{"current_component_version":0,"next_oplog_index":`,
		"1.2.5": `{"currentComponentVersion":0,"nextOplogIndex":`,
	} {
		s := envy(t, version)
		call := caller{t, s, envyID, "w"}
		for _, key := range []string{"a-1", "order:7", "b 2"} {
			call.do("invoke-and-await", "acme:env/api.{bump}", `{"params":[{"typ":{"type":"U32"},"value":1}]}`, "Idempotency-Key", key)
		}
		for _, test := range []struct{ query, indexes, end string }{
			{"count=3", "[1,2,3]", `"firstIndexInChunk":1,"lastIndex":8,"next":` + next + `4}}`},
			{"count=3&from=7", "[7,8]", `"firstIndexInChunk":7,"lastIndex":8,"next":` + next + `9}}`},
			{"count=3&from=9", "null", `"firstIndexInChunk":9,"lastIndex":8,"next":null}`},
			{"count=9&query=a-1", "[2,3]", `"firstIndexInChunk":2,"lastIndex":8,"next":` + next + `9}}`},
			{"count=1&query=a-1", "[2]", `"firstIndexInChunk":2,"lastIndex":8,"next":` + next + `3}}`},
			{"count=9&query=A-1", "[2,3]", ""},
			{"count=9&query=%22A-1%22", "null", ""},
			{"count=9&query=order:7", "null", ""}, // a field "order" of value 7
			{"count=9&query=%22order:7%22", "[5]", ""},
			{"count=9&query=%22b+2%22+exported-function-invoked", "[7]", ""},
			{"count=9&query=u32", "null", ""},
			{"count=7&query=exportedfunctioncompleted", "[4,6]", `"next":` + next + `8}}`}, // the last entry is not searched
			{"count=8&query=exportedfunctioncompleted", "[4,6,8]", `"next":` + next + `9}}`},
		} {
			indexes, page := oplogOf(t, s, test.query)
			if got := string(quoted(indexes)); got != test.indexes || !strings.HasSuffix(page, test.end) {
				t.Errorf("%s, %s: got %s of %s, want %s and …%s", version, test.query, got, page, test.indexes, test.end)
			}
		}
		if _, page := oplogOf(t, s, "query=x"); !strings.Contains(page, "`count`") {
			t.Errorf("without a count: %s", page)
		}
	}
}

// TestOplogQueries checks that queries are reported that the server does not support.
func TestOplogQueries(t *testing.T) {
	s := envy(t, "1.2.5")
	caller{t, s, envyID, "w"}.do("invoke-and-await", "acme:env/api.{bump}", `{"params":[{"value":1}]}`)
	told := &failing{TB: t}
	s.t = told
	for _, query := range []string{`a OR b`, `NOT a`, `/a/`, `(a)`, `"a`, `-a`} {
		_, page := oplogOf(t, s, "count=1&query="+url.QueryEscape(query))
		if !strings.Contains(page, "only words and quoted phrases") {
			t.Errorf("%s: %s", query, page)
		}
	}
	s.t = t
	if len(told.errors) != 6 {
		t.Errorf("told %q", told.errors)
	}
}

// TestOplogOfRefusals checks the entries of calls that do not run. A call that loses the
// worker waits for ever.
func TestOplogOfRefusals(t *testing.T) {
	s := envy(t, "1.2.5")
	call := caller{t, s, envyID, "w"}
	await := func(body, key string) {
		call.do("invoke-and-await", "acme:env/api.{bump}", body, "Idempotency-Key", key)
	}
	await(`{"params":[{"value":1}]}`, "first")
	await(`{"params":[{"typ":{"type":"Str"},"value":"1"}]}`, "lost")
	await(`{"params":[{"value":1}]}`, "refused")
	for key, wanted := range map[string]string{"first": "[2,3]", "lost": "[5]", "refused": "null"} {
		indexes, page := oplogOf(t, s, "count=9&query="+key)
		want(t, key+" of "+page, string(quoted(indexes)), wanted)
	}
}
