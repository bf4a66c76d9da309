package gen

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/internal/usermodule"
	"github.com/golem-gen/golem-gen/metadata"
)

// A module is a program outside of the tree, like a user's, that calls generated functions: for
// each type, one that returns it and one that takes it. It runs as a child of the test, which
// sends it texts to read and gets back what it writes.
type module struct {
	usermodule.Module
	in  io.Writer
	out *bufio.Reader
}

// A batch is the types of one generated package.
type batch []*metadata.Type

// The component of all batches, as in the handles in the vectors.
const roundTripComponent = "2b7e1516-28ae-4d2a-a6ab-f7158809cf4f"

// roundTripResources is the number of resources of the component. Their IDs are the numbers below
// it.
const roundTripResources = 10

// component returns a component with the functions get-N and take-N for the N-th type of the
// batch.
func (b batch) component() *metadata.Component {
	types := &metadata.Interface{Name: "acme:round-trip/types", Namespace: "acme", Package: "round-trip", ShortName: "types"}
	for id := range uint64(roundTripResources) {
		name := fmt.Sprintf("resource-%d", id)
		own := &metadata.Type{Kind: metadata.KindHandle, ResourceID: id}
		types.Resources = append(types.Resources, &metadata.Resource{Name: name, ID: id, HasID: true, Constructor: &metadata.Function{
			Name: "[constructor]" + name, LocalName: "new", Kind: metadata.Constructor, Results: []metadata.Result{{Type: own}},
		}})
	}
	for i, typ := range b {
		get, take := fmt.Sprintf("get-t%d", i), fmt.Sprintf("take-t%d", i)
		types.Functions = append(types.Functions,
			&metadata.Function{Name: get, LocalName: get, Results: []metadata.Result{{Type: typ}}},
			&metadata.Function{Name: take, LocalName: take, Parameters: []metadata.Parameter{{Name: "value", Type: typ}}})
	}
	return &metadata.Component{ID: roundTripComponent, Name: "round-trip", Interfaces: []*metadata.Interface{types}}
}

// newModule generates, compiles and starts a program of some batches, the plugged ones with their
// test packages. The functions of the first batch are v0.0, v0.1 and so on. With N plain batches,
// the functions of the first plugged one begin with vN.0, and those of the first package of
// agents with a0.0.
func newModule(t *testing.T, plain, plugged []batch, agents []agentBatch) *module {
	t.Helper()
	m := &module{Module: usermodule.New(t, "example.com/roundtrip")}
	batches := slices.Concat(plain, plugged)
	for i, b := range batches {
		m.generate(t, Options{Package: fmt.Sprintf("v%d", i), TestPackage: i >= len(plain)},
			func(o Options) (*Output, error) { return Generate(b.component(), o) })
	}
	for i, b := range agents {
		m.generate(t, Options{Package: fmt.Sprintf("a%d", i), TestPackage: true}, b.generator(t))
	}
	for _, name := range []string{"driver.go", "agents.go"} {
		text, err := os.ReadFile("testdata/roundtrip/" + name)
		if err != nil {
			t.Fatal(err)
		}
		m.Write(t, name, text)
	}
	m.Write(t, "calls.go", []byte(callTable(batches)))
	m.Write(t, "calls_agents.go", []byte(agentTable(t, agents)))
	m.Write(t, "plugs.go", []byte(plugTable(len(plain), len(batches))))
	if thorough.On() {
		m.Go(t, asBefore("vet", "./...")...)
	}
	m.start(t)
	return m
}

// generate writes a package. If names clash, it follows the advice in the error.
func (m *module) generate(t *testing.T, options Options, generate func(Options) (*Output, error)) {
	t.Helper()
	options.Names, options.ImportPath = map[string]string{}, "example.com/roundtrip/"+options.Package
	out, err := generate(options)
	var clashes *NameErrors
	for errors.As(err, &clashes) && len(options.Names) < 100 {
		problem := clashes.Problems[0]
		if options.Names[problem.Place] != "" {
			break
		}
		options.Names[problem.Place] = fmt.Sprintf("Settled%d", len(options.Names))
		clashes = nil
		out, err = generate(options)
	}
	if err != nil {
		t.Fatal(err)
	}
	m.WriteAll(t, options.Package, out.Files)
}

// asBefore returns arguments of the go command that compile without optimisation and without the
// path of the temporary folder. That is fast, and the go command finds the results of earlier
// runs in its cache.
func asBefore(command string, args ...string) []string {
	return append([]string{command, "-gcflags=example.com/...=-N -l", "-ldflags=-s -w", "-trimpath"}, args...)
}

// start runs the program until the test ends, by the go command, because that keeps programs that
// it has linked.
func (m *module) start(t *testing.T) {
	t.Helper()
	command := m.Command(t, asBefore("run", ".")...)
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Cancel = in.Close // ends the program, and then the go command
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	m.in, m.out = in, bufio.NewReaderSize(out, 1<<16)
	t.Cleanup(func() {
		_ = in.Close()
		if err := command.Wait(); err != nil && t.Context().Err() == nil {
			t.Error(err)
		}
	})
}

// callTable returns the Go function that lists the generated functions.
func callTable(batches []batch) string {
	var imports, workers, table strings.Builder
	for i, b := range batches {
		fmt.Fprintf(&imports, "\t\"example.com/roundtrip/v%d\"\n", i)
		fmt.Fprintf(&workers, "\tw%d := v%d.NewWorker(client, worker).Types\n", i, i)
		for n, typ := range b {
			fmt.Fprintf(&table, "\t\t\"v%d.%d\": %s(w%d.GetT%d, w%d.TakeT%d),\n", i, n, callKind(typ), i, n, i, n)
		}
	}
	return "package main\n\nimport (\n\t\"github.com/golem-gen/golem-gen/runtime\"\n\n" + imports.String() + ")\n\n" +
		"func calls(client *runtime.Client, worker string) map[string]call {\n" + workers.String() +
		"\treturn map[string]call{\n" + table.String() + "\t}\n}\n"
}

// plugTable returns the Go code that plugs a worker of each package into a server, by the
// package's test package. The numbers of the packages begin with from and end before to.
func plugTable(from, to int) string {
	var imports, table strings.Builder
	for i := from; i < to; i++ {
		fmt.Fprintf(&imports, "\t\"example.com/roundtrip/v%[1]d\"\n\t\"example.com/roundtrip/v%[1]d/v%[1]dtest\"\n", i)
		fmt.Fprintf(&table, "\tplugs[\"v%[1]d\"] = func(server *golemtest.Server, client *runtime.Client, worker string) {\n"+
			"\t\tv%[1]dtest.Serve(server, func(string) v%[1]dtest.Exports {\n"+
			"\t\t\treturn v%[1]dtest.Exports{Types: v%[1]d.NewWorker(client, worker).Types}\n\t\t})\n\t}\n", i)
	}
	return "package main\n\nimport (\n\t\"github.com/golem-gen/golem-gen/runtime\"\n\t\"github.com/golem-gen/golem-gen/runtime/golemtest\"\n\n" +
		imports.String() + ")\n\nfunc init() {\n\tplugs = map[string]func(*golemtest.Server, *runtime.Client, string){}\n" + table.String() + "}\n"
}

// callKind returns the name of the driver's function for functions that return the type.
func callKind(typ *metadata.Type) string {
	switch {
	case typ.Kind == metadata.KindResult && typ.Ok == nil:
		return "failure"
	case typ.Kind == metadata.KindResult:
		return "result"
	}
	return "value"
}

// job is a text that generated code reads as the answer of a server.
type job struct {
	Function string // "v0.12"
	Worker   string
	Server   string // version: "1.1.0"
	Answer   []byte
	Plugged  bool // whether a server in the process is between the caller and the answers
}

// outcome is the result of a job.
type outcome struct {
	Request      []byte // the value, written as the parameter of a call
	Failed, Step string // error text, and whether to "read" or to "write" failed
	Reason, Path string // of the DecodeError or EncodeError; Reason is "cut" for an answer that stops before its end

	// Of agents.
	Agent    string // id of the agent that was made, as the client writes it
	Inner    []byte // the same request, by the implementation behind a server in the process
	Identity bool   // whether the error says that there is no such agent
	Parts    bool   // whether the error says that multimodal data has other parts than servers take
}

// do runs a job in the program.
func (m *module) do(t *testing.T, j job) outcome {
	t.Helper()
	line, err := json.Marshal(j)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.in.Write(append(line, '\n')); err != nil {
		t.Fatal(err)
	}
	text, err := m.out.ReadBytes('\n')
	if err != nil {
		t.Fatalf("%s of %q: the generated code does not compile, or ended: %v", j.Function, j.Answer, err)
	}
	var o outcome
	if err := json.Unmarshal(text, &o); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return o
}
