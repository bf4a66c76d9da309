package golemtest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/golem-gen/golem-gen/golden/agents"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// counterAgent implements an agent. Its fields hold the agent's state.
type counterAgent struct{ count uint64 }

func (a *counterAgent) Invoke(_ context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
	switch call.Method.Name {
	case "increment":
		var by uint64
		if err := call.Decode(&by); err != nil {
			return nil, err
		}
		a.count += by
		return json.Marshal(a.count)
	case "get":
		return json.Marshal(a.count)
	}
	return nil, errors.New("no power") // fails the agent
}

func startAgents() (*golemtest.Server, *golemtest.Deployment, *runtime.Client) {
	document, err := os.ReadFile("../../testdata/agents/pinned-v1.golden.json")
	if err != nil {
		panic(err)
	}
	server, err := golemtest.Start()
	if err != nil {
		panic(err)
	}
	client, err := runtime.NewClient(server.URL, runtime.WithBearerToken(golemtest.LocalToken))
	if err != nil {
		panic(err)
	}
	return server, server.Deploy(document, golemtest.In("g15-app", "dev")), client
}

// The server makes a handler for each agent, with the arguments of its constructor.
func ExampleServer_Deploy() {
	server, deployment, client := startAgents()
	defer server.Close()
	deployment.HandleAgent("Counter", func(constructor *golemtest.Invocation) (golemtest.Handler, error) {
		fmt.Println("new agent", constructor.Worker)
		return &counterAgent{}, nil
	})

	ctx := context.Background()
	a, b := agents.NewCounter(client, "a"), agents.NewCounter(client, "b")
	fmt.Println(a.Increment(ctx, 2))
	fmt.Println(a.Increment(ctx, 3))
	fmt.Println(b.Get(ctx))
	_, err := b.Which(ctx)
	fmt.Println(errors.Is(err, runtime.ErrWorkerLost))
	_, err = b.Get(ctx)
	fmt.Println(errors.Is(err, runtime.ErrWorkerLost))
	// Output:
	// new agent Counter("a")
	// 2 <nil>
	// 5 <nil>
	// new agent Counter("b")
	// 0 <nil>
	// true
	// true
}

// Scheduled calls run when the server's clock reaches their time.
func ExampleServer_Advance() {
	server, deployment, client := startAgents()
	defer server.Close()
	deployment.HandleAgent("Counter", func(*golemtest.Invocation) (golemtest.Handler, error) { return &counterAgent{}, nil })
	midnight := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	server.SetTime(midnight)

	ctx := context.Background()
	counter := agents.NewCounter(client, "a")
	fmt.Println(counter.Schedule(midnight.Add(time.Hour)).Increment(ctx, 1))
	fmt.Println(counter.Get(ctx))
	server.Advance(time.Hour)
	fmt.Println(counter.Get(ctx))
	// Output:
	// <nil>
	// 0 <nil>
	// 1 <nil>
}
