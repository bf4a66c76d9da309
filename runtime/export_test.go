package runtime

import (
	"strconv"
	"time"
)

// ExpireKnown makes what the client knows about workers, agents and environments as old as
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
		if s := e.state.Load(); s != nil {
			e.askedAt(s.asked.Add(-knownFor))
		}
	}
}

// CrowdOut makes the client forget what it knows, by adding many other workers and
// environments.
func CrowdOut(c *Client) {
	for i := range 2 * maxWorkers {
		c.workers.find(workerKey{name: strconv.Itoa(i)}, maxWorkers)
	}
	for i := range 2 * maxEnvironments {
		c.environments.find(place{environment: strconv.Itoa(i)}, maxEnvironments)
	}
}

// AwaitCallers waits until n calls wait for what the server says about a worker.
func AwaitCallers(c *Client, n int) {
	for waiting := 0; waiting < n; time.Sleep(time.Millisecond) {
		waiting = 0
		c.workers.mu.Lock()
		for _, w := range c.workers.newer {
			w.asking.mu.Lock()
			for q := w.asking.asking; q != nil; q = q.before {
				waiting += q.waiting
			}
			w.asking.mu.Unlock()
		}
		c.workers.mu.Unlock()
	}
}

// IsCut exports isCut.
var IsCut = isCut
