package runtime

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"
)

// knownComponent caches the versions of a component for a client. Versions never change, but the
// latest version does.
type knownComponent struct {
	asking   shared[*componentVersion]
	mu       sync.Mutex
	latest   *componentVersion
	asked    time.Time // when the server named latest
	versions map[uint64]*componentVersion
}

// maxKnownVersions is the maximum number of versions of a component that are kept. Few versions
// of a component run at a time.
const maxKnownVersions = 16

func (k *knownComponent) version(n uint64) *componentVersion {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.versions[n]
}

// add adds v and returns the version that is kept under its number.
func (k *knownComponent) add(v *componentVersion) *componentVersion {
	k.mu.Lock()
	defer k.mu.Unlock()
	if before := k.versions[v.number]; before != nil {
		return before
	}
	if len(k.versions) >= maxKnownVersions {
		clear(k.versions)
	}
	if k.versions == nil {
		k.versions = make(map[uint64]*componentVersion)
	}
	k.versions[v.number] = v
	return v
}

// latestWithin returns the latest version if the server named it within age.
func (k *knownComponent) latestWithin(age time.Duration) *componentVersion {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.latest == nil || time.Since(k.asked) > age {
		return nil
	}
	return k.latest
}

func (k *knownComponent) setLatest(v *componentVersion) {
	v = k.add(v)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.latest, k.asked = v, time.Now()
}

// askVersion returns the metadata of a version. It asks for it once.
func (w *Worker) askVersion(ctx context.Context, own *settings, number uint64) (*componentVersion, error) {
	known := w.client.components.find(w.lowerID, maxComponents)
	if v := known.version(number); v != nil {
		return v, nil
	}
	path := "/versions/"
	if w.countsRevisions() {
		path = "/revisions/"
	}
	v, err := w.askComponent(ctx, own, path, strconv.FormatUint(number, 10))
	if err != nil {
		return nil, err
	}
	return known.add(v), nil
}

// askLatest asks for the version that a new worker would run: the version of the current
// deployment if the server has deployments, or else the latest one.
func (w *Worker) askLatest(ctx context.Context, s *settings) (*componentVersion, error) {
	ask := w.askDeployed
	if !w.countsRevisions() {
		ask = func(ctx context.Context, s *settings) (*componentVersion, error) {
			return w.askComponent(ctx, s, "/latest")
		}
	}
	v, err := ask(ctx, s)
	if err == nil {
		w.client.components.find(w.lowerID, maxComponents).setLatest(v)
	}
	return v, err
}

// latestWithin returns the latest version of the component, as of at most age ago. Calls that
// ask at the same time share a request.
func (w *Worker) latestWithin(ctx context.Context, own *settings, age time.Duration) (*componentVersion, error) {
	known := w.client.components.find(w.lowerID, maxComponents)
	if v := known.latestWithin(age); v != nil {
		return v, nil
	}
	return trySettings(w.settings, own, func(s *settings) (*componentVersion, error) {
		return known.asking.ask(ctx, s, func(ctx context.Context) (*componentVersion, error) { return w.askLatest(ctx, s) })
	})
}

// trySettings asks a question that calls share, with the settings of a worker or an agent. If the
// server refuses these, it asks with the settings of the call, own. A call with a token of its
// own may see something else, so its questions are not shared.
func trySettings[T any](shared, own *settings, ask func(*settings) (T, error)) (T, error) {
	if own.caller() == shared.caller() {
		answer, err := ask(shared)
		if own == shared || !errors.Is(err, ErrUnauthorized) {
			return answer, err
		}
	}
	// The question may outlive the call, whose memory other calls reuse.
	copied := *own
	return ask(&copied)
}

func (w *Worker) countsRevisions() bool {
	d := w.client.dialect.known()
	return d != nil && d.revisions
}

func (w *Worker) askComponent(ctx context.Context, s *settings, path ...string) (*componentVersion, error) {
	return w.client.componentAt(ctx, s, append([]string{"/v1/components/", w.id}, path...)...)
}

// componentAt asks for a Component document.
func (c *Client) componentAt(ctx context.Context, s *settings, path ...string) (*componentVersion, error) {
	return askFor(ctx, c, s, c.base.at(path...), readComponentVersion)
}
