package runtime

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// WorkerMetadata describes a worker.
type WorkerMetadata struct {
	ComponentID        string
	Name               string
	ComponentVersion   uint64 // version that the worker runs
	Status             string // "Running", "Idle", "Suspended", "Interrupted", "Retrying", "Failed", "Exited"
	LastError          string // "" for none
	Args               []string
	Env                map[string]string
	RetryCount         uint64
	PendingInvocations uint64
	CreatedAt          time.Time
	ComponentSize      uint64 // bytes
	MemorySize         uint64 // bytes of linear memory
	Raw                string // the whole answer

	created string   // CreatedAt as the server writes it
	pending []uint64 // see foundWorker
}

type workerMetadataJSON struct {
	WorkerID struct {
		ComponentID string `json:"componentId"`
		WorkerName  string `json:"workerName"`
	} `json:"workerId"`
	runningJSON
	updatesJSON
	Status                 string            `json:"status"`
	LastError              string            `json:"lastError"`
	Args                   []string          `json:"args"`
	Env                    map[string]string `json:"env"`
	RetryCount             uint64            `json:"retryCount"`
	PendingInvocationCount uint64            `json:"pendingInvocationCount"`
	CreatedAt              string            `json:"createdAt"`
	ComponentSize          uint64            `json:"componentSize"`
	TotalLinearMemorySize  uint64            `json:"totalLinearMemorySize"`
}

// Metadata returns the server's description of the worker. If the worker does not exist, the
// error is [ErrNotFound].
func (w *Worker) Metadata(ctx context.Context) (*WorkerMetadata, error) {
	var found *WorkerMetadata
	err := w.operate(ctx, "get the metadata of the worker", func(ctx context.Context) error {
		m, err := w.metadata(ctx, w.settings)
		found = m
		return err
	})
	return found, err
}

func (w *Worker) metadata(ctx context.Context, s *settings) (*WorkerMetadata, error) {
	return askFor(ctx, w.client, s, w.self, w.readMetadata)
}

func (w *Worker) readMetadata(answer []byte) (*WorkerMetadata, error) {
	var m workerMetadataJSON
	if err := unmarshal(answer, &m); err != nil {
		return nil, err
	}
	running := m.version()
	if running == nil {
		return nil, errors.New("has no componentVersion")
	}
	created := creationTime(m.CreatedAt)
	w.recordCreation(created)
	return &WorkerMetadata{
		ComponentID: m.WorkerID.ComponentID, Name: m.WorkerID.WorkerName, ComponentVersion: *running,
		Status: m.Status, LastError: m.LastError, Args: m.Args, Env: m.Env, RetryCount: m.RetryCount,
		PendingInvocations: m.PendingInvocationCount, CreatedAt: created,
		ComponentSize: m.ComponentSize, MemorySize: m.TotalLinearMemorySize, Raw: string(answer), created: m.CreatedAt, pending: m.pending(),
	}, nil
}

// creationTime parses the time at which a worker was created. It returns the zero time for other
// texts.
func creationTime(text string) time.Time {
	t, _ := time.Parse(time.RFC3339Nano, text)
	return t
}

// Create creates the worker with arguments and environment variables. Without Create, the first
// call creates the worker. It returns the version of the component that the worker runs: the
// latest version or, on servers of 1.4, the version of the current deployment. This may not be
// the pinned version. If a worker of that name exists, the error is [ErrAlreadyExists].
func (w *Worker) Create(ctx context.Context, args []string, env map[string]string) (componentVersion uint64, err error) {
	err = w.operate(ctx, "create the worker", func(ctx context.Context) error {
		componentVersion, err = w.create(ctx, w.settings, controlRequest{}, args, env)
		if err == nil {
			w.recordAbsence() // an earlier worker of that name is gone
			w.known().remember(componentVersion, "")
		}
		return err
	})
	return componentVersion, err
}

// workerCreationJSON is a request that creates a worker.
type workerCreationJSON struct {
	Args []string          `json:"args"`
	Env  map[string]string `json:"env"`
	Name string            `json:"name"`
}

// create completes the request r and sends it.
func (w *Worker) create(ctx context.Context, s *settings, r controlRequest, args []string, env map[string]string) (componentVersion uint64, err error) {
	if args == nil {
		args = []string{}
	}
	if env == nil {
		env = map[string]string{}
	}
	r.method, r.at = http.MethodPost, w.client.base.at("/v1/components/", w.id, "/workers")
	if r.body, err = json.Marshal(workerCreationJSON{args, env, w.name}); err != nil {
		return 0, err
	}
	var answer runningJSON
	r.read = func(text []byte) error {
		if err := unmarshal(text, &answer); err != nil {
			return fmt.Errorf("the worker was created, and the answer %w", err)
		}
		return nil
	}
	if err := w.client.control(ctx, s, r); err != nil {
		return 0, err
	}
	created := answer.version()
	switch {
	case created == nil:
		return 0, errors.New("the worker was created, and the answer has no componentVersion")
	case answer.ComponentVersion == nil: // the answer names a revision, which may not be the deployed one
		found, err := w.running(ctx, s)
		return found.version, err
	}
	return *created, nil
}

// Delete deletes the worker and its state. A later call creates a new worker. The client refuses
// handles of the deleted worker, and their texts unless the new worker has a resource with the
// same text. While a call uses handles of the worker, or may still arrive at it, Delete deletes
// nothing and returns a [*HandleError].
//
// Delete looks the worker up first. If the answer to the request that deletes it is lost, Delete
// repeats the request only if the worker still exists and was created at the same time.
func (w *Worker) Delete(ctx context.Context) error {
	return w.operate(ctx, "delete the worker", func(ctx context.Context) error {
		return w.deleteFreeLife(ctx, func() (gone bool, err error) {
			defer func() {
				w.known().created.Store(0)
				w.known().forget()
			}()
			err = w.remove(ctx)
			return err == nil || mayHaveRun(err), err
		})
	})
}

// remove deletes the worker if it exists.
func (w *Worker) remove(ctx context.Context) error {
	found, err := w.running(ctx, w.settings)
	switch {
	case isNotFound(err):
		return nil
	case err != nil && !unanswerable(err):
		return err
	}
	return w.client.control(ctx, w.settings, controlRequest{
		method: http.MethodDelete, at: w.self, deletes: true,
		retry: err == nil, // otherwise nothing tells the worker from one that others make meanwhile
		done:  func(ctx context.Context) (bool, error) { return w.isGone(ctx, found) },
	})
}

// isGone reports whether the worker that was found does not exist any more. Others may have made
// another one with its name since.
func (w *Worker) isGone(ctx context.Context, found foundWorker) (bool, error) {
	now, err := w.running(ctx, w.settings)
	switch {
	case isNotFound(err):
		return true, nil
	case err != nil:
		return false, err
	}
	return now.born != found.born, nil
}

// CancelInvocation cancels the call with the idempotency key and reports whether the call was
// canceled. Only calls that have not begun can be canceled. If the worker does not know the key,
// or if the call was canceled before, the error is [ErrNotFound]. Servers before 1.1.17 cannot
// cancel calls and return the same error. Keys with "." or ".." between slashes are refused,
// because a proxy could turn the request into one that deletes the worker.
func (w *Worker) CancelInvocation(ctx context.Context, key string) (canceled bool, err error) {
	err = w.operate(ctx, "cancel a call of the worker", func(ctx context.Context) error {
		switch {
		case key == "":
			return errors.New("the idempotency key is empty")
		case leavesPath(key): // a proxy could turn the request into one that deletes the worker
			return errors.New("the idempotency key would be read as a part of the path")
		}
		at := w.self.at("/invocations/", key)
		// The request is not retried: a repeated one would report that there is nothing to
		// cancel.
		var answer struct{ Canceled bool }
		err := w.client.control(ctx, w.settings, controlRequest{method: http.MethodDelete, at: at, read: func(text []byte) error {
			if err := unmarshal(text, &answer); err != nil {
				return fmt.Errorf("the answer %w", err)
			}
			return nil
		}})
		canceled = answer.Canceled
		return err
	})
	return canceled, err
}

// leavesPath reports whether a proxy that resolves dots in paths would send a request with the
// key to another URL.
func leavesPath(key string) bool {
	for step := range strings.SplitSeq(key, "/") {
		if step == "." || step == ".." {
			return true
		}
	}
	return false
}

// operate makes the checks of a call, runs f, and wraps its error like the error of a call.
func (w *Worker) operate(ctx context.Context, what string, f func(context.Context) error) error {
	if w == nil || w.settings == nil {
		return &CallError{Operation: what, Err: errNoWorker}
	}
	if err := w.operationError(ctx); err != nil {
		return &CallError{Callee: w.callee(), Operation: what, Err: err}
	}
	if w.settings.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, w.settings.timeout)
		defer cancel()
	}
	if err := f(ctx); err != nil {
		return &CallError{Callee: w.callee(), Operation: what, Err: err}
	}
	return nil
}

// operationError returns an error if no operation on the worker can be sent.
func (w *Worker) operationError(ctx context.Context) error {
	switch {
	case ctx == nil:
		return errNilContext
	case w.err != nil:
		return w.err
	case w.nameless:
		return errors.New("the worker has no name, and is gone after each call")
	}
	return w.nameError()
}
