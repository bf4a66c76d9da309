package runtime

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// VersionCheck says when the version of the component that a worker runs is
// compared with the pinned one before a call is sent to it. The comparison is a
// request of its own.
//
// Servers from 1.1.17 on read parameters by the worker's own types and names:
// a client that does not fit is refused there, and nothing is done, so that
// nothing has to be compared. Older servers read them by the types that the
// client sends, and hand values over by position: fields are swapped and cases
// become others without anybody noticing. The server's version is asked once
// per client (GET /version), or told by [WithServerVersion]. A server that
// answers that question with an error or with nonsense is treated as an old
// one, which is slower and never wrong; if the question cannot be answered at
// the moment, calls fail and the next one asks again.
//
// A worker that does not exist yet would be created by the call, at the version
// that is the latest one by then. So the check creates it, without arguments
// and environment variables as a call does, and compares the version that the
// server says it has created it at: whatever is uploaded afterwards, the worker
// stays as it is. Where the latest version is not the pinned one, nothing is
// created. A version uploaded in the moment between leaves an empty worker of
// that version behind, see [DriftError.Created]; it is not deleted, because by
// then it may be somebody else's. Where the server does not permit the client to
// create workers, the call fails.
//
// Calls without a worker name, and those of ephemeral components, create their
// worker themselves. The latest version is compared before and after them:
// versions only ever grow, so that what is the pinned version afterwards was so
// for the call. A version uploaded in between is told by a [DriftError] with
// Sent, the call having been run by it.
//
// What the check cannot see is a worker that somebody else updates, or deletes
// and makes anew at another version, between the comparison and a later call.
type VersionCheck uint8

const (
	// VersionCheckAuto is VersionCheckFirstUse with servers before 1.1.17, and
	// VersionCheckOff with all others. It is what clients do that are not told
	// otherwise.
	VersionCheckAuto VersionCheck = iota
	// VersionCheckOff never compares. With servers before 1.1.17 this lets calls
	// to a worker of another version do something else than they say.
	VersionCheckOff
	// VersionCheckFirstUse compares before the first call to a worker, and
	// remembers that it was the pinned version: one request for a worker that
	// exists, three for one that does not.
	VersionCheckFirstUse
	// VersionCheckEveryCall compares before each call, for workers that are
	// updated or made anew while the program runs.
	VersionCheckEveryCall
)

// WithVersionCheck says when versions are compared.
func WithVersionCheck(mode VersionCheck) SharedOption {
	return sharedOption(func(s *settings) {
		if mode > VersionCheckEveryCall {
			s.fail("WithVersionCheck(%d): there is no such mode", mode)
			return
		}
		s.check = mode
	})
}

// checkVersion compares versions, if that has to be done for this call.
func (w *Worker) checkVersion(ctx context.Context, c *call, d *dialect) error {
	mode := c.settings.check
	if mode == VersionCheckAuto {
		mode = VersionCheckOff
		if d.typed {
			mode = VersionCheckFirstUse
		}
	}
	if mode == VersionCheckOff || mode == VersionCheckFirstUse && w.versionKnown() {
		return nil
	}
	c.recheck = w.startsAnew()
	found, err := w.versionForCall(ctx, c.settings)
	switch {
	case err != nil:
		return &uncheckedError{err: err}
	case found.version != w.component.Version:
		w.forgetVersion()
		return &DriftError{
			Component: w.component, Function: c.name(), Found: found.version, FoundKnown: true,
			NewWorker: found.new || found.created, Created: found.created,
		}
	case !found.new:
		w.rememberVersion()
	}
	return nil
}

// checkAfter is the second comparison for a call that made its worker itself.
func (w *Worker) checkAfter(ctx context.Context, c *call) error {
	latest, err := w.latestVersion(ctx, c.settings)
	switch {
	case err != nil:
		return &uncheckedError{err: err, sent: true}
	case latest != w.component.Version:
		return &DriftError{
			Component: w.component, Function: c.name(), Found: latest, FoundKnown: true, NewWorker: true,
			Difference: "that version was uploaded while the call was made", Sent: true, Answer: string(c.response),
		}
	}
	return nil
}

// uncheckedError says that versions could not be compared.
type uncheckedError struct {
	err  error
	sent bool // the call was
}

func (e *uncheckedError) Error() string {
	if e.sent {
		return "the call was run, and whether by the pinned version of the component could not be found out: " + e.err.Error()
	}
	return "the worker's component version could not be compared: " + e.err.Error()
}

func (e *uncheckedError) Unwrap() error { return e.err }

// startsAnew tells whether each call gets a worker without a past.
func (w *Worker) startsAnew() bool { return w.ephemeral || w.component.Ephemeral }

// callVersion is the component version that a call will meet.
type callVersion struct {
	version uint64
	new     bool // the worker would be made at it, and is not there yet
	created bool // the check has made the worker
}

// versionForCall is the version that the worker runs. A worker that does not
// exist is created, unless that would be at another version than the pinned one.
func (w *Worker) versionForCall(ctx context.Context, s *settings) (callVersion, error) {
	const rounds = 3 // others may create and delete the worker meanwhile
	for range rounds {
		found, err := w.existingVersion(ctx, s)
		if err == nil && (!w.startsAnew() || found.version != w.component.Version) {
			return found, nil
		}
		if err != nil && !errors.Is(err, ErrNotFound) {
			return found, err
		}
		latest, err := w.latestVersion(ctx, s)
		if err != nil || latest != w.component.Version || w.startsAnew() {
			return callVersion{version: latest, new: true}, err
		}
		version, err := w.create(ctx, s, controlRequest{retry: true}, nil, nil)
		switch {
		case err == nil:
			return callVersion{version: version, created: true}, nil
		case !errors.Is(err, ErrAlreadyExists):
			return callVersion{}, notCreated(err)
		}
	}
	return callVersion{}, errors.New("it is created and deleted by others all the time")
}

func notCreated(err error) error {
	const what = "there is no worker yet, and it could not be created, which makes its version certain: %w"
	if errors.Is(err, ErrUnauthorized) {
		return fmt.Errorf(what+"; let somebody create it who may, or see VersionCheckOff", err)
	}
	return fmt.Errorf(what, err)
}

// existingVersion is the version of a worker that exists, else ErrNotFound.
func (w *Worker) existingVersion(ctx context.Context, s *settings) (callVersion, error) {
	if w.ephemeral {
		return callVersion{}, ErrNotFound
	}
	version, err := w.runningVersion(ctx, s)
	return callVersion{version: version}, err
}

func (w *Worker) runningVersion(ctx context.Context, s *settings) (uint64, error) {
	body, err := w.client.control(ctx, s, controlRequest{method: http.MethodGet, at: w.self, retry: true})
	if err != nil {
		return 0, err
	}
	var answer struct{ ComponentVersion *uint64 }
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		return 0, fmt.Errorf("the answer to GET %s cannot be read: %w", w.self, err)
	}
	if answer.ComponentVersion == nil {
		return 0, fmt.Errorf("the answer to GET %s has no componentVersion", w.self)
	}
	return *answer.ComponentVersion, nil
}

func (w *Worker) latestVersion(ctx context.Context, s *settings) (uint64, error) {
	at := w.client.base.at("/v1/components/", w.component.ID, "/latest")
	body, err := w.client.control(ctx, s, controlRequest{method: http.MethodGet, at: at, retry: true})
	if err != nil {
		return 0, err
	}
	var answer struct {
		VersionedComponentID struct{ Version *uint64 } `json:"versionedComponentId"`
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		return 0, fmt.Errorf("the answer to GET %s cannot be read: %w", at, err)
	}
	if answer.VersionedComponentID.Version == nil {
		return 0, fmt.Errorf("the answer to GET %s has no versionedComponentId.version", at)
	}
	return *answer.VersionedComponentID.Version, nil
}
