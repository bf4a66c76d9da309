package golemtest

import (
	"context"
	"net/http"
	"strings"
)

// A copy of a call that nobody waits for arrives as an enqueued call. The server runs it in
// the same way, and discards the answer.

// Deliver sends the server the requests that a Late or LateCopy fault has held back,
// in order, and returns their number. When it returns, the server has accepted or
// refused them; their calls may still run (see [Server.Settle]).
func (f *Fault) Deliver() int {
	f.mu.Lock()
	kept := f.kept
	f.kept = nil
	f.mu.Unlock()
	for _, arrive := range kept {
		arrive()
	}
	return len(kept)
}

func (f *Fault) keep(arrive func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.kept = append(f.kept, arrive)
}

// answerWith answers a request that a fault strikes.
func (s *Server) answerWith(fault *Fault, r *http.Request, body []byte) *answer {
	fault.wait(r.Context())
	switch fault.Kind {
	case Late, LateCopy:
		fault.keep(func() { s.arrive(r, body, fault) })
	case Duplicate:
		s.arrive(r, body, fault)
	case Hang:
		select {
		case <-r.Context().Done():
		case <-s.context.Done():
		}
		return &answer{ended: true}
	case Wedge:
		r = r.WithContext(context.WithValue(r.Context(), wedgeKey{}, true))
	}
	if a, done := fault.instead(); done {
		return a
	}
	if fault.Early {
		return fault.after(s.answer(s.unawaited(r, body)))
	}
	return fault.after(s.answer(r, body))
}

// arrive answers a copy of a request and discards the answer.
func (s *Server) arrive(r *http.Request, body []byte, fault *Fault) {
	copied, body := s.unawaited(r, body)
	s.log.add(copied, body, s.answer(copied, body), fault)
}

// unawaited returns a request for an awaited call as one for an enqueued call, and other
// requests unchanged. The context of the result is the server's.
func (s *Server) unawaited(r *http.Request, body []byte) (*http.Request, []byte) {
	r = r.Clone(s.context)
	if r.URL.Path == invokeAgentPath {
		return r, triggered(body)
	}
	const awaited, enqueued = "/invoke-and-await", "/invoke"
	for _, path := range []*string{&r.URL.Path, &r.URL.RawPath} {
		if start, ok := strings.CutSuffix(*path, awaited); ok {
			*path = start + enqueued
		}
	}
	return r, body
}
