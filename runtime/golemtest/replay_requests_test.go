package golemtest

import (
	"net/http"
	"strings"
	"testing"
)

// otherRecording has requests of all forms, two answers about one component, and a connection that
// ended.
const otherRecording = `
{"seq":1,"method":"GET","path":"/v1/components/c/latest","requestHeaders":{},"request":null,"status":200,"contentType":"application/json","response":"{\"versionedComponentId\":{\"version\":3}}"}
{"seq":2,"method":"GET","path":"/v1/components/c/latest","requestHeaders":{},"request":null,"status":200,"contentType":"application/json","response":"{\"versionedComponentId\":{\"version\":4}}"}
{"seq":3,"method":"POST","path":"/v1/text","requestHeaders":{"content-type":"text/plain"},"request":"no JSON","status":415,"contentType":"text/plain","response":"no"}
{"seq":4,"method":"POST","path":"/v1/call","requestHeaders":{},"request":"{\"params\":[{\"value\":1},{\"value\":2}]}","status":200,"contentType":"application/json","response":"{}"}
{"seq":5,"method":"DELETE","path":"/v1/ended","requestHeaders":{},"request":null,"status":-1,"contentType":null,"response":null}
{"seq":6,"method":"DELETE","path":"/v1/ended","requestHeaders":{},"request":null,"status":204,"contentType":null,"response":""}
{"seq":7,"method":"POST","path":"/v1/call","requestHeaders":{"Idempotency-Key":"k"},"request":"{\"a\":1}","status":200,"contentType":"application/json","response":"7"}
`

// TestReplayRequests sends requests that are the recorded ones, and some that are not.
func TestReplayRequests(t *testing.T) {
	told := &failing{TB: t}
	p := Replay(told, []byte(otherRecording))
	defer p.Close()
	do := func(method, path, body string, headers ...string) string {
		x := Exchange{Method: method, Path: path, RequestHeaders: map[string]string{}}
		if body != "" {
			x.Request = &body
		}
		for i := 0; i+1 < len(headers); i += 2 {
			x.RequestHeaders[headers[i]] = headers[i+1]
		}
		status, _, text := send(t, p.URL, x)
		return http.StatusText(status) + " " + text
	}
	const latest, call, none = "/v1/components/c/latest", "/v1/call", "Not Implemented golemtest: not recorded: "
	first, second := `OK {"versionedComponentId":{"version":3}}`, `OK {"versionedComponentId":{"version":4}}`
	for i, test := range []struct {
		got  func() string
		want string
	}{
		{func() string { return do("GET", "/v1/components/c/versions/4", "") }, second}, // known by the latest version
		{func() string { return do("GET", "/v1/components/c/versions/5", "") }, none},
		{func() string { return do("POST", "/v1/components/c/versions/4", "{}") }, none},
		{func() string { return do("GET", "/v1/components/d/versions/4", "") }, none},
		{func() string { return do("GET", latest, "") }, first},
		{func() string { return do("GET", latest, "") }, second},
		{func() string { return do("GET", latest, "") }, second}, // the last one is played again
		{func() string { return do("POST", "/v1/text", "other", "Content-Type", "text/plain") }, none},
		{func() string { return do("POST", "/v1/text", "no JSON", "Content-Type", "text/html") }, none},
		{func() string { return do("POST", "/v1/text", "no JSON", "Content-Type", "text/plain") }, "Unsupported Media Type no"},
		{func() string { return do("POST", call, `{"params":[{"value":1}]}`) }, none},
		{func() string { return do("POST", call, `{"params":[{"value":1},{"value":3}]}`) }, none},
		{func() string { return do("POST", call, `{"params":[{"value":1},{"typ":{}}]}`) }, none},
		{func() string { return do("POST", call, `{"params":[{"value":1},{"typ":{},"value":2}]}`) }, "OK {}"},
		{func() string { return do("POST", call, `{"params":[{"value":1},{"value":2}]}`) }, none}, // only GET is played again
		{func() string { return do("POST", call, `{"a":1}`) }, none},                              // without a key
		{func() string { return do("DELETE", "/v1/ended", "{}") }, none},
		{func() string { return do("DELETE", "/v1/ended", "") }, " "},
		{func() string { return do("DELETE", "/v1/ended", "") }, "No Content "},
	} {
		if got := test.got(); !strings.HasPrefix(got, test.want) {
			t.Errorf("request %d: got %s, want %s", i, got, test.want)
		}
	}
	left := p.Unplayed()
	if len(left) != 1 || left[0].Seq != 7 {
		t.Errorf("not played: %v", left)
	}
	for i, hint := range []string{
		"nothing with this path was recorded", "nothing with this path was recorded", "nothing with this path was recorded",
		"recorded with this path: POST /v1/text no JSON → 415", "recorded with this path: POST /v1/text no JSON → 415",
		"recorded with this path: POST /v1/call(1, 2) → 200",
	} {
		if !strings.Contains(told.errors[i], hint) {
			t.Errorf("told %s, want %s", told.errors[i], hint)
		}
	}
	if last := told.errors[len(told.errors)-2]; !strings.Contains(last, `recorded with this path: POST /v1/call {"a":1} [key k] → 200 7`) {
		t.Errorf("told %s, want the exchange that was not played", last)
	}
}

// TestReplayInOrder sends a request too early.
func TestReplayInOrder(t *testing.T) {
	told := &failing{TB: t}
	p := Replay(told, []byte(otherRecording), InOrder())
	defer p.Close()
	body := `{"params":[{"value":1},{"value":2}]}`
	if _, _, text := send(t, p.URL, Exchange{Method: http.MethodPost, Path: "/v1/call", Request: &body}); !strings.Contains(text, "not recorded") || len(told.errors) != 1 {
		t.Errorf("got %s", text)
	}
}

// TestBadPathInRecording reads a recording of a request without a path.
func TestBadPathInRecording(t *testing.T) {
	_, err := NewReplay([]byte(`{"seq":7,"method":"GET","path":""}`))
	if err == nil || !strings.Contains(err.Error(), "golemtest: recording, exchange 7: path: ") {
		t.Errorf("got %v", err)
	}
}

// TestRecorderWithoutServer records a server that does not answer.
func TestRecorderWithoutServer(t *testing.T) {
	s := NewServer(t, Quiet())
	recorder, err := Record(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer recorder.Close()
	s.Close()
	if status, _, text := send(t, recorder.URL, Exchange{Method: http.MethodGet, Path: "/version"}); status != -1 {
		t.Errorf("got %d %s", status, text)
	}
	if list := recorder.Exchanges(); len(list) != 1 || list[0].String() != "GET /version → no answer, the connection ended" {
		t.Errorf("recorded %v", list)
	}
}

// TestReadableAgentExchanges prints calls of agents as failed tests show them.
func TestReadableAgentExchanges(t *testing.T) {
	members := `{"appName":"a","envName":"e","agentTypeName":"Counter","parameters":` + tuple(`"a"`)
	answer := `{"agentId":{"agentId":"Counter(\"a\")","componentId":"c"},"componentRevision":3,"result":{"type":"Multimodal","elements":[{"name":"n","value":{"type":"ComponentModel","value":7}}]}}`
	for _, test := range []struct{ path, body, want string }{
		{invokeAgentPath, members + `,"mode":"await","methodName":"get","methodParameters":` + tuple("") + `}`, `Counter("a").get()`},
		{createAgentPath, members + `,"phantomId":"7d2e"}`, `create Counter("a")[7d2e]`},
		{invokeAgentPath, members + `,"mode":"schedule","methodName":"add","methodParameters":` + tuple("1,2") + `,"idempotencyKey":"k"}`, `Counter("a").add(1, 2) enqueued [key k]`},
		{invokeAgentPath, members + `,"mode":"schedule","scheduleAt":"2030","methodName":"add","methodParameters":` + tuple("1") + `,"deploymentRevision":4}`, `Counter("a").add(1) enqueued for 2030 [deployment 4]`},
		{invokeAgentPath, "no JSON", "/v1/agents/invoke-agent no JSON"},
	} {
		x := Exchange{Method: http.MethodPost, Path: test.path, Request: &test.body, Status: 200, Response: &answer}
		want(t, test.path, x.String(), "POST "+test.want+` → 200 Counter("a") (n: 7) revision 3`)
	}
}

// failed is a user's test that has failed, and keeps what is printed.
type failed struct {
	failing
	printed []string
}

func (f *failed) Failed() bool { return true }

func (f *failed) Logf(format string, args ...any) {
	f.printed = append(f.printed, format)
	for _, arg := range args {
		f.printed = append(f.printed, arg.(string))
	}
}

// TestPrintedExchanges prints the last exchanges of a test that has failed.
func TestPrintedExchanges(t *testing.T) {
	var log exchangeLog
	add := func(n int) string {
		log = exchangeLog{}
		for range n {
			r, err := http.NewRequest(http.MethodGet, "/version", nil)
			if err != nil {
				t.Fatal(err)
			}
			log.add(r, nil, textAnswer(200, "x"), nil)
		}
		f := &failed{failing: failing{TB: t}}
		log.printIfFailed(f, config{})
		log.printIfFailed(f, config{quiet: true})
		return strings.Join(f.printed, "")
	}
	want(t, "none", add(0), "")
	want(t, "two", add(2), "exchanges with the golemtest server:%s\n    1 GET /version → 200 x\n    2 GET /version → 200 x")
	if text := add(200); !strings.HasPrefix(text, "exchanges with the golemtest server:%s\n    1 GET /version") || strings.Count(text, "\n") != 200 {
		t.Errorf("200: %s", shorten(text))
	}
	if text := add(203); !strings.HasPrefix(text, "exchanges with the golemtest server:%s\n  (3 before these)\n    4 GET /version") || strings.Count(text, "\n") != 201 {
		t.Errorf("203: %s", shorten(text))
	}
}

// TestGoldenDifference shows the first difference between transcripts.
func TestGoldenDifference(t *testing.T) {
	line := func(seq, path string) string {
		return `{"seq":` + seq + `,"method":"GET","path":"` + path + `","status":-1}` + "\n"
	}
	for _, test := range [][3]string{
		{line("1", "/a") + line("2", "/b"), line("1", "/a") + line("2", "/c"), "  golden: GET /b → no answer, the connection ended\n  now:    GET /c → no answer, the connection ended"},
		{line("1", "/a"), line("7", "/a"), "  golden: " + strings.TrimSpace(line("1", "/a")) + "\n  now:    " + strings.TrimSpace(line("7", "/a"))},
		{line("1", "/a") + "\n", line("1", "/a"), "  one has more lines than the other"},
		{"x", line("1", "/a"), "golemtest: recording, line 1: invalid character 'x' looking for beginning of value"},
	} {
		want(t, test[2], transcriptDifference([]byte(test[0]), []byte(test[1])), test[2])
	}
}
