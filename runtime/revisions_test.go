package runtime_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// TestRevisions: servers from 1.4 on count revisions instead of versions, in paths and in
// answers, as their public sources say.
func TestRevisions(t *testing.T) {
	ctx := context.Background()
	const exports = `"metadata":{"exports":[{"type":"Instance","name":"acme:shop/cart@1.4.0","functions":[{"name":"ping","parameters":[],"result":null}]}]}`
	latest := `{"id":"` + shopComponent.ID + `","revision":0,` + exports + `}`
	worker, other := jsonReply(404, noWorker), jsonReply(200, `{"revision":1,"metadata":{"exports":[]}}`)
	server := serve(t, func(_ int, r *seenRequest) reply {
		switch {
		case strings.HasSuffix(r.path, "/revisions/1"):
			return other
		case r.method == http.MethodGet && strings.HasSuffix(r.path, shopComponent.ID):
			return jsonReply(200, latest)
		case r.method == http.MethodGet:
			return worker
		case strings.HasSuffix(r.path, "/workers"):
			return jsonReply(200, `{"componentRevision":0}`)
		}
		return jsonReply(200, `null`)
	})
	client := func() *runtime.Client { return dialDefault(t, server.url, runtime.WithServerVersion("1.4.2")) }
	check(t, "created", newShop(client(), "w").ping(ctx), nil)
	worker = jsonReply(200, `{"componentRevision":1}`)
	if err := newShop(client(), "w").ping(ctx); !errors.Is(err, runtime.ErrDrift) {
		t.Errorf("another revision: got %v", err)
	}
	check(t, "requests", server.lines(), []string{
		askWorker, "GET …", create, invoke, askWorker, "GET …/revisions/1",
	})
}
