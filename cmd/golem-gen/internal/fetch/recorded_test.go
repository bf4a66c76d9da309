package fetch

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
)

// recordedServer answers as a recorded server of Golem 1.5.9, by paths with their queries. It
// does not know paths that begin with one of leftOut.
func recordedServer(t *testing.T, leftOut ...string) *Server {
	t.Helper()
	text, err := os.ReadFile("../../../../testdata/recordings/golem-1.5.9/metadata-v2.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	type exchange struct {
		Path, ContentType, Response string
		Status                      int
	}
	answers := map[string]exchange{}
	for line := range strings.SplitSeq(strings.TrimSpace(string(text)), "\n") {
		var e exchange
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		if _, ok := answers[e.Path]; !ok {
			answers[e.Path] = e
		}
	}
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		e, ok := answers[r.URL.String()]
		for _, path := range leftOut {
			ok = ok && !strings.HasPrefix(e.Path, path)
		}
		if !ok {
			e = answers["/v1/nope"]
			e.Status = http.StatusNotFound
		}
		w.Header().Set("Content-Type", e.ContentType)
		w.WriteHeader(e.Status)
		_, _ = io.WriteString(w, e.Response)
	})
}

// TestRecordedServer checks what is pinned of the answers of a server, whose environment is found
// in the list of environments, with and without the owner, and step by step.
func TestRecordedServer(t *testing.T) {
	var texts []string
	for _, by := range []struct {
		account, owner string
		leftOut        []string
	}{
		{"", "initial@user", nil},
		{"initial@user", "initial@user", nil},
		{"", "", []string{visiblePath}},
	} {
		answer, err := recordedServer(t, by.leftOut...).Get(t.Context(), Agents{Application: "g15-app", Environment: "drift2", Account: by.account})
		if err != nil {
			t.Fatal(err)
		}
		d := answer.Deployment
		if counter := d.AgentType("Counter"); d.Account != by.owner || d.Revision != 1 || counter.ComponentName != "g15:agents" || counter.ComponentRevision != 1 {
			t.Errorf("owner %q, deployment %d, %+v", d.Account, d.Revision, counter)
		}
		d.Account = ""
		texts = append(texts, string(d.Document()))
	}
	if texts[0] != texts[1] || texts[0] != texts[2] {
		t.Error("the ways to the deployment lead to different documents")
	}
}

// TestRecordedErrors checks the messages about a server's own errors.
func TestRecordedErrors(t *testing.T) {
	many := uint64(999)
	for _, test := range []struct {
		request Agents
		leftOut []string
		want    string
	}{
		{
			Agents{Application: "g15-app", Environment: "drift2", Deployment: &many},
			nil,
			`/deployments/999/agent-types: server answered 404 Not Found, "Deployment 999 not found in the environment": check deployment, or leave it out to get the current one, which is 1`,
		},
		{
			Agents{Application: "nope-app", Environment: "drift2"},
			[]string{visiblePath},
			`/apps/nope-app: server answered 404 Not Found, "Application not found for name nope-app": check application and the server's URL`,
		},
	} {
		_, err := recordedServer(t, test.leftOut...).Get(t.Context(), test.request)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v\nwant %s", err, test.want)
		}
	}
}
