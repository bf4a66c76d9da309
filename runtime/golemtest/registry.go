package golemtest

import (
	"fmt"
	"maps"
	"slices"

	"github.com/golem-gen/golem-gen/metadata"
)

func (s *Server) worker(id, name string) *worker {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.workers[workerKey{id, name}]
}

// workerFor returns the worker with the name. If it does not exist, workerFor makes it. A
// worker of an ephemeral component is made again for each call, at the version of an
// existing worker with its name, because servers keep the version of a worker. Without a
// name, workerFor makes a worker for this call only.
func (s *Server) workerFor(c *Component, id string, name *string) *worker {
	s.mu.Lock()
	defer s.mu.Unlock()
	if name == nil {
		s.ephemeral++
		return s.putWorker(c, id, fmt.Sprintf("%08x-0000-4000-8000-000000000000", s.ephemeral))
	}
	w, ok := s.workers[workerKey{id, *name}]
	if !ok {
		return s.putWorker(c, id, *name)
	}
	if running := w.current(); running.metadata.Kind == metadata.Ephemeral {
		return s.putWorker(running, id, *name)
	}
	return w
}

// addWorker makes the worker with the name. It returns nil if the worker exists.
func (s *Server) addWorker(c *Component, id, name string) *worker {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.workers[workerKey{id, name}] != nil {
		return nil
	}
	return s.putWorker(c, id, name)
}

// putWorker makes a worker and replaces one of the same name. s.mu is held.
func (s *Server) putWorker(c *Component, id, name string) *worker {
	w := newWorker(s, c, name)
	s.workers[workerKey{id, name}] = w
	return w
}

// newKey makes the idempotency key of a call that came without one.
func (s *Server) newKey() string {
	return fmt.Sprintf("%08x-0000-4000-9000-000000000000", s.keys.Add(1))
}

// Settle waits until no worker has calls left to run.
func (s *Server) Settle() {
	s.mu.Lock()
	all := slices.Collect(maps.Values(s.workers))
	s.mu.Unlock()
	for _, w := range all {
		w.settle()
	}
}
