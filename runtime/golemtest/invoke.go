package golemtest

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// run runs one invocation. The order of checks decides which of several faults
// is answered, and whether the worker is lost.
func (w *worker) run(call *invocation) *answer {
	if w.agent != nil {
		return w.agent.run(call)
	}
	if refused := w.refusal(); refused != nil {
		return refused
	}
	w.start()
	name, err := parseFunctionName(call.name, w.server.version)
	if err != nil {
		return golemError(invalidRequest, err.Error())
	}
	found, err := name.find(w.component)
	if err != nil {
		return golemError(invalidRequest, err.Error())
	}
	if name.isDrop() {
		return w.runDrop(call, &name, found)
	}
	types := found.function.Parameters
	if name.indexed {
		types = types[min(1, len(types)):]
	}
	if len(types) != len(call.parameters) {
		details := fmt.Sprintf("expected %d, got %d parameters", len(types), len(call.parameters))
		if w.server.version.keepsBadCalls() {
			return golemError(invalidRequest, details)
		}
		return w.lose("Parameter type mismatch: " + details)
	}
	given := call.parameters
	if name.indexed {
		self, failed := w.implicitResource(call, &name)
		if failed != nil {
			return failed
		}
		handle := value{kind: metadata.KindHandle, text: w.urn(), bits: self.number}
		given = append([]value{handle}, given...)
	}
	return w.call(call, found, given)
}

// call passes the parameters to the function and runs it.
func (w *worker) call(call *invocation, found target, given []value) *answer {
	h := handover{worker: w, unitPayloads: w.server.version.needsTypes()}
	keepsBadCalls := w.server.version.keepsBadCalls()
	if !keepsBadCalls {
		w.logRun(&logEntry{kind: "ExportedFunctionInvoked", call: call})
	}
	types := found.function.Parameters
	values := make([]value, len(types))
	for i := range min(len(types), len(given)) {
		values[i] = h.give(&given[i], types[i].Type, "$")
	}
	if h.mismatch != nil && keepsBadCalls {
		return w.loseToRequest(call, h.mismatch.details)
	}
	if keepsBadCalls {
		w.logRun(&logEntry{kind: "ExportedFunctionInvoked", call: call})
	}
	switch {
	case h.mismatch != nil:
		return w.lose(h.mismatch.kind + ": " + h.mismatch.details)
	case h.late != "":
		return w.lose(h.late)
	}
	var self *handle
	if found.function.Kind == metadata.Method && len(values) > 0 {
		self = w.handles[values[0].bits]
		types, values = types[1:], values[1:]
	}
	in := w.newInvocation(call, found, self)
	for i := range values {
		in.Parameters = append(in.Parameters, appendValue(nil, &values[i], types[i].Type))
	}
	w.server.hold(in)
	result, err := w.runHandler(in)
	if err != nil {
		return w.lose(err.Error())
	}
	for _, passed := range h.passed {
		passed.gone = true
	}
	return w.success(call, in, result)
}

func (w *worker) newInvocation(call *invocation, found target, self *handle) *Invocation {
	c := w.component.metadata
	in := &Invocation{
		Component: c, Worker: w.name, Interface: found.iface, Resource: found.resource, Function: found.function,
		Name:           withoutStatic(c.FunctionName(found.iface, found.function)),
		IdempotencyKey: call.key, worker: w,
	}
	if self != nil {
		in.Handle, in.Self = self.number, self.Object
	}
	return in
}

// runHandler runs the test's code, which may ask about the worker. A panic in it is a trap.
func (w *worker) runHandler(in *Invocation) (result json.RawMessage, err error) {
	w.mu.Lock()
	w.begun() // the constructor of an implicit resource runs before there is an entry
	w.mu.Unlock()
	var handler Handler = w.component.scripted(in.Function)
	if handler.(HandlerFunc) == nil {
		handler = w.handler
	}
	if handler == nil {
		w.server.problem("golemtest: nothing plays %s of component %s: give a handler with Handle or HandleFunc, or an answer with Answer", in.Name, in.Component.Name)
		return nil, fmt.Errorf("golemtest: nothing plays %s", in.Name)
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	return handler.Invoke(in.Context(), in)
}

// scripted returns the handler of the function in this version, or the handler for the same
// name in an earlier one.
func (c *Component) scripted(f *metadata.Function) HandlerFunc {
	if run := c.scriptedHandler(f); run != nil || c.before == nil {
		return run
	}
	if c.ownFactory() {
		return nil
	}
	for _, t := range c.functions {
		if t.function == f {
			if earlier, ok := c.before.functions[t.iface.Name+"#"+f.Name]; ok {
				return c.before.scripted(earlier.function)
			}
			return nil
		}
	}
	for _, earlier := range c.before.metadata.Functions {
		if earlier.Name == f.Name {
			return c.before.scripted(earlier)
		}
	}
	return nil
}

func (c *Component) ownFactory() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.factory != nil
}

// success returns the answer with the handler's result.
func (w *worker) success(call *invocation, in *Invocation, result json.RawMessage) *answer {
	body, err := w.result(in.Function, result)
	if err != nil {
		w.server.problem("golemtest: the handler of %s returned %s: %v", in.Name, result, err)
		return w.lose(fmt.Sprintf("golemtest: the handler of %s returned a bad result: %v", in.Name, err))
	}
	return w.completeWith(call, body)
}

// completeWith ends a call of a component with the body of its answer.
func (w *worker) completeWith(call *invocation, body []byte) *answer {
	return w.complete(call, &logEntry{kind: "ExportedFunctionCompleted", result: body}, jsonAnswer(200, body))
}

// complete ends a call. From its entry in the oplog on, its key returns the answer.
func (w *worker) complete(call *invocation, e *logEntry, result *answer) *answer {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.log(e)
	w.ended[call.key] = result
	return result
}

// result returns {"result":{"typ":…,"value":…}} with a value of the function's result
// types: a tuple of one item, a record of named results, or an empty tuple. Servers from
// 1.3 on answer with the item itself, or null.
func (w *worker) result(f *metadata.Function, result json.RawMessage) ([]byte, error) {
	if len(f.Results) == 0 {
		return w.server.version.emptyResult(), nil
	}
	n, err := parseJSON(string(result))
	if err != nil {
		return nil, err
	}
	t := f.Results[0].Type
	switch {
	case f.Results[0].Name != "":
		t = &metadata.Type{Kind: metadata.KindRecord}
		for _, r := range f.Results {
			t.Fields = append(t.Fields, metadata.Field(r))
		}
	case !w.server.version.answersBare():
		t = &metadata.Type{Kind: metadata.KindTuple, Items: []*metadata.Type{t}}
		n = node{kind: jsonArray, items: []node{n}}
	}
	r := reader{exact: true, strict: func(urn string, number uint64) bool { return urn == w.urn() && w.handles[number] != nil }}
	v := r.read(&n, t)
	if faults := append(r.faults, r.late...); len(faults) > 0 {
		return nil, fmt.Errorf("%s", strings.Join(faults, ", "))
	}
	b := t.AppendJSON([]byte(`{"result":{"typ":`))
	b = appendValue(append(b, `,"value":`...), &v, t)
	return append(b, "}}"...), nil
}

// emptyResult returns the answer to a call of a function without results.
func (v serverVersion) emptyResult() []byte {
	if v.answersBare() {
		return []byte(`{"result":null}`)
	}
	return []byte(`{"result":{"typ":{"items":[],"type":"Tuple"},"value":[]}}`)
}

// untyped reads parameters without types, by the types of the worker's function.
func (w *worker) untyped(text string, parameters []parameter) ([]value, *answer) {
	name, err := parseFunctionName(text, w.server.version)
	if err != nil {
		return nil, golemError(invalidRequest, strings.TrimPrefix(err.Error(), "Invalid function name: "))
	}
	found, err := name.findListed(w.current(), text)
	if err != nil {
		return nil, golemError(invalidRequest, err.Error())
	}
	types := found.function.Parameters
	if name.indexed {
		types = types[min(1, len(types)):]
	}
	var values []value
	for i := range min(len(types), len(parameters)) {
		r := reader{exact: w.server.version.exactFloats}
		raw := w.server.version.reparse(&parameters[i].raw)
		v := r.read(&raw, types[i].Type)
		if len(r.faults) > 0 {
			return nil, golemError(invalidRequest, fmt.Sprintf("Parameter %s has unexpected type: %s", types[i].Name, strings.Join(r.faults, ", ")))
		}
		if len(r.late) > 0 {
			return nil, golemError(invalidRequest, fmt.Sprintf("Invalid parameter value for %s: %s", types[i].Name, r.late[0]))
		}
		values = append(values, v)
	}
	return values, nil
}
