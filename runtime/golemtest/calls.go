package golemtest

import (
	"slices"
	"sync"
)

// Calls is the list of calls that a fake has received, oldest first. The zero value
// is empty and ready to use. Its methods are safe for concurrent use.
type Calls[T any] struct {
	mu   sync.Mutex
	list []T
}

// Add appends a call. Generated fakes call it before they answer.
func (c *Calls[T]) Add(call T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = append(c.list, call)
}

// All returns a copy of the calls so far, nil if there are none.
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
