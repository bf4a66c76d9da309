package golemtest

import (
	"context"
	"fmt"
	"strconv"

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

// handle is a resource of a worker. Handles are numbered within their worker,
// from 0, explicit and implicit ones together; a number is used once.
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

// gonePhrase is what the component's runtime says of a handle that is gone.
func (h *handle) gonePhrase() string {
	return "unknown handle index " + strconv.FormatUint(h.number+1, 10)
}

// drop ends the resource. The error of its Drop, or a panic in it, is a trap.
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
