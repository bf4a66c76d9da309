package runtime

import (
	"cmp"
	"context"
	"errors"
	"fmt"
)

// foundWorker is the answer to a question about a worker.
type foundWorker struct {
	version uint64
	born    string // see knownVersion
	absent  bool   // the worker does not exist; a new one would run version
	created bool   // the question created the worker

	pending []uint64 // versions that the worker is to be updated to, perhaps right before the call
}

// find returns the version that the worker runs. It asks the server if the client does not know
// it. If the worker does not exist and the latest version is as expected, find creates it.
func (w *Worker) find(ctx context.Context, c *call, e expectation) (foundWorker, error) {
	known := w.known()
	switch {
	case c.inquiry.seen != nil:
		return *c.inquiry.seen, nil
	case c.settings.check == VersionCheckEveryCall:
		return w.lookUp(ctx, c.settings, e)
	}
	if v := known.version.Load(); v.valid(c.moment.now()) {
		return foundWorker{version: v.version, born: v.born}, nil
	}
	return trySettings(w.settings, c.settings, func(s *settings) (foundWorker, error) {
		return known.asking.ask(ctx, s, func(ctx context.Context) (foundWorker, error) { return w.lookUp(ctx, s, e) })
	})
}

// lookUp asks for the version that the worker runs, and creates the worker as find does.
func (w *Worker) lookUp(ctx context.Context, s *settings, e expectation) (foundWorker, error) {
	known := w.known()
	const rounds = 3 // others may create and delete the worker meanwhile
	for range rounds {
		found, err := w.running(ctx, s)
		if err == nil {
			known.found(found)
			return found, nil
		}
		if !errors.Is(err, ErrNotFound) {
			return foundWorker{}, err
		}
		if isNotFound(err) {
			w.recordAbsence()
		}
		latest, err := w.expectedLatest(ctx, s, e)
		switch {
		case err != nil:
			return foundWorker{}, err
		case !w.asExpected(latest, e):
			return foundWorker{version: latest.number, absent: true}, nil
		}
		version, err := w.create(ctx, s, controlRequest{retry: true}, nil, nil)
		switch {
		case err == nil:
			known.remember(version, "")
			return foundWorker{version: version, created: true}, nil
		case !errors.Is(err, ErrAlreadyExists):
			return foundWorker{}, notCreated(err)
		}
	}
	return foundWorker{}, errRecreated
}

// expectedLatest returns the latest version. A known one may be out of date, but that does no
// harm if it is as expected: the server names the version with which it creates the worker.
func (w *Worker) expectedLatest(ctx context.Context, s *settings, e expectation) (*componentVersion, error) {
	if latest := w.client.components.find(w.lowerID, maxComponents).latestWithin(knownFor); latest != nil && w.asExpected(latest, e) {
		return latest, nil
	}
	return w.askLatest(ctx, s)
}

func (w *Worker) asExpected(v *componentVersion, e expectation) bool {
	return w.pinned(v.number) || v.takes(e) == ""
}

func notCreated(err error) error {
	const what = "there is no worker yet, and it could not be created, which makes its version certain: %w"
	if errors.Is(err, ErrUnauthorized) {
		return fmt.Errorf(what+"; let somebody create it who may, or see VersionCheckOff", err)
	}
	return fmt.Errorf(what, err)
}

// running looks the worker up.
func (w *Worker) running(ctx context.Context, s *settings) (foundWorker, error) {
	var answer struct {
		runningJSON
		updatesJSON
		CreatedAt string
	}
	if err := w.client.ask(ctx, s, w.self, "", unmarshalInto(&answer)); err != nil {
		return foundWorker{}, err
	}
	running := answer.version()
	if running == nil {
		return foundWorker{}, fmt.Errorf("the answer to GET %s has no componentVersion", w.self)
	}
	w.recordCreation(creationTime(answer.CreatedAt))
	return foundWorker{version: *running, born: answer.CreatedAt, pending: answer.pending()}, nil
}

// updatesJSON are the updates of a worker. The public sources of 1.2.5 say that one that is pending
// may be made before the next call only.
type updatesJSON struct {
	Updates []struct {
		Type           string  `json:"type"`
		TargetVersion  *uint64 `json:"targetVersion"`
		TargetRevision *uint64 `json:"targetRevision"`
	} `json:"updates"`
}

// pending returns the versions that the worker is to be updated to.
func (u *updatesJSON) pending() (versions []uint64) {
	for _, update := range u.Updates {
		if to := cmp.Or(update.TargetVersion, update.TargetRevision); update.Type == "pendingUpdate" && to != nil {
			versions = append(versions, *to)
		}
	}
	return versions
}

// runningJSON is the version of a component that a worker runs. Servers from 1.4 on call it a
// revision, as the public sources say.
type runningJSON struct {
	ComponentVersion  *uint64 `json:"componentVersion"`
	ComponentRevision *uint64 `json:"componentRevision"`
}

func (r *runningJSON) version() *uint64 { return cmp.Or(r.ComponentVersion, r.ComponentRevision) }
