package runtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// TestRecordedMetadata reads the metadata of workers that were recorded from real servers.
func TestRecordedMetadata(t *testing.T) {
	for _, version := range []string{"1.1.0", "1.2.0"} {
		exchanges, err := golemtest.ReadRecording(recording(t, version, "shop"))
		if err != nil {
			t.Fatal(err)
		}
		seen := 0
		for _, x := range exchanges {
			_, name, found := strings.Cut(x.Path, "/workers/")
			if x.Method != http.MethodGet || !found || x.Status != 200 {
				continue
			}
			seen++
			server := respond(t, 200, *x.Response)
			m := must(newShop(dial(t, server.url), name).worker.Metadata(context.Background()))(t)
			check(t, "names", []any{m.ComponentID, m.Name}, []any{shopComponent.ID, name})
			if m.Status == "" || m.CreatedAt.Year() != 2026 || m.ComponentSize == 0 || m.MemorySize == 0 || m.Args == nil || m.Env == nil || m.Raw != *x.Response {
				t.Errorf("%s: got %+v", version, m)
			}
		}
		if seen == 0 {
			t.Errorf("%s: no metadata is recorded", version)
		}
	}
}

// TestOperationsOnWorker creates, describes, calls and deletes a worker on both kinds of
// servers.
func TestOperationsOnWorker(t *testing.T) {
	document, _ := recordedDocuments(t)
	for _, version := range []string{"1.1.0", "1.2.0"} {
		t.Run(version, func(t *testing.T) {
			server := golemtest.NewServer(t, golemtest.Version(version), golemtest.Quiet())
			goOn := make(chan struct{})
			server.AddComponent(document).HandleFunc("cart.ping", func(context.Context, *golemtest.Invocation) (json.RawMessage, error) {
				<-goOn
				return nil, nil
			})
			s := newShop(dial(t, server.URL), "w")
			w, ctx := s.worker, context.Background()
			check(t, "version", must(w.Create(ctx, []string{"-v"}, map[string]string{"A": "b"}))(t), uint64(0))
			if _, err := w.Create(ctx, nil, nil); !errors.Is(err, runtime.ErrAlreadyExists) {
				t.Errorf("created twice: %v", err)
			}
			for _, key := range []string{"first", "second"} {
				if err := s.enqueuing().ping(ctx, runtime.WithIdempotencyKey(key)); err != nil {
					t.Fatal(err)
				}
			}
			m := must(w.Metadata(ctx))(t)
			check(t, "metadata", []any{m.ComponentVersion, m.Args, m.Env, m.LastError}, []any{uint64(0), []string{"-v"}, map[string]string{"A": "b"}, ""})
			canceled, err := w.CancelInvocation(ctx, "second")
			if old := version == "1.1.0"; canceled == old || old != errors.Is(err, runtime.ErrNotFound) {
				t.Errorf("canceled %v, %v", canceled, err)
			}
			close(goOn)
			server.Settle()
			if canceled, _ := w.CancelInvocation(ctx, "first"); canceled {
				t.Error("a call that has ended was canceled")
			}
			check(t, "delete", w.Delete(ctx), nil)
			if _, err := w.Metadata(ctx); !errors.Is(err, runtime.ErrNotFound) {
				t.Errorf("got %v", err)
			}
			check(t, "deleted twice", w.Delete(ctx), nil)
		})
	}
}

// TestOperationsWait checks that operations have timeouts and retries, and that a creation
// whose answer was lost is not sent again.
func TestOperationsWait(t *testing.T) {
	server := serve(t, func(n int, r *seenRequest) reply {
		switch {
		case r.method == http.MethodPost:
			return jsonReply(200, createdAt0[:20])
		case n == 1:
			return reply{status: 503}
		case r.method == http.MethodDelete:
			time.Sleep(100 * time.Millisecond)
		}
		return jsonReply(200, worker0)
	})
	client := dial(t, server.url, quick)
	w, ctx := newShop(client, "w").worker, context.Background()
	if _, err := w.Metadata(ctx); err != nil {
		t.Error(err)
	}
	var connection *runtime.ConnectionError
	if _, err := w.Create(ctx, nil, nil); !errors.As(err, &connection) || !connection.Sent {
		t.Errorf("got %v", err)
	}
	if err := newShop(client, "w", runtime.WithTimeout(10*time.Millisecond)).worker.Delete(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	check(t, "requests", server.lines(), []string{askWorker, askWorker, create, askWorker, "DELETE …/workers/w"})
}

// TestLostCancellation loses the answer to a cancellation, which is not sent again: the call would be
// reported as missing.
func TestLostCancellation(t *testing.T) {
	server := respond(t, 200, `{"canceled":`)
	_, err := newShop(dial(t, server.url, quick), "w").worker.CancelInvocation(context.Background(), "k")
	var connection *runtime.ConnectionError
	if !errors.As(err, &connection) {
		t.Errorf("got %v", err)
	}
	check(t, "requests", len(server.requests()), 1)
}

// TestCancelKeysInPaths cancels calls by keys that a proxy would resolve as parts of the
// path. The request would then delete the worker or all workers of the component.
func TestCancelKeysInPaths(t *testing.T) {
	var mu sync.Mutex
	var paths []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		paths = append(paths, r.Method+" "+path.Clean(r.URL.Path)) // like proxies
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"canceled":true}`)
	}))
	defer server.Close()
	w := newShop(dial(t, server.URL), "w").worker
	for _, key := range []string{".", "..", "../..", "a/../..", "k"} {
		canceled, err := w.CancelInvocation(context.Background(), key)
		if canceled != (key == "k") || canceled == (err != nil) {
			t.Errorf("%s: got %v, %v", key, canceled, err)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	check(t, "requests", paths, []string{"DELETE /v1/components/" + shopComponent.ID + "/workers/w/invocations/k"})
}
