package runtime_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// TestHandleModel compares a client with a model of what it should know, on random
// programs. Several Go values of one worker make, use, drop, give away, restore and repeat,
// while answers are lost, calls arrive late, callers give up, and workers are deleted,
// updated and created again.
//
// No worker is lost, no handle is sent after its drop, no value comes from another resource
// or another version, and every error is the one that the model expects.
func TestHandleModel(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		version := rapid.SampledFrom([]string{"1.1.0", "1.2.0", "1.2.5"}).Draw(r, "server")
		server := serveStock(t, golemtest.Version(version))
		defer server.Close()
		mode := rapid.SampledFrom([]runtime.VersionCheck{runtime.VersionCheckFirstUse, runtime.VersionCheckEveryCall}).Draw(r, "version check")
		client := dialDefault(t, server.URL, runtime.WithVersionCheck(mode), runtime.WithoutRetry())
		defer client.CloseIdleConnections()
		m := newHandleModel(server, client, mode == runtime.VersionCheckEveryCall)
		r.Repeat(m.actions())
		m.finish(r)
	})
	t.Logf("%d steps", modelSteps)
}

var modelSteps int // of all programs

// handleModel predicts what a client knows about the handles of a worker.
type handleModel struct {
	server *stockServer
	client *runtime.Client
	shops  []*handShop // of one worker
	looks  bool        // whether the client checks the worker before every call

	life     int                             // of the worker, as the client sees it
	gone     map[string]runtime.HandleReason // in this life
	names    map[string]string               // of resources in this life, by handle
	buried   map[int]map[string]runtime.HandleReason
	former   map[string]bool // handles of earlier lives
	vanished bool            // the worker does not exist, and the client will notice

	exists  bool // on the server
	runs    int  // the version that the worker runs
	values  []*modelValue
	texts   []string
	keys    []string // of calls that have made ledgers
	open    []*modelCall
	late    []*golemtest.Fault
	counter int
}

// modelValue is a Go value that has a handle.
type modelValue struct {
	ledger *ledger
	text   string
	life   int
}

// modelCall is a call whose fate the client does not know.
type modelCall struct {
	key, function string
	values        []*modelValue
	owned         bool
	life          int
	ran           bool
	late          *golemtest.Fault
}

func newHandleModel(server *stockServer, client *runtime.Client, looks bool) *handleModel {
	m := &handleModel{server: server, client: client, looks: looks, former: map[string]bool{}, buried: map[int]map[string]runtime.HandleReason{}}
	m.gone, m.names = map[string]runtime.HandleReason{}, map[string]string{}
	m.shops = []*handShop{newShop(client, "w"), newShop(client, "w"), newShop(client, "w")}
	return m
}

func (m *handleModel) actions() map[string]func(*rapid.T) {
	return map[string]func(*rapid.T){
		"make": m.make, "make a pair": m.makePair, "use": m.use, "use again": m.use, "use several": m.total, "drop": m.drop, "close": m.close,
		"repeat": m.repeat, "settle": m.settle, "ask": m.ask, "restore": m.restore, "forget": m.forget, "give up": m.giveUp,
		"delete": m.delete, "others delete": m.othersDelete, "upload": m.upload, "update": m.update, "deliver": func(*rapid.T) { m.deliver() },
		"move": m.move, "": func(*rapid.T) { modelSteps++ },
	}
}

func (m *handleModel) shop(r *rapid.T) *handShop { return rapid.SampledFrom(m.shops).Draw(r, "shop") }

func (m *handleModel) newKey() string {
	m.counter++
	return fmt.Sprintf("key-%d", m.counter)
}

// modelFaults are the kinds of faults, and whether the call runs at once.
var modelFaults = map[golemtest.FaultKind]bool{
	golemtest.ResetBefore: false, golemtest.ServiceUnavailable: false, golemtest.TooManyRequests: false, golemtest.Late: false, golemtest.LateCopy: true,
	golemtest.GatewayTimeout: true, golemtest.ResetAfter: true, golemtest.ResetDuring: true,
}

// fault returns a random fault for the next call, nil for none.
func (m *handleModel) fault(r *rapid.T) *golemtest.Fault {
	if rapid.IntRange(0, 2).Draw(r, "fault?") > 0 {
		return nil
	}
	kinds := slices.Sorted(maps.Keys(modelFaults))
	f := &golemtest.Fault{Kind: rapid.SampledFrom(kinds).Draw(r, "fault"), Worker: "w", Call: 1, RetryAfter: -1}
	m.server.Inject(f)
	return f
}

// try makes a call, and compares how it ends with the model. made reports whether it
// returned its result.
func (m *handleModel) try(r *rapid.T, c *modelCall, send func(...runtime.CallOption) error) (made bool) {
	fault := m.fault(r)
	options := []runtime.CallOption{runtime.WithIdempotencyKey(c.key)}
	retries := rapid.Bool().Draw(r, "retries")
	if retries {
		options = append(options, quick)
	}
	wanted := m.expect(c)
	c.life = m.life
	err := send(options...)
	m.server.Inject()
	struck := fault != nil && fault.Struck() > 0
	if struck && (fault.Kind == golemtest.Late || fault.Kind == golemtest.LateCopy) {
		m.late = append(m.late, fault)
	}
	harmless := !struck || retries || fault.Kind == golemtest.LateCopy
	switch {
	case wanted != nil:
		if !errors.Is(err, wanted) || struck {
			r.Fatalf("%s: got %v, want: %v", c.function, err, wanted)
		}
	case harmless && err != nil:
		r.Fatalf("%s: got %v", c.function, err)
	case harmless:
		m.done(c)
		return true
	default:
		m.failed(r, c, fault, err)
	}
	return false
}
