package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/internal/goldenfile"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

var localAddress = regexp.MustCompile(`127\.0\.0\.1:\d+`)

const testKey = "5f1a3a9e-0f1d-4f6e-9f51-000000000001"

func TestErrorTexts(t *testing.T) {
	var b strings.Builder
	for _, c := range errorCases {
		err := c.run(t)
		if err == nil {
			t.Errorf("%s: no error", c.name)
			continue
		}
		text := localAddress.ReplaceAllString(err.Error(), "127.0.0.1:80")
		fmt.Fprintf(&b, "%s\n\t%s\n\tretryable %v, outcome %s\n", c.name, text, runtime.IsRetryable(err), runtime.OutcomeOf(err))
		if c.is != nil && !errors.Is(err, c.is) {
			t.Errorf("%s: %v is not %v", c.name, err, c.is)
		}
		if runtime.IsRetryable(err) != c.retry {
			t.Errorf("%s: retryable is %v", c.name, !c.retry)
		}
		var call *runtime.CallError
		if !errors.As(err, &call) {
			t.Errorf("%s: %T", c.name, err)
		}
		if strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, call.Err), "s3cr3t") {
			t.Errorf("%s: shows the token: %#v", c.name, call.Err)
		}
	}
	goldenfile.Check(t, filepath.Join(testdata, "runtime-errors.golden"), b.String())
}

// TestErrorTypes reaches the parts of errors with errors.As and errors.Is.
func TestErrorTypes(t *testing.T) {
	byName := map[string]error{}
	for _, c := range errorCases {
		byName[c.name] = c.run(t)
	}
	var result *runtime.ResultError[string]
	if !errors.As(byName["component's own error"], &result) || result.Value != "no such item" {
		t.Error("no ResultError")
	}
	var encode *wire.EncodeError
	if !errors.As(byName["not a number"], &encode) || encode.Path != "item.discount-percent" || encode.Reason != wire.ReasonNotFinite {
		t.Errorf("%+v", encode)
	}
	var inline *wire.InlineArgumentError
	if !errors.As(byName["inline argument"], &inline) || inline.Argument != "warehouse" {
		t.Errorf("%+v", inline)
	}
	var golem *runtime.GolemError
	if !errors.As(byName["kind without details"], &golem) || golem.Kind != runtime.KindInvalidShardID || golem.Code != 500 || !strings.Contains(golem.Details, "shardIds") {
		t.Errorf("%+v", golem)
	}
	if !errors.Is(byName["worker lost before"], runtime.KindPreviousInvocationFailed) || errors.Is(byName["worker lost before"], runtime.KindRuntimeError) {
		t.Error("kinds are no targets")
	}
	var status *runtime.StatusError
	if !errors.As(byName["500 page"], &status) || !status.HTML || len(status.Body) < 800 || status.Code != 500 {
		t.Errorf("%+v", status)
	}
	if !errors.As(byName["429"], &status) || status.RetryAfter != 7*time.Second {
		t.Errorf("%+v", status)
	}
	if !errors.As(byName["redirect"], &status) || status.Location != "https://evil.example/v1?token=[token]" {
		t.Errorf("%+v", status)
	}
	var drift *runtime.DriftError
	if !errors.As(byName["drift: answer"], &drift) || drift.Found != 1 || !drift.FoundKnown || !drift.Sent || !strings.Contains(drift.Answer, "chf") {
		t.Errorf("%+v", drift)
	}
	var mismatch *wire.TypeMismatchError
	if !errors.As(drift, &mismatch) {
		t.Errorf("%+v", drift)
	}
	if !errors.Is(byName["drift: typed parameter"], runtime.ErrWorkerLost) {
		t.Error("the lost worker is not said")
	}
	var size *runtime.SizeError
	if !errors.As(byName["too large"], &size) || size.Limit != 1<<20 {
		t.Errorf("%+v", size)
	}
	var call *runtime.CallError
	if !errors.As(byName["404"], &call) || call.IdempotencyKey != testKey || call.Attempts != 1 || call.Callee.Instance != "cart-42" || call.Function != "acme:shop/cart@1.4.0.{ping}" {
		t.Errorf("%+v", call)
	}
}

// TestNoConnection calls an address at which nobody listens.
func TestNoConnection(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	url := "http://" + listener.Addr().String()
	_ = listener.Close()
	client := dial(t, url, runtime.WithServerVersion("1.2.0"), runtime.WithRetry(runtime.RetryPolicy{Attempts: 3}))
	err = newShop(client, "w").ping(context.Background())
	var call *runtime.CallError
	var connection *runtime.ConnectionError
	if !errors.As(err, &call) || call.Attempts != 3 || !errors.As(err, &connection) || connection.Sent || !runtime.IsRetryable(err) {
		t.Errorf("got %v", err)
	}
	if !strings.Contains(err.Error(), "no connection to the server") {
		t.Error(err)
	}
}

// TestUnreadableLocation: the target of a redirect may be anything.
func TestUnreadableLocation(t *testing.T) {
	server := serveCalls(t, func(int, *seenRequest) reply {
		return reply{status: http.StatusFound, header: map[string]string{"Location": "http://[half"}}
	})
	err := newShop(dialDefault(t, server.url, runtime.WithServerVersion("1.2.5"), runtime.WithVersionCheck(runtime.VersionCheckOff)), "w").ping(ctx)
	if err == nil || !strings.Contains(err.Error(), "it redirects to http://[half") {
		t.Errorf("got %v", err)
	}
}
