package runtime

import "time"

// ExpireKnown lets what the client knows about workers, agents and environments be as old as
// it may get.
func ExpireKnown(c *Client) {
	c.workers.mu.Lock()
	defer c.workers.mu.Unlock()
	for _, w := range c.workers.newer {
		if v := w.version.Load(); v != nil {
			w.version.Store(&knownVersion{v.version, "", time.Now()})
		}
	}
	c.environments.mu.Lock()
	defer c.environments.mu.Unlock()
	for _, e := range c.environments.newer {
		e.mu.Lock()
		e.asked = e.asked.Add(-knownFor)
		e.mu.Unlock()
	}
}

// AwaitCallers returns once so many calls wait for what the server says about a worker.
func AwaitCallers(c *Client, n int) {
	for waiting := 0; waiting < n; time.Sleep(time.Millisecond) {
		waiting = 0
		c.workers.mu.Lock()
		for _, w := range c.workers.newer {
			w.asking.mu.Lock()
			for _, q := range w.asking.asking {
				waiting += q.waiting
			}
			w.asking.mu.Unlock()
		}
		c.workers.mu.Unlock()
	}
}

// IsCut is isCut.
var IsCut = isCut
