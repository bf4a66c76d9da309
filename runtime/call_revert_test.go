package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// oplogOf returns an answer to any question about an oplog. It has the entries, from index
// 1 on.
func oplogOf(entries ...string) string {
	numbered := make([]string, len(entries))
	for i, e := range entries {
		numbered[i] = fmt.Sprintf(`{"oplogIndex":%d,"entry":%s}`, i+1, e)
	}
	return fmt.Sprintf(`{"entries":[%s],"firstIndexInChunk":1,"lastIndex":%d,"next":null}`, strings.Join(numbered, ","), len(entries))
}

// TestOplogForms reads entries in the forms of the public sources: the names of
// cancellations differ between versions, and a revert undoes what it removes from the
// oplog.
func TestOplogForms(t *testing.T) {
	const (
		create  = `{"type":"Create"}`
		waits   = `{"type":"PendingWorkerInvocation","invocation":{"type":"ExportedFunction","idempotencyKey":"k","fullFunctionName":"f"}}`
		begins  = `{"type":"ExportedFunctionInvoked","functionName":"f","idempotencyKey":"k"}`
		others  = `{"type":"ExportedFunctionInvoked","functionName":"g","idempotencyKey":"other"}`
		ends    = `{"type":"ExportedFunctionCompleted","response":{"typ":{"type":"U8"},"value":1}}`
		traps   = `{"type":"Error","error":"unreachable"}`
		cancels = `{"type":"Cancel%s","idempotencyKey":"k"}`
	)
	revert := func(start, end int) string {
		return fmt.Sprintf(`{"type":"Revert","droppedRegion":{"start":%d,"end":%d}}`, start, end)
	}
	for name, test := range map[string]struct {
		entries []string
		state   runtime.CallState
		runs    int
	}{
		"canceled, before 1.4":     {[]string{create, waits, fmt.Sprintf(cancels, "Invocation")}, runtime.CallCanceled, 0},
		"canceled, from 1.4 on":    {[]string{create, waits, fmt.Sprintf(cancels, "PendingInvocation")}, runtime.CallCanceled, 0},
		"done":                     {[]string{create, waits, begins, ends}, runtime.CallDone, 1},
		"done and reverted":        {[]string{create, begins, ends, revert(2, 3)}, runtime.CallNotReceived, 0},
		"trapped and reverted":     {[]string{create, waits, begins, traps, revert(2, 4)}, runtime.CallNotReceived, 0},
		"reverted while it ran":    {[]string{create, begins, ends, revert(3, 3)}, runtime.CallRunning, 1},
		"reverted after it":        {[]string{create, begins, ends, others, ends, revert(4, 5)}, runtime.CallDone, 1},
		"made again after it":      {[]string{create, begins, traps, revert(2, 3), begins, ends}, runtime.CallDone, 1},
		"waits again":              {[]string{create, waits, begins, ends, revert(3, 4)}, runtime.CallWaiting, 0},
		"reverted twice":           {[]string{create, waits, begins, ends, revert(3, 4), others, revert(2, 6)}, runtime.CallNotReceived, 0},
		"another one reverted":     {[]string{create, waits, others, traps, revert(3, 4)}, runtime.CallWaiting, 0},
		"no end, another reverted": {[]string{create, begins, others, ends, others, revert(5, 5)}, runtime.CallNotReceived, 1},
		"a copy, another reverted": {[]string{create, begins, ends, begins, traps, others, revert(6, 6)}, runtime.CallDone, 2},
		"a revert without region":  {[]string{create, begins, ends, `{"type":"Revert"}`}, runtime.CallDone, 1},
		"spelled as by 1.1.0":      {[]string{create, begins, ends, `{"type":"Revert","dropped_region":{"start":2,"end":3}}`}, runtime.CallNotReceived, 0},
	} {
		t.Run(name, func(t *testing.T) {
			server := serve(t, func(_ int, r *seenRequest) reply {
				if strings.Contains(r.path, "/oplog") {
					return jsonReply(200, oplogOf(test.entries...))
				}
				return jsonReply(200, worker0)
			})
			s := must(newShop(dial(t, server.url), "w").worker.CallStatus(context.Background(), "k"))(t)
			check(t, "status", []any{s.State, s.Runs}, []any{test.state, test.runs})
		})
	}
}

// TestStatusInPart: what the first answers say about a call is not its status if the questions that
// follow fail.
func TestStatusInPart(t *testing.T) {
	const (
		begins = `{"oplogIndex":1,"entry":{"type":"ExportedFunctionInvoked","functionName":"f","idempotencyKey":"k"}}`
		traps  = `{"oplogIndex":2,"entry":{"type":"Error","error":"unreachable"}}`
	)
	for name, test := range map[string]struct {
		last    int    // index in the oplog
		refuses string // a part of the request that the token does not permit
	}{
		"half of the oplog":  {3, "from=3"},
		"without its status": {2, "/workers/w?"},
	} {
		server := serve(t, func(_ int, r *seenRequest) reply {
			switch {
			case strings.Contains(r.path+"?", test.refuses):
				return reply{status: http.StatusForbidden}
			case strings.Contains(r.path, "/oplog"):
				return jsonReply(200, fmt.Sprintf(`{"entries":[%s,%s],"lastIndex":%d}`, begins, traps, test.last))
			}
			return jsonReply(200, worker0)
		})
		status, err := newShop(dial(t, server.url), "w").worker.CallStatus(ctx, "k")
		if !errors.Is(err, runtime.ErrUnauthorized) || status != (runtime.CallStatus{}) {
			t.Errorf("%s: got %+v, %v", name, status, err)
		}
	}
}
