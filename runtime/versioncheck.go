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
// A worker that does not exist yet is created by the call, at the latest version
// of the component, so that this one is compared, again before each call until
// the worker exists; the same holds for workers without a name. A new version
// uploaded between the comparison and the call is not noticed.
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
	// remembers that it was the pinned version. (A worker does not change its
	// version unless somebody updates it.)
	VersionCheckFirstUse
	// VersionCheckEveryCall compares before each call.
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
func (c *Call) checkVersion(ctx context.Context, d *dialect) error {
	mode := c.settings.check
	if mode == VersionCheckAuto {
		mode = VersionCheckOff
		if d.typed {
			mode = VersionCheckFirstUse
		}
	}
	w := c.target.worker
	if mode == VersionCheckOff || mode == VersionCheckFirstUse && w.versionKnown() {
		return nil
	}
	found, exists, err := w.versionBeforeCall(ctx, c.settings)
	switch {
	case err != nil:
		return fmt.Errorf("the worker's component version could not be compared: %w", err)
	case found != w.component.Version:
		w.forgetVersion()
		return &DriftError{Component: w.component, Function: c.name(), Found: found, FoundKnown: true, NewWorker: !exists}
	case exists:
		w.rememberVersion()
	}
	return nil
}

// versionBeforeCall is the version that the worker runs, or will be created at
// by a call now.
func (w *Worker) versionBeforeCall(ctx context.Context, s *settings) (version uint64, exists bool, err error) {
	if !w.ephemeral {
		version, err = w.runningVersion(ctx, s)
		if !errors.Is(err, ErrNotFound) {
			return version, true, err
		}
	}
	version, err = w.latestVersion(ctx, s)
	return version, false, err
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
