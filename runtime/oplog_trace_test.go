package runtime

import (
	"encoding/json"
	"testing"
)

// TestCallTrace reads entries of a worker's oplog and checks the state of the call with the key "k".
func TestCallTrace(t *testing.T) {
	const (
		waits     = `{"type":"PendingWorkerInvocation","invocation":{"idempotencyKey":"k"}}`
		begins    = `{"type":"ExportedFunctionInvoked","idempotencyKey":"k","functionName":"f"}`
		ends      = `{"type":"ExportedFunctionCompleted","response":{"value":1}}`
		traps     = `{"type":"Error","error":"unreachable"}`
		exits     = `{"type":"Exited"}`
		canceled  = `{"type":"CancelInvocation","idempotencyKey":"k"}`
		other     = `{"type":"ExportedFunctionInvoked","idempotencyKey":"x","functionName":"g"}`
		otherGone = `{"type":"CancelInvocation","idempotencyKey":"x"}`
		reverted  = `{"type":"Revert","droppedRegion":{"start":0,"end":1}}`
		noise     = `{"type":"GrowMemory"}`
	)
	for name, test := range map[string]struct {
		entries  []string
		retrying bool
		want     CallStatus
	}{
		"nothing":                   {want: CallStatus{State: CallNotReceived}},
		"others":                    {entries: []string{other, ends, other, traps, otherGone}, want: CallStatus{State: CallNotReceived}},
		"waits":                     {entries: []string{other, waits, noise}, want: CallStatus{State: CallWaiting}},
		"another is canceled":       {entries: []string{other, waits, otherGone}, want: CallStatus{State: CallWaiting}},
		"canceled":                  {entries: []string{waits, canceled}, want: CallStatus{State: CallCanceled}},
		"waits again":               {entries: []string{waits, canceled, waits}, want: CallStatus{State: CallWaiting}},
		"runs":                      {entries: []string{waits, begins, noise}, want: CallStatus{State: CallRunning, Function: "f", Runs: 1}},
		"done":                      {entries: []string{begins, ends}, want: CallStatus{State: CallDone, Function: "f", Runs: 1, Result: `{"value":1}`}},
		"done before another":       {entries: []string{begins, ends, other, traps}, want: CallStatus{State: CallDone, Function: "f", Runs: 1, Result: `{"value":1}`}},
		"trapped":                   {entries: []string{begins, traps}, want: CallStatus{State: CallFailed, Function: "f", Runs: 1, Reason: "unreachable"}},
		"trapped, to be retried":    {entries: []string{begins, traps}, retrying: true, want: CallStatus{State: CallRunning, Function: "f", Runs: 1}},
		"trapped, and then done":    {entries: []string{begins, traps, ends}, want: CallStatus{State: CallDone, Function: "f", Runs: 1, Result: `{"value":1}`}},
		"exited":                    {entries: []string{begins, exits}, want: CallStatus{State: CallFailed, Function: "f", Runs: 1}},
		"a copy runs after the end": {entries: []string{begins, ends, begins}, want: CallStatus{State: CallRunning, Function: "f", Runs: 2}},
		"a copy traps after it":     {entries: []string{begins, ends, begins, traps}, want: CallStatus{State: CallDone, Function: "f", Runs: 2, Result: `{"value":1}`}},
		"reverted":                  {entries: []string{begins, ends, reverted}, want: CallStatus{State: CallNotReceived}},
		"made after a revert":       {entries: []string{other, ends, reverted, begins}, want: CallStatus{State: CallRunning, Function: "f", Runs: 1}},
		"reverted before it":        {entries: []string{other, ends, begins, reverted}, want: CallStatus{State: CallRunning, Function: "f", Runs: 1}},
		"a copy waits":              {entries: []string{begins, ends, waits}, want: CallStatus{State: CallWaiting, Runs: 1}},
	} {
		trace := callTrace{key: "k", retrying: test.retrying}
		for i, text := range test.entries {
			var e oplogEntry
			if err := json.Unmarshal([]byte(text), &e); err != nil {
				t.Fatal(err)
			}
			trace.add(uint64(i), &e)
		}
		if got := trace.status(); got != test.want {
			t.Errorf("%s: got %+v, want %+v", name, got, test.want)
		}
	}
}
