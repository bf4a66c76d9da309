package golemtest

import (
	"slices"
	"sync"
)

// Calls are the calls that a fake has been asked for, oldest first. The zero
// value has none. It is safe for concurrent use.
type Calls[T any] struct {
	mu   sync.Mutex
	list []T
}

// Add records a call; fakes do so before they answer it.
func (c *Calls[T]) Add(call T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = append(c.list, call)
}

// All returns the calls so far. The slice is the caller's own; without calls it is nil.
func (c *Calls[T]) All() []T {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.list)
}

// Len returns the number of calls so far.
func (c *Calls[T]) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.list)
}
