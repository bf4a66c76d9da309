package runtime_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// stockDocument returns the metadata of a component with resources. In version 1 the
// parameters of move are swapped, and close has another one.
func stockDocument(version int) []byte {
	const (
		str, u64 = `{"type":"Str"}`, `{"type":"U64"}`
		shelf    = `{"mode":"Borrowed","resource_id":1,"type":"Handle"}`
	)
	p := func(name, typ string) string { return fmt.Sprintf(`{"name":%q,"typ":%s}`, name, typ) }
	f := func(name, parameters, result string) string {
		results := ""
		if result != "" {
			results = `{"name":null,"typ":` + result + `}`
		}
		return fmt.Sprintf(`{"name":%q,"parameters":[%s],"results":[%s]}`, name, parameters, results)
	}
	move, which := p("a", u64)+","+p("b", u64), p("which", typeLedgerOwn)
	if version > 0 {
		move, which = p("b", u64)+","+p("a", u64), which+","+p("reason", str)
	}
	functions := f("[constructor]ledger", p("warehouse", str)+","+p("capacity", `{"type":"U32"}`), typeLedgerOwn) + "," +
		f("[method]ledger.warehouse", p("self", typeLedger), str) + "," +
		f("[method]shelf.warehouse", p("self", shelf), str) + "," +
		f("[drop]ledger", p("self", typeLedgerOwn), "") + "," +
		f("open", p("warehouse", str), typeLedgerOwn) + "," +
		f("pair", p("warehouse", str), `{"inner":`+typeLedgerOwn+`,"type":"List"}`) + "," +
		f("close", which, "") + "," +
		f("total-on-hand", p("ledgers", `{"inner":`+typeLedger+`,"type":"List"}`), u64) + "," +
		f("move", move, u64)
	return fmt.Appendf(nil, `{"versionedComponentId":{"componentId":%q,"version":%d},"componentName":"shop","componentSize":1,"componentType":"Durable",
		"createdAt":"2025-01-01T00:00:00Z","files":[],"installedPlugins":[],"metadata":{"exports":[{"type":"Instance","name":%q,"functions":[%s]}],
		"producers":[],"memories":[]}}`, shopComponent.ID, version, stockInterface, functions)
}

// stockServer runs the component, and knows its resources.
type stockServer struct {
	*golemtest.Server
	versions []*golemtest.Component

	mu    sync.Mutex
	made  int                    // ledgers
	names map[string]*madeLedger // of the current worker, by handle
}

// madeLedger is a ledger of the component.
type madeLedger struct {
	name    string
	dropped bool
	closed  bool
}

func (l *madeLedger) Drop() { l.dropped = true }

func serveStock(t testing.TB, opts ...golemtest.Option) *stockServer {
	s := &stockServer{Server: golemtest.NewServer(t, append(opts, golemtest.Quiet())...), names: map[string]*madeLedger{}}
	s.upload()
	return s
}

// upload adds a version of the component.
func (s *stockServer) upload() {
	c := s.AddComponent(stockDocument(len(s.versions)))
	s.versions = append(s.versions, c)
	c.Handle(func(string) golemtest.Handler { return golemtest.HandlerFunc(s.run) })
}

func (s *stockServer) run(_ context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch call.Function.Name {
	case "[constructor]ledger", "open":
		var name string
		if err := json.Unmarshal(call.Parameters[0], &name); err != nil {
			return nil, err
		}
		return json.Marshal(s.make(call, name))
	case "pair":
		return json.Marshal([]string{s.make(call, "left"), s.make(call, "right")})
	case "[method]ledger.warehouse":
		return json.Marshal(call.Self.(*madeLedger).name)
	case "close":
		var text string
		if err := json.Unmarshal(call.Parameters[0], &text); err != nil {
			return nil, err
		}
		object, err := call.Object(text)
		if err != nil {
			return nil, err
		}
		object.(*madeLedger).closed = true
		return nil, nil
	case "total-on-hand":
		return json.RawMessage("7"), nil
	case "move":
		var a, b uint64
		if err := call.Decode(&a, &b); err != nil {
			return nil, err
		}
		if call.Component.Version > 0 {
			a, b = b, a
		}
		return json.Marshal(1000*a + b)
	}
	return nil, fmt.Errorf("no function %s", call.Function.Name)
}

// make makes a ledger with a unique name.
func (s *stockServer) make(call *golemtest.Invocation, name string) (handle string) {
	s.made++
	l := &madeLedger{name: fmt.Sprintf("%s %d", name, s.made)}
	handle = call.NewHandle(l)
	s.names[handle] = l
	return handle
}
