package runtime_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// TestPendingUpdate calls a worker with a pending update. A server may update the worker
// right before the call.
func TestPendingUpdate(t *testing.T) {
	transfer := []stub.Parameter{str("from"), str("to")}
	swapped := []stub.Parameter{str("to"), str("from")}
	const toOther = "and an update of the worker to version 1 is pending: parameter 1 was from, now it is to; " +
		"resume the worker, so that the server makes the update, and fetch the metadata and generate the client again"
	for name, test := range map[string]struct {
		updates string
		found   []stub.Parameter
		drift   string // the end of its text, "" for none
		asked   int    // about the worker, by two calls
	}{
		"none":       {`[]`, swapped, "", 1},
		"made":       {`[{"type":"successfulUpdate","targetVersion":1},{"type":"failedUpdate","targetVersion":1}]`, swapped, "", 1},
		"pending":    {`[{"type":"pendingUpdate","targetVersion":1}]`, swapped, toOther, 2},
		"of 1.4":     {`[{"type":"pendingUpdate","targetRevision":1}]`, swapped, toOther, 2},
		"takes it":   {`[{"type":"pendingUpdate","targetVersion":1}]`, transfer, "", 2},
		"to its own": {`[{"type":"pendingUpdate","targetVersion":0}]`, swapped, "", 2},
	} {
		t.Run(name, func(t *testing.T) {
			server := serve(t, func(_ int, r *seenRequest) reply {
				switch {
				case r.method == http.MethodPost:
					return jsonReply(200, voidAnswer)
				case strings.Contains(r.path, "/versions/"):
					return jsonReply(200, string(bankVersion(bankID, 1, "Durable", "f", test.found...)))
				}
				return jsonReply(200, `{"componentVersion":0,"status":"Idle","updates":`+test.updates+`}`)
			})
			w := stub.TargetOf(stub.NewWorker(dialDefault(t, server.url, runtime.WithServerVersion("1.2.5")), &bankComponent, "w"))
			for range 2 {
				err := callBank(w, transfer)
				var drift *runtime.DriftError
				if errors.As(err, &drift) != (test.drift != "") || err != nil && drift == nil || drift != nil && (drift.Sent || drift.Found != 1 || !strings.HasSuffix(drift.Error(), test.drift)) {
					t.Errorf("got %v", err)
				}
			}
			asked := 0
			for _, line := range server.lines() {
				if strings.HasPrefix(line, http.MethodGet) && strings.HasSuffix(line, "/workers/w") {
					asked++
				}
			}
			check(t, "questions", asked, test.asked)
		})
	}
}

// TestUpdateToPinnedPending calls a worker with a pending update to the version of the
// client.
func TestUpdateToPinnedPending(t *testing.T) {
	transfer := []stub.Parameter{str("from"), str("to")}
	server := serve(t, func(_ int, r *seenRequest) reply {
		if strings.Contains(r.path, "/versions/") {
			return jsonReply(200, string(bankVersion(bankID, 0, "Durable", "f", str("from"))))
		}
		return jsonReply(200, `{"componentVersion":0,"status":"Idle","updates":[{"type":"pendingUpdate","targetVersion":1}]}`)
	})
	component := bankComponent
	component.Version = 1
	err := callBank(stub.TargetOf(stub.NewWorker(dialDefault(t, server.url, runtime.WithServerVersion("1.2.5")), &component, "w")), transfer)
	const want = "; an update to the version of the client is pending: resume the worker, so that the server makes it"
	if !errors.Is(err, runtime.ErrDrift) || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v", err)
	}
}
