package runtime_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// revisionServer plays a server of 1.4 by its public sources. Its components have
// revisions, one of which is deployed.
type revisionServer struct {
	*fakeServer
	deployed, newest int  // revisions
	running          *int // revision of the worker, nil for none
}

func newRevisionServer(t *testing.T, deployed, newest int) *revisionServer {
	t.Helper()
	s := &revisionServer{deployed: deployed, newest: newest}
	s.fakeServer = serve(t, s.reply)
	return s
}

const environmentID = "01a22053-ea6c-7e40-9f2f-05bce982eedb"

func (s *revisionServer) reply(_ int, r *seenRequest) reply {
	document := func(revision int) reply {
		exports := `{"type":"Instance","name":"acme:shop/cart@1.4.0","functions":[{"name":"ping","parameters":[],"result":null}]}`
		if revision > 0 {
			exports = ""
		}
		text, _ := json.Marshal(map[string]any{
			"id": shopComponent.ID, "revision": revision, "componentName": "acme:shop", "environmentId": environmentID,
			"metadata": map[string]any{"exports": json.RawMessage("[" + exports + "]")},
		})
		return jsonReply(200, string(text))
	}
	revision := func(n int) string { return string(rune('0' + n)) }
	switch path := r.path; {
	case strings.HasSuffix(path, "/revisions/1"):
		return document(1)
	case strings.HasSuffix(path, "/components/"+shopComponent.ID):
		return document(s.newest)
	case strings.HasSuffix(path, "/v1/envs/"+environmentID):
		return jsonReply(200, `{"currentDeployment":{"deploymentRevision":7}}`)
	case strings.HasSuffix(path, "/deployments/7/components/acme%3Ashop"):
		return document(s.deployed)
	case r.method == http.MethodGet && s.running == nil:
		return jsonReply(404, noWorker)
	case r.method == http.MethodGet:
		return jsonReply(200, `{"componentRevision":`+revision(*s.running)+`}`)
	case strings.HasSuffix(path, "/workers"):
		s.running = &s.deployed
		return jsonReply(200, `{"componentRevision":`+revision(s.newest)+`}`)
	}
	return jsonReply(200, `null`)
}

// TestRevisions calls servers from 1.4 on, which count revisions instead of versions. A new
// worker runs the deployed one, whatever was uploaded later.
func TestRevisions(t *testing.T) {
	const askComponent, askEnvironment, askDeployed, askOther = "GET …", "GET /v1/envs/" + environmentID,
		"GET /v1/envs/" + environmentID + "/deployments/7/components/acme%3Ashop", "GET …/revisions/1"
	one := 1
	for _, c := range []struct {
		name             string
		deployed, newest int
		running          *int
		drift            bool
		lines            []string
	}{
		{name: "deployed", lines: []string{askWorker, askComponent, askEnvironment, askDeployed, create, askWorker, invoke}},
		{name: "another one was uploaded", newest: 1, lines: []string{askWorker, askComponent, askEnvironment, askDeployed, create, askWorker, invoke}},
		{name: "another one is deployed", deployed: 1, drift: true, lines: []string{askWorker, askComponent, askEnvironment, askDeployed}},
		{name: "another one runs", running: &one, drift: true, lines: []string{askWorker, askOther}},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := newRevisionServer(t, c.deployed, c.newest)
			server.running = c.running
			err := newShop(dialDefault(t, server.url, runtime.WithServerVersion("1.4.2")), "w").ping(context.Background())
			if errors.Is(err, runtime.ErrDrift) != c.drift || (err == nil) == c.drift {
				t.Errorf("got %v", err)
			}
			check(t, "requests", server.lines(), c.lines)
		})
	}
}

// TestLaterServers calls a worker on servers of 1.3 and 1.4, and checks their answers and
// the errors that older servers give a kind.
func TestLaterServers(t *testing.T) {
	ctx := context.Background()
	document, err := os.ReadFile("../testdata/metadata/recorded/golem-1.2.0/shop-v0.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range []string{"1.3.1", "1.4.2"} {
		t.Run(version, func(t *testing.T) {
			server := golemtest.NewServer(t, golemtest.Version(version))
			c := server.AddComponent(document)
			runs := 0
			c.HandleFunc("cart.ping", func(context.Context, *golemtest.Invocation) (json.RawMessage, error) {
				if runs++; runs > 1 {
					return nil, errors.New("no power")
				}
				return nil, nil
			})
			c.Answer("health", `"fine"`)
			c.Answer("cart.remove-item", `{"err":"no such item"}`)
			client := dialDefault(t, server.URL, runtime.WithBearerToken(golemtest.LocalToken))
			w := newShop(client, "w")
			check(t, "nothing", w.ping(ctx), nil)
			text, err := w.health(ctx)
			check(t, "text", []any{text, err}, []any{"fine", nil})
			var refused *runtime.ResultError[string]
			if _, err := w.remove(ctx, "x"); !errors.As(err, &refused) || refused.Value != "no such item" {
				t.Errorf("err value: got %v", err)
			}
			if _, err := w.worker.Create(ctx, nil, nil); !errors.Is(err, runtime.ErrAlreadyExists) {
				t.Errorf("a second worker: got %v", err)
			}
			var status *runtime.StatusError
			if err := w.ping(ctx); !errors.Is(err, runtime.ErrWorkerLost) || !errors.As(err, &status) || status.Cause != "no power" || runtime.OutcomeOf(err) != runtime.OutcomeWorkerLost {
				t.Errorf("trap: got %v", err)
			}
			if err := w.ping(ctx); !errors.Is(err, runtime.ErrWorkerLost) || !strings.Contains(err.Error(), "Previous Invocation Failed") {
				t.Errorf("after the trap: got %v", err)
			}
			testLaterDrift(t, server, client, document)
			if err := (&handShop{target: stub.TargetOf(stub.NewEphemeral(client, &shopComponent))}).ping(ctx); err == nil || !strings.Contains(err.Error(), "servers from 1.3 on have no calls without one") {
				t.Errorf("without a name: got %v", err)
			}
		})
	}
}

// testLaterDrift calls a function that the next version does not have, with and without the
// version check.
func testLaterDrift(t *testing.T, server *golemtest.Server, client *runtime.Client, document []byte) {
	t.Helper()
	ctx := context.Background()
	next := bytes.Replace(bytes.Replace(document, []byte(`"name":"ping"`), []byte(`"name":"pong"`), 1), []byte(`"version":0`), []byte(`"version":1`), 1)
	server.AddComponent(next)
	var drift *runtime.DriftError
	if err := newShop(client, "new").ping(ctx); !errors.As(err, &drift) || drift.Sent {
		t.Errorf("compared: got %v", err)
	}
	unchecked := newShop(client, "new", runtime.WithVersionCheck(runtime.VersionCheckOff))
	if err := unchecked.ping(ctx); !errors.As(err, &drift) || !drift.Sent || drift.Difference != "could not load function ping for interface acme:shop/cart@1.4.0" {
		t.Errorf("not compared: got %v", err)
	}
}
