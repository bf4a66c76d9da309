package runtime_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// TestCheckCreatesWorker checks the requests of the version check for a worker that does
// not exist, and its result for each answer. A worker with another version is not invoked.
func TestCheckCreatesWorker(t *testing.T) {
	absent := jsonReply(404, noWorker)
	taken := jsonReply(409, `{"error":"Worker already exists: w"}`)
	cases := []struct {
		name    string
		workers []reply // to GET …/workers/w, in turn; the last one stays
		latest  reply
		created reply
		lines   []string
		drift   bool
		is      error
		text    string // of the error
	}{
		{name: "created at the pinned version", workers: []reply{absent}, created: jsonReply(200, createdAt0), lines: []string{askWorker, askLatest, create, invoke}},
		{name: "another version is the latest", workers: []reply{absent}, latest: jsonReply(200, latestShop1), lines: []string{askWorker, askLatest}, drift: true, text: "a new worker would run version 1"},
		{name: "uploaded in the moment between", workers: []reply{absent}, created: jsonReply(200, createdAt1), lines: []string{askWorker, askLatest, create, askVersion1}, drift: true, text: "was created for this call, runs version 1"},
		{name: "created by another", workers: []reply{absent, jsonReply(200, worker0)}, created: taken, lines: []string{askWorker, askLatest, create, askWorker, invoke}},
		{name: "created by another, as an error of the server", workers: []reply{absent, jsonReply(200, worker0)}, created: golemReply("WorkerAlreadyExists", "w"), lines: []string{askWorker, askLatest, create, askWorker, invoke}},
		{name: "created by another at another version", workers: []reply{absent, jsonReply(200, worker1)}, created: taken, lines: []string{askWorker, askLatest, create, askWorker, askVersion1}, drift: true, text: "the worker runs version 1"},
		{
			name: "created and deleted by others", workers: []reply{absent}, created: taken,
			lines: []string{askWorker, askLatest, create, askWorker, create, askWorker, create}, text: "created and deleted by others",
		},
		{name: "not permitted", workers: []reply{absent}, created: jsonReply(403, `{"error":"Forbidden"}`), lines: []string{askWorker, askLatest, create}, is: runtime.ErrUnauthorized, text: "could not be created"},
		{name: "nonsense", workers: []reply{absent}, created: jsonReply(200, `{}`), lines: []string{askWorker, askLatest, create}, text: "has no componentVersion"},
		{name: "no component", workers: []reply{absent}, latest: jsonReply(404, `{"error":"Component not found"}`), lines: []string{askWorker, askLatest}, is: runtime.ErrNotFound, text: "Component not found"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			asked := 0
			server := serve(t, func(_ int, r *seenRequest) reply {
				switch {
				case strings.HasSuffix(r.path, "/latest"):
					if c.latest.status == 0 {
						return jsonReply(200, latestShop0)
					}
					return c.latest
				case r.method == http.MethodGet:
					asked++
					return c.workers[min(asked, len(c.workers))-1]
				case strings.HasSuffix(r.path, "/workers"):
					check(t, "body", r.body, `{"args":[],"env":{},"name":"w"}`)
					return c.created
				}
				return jsonReply(200, voidAnswer)
			})
			err := newShop(dialDefault(t, server.url, runtime.WithServerVersion("1.1.0"), runtime.WithoutRetry()), "w").addItem(context.Background(), benchItem)
			check(t, "requests", server.lines(), c.lines)
			if (err == nil) != (c.text == "") || err != nil && !strings.Contains(err.Error(), c.text) {
				t.Errorf("got %v", err)
			}
			var drift *runtime.DriftError
			if errors.As(err, &drift) != c.drift || drift != nil && (drift.Sent || drift.Found != 1 || drift.Created != (c.created.status == 200)) {
				t.Errorf("got %+v", drift)
			}
			if c.is != nil && !errors.Is(err, c.is) {
				t.Errorf("%v is not %v", err, c.is)
			}
		})
	}
}

// uploader uploads a component version right before a certain request is sent, which is the
// worst moment for the comparison.
type uploader struct {
	method, suffix string // of the request
	upload         func()
	once           sync.Once
}

func (u *uploader) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == u.method && strings.HasSuffix(r.URL.Path, u.suffix) {
		u.once.Do(u.upload)
	}
	return http.DefaultTransport.RoundTrip(r)
}

// TestUploadDuringCheck uploads a version between the check and the call. The call must run
// on the version that was compared, or return a DriftError, unless the check is off.
func TestUploadDuringCheck(t *testing.T) {
	t.Cleanup(http.DefaultTransport.(*http.Transport).CloseIdleConnections)
	document, _ := recordedDocuments(t)
	latest := bytes.Replace(document, []byte(`"version":0`), []byte(`"version":1`), 1)
	latest = bytes.Replace(latest, []byte(`"name":"item"`), []byte(`"name":"article"`), 1)
	named := func(c *runtime.Client, opts ...runtime.CallOption) error {
		return newShop(c, "w").addItem(context.Background(), benchItem, opts...)
	}
	nameless := func(c *runtime.Client, opts ...runtime.CallOption) error {
		s := &handShop{target: stub.TargetOf(stub.NewEphemeral(c, &shopComponent))}
		return s.addItem(context.Background(), benchItem, opts...)
	}
	cases := []struct {
		name           string
		method, suffix string // the request before which the version is uploaded
		call           func(*runtime.Client, ...runtime.CallOption) error
		check          runtime.VersionCheck
		drift          bool
		ran            []uint64 // component versions that were invoked
	}{
		{name: "before the worker is created", method: "POST", suffix: "/workers", call: named, drift: true},
		{name: "before the call", method: "POST", suffix: "/invoke-and-await", call: named, ran: []uint64{0}},
		{name: "before a call without a name", method: "POST", suffix: "/invoke-and-await", call: nameless, drift: true, ran: []uint64{1}},
		{name: "off: nobody notices", method: "POST", suffix: "/invoke-and-await", call: nameless, check: runtime.VersionCheckOff, ran: []uint64{1}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			server := golemtest.NewServer(t, golemtest.Version("1.1.0"), golemtest.Quiet())
			var ran []uint64
			play := func(component *golemtest.Component) {
				version := component.Metadata().Version
				component.Handle(func(string) golemtest.Handler {
					return golemtest.HandlerFunc(func(context.Context, *golemtest.Invocation) (json.RawMessage, error) {
						ran = append(ran, version)
						return nil, nil
					})
				})
			}
			play(server.AddComponent(document))
			upload := &uploader{method: c.method, suffix: c.suffix, upload: func() { play(server.AddComponent(latest)) }}
			err := c.call(dialDefault(t, server.URL, runtime.WithTransport(upload)), runtime.WithVersionCheck(c.check))
			var drift *runtime.DriftError
			if errors.As(err, &drift) != c.drift || err != nil && !c.drift {
				t.Errorf("got %v", err)
			}
			if drift != nil && (drift.Found != 1 || drift.Sent != (c.ran != nil) || drift.Created == drift.Sent) {
				t.Errorf("got %+v", drift)
			}
			check(t, "versions that ran", ran, c.ran)
		})
	}
}

// TestUploadsDuringCall uploads two versions while a call without a worker name is made.
// The first one runs the call.
func TestUploadsDuringCall(t *testing.T) {
	transfer, swapped := []stub.Parameter{str("from"), str("to")}, []stub.Parameter{str("to"), str("from")}
	for name, first := range map[string][]stub.Parameter{"changed": swapped, "same": transfer} {
		t.Run(name, func(t *testing.T) {
			server := golemtest.NewServer(t, golemtest.Version("1.2.5"), golemtest.Quiet())
			var log ran
			upload := func(version int, parameters []stub.Parameter) {
				log.handle(server.AddComponent(bankVersion(bankID, version, "Durable", "f", parameters...)))
			}
			upload(0, transfer)
			client := dialDefault(t, server.URL, runtime.WithTransport(roundTrip(func(r *http.Request) (*http.Response, error) {
				if r.Method != http.MethodPost {
					return http.DefaultTransport.RoundTrip(r)
				}
				upload(1, first)
				defer upload(2, transfer)
				return http.DefaultTransport.RoundTrip(r)
			})))
			err := callBank(stub.TargetOf(stub.NewEphemeral(client, &bankComponent)), transfer)
			check(t, "ran", log.list, []string{"v1 f"})
			var drift *runtime.DriftError
			if name == "same" {
				check(t, "call", err, nil)
			} else if !errors.As(err, &drift) || drift.Found != 1 || !drift.Sent {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestEphemeralComponentChecked checks that the client remembers nothing about workers of
// ephemeral components, with or without a name, because each call has a new worker.
func TestEphemeralComponentChecked(t *testing.T) {
	server := serve(t, func(_ int, r *seenRequest) reply {
		switch {
		case strings.HasSuffix(r.path, "/latest"):
			return jsonReply(200, latestShop0)
		case r.method == http.MethodGet:
			return jsonReply(404, noWorker)
		}
		return jsonReply(200, voidAnswer)
	})
	client := dialDefault(t, server.url, runtime.WithServerVersion("1.1.0"))
	w := stub.TargetOf(stub.NewWorker(client, &ephemeralComponent, "w"))
	for range 2 {
		check(t, "call", w.Begin(&fnPing, nil).Await(context.Background()), nil)
	}
	check(t, "requests", server.lines(), []string{askWorker, askLatest, invoke, askLatest, askWorker, invoke, askLatest})
}

// TestCheckAfterFails checks that a call that ran and could not be checked afterwards is
// not retryable.
func TestCheckAfterFails(t *testing.T) {
	server := serve(t, func(n int, _ *seenRequest) reply {
		switch n {
		case 1:
			return jsonReply(200, latestShop0)
		case 2:
			return jsonReply(200, voidAnswer)
		}
		return reply{status: 503}
	})
	client := dialDefault(t, server.url, runtime.WithServerVersion("1.1.0"), runtime.WithoutRetry())
	err := newEphemeralShop(client).ping(context.Background())
	if err == nil || !strings.Contains(err.Error(), "the call was run") || runtime.IsRetryable(err) {
		t.Errorf("got %v", err)
	}
}

// TestLatestVersionOfEachCall: with VersionCheckEveryCall, the latest version is looked up before each
// call that creates its worker, however short ago that was done.
func TestLatestVersionOfEachCall(t *testing.T) {
	server := serve(t, func(_ int, r *seenRequest) reply {
		if r.method == http.MethodGet {
			return jsonReply(200, latestShop0)
		}
		return jsonReply(200, voidAnswer)
	})
	client := dialDefault(t, server.url, runtime.WithServerVersion("1.1.0"), runtime.WithVersionCheck(runtime.VersionCheckEveryCall))
	for range 2 {
		check(t, "call", newEphemeralShop(client).ping(context.Background()), nil)
	}
	var methods []string
	for _, r := range server.requests() {
		methods = append(methods, r.method)
	}
	check(t, "requests", methods, []string{"GET", "POST", "GET", "GET", "POST", "GET"})
}
