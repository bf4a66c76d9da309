package golemtest

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime/golemtest/internal/resource"
)

func init() {
	resource.Find = func(call any, handle string) (*resource.Resource, error) {
		h, err := call.(*Invocation).handle(handle)
		if err != nil {
			return nil, err
		}
		return &h.Resource, nil
	}
}

// handle is a resource of a worker. A worker numbers its handles from 0, explicit and
// implicit ones together, and uses each number once.
type handle struct {
	worker *worker
	number uint64
	gone   bool // dropped, or given away as an owned parameter
	resource.Resource
}

func (w *worker) newHandle(object any) *handle {
	h := &handle{worker: w, number: w.nextHandle, Resource: resource.Resource{Object: object}}
	w.nextHandle++
	w.handles[h.number] = h
	return h
}

func (h *handle) text() string { return h.worker.urn() + "/" + strconv.FormatUint(h.number, 10) }

// goneMessage returns the message of the component's runtime about a handle that is gone.
func (h *handle) goneMessage() string {
	return "unknown handle index " + strconv.FormatUint(h.number+1, 10)
}

// drop ends the resource. An error or a panic of its Drop is a trap.
func (h *handle) drop(ctx context.Context) (err error) {
	h.gone = true
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	switch object := h.Object.(type) {
	case interface{ Drop() }:
		object.Drop()
	case interface{ Drop(context.Context) error }:
		return object.Drop(ctx)
	}
	return nil
}

// runDrop ends an explicit resource, which is the only parameter, or an implicit one.
func (w *worker) runDrop(call *invocation, name *functionName, found target) *answer {
	want := 1
	if name.indexed {
		want = 0
	}
	if len(call.parameters) != want {
		return w.lose("Value mismatch: unexpected parameter count for drop")
	}
	var dropped *handle
	w.logRun(&logEntry{kind: "ExportedFunctionInvoked", call: call})
	if name.indexed {
		var failed *answer
		if dropped, failed = w.implicitResource(call, name); failed != nil {
			return failed
		}
		w.forgetImplicit(dropped)
	} else {
		v := &call.parameters[0]
		switch {
		case v.kind != metadata.KindHandle:
			return w.lose("Value mismatch: unexpected function input for drop for " + call.name)
		case v.text != w.urn():
			return w.lose(fmt.Sprintf("Value mismatch: trying to drop handle for on wrong worker (%s vs %s) %s", v.text, w.urn(), call.name))
		}
		dropped = w.handles[v.bits]
	}
	if dropped != nil {
		if dropped.gone {
			return w.lose(dropped.goneMessage())
		}
		if found.function != nil {
			w.server.hold(w.newInvocation(call, found, dropped))
		}
		if err := dropped.drop(w.server.context); err != nil {
			return w.lose(err.Error())
		}
	}
	return w.completeWith(call, w.server.version.emptyResult())
}

// implicitResource returns the resource that a name with inline arguments refers to. If
// there is none, implicitResource makes it. Equal arguments refer to one resource, whatever
// their spacing.
func (w *worker) implicitResource(call *invocation, name *functionName) (*handle, *answer) {
	constructor, err := (&functionName{iface: name.iface, document: "[constructor]" + name.resource}).find(w.component)
	if err != nil {
		return nil, w.loseToRequest(call, err.Error())
	}
	values, err := readArguments(name.raw, constructor.function.Parameters, w.server.version)
	if err != nil {
		return nil, w.loseToRequest(call, "Failed to parse resource constructor parameters: "+err.Error())
	}
	key := []byte(name.iface + "#" + name.resource)
	for i, p := range constructor.function.Parameters {
		key = appendValue(append(key, ','), &values[i], p.Type)
	}
	if h, ok := w.implicit[string(key)]; ok {
		return h, nil
	}
	in := w.newInvocation(call, constructor, nil)
	for i, p := range constructor.function.Parameters {
		in.Parameters = append(in.Parameters, appendValue(nil, &values[i], p.Type))
	}
	h, err := w.construct(in)
	if err != nil {
		return nil, w.lose(err.Error())
	}
	w.implicit[string(key)] = h
	return h, nil
}

func (w *worker) construct(in *Invocation) (*handle, error) {
	result, err := w.runHandler(in)
	if err != nil {
		return nil, err
	}
	var text string
	if err := json.Unmarshal(result, &text); err != nil {
		return nil, fmt.Errorf("golemtest: the handler of %s returned %s, not the text of a handle: return what NewHandle gives, as JSON", in.Name, result)
	}
	h, err := in.handle(text)
	if err != nil {
		return nil, fmt.Errorf("golemtest: the handler of %s returned %s, which NewHandle did not give", in.Name, result)
	}
	return h, nil
}

func (w *worker) forgetImplicit(h *handle) {
	for key, kept := range w.implicit {
		if kept == h {
			delete(w.implicit, key)
		}
	}
}
