package runtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/goldenfile"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// agentFailure is a failure that answers a call of an agent.
type agentFailure struct {
	name, contentType, body string
	status                  int
}

// recordedFailures returns one failure for each status, type and text of the recorded
// requests to agents. Texts are cut before names.
func recordedFailures(t *testing.T) (list []agentFailure) {
	seen := map[string]bool{}
	for _, tape := range []string{"agents", "crash", "drift", "drift-one-agent", "errors", "hang", "media", "values", "worker"} {
		for _, e := range exchangesOf(t, tape) {
			if e.Status < 400 || !strings.HasPrefix(e.Path, "/v1/agents/") {
				continue
			}
			f := agentFailure{fmt.Sprint(tape, " ", e.Seq), "text/plain; charset=utf-8", e.Response, e.Status}
			key := fmt.Sprint(e.Status, " ", e.Response[:min(len(e.Response), 45)])
			if b, ok := failureBody(e.Response); ok {
				f.contentType = "application/json; charset=utf-8"
				text, _, _ := strings.Cut(strings.Join(append(b.Errors, b.Error), ""), "'")
				key = fmt.Sprint(e.Status, b.Code, text[:min(len(text), 32)])
			}
			if !seen[key] {
				seen[key] = true
				list = append(list, f)
			}
		}
	}
	return list
}

type agentFailureBody struct {
	Code        string
	Error       string
	Errors      []string
	WorkerError *struct{ Cause, Stderr string }
}

func failureBody(text string) (b agentFailureBody, ok bool) {
	return b, strings.HasPrefix(text, "{") && json.Unmarshal([]byte(text), &b) == nil
}

// documentedFailures are failures that the sources of 1.5 have and no recording has.
var documentedFailures = func() (list []agentFailure) {
	for _, f := range []struct {
		status     int
		code, text string
	}{
		{403, "AUTH_FORBIDDEN", "Forbidden"},
		{409, "CONFLICT", "Agent already exists"},
		{413, "REQUEST_PAYLOAD_TOO_LARGE", "message too large: 5000000 bytes"},
		{422, "LIMIT_EXCEEDED", "Limit exceeded: max agents"},
		{500, "INTERNAL_ROUTING_FAILURE", "no executor available"},
		{500, "INTERNAL_UNKNOWN", "Invalid request: Required agent secret api.key does not exist"},
		{500, "INTERNAL_UNKNOWN", "Invalid request: Method 'increment', parameter 0: expected u64, got u32"},
	} {
		body := fmt.Sprintf(`{"code":%q,"error":%q}`, f.code, f.text)
		list = append(list, agentFailure{"sources " + f.code, "application/json; charset=utf-8", body, f.status})
	}
	return list
}()

var sentinels = []struct {
	name string
	err  error
}{
	{"ErrWorkerLost", runtime.ErrWorkerLost},
	{"ErrNotFound", runtime.ErrNotFound},
	{"ErrAlreadyExists", runtime.ErrAlreadyExists},
	{"ErrNotReady", runtime.ErrNotReady},
	{"ErrInvalidRequest", runtime.ErrInvalidRequest},
	{"ErrLimitExceeded", runtime.ErrLimitExceeded},
	{"ErrUnauthorized", runtime.ErrUnauthorized},
	{"ErrDrift", runtime.ErrDrift},
}

func sentinelsOf(err error) (names []string) {
	for _, s := range sentinels {
		if errors.Is(err, s.err) {
			names = append(names, s.name)
		}
	}
	return names
}

// failWith makes a call of an agent that is answered with the failure.
func failWith(t *testing.T, f agentFailure, ephemeral bool) error {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", f.contentType)
		w.WriteHeader(f.status)
		_, _ = w.Write([]byte(f.body))
	}))
	defer server.Close()
	client := dialAgents(t, server.URL, runtime.WithoutRetry())
	kind := agentCounter
	if ephemeral {
		kind = agentEphemeral
	}
	_, err := newCounterOf(kind, client, "a").increment(context.Background(), 1, runtime.WithIdempotencyKey(testKey))
	return err
}

// TestAgentErrors checks the error of a call for each failure that 1.5 answers: its text
// with what to do, the sentinels, and whether the call may have run.
func TestAgentErrors(t *testing.T) {
	var b strings.Builder
	for _, f := range append(recordedFailures(t), documentedFailures...) {
		err := failWith(t, f, false)
		var call *runtime.CallError
		var status *runtime.StatusError
		if !errors.As(err, &call) || !errors.As(err, &status) {
			t.Errorf("%s: got %v", f.name, err)
			continue
		}
		fmt.Fprintf(&b, "%s\n\t%v\n\tis %s; outcome %s, retryable %v, may have run %v\n", f.name, err,
			strings.Join(sentinelsOf(err), ", "), runtime.OutcomeOf(err), runtime.IsRetryable(err), call.MayHaveRun())
		if own := failWith(t, f, true); fmt.Sprint(sentinelsOf(own)) != fmt.Sprint(sentinelsOf(err)) {
			fmt.Fprintf(&b, "\tof an ephemeral type: %v\n\tis %s\n", own, strings.Join(sentinelsOf(own), ", "))
		}
		f.checkKept(t, status)
		f.checkSecret(t)
	}
	goldenfile.Check(t, filepath.Join(testdata, "agent-errors.golden"), b.String())
}

// checkKept checks that the error has all parts of the answer.
func (f agentFailure) checkKept(t *testing.T, status *runtime.StatusError) {
	t.Helper()
	want := []string{fmt.Sprint(f.status), "", "", ""}
	messages := []string{f.body}
	if b, ok := failureBody(f.body); ok {
		want[1], messages = b.Code, b.Errors
		if b.Error != "" {
			messages = append(messages, b.Error)
		}
		if b.WorkerError != nil {
			want[2], want[3] = b.WorkerError.Cause, b.WorkerError.Stderr
		}
	}
	check(t, f.name, []string{fmt.Sprint(status.Code), status.Type, status.Cause, status.Stderr}, want)
	check(t, f.name, status.Messages, messages)
	check(t, f.name, status.Body, f.body)
}

// checkSecret checks that no part of the error contains the token, which each text of the
// answer repeats.
func (f agentFailure) checkSecret(t *testing.T) {
	t.Helper()
	if b, ok := failureBody(f.body); ok {
		b.Error, b.Code = b.Error+" "+golemtest.LocalToken, b.Code+golemtest.LocalToken
		b.Errors = append(b.Errors, golemtest.LocalToken)
		if b.WorkerError != nil {
			b.WorkerError.Cause, b.WorkerError.Stderr = golemtest.LocalToken, golemtest.LocalToken
		}
		body, err := json.Marshal(map[string]any{"code": b.Code, "error": b.Error, "errors": b.Errors, "workerError": b.WorkerError})
		if err != nil {
			t.Fatal(err)
		}
		f.body = string(body)
	} else {
		f.body += golemtest.LocalToken
	}
	err := failWith(t, f, false)
	var status *runtime.StatusError
	if !errors.As(err, &status) {
		t.Fatalf("%s: got %v", f.name, err)
	}
	if shown := fmt.Sprintf("%v %+v %#v %#v", err, err, err, status); strings.Contains(shown, golemtest.LocalToken) {
		t.Errorf("%s: shows the token: %s", f.name, shown)
	}
}

// TestAgentSentinels checks by which sentinels a program can tell failures apart.
func TestAgentSentinels(t *testing.T) {
	failures := map[string]agentFailure{}
	for _, f := range append(recordedFailures(t), documentedFailures...) {
		failures[f.name] = f
	}
	for name, want := range map[string][]string{
		"errors 46":                         {"ErrWorkerLost"}, // a trap
		"errors 47":                         {"ErrWorkerLost"}, // an agent that has failed before
		"errors 2":                          {"ErrUnauthorized"},
		"errors 28":                         {"ErrNotFound"},
		"errors 9":                          {"ErrInvalidRequest"},
		"errors 79":                         {"ErrInvalidRequest"},             // the id is too long, whatever the type
		"sources INTERNAL_UNKNOWN":          {"ErrInvalidRequest", "ErrDrift"}, // rejected by the executor
		"drift 20":                          {"ErrWorkerLost"},                 // the error of an earlier call: the agent is stuck
		"agents 3":                          {"ErrInvalidRequest", "ErrDrift"},
		"agents 86":                         {"ErrInvalidRequest"}, // configuration is missing
		"crash 1":                           nil,                   // a result of another type than declared
		"sources AUTH_FORBIDDEN":            {"ErrUnauthorized"},
		"sources CONFLICT":                  {"ErrAlreadyExists"},
		"sources REQUEST_PAYLOAD_TOO_LARGE": {"ErrInvalidRequest"},
		"sources LIMIT_EXCEEDED":            {"ErrLimitExceeded"},
		"sources INTERNAL_ROUTING_FAILURE":  {"ErrNotReady"},
	} {
		f, ok := failures[name]
		if !ok {
			t.Errorf("%s is not there", name)
			continue
		}
		if got := sentinelsOf(failWith(t, f, false)); !slices.Equal(got, want) {
			t.Errorf("%s: is %v, want %v", name, got, want)
		}
	}
}

// TestConfigurationOfEphemeralType checks the advice about a missing value. Agents of
// ephemeral types have no Create that could set it.
func TestConfigurationOfEphemeralType(t *testing.T) {
	const body = `{"code":"INTERNAL_UNKNOWN","error":"Invalid request: Config limit was not provided a value","workerError":null}`
	err := failWith(t, agentFailure{contentType: "application/json", body: body, status: 500}, true)
	if want := "was not provided a value; give the value to the agent type when it is deployed"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v", err)
	}
}
