package golemtest

import (
	"net/http"
	"strings"
	"testing"
)

// TestWedge makes a call that the agent's revision does not take. The agent then hangs:
// another caller gets the error, and only deleting the agent helps.
func TestWedge(t *testing.T) {
	s, _, _ := counters(t)
	call := agentCaller{t, s, `Drifting("a")`}
	path := strings.Replace(counterPath, "Counter", "Drifting", 1)
	want(t, "before", call.do("stable", "1"), `200 Drifting("a") (1) revision 0`)
	deployRecorded(s, "dev", 2)
	wedge := &Fault{Function: "Drifting.widened", Kind: Wedge}
	s.Inject(wedge)
	other := agentCaller{t, s, `Drifting("b")`}
	want(t, "an agent that takes the call", other.do("widened", "5000000000"), `200 Drifting("b") (5000000000) revision 1`)
	want(t, "accepted", call.do("widened", "5000000000", `"mode":"schedule"`), `200 Drifting("a")`)
	s.Settle()
	want(t, "the next call", call.do("stable", "1"),
		`500 {"code":"INTERNAL_UNKNOWN","error":"Invalid request: Method 'widened', parameter 0: expected u32, got u64","workerError":null}`)
	if text := call.get(http.MethodGet, path); !strings.Contains(text, `"status":"Idle"`) || !strings.Contains(text, `"pendingInvocationCount":2`) {
		t.Errorf("the agent is %s", text)
	}
	if n := wedge.Struck(); n != 2 {
		t.Errorf("%d calls were struck", n)
	}
	want(t, "deleted", call.get(http.MethodDelete, path), "200 {}")
	want(t, "a new agent", call.do("stable", "1"), `200 Drifting("a") (1) revision 1`)
}
