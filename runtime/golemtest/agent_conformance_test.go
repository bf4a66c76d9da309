package golemtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

const (
	dies      = "the real server's process ended, as the agent returned what JSON cannot hold; handlers return JSON"
	isDead    = "not sent: the real server's process had ended"
	multipart = "the recording does not hold the bytes that were sent"
)

// agentExceptions are recorded exchanges with agents that this server answers differently,
// by file and number, with the reason.
var agentExceptions = map[string]map[int]string{
	"crash":  {1: "the agent returned two results for one, which fails the test here", 3: dies, 4: isDead, 6: dies, 7: isDead, 9: dies, 10: isDead},
	"errors": {27: multipart},
	"worker": {10: "lists agents of other recordings"},
}

// agentComponents has, for the environments of the recordings, the component that
// implements the agents and the recorded id of the environment.
var agentComponents = map[string]struct{ component, environment string }{
	"dev":      {"01a22040-4146-7230-891d-cecb5eeeaec9", "01a22040-3d7b-7a92-aa3f-2fff8cfc8faa"},
	"drift":    {"01a2204a-126c-7f43-936b-a65333ccace0", "01a2204a-0000-7000-8000-000000000000"},
	"drift2":   {"01a22053-edc5-7da3-8721-54b60f75241d", "01a22053-ea6c-7e40-9f2f-05bce982eedb"},
	"mismatch": {"01a22053-0000-7000-8000-000000000000", "01a22053-0000-7000-8000-000000000001"},
}

// TestAgentRecordings replays all recorded exchanges with agents of a real server.
func TestAgentRecordings(t *testing.T) {
	for name, script := range map[string]func(s *Server, x *Exchange){
		"agents":      playSchedule,
		"crash":       deployAt("dev", nil),
		"drift":       deployAt("drift2", map[int]int{19: 2}),
		"errors":      deployAt("dev", nil),
		"hang":        wedgeAt(4, deployAt("dev", nil)),
		"media":       deployAt("dev", nil),
		"metadata-v1": deployAt("dev", nil),
		"update":      playRollback,
		"values":      deployAt("dev", nil),
		"worker":      deployAt("dev", nil),

		"drift-one-agent":        wedgeAt(44, deployAt("drift", map[int]int{19: 2})),
		"metadata-v2":            playRollForward,
		"metadata-wasm-mismatch": playMismatch,
	} {
		t.Run(name, func(t *testing.T) { replayAgents(t, name, script) })
	}
}

func replayAgents(t *testing.T, name string, script func(*Server, *Exchange)) {
	s := NewServer(t, Version("1.5.9"), Quiet())
	list := readRecordingFile(t, "1.5.9", name)
	exceptions, different := agentExceptions[name], 0
	if strings.HasPrefix(name, "drift") {
		createOldAgents(t, s, list, script)
	}
	for i := range list {
		x := &list[i]
		script(s, x)
		if x.Method == http.MethodGet {
			s.Settle()
		}
		if exceptions[x.Seq] == isDead {
			continue
		}
		if x.Status < 0 && exceptions[x.Seq] == "" {
			giveUp(t, s, x)
			continue
		}
		status, contentType, body := sendAgent(t, s, *x)
		fault := ""
		switch {
		case status != x.Status:
			fault = "status"
		case contentType != *x.ContentType:
			fault = "content type"
		case !sameAgentBody(x, body, *x.Response):
			fault = "body"
		}
		if (fault != "") != (exceptions[x.Seq] != "") {
			t.Errorf("%d %s, %s: %s differs (exception: %q)\n  request  %s %s %s\n  recorded %d %s\n  here     %d %s",
				x.Seq, x.Category, x.Note, fault, exceptions[x.Seq], x.Method, x.Path, shorten(deref(x.Request)), x.Status, shorten(deref(x.Response)), status, shorten(body))
			different++
		}
	}
	t.Logf("%d exchanges, %d different, %d exceptions", len(list), different, len(exceptions))
}

// sendAgent sends a recorded request with its recorded token.
func sendAgent(t testing.TB, s *Server, x Exchange) (status int, contentType, body string) {
	t.Helper()
	r, err := http.NewRequest(x.Method, s.URL+x.Path, strings.NewReader(deref(x.Request)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+LocalToken)
	if x.RequestHeaders == nil && x.Request != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, v := range x.RequestHeaders {
		if r.Header.Set(name, v); v == "" {
			r.Header.Del(name)
		}
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(response.Body); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, response.Header.Get("Content-Type"), b.String()
}

var (
	phantomID      = regexp.MustCompile(`\[[0-9a-f-]{36}\]`)
	deploymentHash = regexp.MustCompile(`"deploymentHash":"[0-9a-f]{64}"`)
	updateTime     = regexp.MustCompile(`"timestamp":"[^"]*",("type":"[A-Za-z]*Update")`)
	updateKinds    = regexp.MustCompile(`"[A-Za-z]*Update"`)
	tokenParts     = regexp.MustCompile(`"(createdAt|id)":"[^"]*"`)
)

// sameAgentBody compares answers, except for what a server makes up: phantom ids of
// ephemeral agents, hashes of deployments, and the token.
func sameAgentBody(x *Exchange, a, b string) bool {
	made := func(text string) string {
		text = updateTime.ReplaceAllString(deploymentHash.ReplaceAllString(text, ""), "$1")
		if x.Path == "/v1/me/token" {
			text = tokenParts.ReplaceAllString(text, "")
		}
		if !strings.Contains(deref(x.Request), "phantomId") {
			text = phantomID.ReplaceAllString(text, "[]")
		}
		return text
	}
	return sameBody(made(a), made(b))
}

// createOldAgents makes the agents that existed before the recording, at the first
// revision.
func createOldAgents(t *testing.T, s *Server, list []Exchange, script func(*Server, *Exchange)) {
	script(s, &Exchange{Seq: 1})
	for _, x := range list {
		if strings.HasSuffix(x.Note, "agent of the old revision") {
			x.Path = "/v1/agents/create-agent"
			if status, _, body := sendAgent(t, s, x); status != 200 {
				t.Fatalf("%d: %s", x.Seq, body)
			}
		}
	}
}

// deployRecorded deploys version 1 or 2 of the recorded agents to an environment.
func deployRecorded(s *Server, environment string, version int) *Deployment {
	text, err := os.ReadFile(filepath.Join(testdata, "agents", "component-v"+strconv.Itoa(version)+".json"))
	if err != nil {
		panic(err)
	}
	var m map[string]any
	if err := json.Unmarshal(text, &m); err != nil {
		panic(err)
	}
	ids := agentComponents[environment]
	m["id"], m["environmentId"], m["revision"] = ids.component, ids.environment, version-1
	if environment == "drift2" {
		m["componentSize"] = 23026659 // the recorded size of both revisions
	}
	d := s.Deploy(quoted(m), In("g15-app", environment))
	for _, name := range d.typeNames() {
		d.HandleAgent(name, newRecordedAgent)
	}
	return d
}

// deployAt deploys the first version at the beginning, and other versions before certain
// exchanges.
func deployAt(environment string, versions map[int]int) func(*Server, *Exchange) {
	begun := false
	return func(s *Server, x *Exchange) {
		if !begun {
			begun = true
			deployRecorded(s, environment, 1)
		}
		if version := versions[x.Seq]; version > 0 {
			deployRecorded(s, environment, version)
		}
	}
}

// wedgeAt wedges the agent of an exchange. On the real server the agent hangs after several
// calls that its revision does not take, not always the same number of them.
func wedgeAt(seq int, script func(*Server, *Exchange)) func(*Server, *Exchange) {
	return func(s *Server, x *Exchange) {
		script(s, x)
		if x.Seq == seq {
			s.Inject(&Fault{Kind: Wedge, Times: 1})
		}
	}
}

// giveUp sends a call that is not answered, and gives it up when the server has it.
func giveUp(t *testing.T, s *Server, x *Exchange) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, x.Method, s.URL+x.Path, strings.NewReader(deref(x.Request)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+LocalToken)
	r.Header.Set("Content-Type", "application/json")
	before := pendingCalls(s)
	done := make(chan error)
	go func() {
		response, err := http.DefaultClient.Do(r)
		if err == nil {
			_ = response.Body.Close()
		}
		done <- err
	}()
	for pendingCalls(s) == before {
		runtime.Gosched()
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("%d: answered (%v)", x.Seq, err)
	}
}

// pendingCalls returns the number of calls that wait at agents that hang.
func pendingCalls(s *Server) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.workers {
		w.mu.Lock()
		if w.agent != nil && w.agent.hangs != nil {
			n += len(w.queue)
		}
		w.mu.Unlock()
	}
	return n
}

// playSchedule moves the clock to the recorded times.
func playSchedule(s *Server, x *Exchange) {
	switch x.Seq {
	case 1:
		deployRecorded(s, "dev", 1)
	case 53:
		s.SetTime(time.Date(2026, 11, 28, 3, 49, 50, 0, time.UTC))
	case 55:
		s.Advance(5 * time.Second)
	}
}

// playRollback begins after a second deployment and a rollback to the first.
func playRollback(s *Server, x *Exchange) {
	if x.Seq == 1 {
		first := deployRecorded(s, "drift2", 1)
		deployRecorded(s, "drift2", 2)
		first.Activate()
	}
}

// playRollForward begins after playRollback, when the second deployment is current again.
func playRollForward(s *Server, x *Exchange) {
	if x.Seq == 1 {
		first := deployRecorded(s, "drift2", 1)
		second := deployRecorded(s, "drift2", 2)
		first.Activate()
		second.Activate()
	}
}

// playMismatch plays a component that was uploaded with the agent types of another version.
func playMismatch(s *Server, x *Exchange) {
	if x.Seq == 1 {
		d := deployRecorded(s, "mismatch", 2)
		for _, name := range d.typeNames() {
			d.HandleAgent(name, newMismatchedAgent)
		}
	}
}
