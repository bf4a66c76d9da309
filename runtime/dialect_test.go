package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// versioned is a server of some version with a worker and a component.
type versioned struct {
	version reply // to GET /version
	worker  reply // to GET …/workers/w
	latest  reply
	created reply
	wants   bool // whether parameters need types
}

func jsonReply(status int, body string) reply { return reply{status: status, body: body} }

const missingTyp = "parse request payload error: failed to parse \"TypeAnnotatedValue\": missing field `typ` (occurred while parsing \"list_TypeAnnotatedValue\")"

func (v *versioned) answer(_ int, r *seenRequest) reply {
	switch {
	case r.path == "/version":
		return v.version
	case strings.HasSuffix(r.path, "/latest"):
		return v.latest
	case r.method == http.MethodGet:
		return v.worker
	case strings.HasSuffix(r.path, "/workers"):
		return v.created
	case v.wants && strings.Contains(r.body, `{"value"`):
		return reply{status: 400, kind: "text/plain", body: missingTyp}
	}
	return jsonReply(200, voidAnswer)
}

const (
	askVersion  = "GET /version"
	askWorker   = "GET …/workers/w"
	askLatest   = "GET …/latest"
	askVersion1 = "GET …/versions/1"
	create      = "POST …/workers"
	invoke      = "POST …/workers/w/invoke-and-await"
)

// TestDialects checks the requests of two calls, and whether their parameters have types.
func TestDialects(t *testing.T) {
	pinned, newer := jsonReply(200, worker0), jsonReply(200, worker1)
	absent, created0 := jsonReply(404, noWorker), jsonReply(200, createdAt0)
	cases := []struct {
		name    string
		server  versioned
		options []runtime.ClientOption
		lines   []string // of two calls
		typed   bool
		drift   bool
	}{
		{name: "1.1.0", server: versioned{version: jsonReply(200, `{"version":"1.1.0"}`), worker: pinned, wants: true}, lines: []string{askVersion, askWorker, invoke, invoke}, typed: true},
		{name: "1.1.16", server: versioned{version: jsonReply(200, `{"version":"1.1.16"}`), worker: pinned, wants: true}, lines: []string{askVersion, askWorker, invoke, invoke}, typed: true},
		{name: "1.1.17", server: versioned{version: jsonReply(200, `{"version":"1.1.17"}`), worker: pinned}, lines: []string{askVersion, askWorker, invoke, invoke}},
		{name: "1.1.17-rc1", server: versioned{version: jsonReply(200, `{"version":"1.1.17-rc1"}`), worker: pinned, wants: true}, lines: []string{askVersion, askWorker, invoke, invoke}, typed: true},
		{name: "1.2.0", server: versioned{version: jsonReply(200, `{"version":"1.2.0"}`), worker: pinned}, lines: []string{askVersion, askWorker, invoke, invoke}},
		{name: "2.0.0+build", server: versioned{version: jsonReply(200, `{"version":"v2.0.0+build"}`), worker: pinned}, lines: []string{askVersion, askWorker, invoke, invoke}},
		{name: "a build", server: versioned{version: jsonReply(200, `{"version":"0.0.0"}`), worker: pinned}, lines: []string{askVersion, askWorker, invoke, invoke}, typed: true},
		{name: "no version", server: versioned{version: jsonReply(404, ``), worker: pinned}, lines: []string{askVersion, askWorker, invoke, invoke}, typed: true},
		{name: "nonsense", server: versioned{version: jsonReply(200, `{"version":"green"}`), worker: pinned}, lines: []string{askVersion, askWorker, invoke, invoke}, typed: true},
		{name: "nothing", server: versioned{version: jsonReply(200, ``), worker: pinned}, lines: []string{askVersion, askWorker, invoke, invoke}, typed: true},
		{name: "a page", server: versioned{version: page(200, "Welcome"), worker: pinned}, lines: []string{askVersion, askWorker, invoke, invoke}, typed: true},
		{name: "told", server: versioned{worker: pinned}, options: []runtime.ClientOption{runtime.WithServerVersion("1.2.0")}, lines: []string{askWorker, invoke, invoke}},
		{name: "told wrong", server: versioned{worker: pinned, wants: true}, options: []runtime.ClientOption{runtime.WithServerVersion("1.2.0")}, lines: []string{askWorker, invoke, invoke, invoke}, typed: true},
		{name: "old, other version", server: versioned{version: jsonReply(200, `{"version":"1.1.0"}`), worker: newer, wants: true}, lines: []string{askVersion, askWorker, askVersion1, askWorker, askVersion1}, typed: true, drift: true},
		{name: "old, no worker yet", server: versioned{version: jsonReply(200, `{"version":"1.1.0"}`), worker: absent, latest: jsonReply(200, latestShop0), created: created0, wants: true}, lines: []string{askVersion, askWorker, askLatest, create, invoke, invoke}, typed: true},
		{name: "old, no worker yet, other latest", server: versioned{version: jsonReply(200, `{"version":"1.1.0"}`), worker: absent, latest: jsonReply(200, latestShop1), wants: true}, lines: []string{askVersion, askWorker, askLatest, askWorker, askLatest}, typed: true, drift: true},
		{name: "told wrong, other version", server: versioned{worker: newer, wants: true}, options: []runtime.ClientOption{runtime.WithServerVersion("1.2.0")}, lines: []string{askWorker, askVersion1, askWorker, askVersion1}, typed: true, drift: true},
		{name: "old, off", server: versioned{version: jsonReply(200, `{"version":"1.1.0"}`), worker: newer, wants: true}, options: []runtime.ClientOption{runtime.WithVersionCheck(runtime.VersionCheckOff)}, lines: []string{askVersion, invoke, invoke}, typed: true},
		{name: "new, other version", server: versioned{version: jsonReply(200, `{"version":"1.2.0"}`), worker: newer}, lines: []string{askVersion, askWorker, askVersion1, askWorker, askVersion1}, drift: true},
		{name: "new, off", server: versioned{version: jsonReply(200, `{"version":"1.2.0"}`), worker: newer}, options: []runtime.ClientOption{runtime.WithVersionCheck(runtime.VersionCheckOff)}, lines: []string{askVersion, invoke, invoke}},
		{name: "new, every call", server: versioned{version: jsonReply(200, `{"version":"1.2.0"}`), worker: pinned}, options: []runtime.ClientOption{runtime.WithVersionCheck(runtime.VersionCheckEveryCall)}, lines: []string{askVersion, askWorker, invoke, askWorker, invoke}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			server := serve(t, c.server.answer)
			client := dialDefault(t, server.url, c.options...)
			for range 2 {
				// Each call has a new Worker value: the client keeps the dialect.
				err := newShop(client, "w").addItem(context.Background(), benchItem)
				if errors.Is(err, runtime.ErrDrift) != c.drift || err != nil && !c.drift {
					t.Errorf("got %v", err)
				}
			}
			check(t, "requests", server.lines(), c.lines)
			requests := server.requests()
			if last := requests[len(requests)-1]; !c.drift && strings.Contains(last.body, `{"typ":`) != c.typed {
				t.Errorf("sent %s", last.body)
			}
		})
	}
}

// TestVersionIsAskedOnce checks that calls that begin at the same time ask for the version
// once.
func TestVersionIsAskedOnce(t *testing.T) {
	server := serve(t, func(_ int, r *seenRequest) reply {
		if r.path == "/version" {
			time.Sleep(20 * time.Millisecond)
			return jsonReply(200, `{"version":"1.2.0"}`)
		}
		return jsonReply(200, voidAnswer)
	})
	client := dial(t, server.url)
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			if err := newShop(client, fmt.Sprint("w", i)).ping(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	asked := 0
	for _, line := range server.lines() {
		if line == askVersion {
			asked++
		}
	}
	check(t, "asked", asked, 1)
}

// TestVersionUnavailable checks that the client asks for the version again if it could not
// be determined.
func TestVersionUnavailable(t *testing.T) {
	server := serve(t, func(n int, r *seenRequest) reply {
		switch {
		case r.path != "/version":
			return jsonReply(200, voidAnswer)
		case n <= 2:
			return reply{status: 503}
		}
		return jsonReply(200, `{"version":"1.2.0"}`)
	})
	client := dial(t, server.url, runtime.WithoutRetry())
	s := newShop(client, "w")
	for range 2 {
		var call *runtime.CallError
		if err := s.ping(context.Background()); !errors.Is(err, runtime.ErrNotReady) || !errors.As(err, &call) || call.Attempts != 0 {
			t.Errorf("got %v", err)
		}
	}
	check(t, "third", s.ping(context.Background()), nil)
	check(t, "requests", server.lines(), []string{askVersion, askVersion, askVersion, invoke})
}

// TestVersionAskerGivesUp checks that others do not fail if the call that asks for the
// version gives up.
func TestVersionAskerGivesUp(t *testing.T) {
	begun, goOn := make(chan struct{}), make(chan struct{})
	server := serve(t, func(n int, r *seenRequest) reply {
		if r.path == "/version" {
			if n == 1 {
				close(begun)
				<-goOn
			}
			return jsonReply(200, `{"version":"1.2.0"}`)
		}
		return jsonReply(200, voidAnswer)
	})
	client := dial(t, server.url)
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := newShop(client, "a").ping(ctx); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	<-begun
	wg.Go(func() {
		if err := newShop(client, "b").ping(context.Background()); err != nil {
			t.Error(err)
		}
	})
	cancel()
	close(goOn)
	wg.Wait()
}

// TestDriftNeverCorrupts plays the recorded calls of a client of version 0 to a worker of
// version 1.
func TestDriftNeverCorrupts(t *testing.T) {
	document, latest := recordedDocuments(t)
	for _, version := range []string{"1.1.0", "1.2.0"} {
		server := golemtest.NewServer(t, golemtest.Version(version), golemtest.Quiet())
		server.AddComponent(document).Answer("health", `"ok"`)
		ctx := context.Background()
		client := dialDefault(t, server.URL)
		old := newShop(client, "old")
		check(t, "health", must(old.health(ctx))(t), "ok")
		component := server.AddComponent(latest)
		component.Answer("health", `"new"`)
		check(t, "an old worker stays", must(old.health(ctx))(t), "ok")
		_, err := newShop(client, "new").remove(ctx, "x")
		var drift *runtime.DriftError
		if !errors.As(err, &drift) || !drift.FoundKnown || drift.Found != 1 || drift.Sent {
			t.Errorf("%s: got %v", version, err)
		}
	}
}

func recordedDocuments(t *testing.T) (v0, v1 []byte) {
	t.Helper()
	exchanges, err := golemtest.ReadRecording(recording(t, "1.2.0", "shop"))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range exchanges {
		if x.Method == http.MethodGet && strings.HasSuffix(x.Path, shopComponent.ID+"/latest") {
			if v0 == nil {
				v0 = []byte(*x.Response)
			} else {
				v1 = []byte(*x.Response)
			}
		}
	}
	return v0, v1
}

// TestVersionAskedWithSettingsOfClient checks that the options of a call change neither how
// the client asks for the version nor what other calls learn.
func TestVersionAskedWithSettingsOfClient(t *testing.T) {
	ctx := context.Background()
	server := serve(t, func(_ int, r *seenRequest) reply {
		switch {
		case r.path != "/version":
			return jsonReply(200, voidAnswer)
		case r.header.Get("Authorization") != "Bearer client":
			return reply{status: 401}
		}
		return jsonReply(200, `{"version":"1.2.0"}`)
	})
	client := dial(t, server.url, runtime.WithBearerToken("client"))
	check(t, "own token", newShop(client, "w").ping(ctx, runtime.WithBearerToken("call"), runtime.WithoutRetry()), nil)
	check(t, "again", newShop(client, "w").ping(ctx), nil)
	check(t, "requests", server.lines(), []string{askVersion, invoke, invoke})
}

// TestVersionForCallsOnly checks that a client without a token learns the version from the
// first call that has one, and that a call without a token changes nothing.
func TestVersionForCallsOnly(t *testing.T) {
	ctx := context.Background()
	server := serve(t, func(_ int, r *seenRequest) reply {
		switch {
		case r.header.Get("Authorization") != "Bearer call":
			return reply{status: 401}
		case r.path == "/version":
			return jsonReply(200, `{"version":"1.2.0"}`)
		}
		return jsonReply(200, voidAnswer)
	})
	client := dial(t, server.url)
	check(t, "own token", newShop(client, "w").ping(ctx, runtime.WithBearerToken("call")), nil)
	check(t, "again", newShop(client, "w").ping(ctx, runtime.WithBearerToken("call")), nil)
	check(t, "requests", server.lines(), []string{askVersion, askVersion, invoke, invoke})
}
