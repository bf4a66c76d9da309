package runtime_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// TestErrorsOfDrift: which answers mean that the worker runs another version. A call without
// parameters cannot have one of the wrong type, so such an answer is about an earlier call.
func TestErrorsOfDrift(t *testing.T) {
	for _, test := range []struct {
		answer        reply
		with, without bool // drift, of a call with a parameter and of one without
	}{
		{golemReply("ParamTypeMismatch", "x"), true, true},
		{golemReply("InvalidRequest", "Can't find exported function in component"), true, true},
		{golemReply("InvalidRequest", "in $.a: expected a string"), true, false},
		{golemReply("InvalidRequest", "in $.a: a handle of another worker"), false, false},
		{golemReply("InvalidRequest", "expected 2 parameters"), true, true},
		{golemReply("InvalidRequest", "expected another"), false, false},
		{golemReply("RuntimeError", "Parameter type mismatch: x"), true, false},
		{golemReply("RuntimeError", "expected 2 fields, got 1"), true, false},
		{golemReply("RuntimeError", "expected 2 fields, got 0 parameters"), true, true},
		{golemReply("RuntimeError", "unreachable"), false, false},
	} {
		server := serveCalls(t, func(int, *seenRequest) reply { return test.answer })
		client := dialDefault(t, server.url, runtime.WithoutRetry(), runtime.WithServerVersion("1.1.0"), runtime.WithVersionCheck(runtime.VersionCheckOff))
		s := newShop(client, "w")
		if err := second(s.remove(ctx, "x")); errors.Is(err, runtime.ErrDrift) != test.with {
			t.Errorf("%s, a parameter: got %v, want drift: %t", test.answer.body, err, test.with)
		}
		if err := s.ping(ctx); errors.Is(err, runtime.ErrDrift) != test.without {
			t.Errorf("%s, no parameter: got %v, want drift: %t", test.answer.body, err, test.without)
		}
	}
}

// TestHighVersion: numbers of versions are written in decimal.
func TestHighVersion(t *testing.T) {
	server := serve(t, func(_ int, r *seenRequest) reply {
		switch {
		case strings.Contains(r.path, "/versions/"):
			return jsonReply(200, string(bankVersion(shopComponent.ID, 1239, "Durable", "f")))
		case r.method == http.MethodGet:
			return jsonReply(200, `{"componentVersion":1239,"status":"Idle"}`)
		}
		return jsonReply(200, voidAnswer)
	})
	err := newShop(dialDefault(t, server.url, runtime.WithServerVersion("1.2.5")), "w").ping(ctx)
	var drift *runtime.DriftError
	if !errors.As(err, &drift) || drift.Sent || drift.Found != 1239 {
		t.Errorf("got %v", err)
	}
	for _, line := range server.lines() {
		if strings.Contains(line, "/versions/") && !strings.HasSuffix(line, "/versions/1239") {
			t.Errorf("asked %s", line)
		}
	}
}
