package runtime_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// recordedLog answers what was recorded of the oplogs of agents, whole oplogs by the last
// record of each.
func recordedLog(t *testing.T) (url string) {
	types := map[string]string{}
	for _, e := range exchangesOf(t, "metadata-v1") {
		types[e.Path] = e.Response
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if strings.HasPrefix(r.URL.Path, "/v1/me/") {
			_, _ = io.WriteString(w, types["/v1/me/visible-environments?app_name=g15-app&env_name=dev"])
			return
		}
		if before, _, found := strings.Cut(r.URL.Path, "/agent-types/"); found {
			_, name, _ := strings.Cut(r.URL.Path, "/agent-types/")
			_, _ = io.WriteString(w, strings.Replace(types[before+"/agent-types/Counter"], `"typeName":"Counter"`, `"typeName":"`+name+`"`, 1))
			return
		}
		query := r.URL.Query()
		var found *recordedExchange
		for _, e := range exchangesOf(t, "oplog") {
			path, rest, _ := strings.Cut(e.Path, "?")
			if path != r.URL.EscapedPath() {
				continue
			}
			if key := strings.Trim(query.Get("query"), `"`); key != "" && strings.Contains(rest, "query="+key+"&") || key == "" && strings.HasPrefix(rest, "from=") {
				found = e
			}
		}
		if found == nil {
			http.Error(w, "not recorded", http.StatusTeapot)
			return
		}
		w.WriteHeader(found.Status)
		_, _ = io.WriteString(w, found.Response)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// TestAgentCallStatus reads the recorded oplog of an agent whose call trapped, and of one that
// does not exist.
func TestAgentCallStatus(t *testing.T) {
	ctx := context.Background()
	client := dialDefault(t, recordedLog(t), runtime.WithoutRetry())
	faulty := newCounterOf(agentTypeOf("Faulty", byName), client, "oplog-ecea")
	status, err := faulty.CallStatus(ctx, "key-trap")
	check(t, "error", err, nil)
	check(t, "trapped", []any{status.State, status.Function, status.Runs}, []any{runtime.CallFailed, "trap", 1})
	if !strings.Contains(status.Reason, "wasm trap") {
		t.Errorf("got %s", status.Reason)
	}
	status, err = newCounter(client, "none-at-all").CallStatus(ctx, "key-none")
	check(t, "error", err, nil)
	check(t, "none", status, runtime.CallStatus{State: runtime.CallNotReceived})
}

func TestAgentOperationsRefused(t *testing.T) {
	ctx := context.Background()
	s := serveAgents(t, deployment(account()))
	client := dialDefault(t, s.URL)
	a := newAccount(accountType(0), client, "alice")
	if _, err := a.CallStatus(ctx, ""); err == nil || !strings.Contains(err.Error(), "the idempotency key is empty") {
		t.Errorf("got %v", err)
	}
	kind := accountType(0)
	kind.Ephemeral = true
	if err := newAccount(kind, client, "alice").Delete(ctx); err == nil || !strings.Contains(err.Error(), "no text of its own") {
		t.Errorf("got %v", err)
	}
	if err := (*runtime.Agent)(nil).Delete(ctx); err == nil {
		t.Error("nil: no error")
	}
	other := accountType(0)
	other.Constructor = &stub.Function{Parameters: []stub.Parameter{parameter("owner", typeStr), parameter("level", typeTier)}}
	if err := newAccount(other, client, "alice").Delete(ctx); !errors.Is(err, runtime.ErrDrift) {
		t.Errorf("got %v", err)
	}
	s.agents[aliceID] = 0
	check(t, "delete", a.Delete(ctx), nil)
	check(t, "agents", s.agents, map[string]int{})
}
