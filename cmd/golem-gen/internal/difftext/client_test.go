package difftext

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// checkClient makes the calls with a client of the old version and its default options. It checks
// that no worker of the new version gets something else than the client meant, and that none is
// lost, whatever the rule says of requests. The documents promise that of clients.
// A change is declined on servers from 1.1.17 on if its rule says so.
func (c wireCase) checkClient(t *testing.T) {
	t.Helper()
	change := metadata.Compare(taking(c.old), taking(c.new))[0]
	for _, version := range []string{"1.1.0", "1.2.0", "1.2.5"} {
		for i, s := range c.samples {
			declined, failure := c.call(t, version, s)
			if failure != "" {
				t.Errorf("client, server %s, sample %d, %s: %s", version, i, s.values, failure)
			}
			if version != "1.1.0" && declined != change.Rule.Declined(change.Use) {
				t.Errorf("client, server %s, sample %d, %s: declined: %t", version, i, s.values, declined)
			}
		}
	}
}

// call makes one call on a worker of the new version. It returns whether the client declined, and
// what went wrong, "" for nothing.
func (c wireCase) call(t *testing.T, version string, s sample) (declined bool, failure string) {
	t.Helper()
	server := golemtest.NewServer(t, golemtest.Version(version), golemtest.Quiet())
	server.AddComponent(taking(c.old).Document())
	after := taking(c.new)
	after.Version = 1
	component := server.AddComponent(after.Document())
	component.HandleFunc("i.alive", func(context.Context, *golemtest.Invocation) (json.RawMessage, error) { return nil, nil })
	var got []json.RawMessage
	if c.new != nil {
		component.HandleFunc("i.f", func(_ context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
			got = call.Parameters
			return nil, nil
		})
	}
	component.CreateWorker("w")
	err := c.callAsClient(t, server.URL, s)
	alive, text := post(t, server.URL, "w", "a:b/i.{alive}", `{"params":[]}`)
	var drift *runtime.DriftError
	switch {
	case alive != http.StatusOK:
		return false, "the worker is lost: " + text
	case errors.As(err, &drift) && !drift.Sent && got == nil:
		return true, ""
	case err != nil && got == nil:
		return false, fmt.Sprintf("the call was not refused before it was sent: %v", err)
	}
	arrived, jsonErr := json.Marshal(got)
	if jsonErr != nil {
		t.Fatal(jsonErr)
	}
	if s.meant == "" || !equalJSON(t, string(arrived), s.meant) {
		return false, fmt.Sprintf("%s arrived, error %v", arrived, err)
	}
	return false, ""
}

func (c wireCase) callAsClient(t *testing.T, url string, s sample) error {
	t.Helper()
	client, err := runtime.NewClient(url)
	if err != nil {
		t.Fatal(err)
	}
	defer client.CloseIdleConnections()
	fn := &stub.Function{Interface: "a:b/i", Name: "f"}
	for _, p := range c.old {
		fn.Parameters = append(fn.Parameters, stub.Parameter{Name: p.Name, Type: string(p.Type.AppendJSON(nil))})
	}
	var values []json.RawMessage
	if err := json.Unmarshal([]byte(s.values), &values); err != nil {
		t.Fatal(err)
	}
	component := &runtime.Component{ID: componentID, Name: "c"}
	call := stub.TargetOf(stub.NewWorker(client, component, "w")).Begin(fn, nil)
	for _, value := range values {
		call.Buffer = append(call.Param(), value...)
	}
	return call.Await(context.Background())
}
