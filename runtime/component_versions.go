package runtime

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// componentTable has what a client knows about the versions of components.
type componentTable struct {
	mu         sync.Mutex
	components map[string]*knownComponent // by id in lower case
}

func (t *componentTable) of(id string) *knownComponent {
	t.mu.Lock()
	defer t.mu.Unlock()
	c, ok := t.components[id]
	if !ok {
		if t.components == nil {
			t.components = make(map[string]*knownComponent)
		}
		c = new(knownComponent)
		t.components[id] = c
	}
	return c
}

// knownComponent is what a client knows about a component. A version never changes; which
// one is the latest does.
type knownComponent struct {
	asking   shared[*componentVersion]
	mu       sync.Mutex
	latest   *componentVersion
	asked    time.Time // when latest was the latest
	versions map[uint64]*componentVersion
}

// maxKnownVersions bounds the versions of a component that are kept. Workers of a component
// run few of them at a time.
const maxKnownVersions = 16

func (k *knownComponent) version(n uint64) *componentVersion {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.versions[n]
}

// add keeps v, and returns what is kept of that version.
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

// latestWithin returns the latest version if the server named it not longer ago than age.
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

// componentVersion is a version of a component as its metadata describe it.
type componentVersion struct {
	number    uint64
	functions map[string]*versionFunction // by interface and name

	mu       sync.Mutex
	verdicts map[expectation]string // see takes
}

// versionFunction is a function of a version, with types as JSON.
type versionFunction struct {
	parameters []core.Parameter
	result     string
	named      bool
}

// metadataJSON is what is read of a Component document.
type metadataJSON struct {
	VersionedComponentID struct{ Version *uint64 } `json:"versionedComponentId"`
	Metadata             struct{ Exports []exportJSON }
}

type exportJSON struct {
	Type      string
	Name      string
	Functions []functionJSON
	functionJSON
}

type functionJSON struct {
	Name       string
	Parameters []parameterJSON
	Results    []parameterJSON
	Result     *parameterJSON
}

type parameterJSON struct {
	Name string
	Typ  json.RawMessage
}

// readComponentVersion reads a Component document.
func readComponentVersion(body string) (*componentVersion, error) {
	var document metadataJSON
	if err := json.Unmarshal([]byte(body), &document); err != nil {
		return nil, fmt.Errorf("cannot be read: %w", err)
	}
	if document.VersionedComponentID.Version == nil {
		return nil, errors.New("has no versionedComponentId.version")
	}
	v := &componentVersion{number: *document.VersionedComponentID.Version, functions: make(map[string]*versionFunction)}
	for _, e := range document.Metadata.Exports {
		if e.Type == "Function" {
			e.functionJSON.Name = e.Name
			v.add("", &e.functionJSON)
			continue
		}
		for i := range e.Functions {
			v.add(e.Name, &e.Functions[i])
		}
	}
	return v, nil
}

func (v *componentVersion) add(in string, f *functionJSON) {
	name, self := localName(f.Name)
	parameters := f.Parameters
	if self && len(parameters) > 0 {
		parameters = parameters[1:]
	}
	function := &versionFunction{}
	for _, p := range parameters {
		function.parameters = append(function.parameters, core.Parameter{Name: p.Name, Type: string(p.Typ)})
	}
	results := f.Results
	if f.Result != nil {
		results = []parameterJSON{*f.Result}
	}
	function.result, function.named = resultType(results)
	v.functions[functionKey(in, name)] = function
}

// localName returns the name that generated code has for an exported function, and whether
// its first parameter is the handle that it is called on.
func localName(exported string) (name string, self bool) {
	kind, rest, found := strings.Cut(exported, "]")
	if !found {
		return exported, false
	}
	switch kind {
	case "[constructor":
		return rest + ".new", false
	case "[method":
		return rest, true
	case "[drop":
		return rest + ".drop", true
	}
	return exported, false
}

func functionKey(in, name string) string { return in + "\x00" + name }

// resultType returns the type of what a function returns: "" for nothing, the type of a
// record for named results.
func resultType(results []parameterJSON) (text string, named bool) {
	switch {
	case len(results) == 0:
		return "", false
	case len(results) == 1 && results[0].Name == "":
		return string(results[0].Typ), false
	}
	fields := make([]string, len(results))
	for i, r := range results {
		name, _ := json.Marshal(r.Name) // strings can always be written
		fields[i] = `{"name":` + string(name) + `,"typ":` + string(r.Typ) + `}`
	}
	return `{"fields":[` + strings.Join(fields, ",") + `],"type":"Record"}`, true
}

// takes returns why a call must not be sent to a worker of the version, "" if it means there
// what it means for the client.
func (v *componentVersion) takes(e expectation) (difference string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	difference, ok := v.verdicts[e]
	if !ok {
		if v.verdicts == nil {
			v.verdicts = make(map[expectation]string)
		}
		difference = v.compare(e.function, e.byName)
		v.verdicts[e] = difference
	}
	return difference
}

func (v *componentVersion) compare(fn *core.Function, byName bool) (difference string) {
	found := v.functions[functionKey(fn.Interface, fn.Name)]
	switch {
	case found == nil && strings.HasSuffix(fn.Name, ".drop"):
		return "" // not every server lists what drops resources
	case found == nil:
		return "it has no function " + functionText(fn, "")
	}
	if difference := compareParameters(fn.Parameters, found.parameters, byName); difference != "" {
		return difference
	}
	if fn.NamedResults != found.named && fn.Result != "" && found.result != "" {
		return "the result is named in one version only"
	}
	return compareResults(fn.Result, found.result)
}

// compareParameters compares what servers hand over by position: their number and their
// names in order. Of the types, byName decides how much counts.
func compareParameters(pinned, found []core.Parameter, byName bool) (difference string) {
	for i := range max(len(pinned), len(found)) {
		number := strconv.Itoa(i + 1)
		switch {
		case i >= len(found):
			return "parameter " + number + ", " + pinned[i].Name + ", is gone"
		case i >= len(pinned):
			return "parameter " + number + ", " + found[i].Name + ", is new"
		case pinned[i].Name != found[i].Name:
			return "parameter " + number + " was " + pinned[i].Name + ", now it is " + found[i].Name
		}
		compare := wire.EqualTypes
		if byName {
			compare = wire.ReadAlike
		}
		if path, difference, alike := compare(pinned[i].Type, found[i].Type); !alike {
			return joinPath(pinned[i].Name, path) + ": " + difference
		}
	}
	return ""
}

func compareResults(pinned, found string) (difference string) {
	if pinned == "" && found == "" {
		return ""
	}
	path, difference, equal := wire.EqualTypes(orNull(pinned), orNull(found))
	if equal {
		return ""
	}
	return joinPath("the result", path) + ": " + difference
}

func orNull(typ string) string {
	if typ == "" {
		return "null"
	}
	return typ
}

// askVersion returns the description of a version, which is asked for once.
func (w *Worker) askVersion(ctx context.Context, own *settings, number uint64) (*componentVersion, error) {
	known := w.client.components.of(w.lowerID)
	if v := known.version(number); v != nil {
		return v, nil
	}
	v, err := w.askComponent(ctx, own, "/versions/", strconv.FormatUint(number, 10))
	if err != nil {
		return nil, err
	}
	return known.add(v), nil
}

// askLatest asks for the latest version.
func (w *Worker) askLatest(ctx context.Context, s *settings) (*componentVersion, error) {
	v, err := w.askComponent(ctx, s, "/latest")
	if err == nil {
		w.client.components.of(w.lowerID).setLatest(v)
	}
	return v, err
}

// latestWithin returns the latest version of the component, as it was not longer ago than
// age. Calls that ask at the same time share a request.
func (w *Worker) latestWithin(ctx context.Context, own *settings, age time.Duration) (*componentVersion, error) {
	known := w.client.components.of(w.lowerID)
	if v := known.latestWithin(age); v != nil {
		return v, nil
	}
	return withMeans(w.settings, own, func(s *settings) (*componentVersion, error) {
		return known.asking.ask(ctx, s, func(ctx context.Context) (*componentVersion, error) { return w.askLatest(ctx, s) })
	})
}

// withMeans asks a question that calls share with the means of a worker or an agent. Only if the
// server refuses these it asks with those of the call, own.
func withMeans[T any](shared, own *settings, ask func(*settings) (T, error)) (T, error) {
	answer, err := ask(shared)
	if own != shared && errors.Is(err, ErrUnauthorized) {
		// What a call owns is used again for others once it has given up the question.
		means := *own
		return ask(&means)
	}
	return answer, err
}

func (w *Worker) askComponent(ctx context.Context, s *settings, path ...string) (*componentVersion, error) {
	at := w.client.base.at(append([]string{"/v1/components/", w.id}, path...)...)
	body, err := w.client.control(ctx, s, controlRequest{method: http.MethodGet, at: at, retry: true})
	if err != nil {
		return nil, err
	}
	v, err := readComponentVersion(body)
	if err != nil {
		return nil, fmt.Errorf("the answer to GET %s %w", at, err)
	}
	return v, nil
}
