package otelgolem

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"

	"github.com/golem-gen/golem-gen/runtime"
)

func texts(list []attribute.KeyValue) map[string]string {
	m := map[string]string{}
	for _, a := range list {
		m[string(a.Key)] = a.Value.String()
	}
	return m
}

func TestServerAttributes(t *testing.T) {
	for url, want := range map[string]map[string]string{
		"http://localhost:9881/prefix": {"server.address": "localhost", "server.port": "9881"},
		"http://golem.test":            {"server.address": "golem.test", "server.port": "80"},
		"https://[::1]":                {"server.address": "::1", "server.port": "443"},
		"":                             {},
	} {
		if d := cmp.Diff(want, texts(serverAttributes(url))); d != "" {
			t.Errorf("%q (-want +got)\n%s", url, d)
		}
	}
}

// TestAgent checks that the name of an agent is not recorded, because it contains the
// arguments of its constructor.
func TestAgent(t *testing.T) {
	info := &runtime.CallInfo{
		Callee:   runtime.Callee{Kind: "agent", Service: "counter-agent", Instance: `counter-agent("Ada")`},
		Function: "increment", IdempotencyKey: "k",
	}
	want := map[string]string{
		"rpc.system.name": "golem", "rpc.method": "counter-agent/increment", "golem.agent.type": "counter-agent", "golem.enqueue": "false",
		"golem.ephemeral": "false", "golem.idempotency_key": "k",
	}
	if d := cmp.Diff(want, texts(append(commonAttributes(info), spanAttributes(info)...))); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestErrorType(t *testing.T) {
	for want, err := range map[string]error{
		"404":              &runtime.StatusError{Code: 404},
		"failed":           &runtime.StatusError{Code: 200, Strange: "the answer is not JSON"},
		"PromiseDropped":   &runtime.GolemError{Kind: runtime.KindPromiseDropped},
		"worker-lost":      runtime.ErrWorkerLost,
		"drift":            runtime.ErrDrift,
		"timeout":          context.DeadlineExceeded,
		"refused":          &runtime.CallError{Err: &runtime.HandleError{}},
		"ShardingNotReady": &runtime.GolemError{Kind: runtime.KindShardingNotReady, Code: 500},
	} {
		if got := errorType(err, runtime.OutcomeOf(err)); got != want {
			t.Errorf("%v: found %q, expected %q", err, got, want)
		}
	}
}
