package runtime_test

import (
	"context"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// Clients of agents of the recordings, written by hand in the form of generated ones.

const recordedComponent = "01a22040-4146-7230-891d-cecb5eeeaec9"

func parameter(name, typ string) stub.Parameter { return stub.Parameter{Name: name, Type: typ} }

func agentTypeOf(name string, constructor *stub.Function) *stub.AgentType {
	return &stub.AgentType{
		Name: name, Constructor: constructor, Application: "g15-app", Environment: "dev", ComponentID: recordedComponent,
	}
}

var (
	byName      = &stub.Function{Parameters: []stub.Parameter{parameter("name", typeStr)}}
	fnIncrement = &stub.Function{Name: "increment", Parameters: []stub.Parameter{parameter("by", typeU32)}, Results: []stub.Parameter{parameter("", typeU64)}}
	fnGet       = &stub.Function{Name: "get", Results: []stub.Parameter{parameter("", typeU64)}}

	agentCounter   = agentTypeOf("Counter", byName)
	agentEphemeral = func() *stub.AgentType {
		t := agentTypeOf("EphemeralCounter", byName)
		t.Ephemeral = true
		return t
	}()
)

// handCounter is a client for Counter, EphemeralCounter and others with these methods.
type handCounter struct {
	*runtime.Agent
	target stub.Target
}

func newCounterOf(t *stub.AgentType, c *runtime.Client, name string, opts ...runtime.AgentOption) *handCounter {
	call := stub.NewAgent(c, t, opts)
	call.PutString(name)
	target := call.Address()
	return &handCounter{stub.AgentOf(target), target}
}

func newCounter(c *runtime.Client, name string, opts ...runtime.AgentOption) *handCounter {
	return newCounterOf(agentCounter, c, name, opts...)
}

func (a *handCounter) enqueue() *handCounter { return &handCounter{a.Agent, a.target.Enqueuing()} }

func (a *handCounter) schedule(at time.Time) *handCounter {
	return &handCounter{a.Agent, a.target.Scheduled(at)}
}

func (a *handCounter) increment(ctx context.Context, by uint32, opts ...runtime.CallOption) (n uint64, err error) {
	call := a.target.Begin(fnIncrement, opts)
	call.PutUint32(by)
	err = call.AwaitValue(ctx, &n, stub.TakeUint64)
	return n, err
}

func (a *handCounter) get(ctx context.Context, opts ...runtime.CallOption) (n uint64, err error) {
	err = a.target.Begin(fnGet, opts).AwaitValue(ctx, &n, stub.TakeUint64)
	return n, err
}
