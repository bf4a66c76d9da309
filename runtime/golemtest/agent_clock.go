package golemtest

import (
	"slices"
	"time"

	"github.com/golem-gen/golem-gen/metadata"
)

// scheduledCall is a call that runs at a given time. Its agent exists before that time.
type scheduledCall struct {
	at   time.Time
	to   *worker
	call *invocation
}

// SetTime sets the server's clock, which stands still from then on, and runs the calls of
// agents that were scheduled up to that time, in order. Without SetTime and Advance the
// clock is the machine's, and calls that are due run when the next request arrives. [Server.Settle]
// waits for their end.
func (s *Server) SetTime(t time.Time) {
	s.mu.Lock()
	s.clock = t
	s.mu.Unlock()
	s.runDue()
}

// Advance moves the server's clock forward by d, like SetTime.
func (s *Server) Advance(d time.Duration) { s.SetTime(s.now().Add(d)) }

// now returns the time of the server's clock.
func (s *Server) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.clock.IsZero() {
		return time.Now()
	}
	return s.clock
}

// schedule keeps a call until its time.
func (s *Server) schedule(at time.Time, to *worker, call *invocation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.agents.scheduled = append(s.agents.scheduled, &scheduledCall{at, to, call})
	slices.SortStableFunc(s.agents.scheduled, func(a, b *scheduledCall) int { return a.at.Compare(b.at) })
}

// runDue runs the scheduled calls whose time has come. Servers drop calls whose agent was
// deleted, even if another agent has the same id.
func (s *Server) runDue() {
	now := s.now()
	s.mu.Lock()
	n := 0
	for n < len(s.agents.scheduled) && !s.agents.scheduled[n].at.After(now) {
		n++
	}
	due := s.agents.scheduled[:n]
	s.agents.scheduled = s.agents.scheduled[n:]
	s.mu.Unlock()
	for _, c := range due {
		if revision, t := c.to.agent.now(); t.Mode == metadata.Ephemeral || s.worker(revision.component.id, c.to.agent.id) == c.to {
			c.to.submit(c.call)
		}
	}
}
