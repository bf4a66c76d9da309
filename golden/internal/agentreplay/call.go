package agentreplay

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
)

// call is a prepared call of a generated client.
type call struct {
	agent    reflect.Value
	function reflect.Value
	in       []reflect.Value
	opts     []runtime.CallOption
}

// prepare returns the call of the Go function and values of a request, or an error that says why it
// has none.
func (c *Client) prepare(client *runtime.Client, q *request) (*call, error) {
	agent, err := c.makeAgent(client, q, q.agentOptions())
	if err != nil {
		return nil, err
	}
	made := &call{agent: agent, opts: q.callOptions(), in: []reflect.Value{reflect.ValueOf(context.Background())}}
	if q.creates {
		return made, c.prepareCreate(made, q)
	}
	target := agent
	switch {
	case q.Mode == "schedule" && q.ScheduleAt != nil:
		at, err := time.Parse(time.RFC3339, *q.ScheduleAt)
		if err != nil {
			return nil, fmt.Errorf("scheduleAt: a time.Time is not written %s", *q.ScheduleAt)
		}
		target = method(agent, "Schedule").Call([]reflect.Value{reflect.ValueOf(at)})[0]
	case q.Mode == "schedule":
		target = method(agent, "Enqueue").Call(nil)[0]
	case q.Mode != "await":
		return nil, fmt.Errorf("there is no mode %q", q.Mode)
	case q.ScheduleAt != nil:
		return nil, errors.New("only enqueued calls have a time")
	}
	if made.function = method(target, q.MethodName); !made.function.IsValid() {
		return nil, fmt.Errorf("the client has no method %q", q.MethodName)
	}
	values, err := c.parameters(q.MethodParameters, made.function.Type(), 1)
	made.in = append(made.in, values...)
	return made, err
}

// prepareCreate sets the configuration.
func (c *Client) prepareCreate(made *call, q *request) error {
	if made.function = method(made.agent, "Create"); !made.function.IsValid() {
		return errors.New("the Go type has no method Create")
	}
	t := made.function.Type()
	if t.NumIn() == 2 {
		if len(q.Config) > 0 {
			return errors.New("the Go method takes no configuration")
		}
		return nil
	}
	config := reflect.New(t.In(1)).Elem()
	for _, value := range q.Config {
		name := strings.Join(value.Path, "")
		field := config.FieldByNameFunc(func(field string) bool { return strings.EqualFold(field, name) })
		if !field.IsValid() {
			return fmt.Errorf("the configuration has no %s", strings.Join(value.Path, "."))
		}
		v, err := c.read(field.FieldByName("Value").Type(), value.Value)
		if err != nil {
			return fmt.Errorf("the configuration %s: %w", strings.Join(value.Path, "."), err)
		}
		field.FieldByName("Value").Set(v)
		field.FieldByName("Some").SetBool(true)
	}
	made.in = append(made.in, config)
	return nil
}

// make makes the call.
func (made *call) make(opts ...runtime.CallOption) (results []reflect.Value, err error) {
	in := append(slices.Clone(made.in), reflect.ValueOf(append(slices.Clone(made.opts), opts...)))
	out := made.function.CallSlice(in)
	last := len(out) - 1
	err, _ = out[last].Interface().(error)
	return out[:last], err
}
