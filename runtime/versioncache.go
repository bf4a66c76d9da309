package runtime

import (
	"strings"
	"sync"
)

func (w *Worker) versionKnown() bool {
	if w.checked.Load() {
		return true
	}
	if w.ephemeral || !w.client.checked.has(w.cacheKey()) {
		return false
	}
	w.checked.Store(true)
	return true
}

func (w *Worker) rememberVersion() {
	w.client.checked.add(w.cacheKey())
	w.checked.Store(true)
}

func (w *Worker) forgetVersion() {
	w.checked.Store(false)
	w.client.checked.remove(w.cacheKey())
}

func (w *Worker) cacheKey() versionKey {
	return versionKey{component: strings.ToLower(w.component.ID), version: w.component.Version, worker: w.name}
}

type versionKey struct {
	component string
	version   uint64
	worker    string
}

// versionCache remembers workers that run the pinned version. It holds at most
// twice maxVersions: when the newer half is full, the older one is forgotten.
type versionCache struct {
	mu         sync.Mutex
	newer, old map[versionKey]struct{}
}

const maxVersions = 8192

func (c *versionCache) has(k versionKey) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.newer[k]; ok {
		return true
	}
	if _, ok := c.old[k]; ok {
		c.put(k)
		return true
	}
	return false
}

func (c *versionCache) add(k versionKey) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.put(k)
}

func (c *versionCache) put(k versionKey) {
	if len(c.newer) >= maxVersions {
		c.old, c.newer = c.newer, nil
	}
	if c.newer == nil {
		c.newer = make(map[versionKey]struct{})
	}
	c.newer[k] = struct{}{}
}

func (c *versionCache) remove(k versionKey) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.newer, k)
	delete(c.old, k)
}
