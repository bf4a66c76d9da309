package testserve

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// HandleAgent plays the agents of a type with implementations. newAgent makes an
// implementation for a call of the constructor, whose parameters it reads with Parameter.
// If it returns an error, the agent fails. invoke runs a method on the implementation: it
// reads the parameters with Parameter and writes the result with Answer, AnswerResult or
// AnswerElements. An agent whose implementation is a [golemtest.Snapshotter] can be updated
// manually.
func HandleAgent[T any](
	d *golemtest.Deployment,
	agentType string,
	newAgent func(ctx context.Context, constructor *golemtest.Invocation) (T, error),
	invoke func(ctx context.Context, agent T, call *golemtest.Invocation) (json.RawMessage, error),
) {
	d.HandleAgent(agentType, func(constructor *golemtest.Invocation) (golemtest.Handler, error) {
		agent, err := newAgent(constructor.Context(), constructor)
		if err != nil {
			return nil, err
		}
		if any(agent) == nil {
			return nil, fmt.Errorf("golemtest: the test has returned no implementation of %s", constructor.Worker)
		}
		handler := golemtest.HandlerFunc(func(ctx context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
			return invoke(ctx, agent, call)
		})
		if s, ok := any(agent).(golemtest.Snapshotter); ok {
			return snapshotHandler{handler, s}, nil
		}
		return handler, nil
	})
}

// snapshotHandler is the handler of an implementation that hands over its state.
type snapshotHandler struct {
	golemtest.HandlerFunc
	golemtest.Snapshotter
}

// Config returns a value of the configuration of a new agent. It panics, which fails the
// agent, if the value is not of the type that decode reads.
func Config[T any](constructor *golemtest.Invocation, decode wire.DecodeFunc[T], path ...string) (v T) {
	text := constructor.Config(path...)
	if text == nil {
		panic(fmt.Errorf("golemtest: %s has no configuration %q: the agent has another revision", constructor.Name, path))
	}
	d := wire.NewDecoder(string(text))
	d.At = decode(&d, d.At, &v)
	d.End()
	if err := d.Err(); err != nil {
		panic(fmt.Errorf("golemtest: %s, configuration %q: %w", constructor.Name, path, err))
	}
	return v
}

// Written appends a value with its encoder.
type Written func(b []byte, e *wire.Encoder) []byte

// Element returns a value of a result for AnswerElements.
func Element[T any](value *T, write wire.AppendFunc[T]) Written {
	return func(b []byte, e *wire.Encoder) []byte { return write(b, e, value) }
}

// AnswerElements returns the result of a method of an agent that returns several values. An
// error fails the agent.
func AnswerElements(call *golemtest.Invocation, err error, values ...Written) (json.RawMessage, error) {
	if err != nil {
		return nil, err
	}
	items := make([][]byte, len(values))
	for i, write := range values {
		var e wire.Encoder
		items[i] = write(nil, &e)
		if err := e.Err(items[i]); err != nil {
			return nil, fmt.Errorf("golemtest: result %d of %s: %w", i+1, call.Name, err)
		}
	}
	return append(append([]byte{'['}, bytes.Join(items, []byte{','})...), ']'), nil
}
