package runtime

import (
	"cmp"
	"encoding/json"
	"errors"
	"strings"
	"sync"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
)

// componentVersion is the metadata of a version of a component.
type componentVersion struct {
	number    uint64
	kind      string                      // "Durable" or "Ephemeral", "" if it is not known
	functions map[string]*versionFunction // by interface and name

	resources map[uint64]core.Resource // by the numbers of their handles, as far as they have names

	environment, name string // of servers from 1.4 on, "" for others

	mu       sync.Mutex
	verdicts map[expectation]string // see takes
}

// versionFunction is a function in a version of a component. Its types are JSON.
type versionFunction struct {
	parameters []core.Parameter
	result     string
	named      bool
}

// metadataJSON is the part of a Component document that the client reads.
type metadataJSON struct {
	VersionedComponentID struct{ Version *uint64 } `json:"versionedComponentId"`
	Revision             *uint64                   // of servers from 1.4 on, instead of the version
	EnvironmentID        string
	ComponentName        string
	ComponentType        string
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
func readComponentVersion(answer []byte) (*componentVersion, error) {
	var document metadataJSON
	if err := unmarshal(answer, &document); err != nil {
		return nil, err
	}
	number := cmp.Or(document.VersionedComponentID.Version, document.Revision)
	if number == nil {
		return nil, errors.New("has no versionedComponentId.version")
	}
	v := &componentVersion{
		number: *number, kind: document.ComponentType, functions: make(map[string]*versionFunction),
		environment: document.EnvironmentID, name: document.ComponentName,
	}
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
	switch {
	case self && len(f.Parameters) > 0:
		v.addResource(in, name, f.Parameters[0].Typ)
	case strings.HasPrefix(f.Name, "[constructor]"):
		v.addResource(in, name, json.RawMessage(function.result))
	}
}

// addResource adds the resource of a method or constructor, whose handles have the type.
func (v *componentVersion) addResource(in, function string, handle json.RawMessage) {
	var typ struct {
		Number *uint64 `json:"resource_id"`
	}
	if json.Unmarshal(handle, &typ) != nil || typ.Number == nil {
		return
	}
	if v.resources == nil {
		v.resources = make(map[uint64]core.Resource)
	}
	name, _, _ := strings.Cut(function, ".")
	v.resources[*typ.Number] = core.Resource{Interface: in, Name: name, ID: *typ.Number}
}

// localName returns the name of an exported function in generated code, and whether its first
// parameter is the handle that it is called on.
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

// resultType returns the type of a function's result: "" without results, and the type of a
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
