package runtime_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
)

// TestAtRest: a call is sent again at once to a worker that says that nothing waits or runs. Otherwise
// the client reads the oplog first: a search for the key, and the entries from there on.
func TestAtRest(t *testing.T) {
	for metadata, rest := range map[string]bool{
		`"status":"Idle"`: true,
		`"status":"Idle","pendingInvocationCount":0`:        true,
		`"status":"Idle","pendingInvocationCount":1`:        false,
		`"status":"Running"`:                                false,
		`"status":"Suspended"`:                              false,
		`"status":"Retrying"`:                               false,
		`"status":"Interrupted"`:                            false,
		`"status":"Failed"`:                                 true,
		`"status":"Failed","pendingInvocationCount":1`:      true,
		`"status":"Exited","pendingInvocationCount":1`:      true,
		`"status":"Interrupted","pendingInvocationCount":0`: false,
	} {
		sent := 0
		server := serve(t, func(_ int, r *seenRequest) reply {
			switch {
			case strings.Contains(r.path, "/oplog"):
				return jsonReply(200, `{"entries":[{"oplogIndex":1,"entry":{"type":"ExportedFunctionInvoked","idempotencyKey":"k:1"}},`+
					`{"oplogIndex":2,"entry":{"type":"ExportedFunctionCompleted"}}],"lastIndex":2}`)
			case r.method == http.MethodGet:
				return jsonReply(200, `{"componentVersion":0,`+metadata+`}`)
			}
			if sent++; sent == 1 {
				return reply{status: http.StatusServiceUnavailable}
			}
			return jsonReply(200, voidAnswer)
		})
		policy := runtime.WithRetry(runtime.RetryPolicy{Attempts: 3, FirstDelay: time.Millisecond, MaxDelay: time.Millisecond})
		client := dialDefault(t, server.url, runtime.WithServerVersion("1.2.5"), runtime.WithVersionCheck(runtime.VersionCheckOff), policy)
		check(t, metadata, newShop(client, "w").ping(ctx, runtime.WithIdempotencyKey("k:1")), nil)
		var queries []string
		for _, r := range server.requests() {
			if _, query, found := strings.Cut(r.path, "/oplog?"); found {
				queries = append(queries, query)
			}
		}
		var want []string
		if !rest {
			want = []string{"count=100&query=%22k%3A1%22", "count=100&from=1"}
		}
		if !slices.Equal(queries, want) || sent != 2 {
			t.Errorf("%s: asked %q, want %q; sent %d times", metadata, queries, want, sent)
		}
	}
}
