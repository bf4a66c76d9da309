package agents_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/golden/agents"
	"github.com/golem-gen/golem-gen/golden/agents/agentstest"
	"github.com/golem-gen/golem-gen/golden/bank"
	"github.com/golem-gen/golem-gen/golden/bank/banktest"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// counter implements agents of the type Counter.
type counter struct {
	agentstest.Counter
	n uint64
}

func (c *counter) Get(context.Context, ...runtime.CallOption) (uint64, error) { return c.n, nil }

func (c *counter) Increment(_ context.Context, by uint32, _ ...runtime.CallOption) (uint64, error) {
	c.n += uint64(by)
	return c.n, nil
}

// serveCounters returns a server with counters, and a client of it.
func serveCounters(t *testing.T) (*golemtest.Server, *golemtest.Deployment, *runtime.Client) {
	t.Helper()
	server := golemtest.NewServer(t)
	deployment := agentstest.Serve(server, agentstest.Agents{
		Counter: func(context.Context, string) (agents.CounterMethods, error) { return new(counter), nil },
	}, golemtest.In("g15-app", "dev"))
	return server, deployment, dial(t, server)
}

func dial(t *testing.T, server *golemtest.Server) *runtime.Client {
	t.Helper()
	client, err := runtime.NewClient(server.URL, runtime.WithBearerToken(golemtest.LocalToken))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// TestCallStatus asks for the status of a call in each state.
func TestCallStatus(t *testing.T) {
	ctx := context.Background()
	server, deployment, client := serveCounters(t)
	deployment.Trap("Counter.reset", "no power")
	a := agents.NewCounter(client, "a")
	key := runtime.WithIdempotencyKey
	status := func(agent *agents.Counter, key string, state runtime.CallState, function string, runs int) runtime.CallStatus {
		t.Helper()
		s, err := agent.CallStatus(ctx, key)
		if err != nil || s.State != state || s.Function != function || s.Runs != runs {
			t.Errorf("%s: %v %q, runs %d (%v), want %v %q, runs %d", key, s.State, s.Function, s.Runs, err, state, function, runs)
		}
		return s
	}
	status(a, "before", runtime.CallNotReceived, "", 0) // the agent does not exist

	start := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	server.SetTime(start)
	gate := server.Hold("Counter.increment", a.ID())
	succeed(t, a.Enqueue().Increment(ctx, 1, key("running")))
	gate.Wait()
	succeed(t, a.Enqueue().Increment(ctx, 2, key("waiting")))
	succeed(t, a.Schedule(start.Add(time.Hour)).Increment(ctx, 4, key("later")))
	status(a, "running", runtime.CallRunning, "increment", 1)
	status(a, "waiting", runtime.CallWaiting, "increment", 0)
	status(a, "later", runtime.CallNotReceived, "", 0)
	status(a, "unknown", runtime.CallNotReceived, "", 0)
	status(agents.NewCounter(client, "a", runtime.WithPhantom("f47ac10b-58cc-4372-a567-0e02b2c3d479")), "running", runtime.CallNotReceived, "", 0)
	gate.Open()
	server.Settle()
	status(a, "running", runtime.CallDone, "increment", 1)
	status(a, "waiting", runtime.CallDone, "increment", 1)
	server.Advance(time.Hour)
	server.Settle()
	status(a, "later", runtime.CallDone, "increment", 1)
	if n, err := a.Increment(ctx, 2, key("waiting")); n != 3 || err != nil {
		t.Errorf("a call that is done: %d %v, want its result, 3", n, err)
	}

	gate = server.Hold("Counter.reset", a.ID())
	succeed(t, a.Enqueue().Reset(ctx, key("trap")))
	gate.Wait()
	succeed(t, a.Enqueue().Get(ctx, key("in vain")))
	gate.Open()
	server.Settle()
	if s := status(a, "trap", runtime.CallFailed, "reset", 1); !strings.Contains(s.Reason, "no power") {
		t.Errorf("the reason is %q", s.Reason)
	}
	status(a, "waiting", runtime.CallDone, "increment", 1)
	if s := status(a, "in vain", runtime.CallFailed, "get", 0); !strings.Contains(s.Reason, "no power") {
		t.Errorf("the reason is %q", s.Reason)
	}
	for _, way := range []*agents.CounterEnqueue{a.Enqueue(), a.Schedule(start.Add(24 * time.Hour))} {
		if err := way.Get(ctx); !errors.Is(err, runtime.ErrWorkerLost) {
			t.Errorf("a call of a failed agent: got %v", err)
		}
	}
}

func succeed(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

// account implements agents of the type Account of another package.
type account struct {
	banktest.Account
	balance uint64
}

func (a *account) Balance(context.Context, ...runtime.CallOption) (uint64, error) {
	return a.balance, nil
}

func (a *account) Deposit(_ context.Context, amount uint64, _ ...runtime.CallOption) (uint64, error) {
	a.balance += amount
	return a.balance, nil
}

// TestSchedule schedules calls and moves the server's clock to their times.
func TestSchedule(t *testing.T) {
	ctx := context.Background()
	server := golemtest.NewServer(t)
	banktest.Serve(server, banktest.Agents{
		Account: func(context.Context, string, bank.Tier, bank.AccountConfig) (bank.AccountMethods, error) {
			return new(account), nil
		},
	})
	alice := bank.NewAccount(dial(t, server), "alice", bank.TierGold)
	today := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	server.SetTime(today)
	balance := func(when string, want uint64) {
		t.Helper()
		server.Settle()
		if got, err := alice.Balance(ctx); got != want || err != nil {
			t.Errorf("%s: %d %v, want %d", when, got, err, want)
		}
	}
	tomorrow := today.Add(24 * time.Hour)
	succeed(t, alice.Create(ctx, bank.AccountConfig{Limit: runtime.Some[uint64](1000)}))
	succeed(t, alice.Schedule(tomorrow.In(time.FixedZone("", 3600))).Deposit(ctx, 100, runtime.WithIdempotencyKey("interest")))
	succeed(t, alice.Schedule(tomorrow).Deposit(ctx, 100, runtime.WithIdempotencyKey("interest")))
	succeed(t, alice.Schedule(tomorrow.Add(time.Nanosecond)).Deposit(ctx, 10))
	balance("before", 0)
	succeed(t, alice.Schedule(today.Add(-time.Hour)).Deposit(ctx, 1))
	balance("a time that has passed", 1)
	server.SetTime(tomorrow.Add(-time.Nanosecond))
	balance("a nanosecond too early", 1)
	server.Advance(time.Nanosecond)
	balance("the day after, once for each key", 101)
	server.Advance(time.Nanosecond)
	balance("a nanosecond later", 111)
}

// TestStuckAgent calls an agent that hangs because of another client's call with parameters that do
// not fit. The client returns an error that says so, does not repeat its call, and can delete the
// agent.
func TestStuckAgent(t *testing.T) {
	ctx := context.Background()
	server := golemtest.NewServer(t)
	agentstest.Serve(server, agentstest.Agents{
		Media: func(context.Context, string) (agents.MediaMethods, error) {
			return &agentstest.Media{EchoTextFunc: func(_ context.Context, text runtime.Text) (runtime.Text, error) { return text, nil }}, nil
		},
	}, golemtest.In("g15-app", "dev"))
	media := agents.NewMedia(dial(t, server), "m")
	server.Inject(&golemtest.Fault{Function: "Media.describe", Kind: golemtest.Wedge})
	request := strings.NewReader(`{"appName":"g15-app","envName":"dev","agentTypeName":"Media",
		"parameters":{"type":"Tuple","elements":[{"type":"ComponentModel","value":"m"}]},"methodName":"describe","mode":"schedule",
		"methodParameters":{"type":"Multimodal","elements":[{"name":"text","value":{"type":"ComponentModel","value":"hi"}}]}}`)
	post, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/v1/agents/invoke-agent", request)
	if err != nil {
		t.Fatal(err)
	}
	post.Header.Set("Authorization", "Bearer "+golemtest.LocalToken)
	post.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(post)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	server.Settle()

	hello := runtime.InlineText("hello", "en")
	_, err = media.EchoText(ctx, hello)
	var call *runtime.CallError
	if !errors.As(err, &call) || call.Attempts != 1 || !call.MayHaveRun() || !strings.Contains(err.Error(), "earlier call of the agent") {
		t.Errorf("got %v", err)
	}
	succeed(t, media.Delete(ctx))
	if text, err := media.EchoText(ctx, hello); text != hello || err != nil {
		t.Errorf("a new agent: %v %v", text, err)
	}
}

// TestMissingConfiguration calls agents that lack a value of their configuration. The error says who
// can give it.
func TestMissingConfiguration(t *testing.T) {
	ctx := context.Background()
	server := golemtest.NewServer(t, golemtest.Quiet())
	banktest.Serve(server, banktest.Agents{
		Account: func(context.Context, string, bank.Tier, bank.AccountConfig) (bank.AccountMethods, error) {
			return new(account), nil
		},
	})
	const want = "Config limit was not provided a value; give the value to Create, before the first call of the agent, or to the agent type when it is deployed"
	alice := bank.NewAccount(dial(t, server), "alice", bank.TierGold)
	_, called := alice.Balance(ctx)
	_, unchecked := alice.Balance(ctx, runtime.WithVersionCheck(runtime.VersionCheckOff))
	for what, err := range map[string]error{
		"call": called, "call without check": unchecked, "enqueued call": alice.Enqueue().Deposit(ctx, 1), "Create": alice.Create(ctx, bank.AccountConfig{}),
	} {
		if err == nil || !strings.Contains(err.Error(), want) || !errors.Is(err, runtime.ErrInvalidRequest) || runtime.IsRetryable(err) {
			t.Errorf("%s: got %v", what, err)
		}
	}
	succeed(t, alice.Create(ctx, bank.AccountConfig{Limit: runtime.Some[uint64](1000)}))
	if _, err := alice.Balance(ctx); err != nil {
		t.Error(err)
	}
}
