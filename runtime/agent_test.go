package runtime_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
)

// recordedExchange is a line of a recording.
type recordedExchange struct {
	Seq         int
	Category    string
	Note        string
	Method      string
	Path        string
	Request     string
	Status      int
	ContentType string
	Response    string

	told bool
}

func exchangesOf(t testing.TB, name string) []*recordedExchange {
	t.Helper()
	var list []*recordedExchange
	for line := range bytes.SplitSeq(recording(t, "1.5.9", name), []byte("\n")) {
		if len(line) == 0 {
			continue
		}
		e := new(recordedExchange)
		if err := json.Unmarshal(line, e); err != nil {
			t.Fatal(err)
		}
		list = append(list, e)
	}
	return list
}

// tape answers requests as the recording does.
type tape struct {
	*httptest.Server
	mu        sync.Mutex
	exchanges []*recordedExchange
	strange   []string // requests that the recording does not have
}

func playTape(t testing.TB, name string) *tape {
	p := &tape{exchanges: exchangesOf(t, name)}
	p.Server = httptest.NewServer(p)
	t.Cleanup(func() {
		p.Close()
		for _, s := range p.strange {
			t.Errorf("not recorded: %s", s)
		}
	})
	return p
}

func (p *tape) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, e := range p.exchanges {
		if e.told || e.Method != r.Method || e.Path != r.URL.RequestURI() || !sameRequest(e.Request, string(body), r.Header.Get("Idempotency-Key")) {
			continue
		}
		e.told = true
		if e.Status < 0 { // the server was gone, or did not answer in time
			panic(http.ErrAbortHandler)
		}
		w.Header().Set("Content-Type", e.ContentType)
		w.WriteHeader(e.Status)
		_, _ = io.WriteString(w, e.Response)
		return
	}
	p.strange = append(p.strange, fmt.Sprintf("%s %s %s", r.Method, r.URL, body))
	http.Error(w, "not recorded", http.StatusTeapot)
}

// sameRequest compares as JSON, with exact numbers. A recorded key may be sent as a header.
func sameRequest(recorded, sent, key string) bool {
	a, b := exactJSON(recorded), exactJSON(sent)
	if a, ok := a.(map[string]any); ok {
		if want := a["idempotencyKey"]; want != nil && want != key {
			return false
		}
		delete(a, "idempotencyKey")
		for _, name := range []string{"phantomId", "scheduleAt"} { // null is as if it were not there; ids in any case
			if id, ok := a[name].(string); ok && name == "phantomId" {
				a[name] = strings.ToLower(id)
			} else if at, err := time.Parse(time.RFC3339, id); err == nil {
				a[name] = at.UTC().Format(time.RFC3339)
			} else if a[name] == nil {
				delete(a, name)
			}
		}
	}
	return reflect.DeepEqual(a, b)
}

func exactJSON(text string) any {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return text
	}
	return exactNumbers(v)
}

// exactNumbers makes numbers comparable that are written in several ways.
func exactNumbers(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, member := range v {
			v[key] = exactNumbers(member)
		}
		if v["textType"] == nil {
			delete(v, "textType") // as if it were not there
		}
	case []any:
		for i, item := range v {
			v[i] = exactNumbers(item)
		}
	case json.Number:
		if r, ok := new(big.Rat).SetString(v.String()); ok {
			return r.RatString()
		}
	}
	return v
}

// dialAgents connects without comparing versions, as the recording did.
func dialAgents(t testing.TB, url string, opts ...runtime.ClientOption) *runtime.Client {
	return dial(t, url, append([]runtime.ClientOption{
		runtime.WithBearerToken("5c832d93-ff85-4a8f-9803-513950fdfdb1"),
	}, opts...)...)
}

func TestAgentCalls(t *testing.T) {
	ctx := context.Background()
	p := playTape(t, "agents")
	client := dialAgents(t, p.URL)
	one := newCounterOf(agentSingleton, client, "")
	check(t, "first", must(one.increment(ctx, 1))(t), uint64(1))
	check(t, "second", must(one.increment(ctx, 1))(t), uint64(2))
	check(t, "id", one.ID(), "Singleton()")

	c := newCounter(client, "c-392619")
	for want := range uint64(3) {
		check(t, "increment", must(c.increment(ctx, 2))(t), 2*want+2)
	}
	check(t, "get", must(newCounter(client, "d-392619").get(ctx))(t), uint64(0))
	phantom := newCounter(client, "c-392619", runtime.WithPhantom("C6761b79-8aff-4ae8-816c-a272b3cab03e"))
	check(t, "phantom", must(phantom.increment(ctx, 1))(t), uint64(1))
	check(t, "phantom's id", phantom.ID(), `Counter("c-392619")[c6761b79-8aff-4ae8-816c-a272b3cab03e]`)
	if which := must(phantom.which(ctx))(t); !strings.HasPrefix(which, "Counter ctor=") {
		t.Errorf("which: got %s", which)
	}
	for range 2 {
		check(t, "ephemeral", must(newCounterOf(agentEphemeral, client, "e").increment(ctx, 1))(t), uint64(1))
	}
	check(t, "create", newCounter(client, "cr-392619").create(ctx), nil)
	check(t, "create again", newCounter(client, "cr-392619").create(ctx), nil)
}

func TestAgentSchedules(t *testing.T) {
	ctx := context.Background()
	client := dialAgents(t, playTape(t, "agents").URL)
	c := newCounter(client, "s-392619")
	check(t, "enqueue", second(c.enqueue().increment(ctx, 7)), nil)
	check(t, "value", must(c.get(ctx))(t), uint64(7))
	check(t, "schedule", second(c.schedule(time.Date(2026, 11, 28, 3, 49, 54, 0, time.UTC)).increment(ctx, 100)), nil)
	check(t, "value", must(c.get(ctx))(t), uint64(7))
	check(t, "value", must(c.get(ctx))(t), uint64(107))
	zone := time.FixedZone("", 3600)
	check(t, "schedule", second(c.schedule(time.Date(2020, 1, 1, 1, 0, 0, 0, zone)).increment(ctx, 1000)), nil)
	key := runtime.WithIdempotencyKey("t-392619")
	check(t, "enqueue", second(c.enqueue().increment(ctx, 10000, key)), nil)
	check(t, "enqueue again", second(c.enqueue().increment(ctx, 10000, key)), nil)
	check(t, "await", must(c.increment(ctx, 10000, key))(t), uint64(11108))
}
