package runtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/internal/goldenfile"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestAgentRecordings makes the calls of recorded exchanges by clients whose types are read
// from the recorded documents. What becomes of each is in a table. Requests that no client
// sends are in it with the reason.
func TestAgentRecordings(t *testing.T) {
	types := recordedTypes(t)
	for _, name := range []string{"agents", "errors", "crash", "hang", "media", "worker", "update"} {
		t.Run(name, func(t *testing.T) {
			p := playTape(t, name)
			client := dialAgents(t, p.URL, runtime.WithoutRetry())
			var table strings.Builder
			for _, e := range p.exchanges {
				if e.Method != "POST" || !strings.HasPrefix(e.Path, "/v1/agents/") {
					continue
				}
				if name == "agents" && e.Note == "scalars, large and small floats" {
					continue // the client writes the largest float32 in a way that servers accept
				}
				p.play(e)
				fmt.Fprintf(&table, "%d %s, %s: %s\n", e.Seq, e.Category, e.Note, tell(client, types, e))
			}
			goldenfile.Check(t, filepath.Join(testdata, "replay", "golem-1.5.9", name+".golden"), table.String())
		})
	}
}

// recordedType is an agent type with what the test needs to know of its methods.
type recordedType struct {
	kind    *stub.AgentType
	methods map[string]*stub.Function
}

type recordedData struct {
	Type     string
	Elements []struct {
		Name   string
		Schema struct {
			Type        string
			ElementType json.RawMessage
		}
	}
}

func (d *recordedData) parameters() []stub.Parameter {
	kinds := map[string]wire.ElementType{"UnstructuredText": wire.UnstructuredText, "UnstructuredBinary": wire.UnstructuredBinary}
	list := make([]stub.Parameter, len(d.Elements))
	for i, e := range d.Elements {
		list[i] = stub.Parameter{Name: e.Name, Type: string(e.Schema.ElementType), Element: kinds[e.Schema.Type]}
	}
	return list
}

func recordedTypes(t *testing.T) map[string]*recordedType {
	text, err := os.ReadFile(filepath.Join(testdata, "agents", "agent-types-v1.json"))
	if err != nil {
		t.Fatal(err)
	}
	var page struct {
		Values []struct {
			AgentType struct {
				TypeName, Mode string
				Constructor    struct{ InputSchema recordedData }
				Methods        []struct {
					Name                      string
					InputSchema, OutputSchema recordedData
				}
				Config []struct {
					Path      []string
					ValueType json.RawMessage
				}
			}
		}
	}
	if err := json.Unmarshal(text, &page); err != nil {
		t.Fatal(err)
	}
	types := map[string]*recordedType{}
	for _, v := range page.Values {
		a := v.AgentType
		constructor := a.Constructor.InputSchema
		r := &recordedType{kind: agentTypeOf(a.TypeName, &stub.Function{Parameters: constructor.parameters(), Multimodal: constructor.Type == "Multimodal"}), methods: map[string]*stub.Function{}}
		r.kind.Ephemeral = a.Mode == "Ephemeral"
		for _, c := range a.Config {
			r.kind.Config = append(r.kind.Config, stub.ConfigValue{Path: c.Path, Type: string(c.ValueType)})
		}
		for _, m := range a.Methods {
			r.methods[m.Name] = &stub.Function{
				Name: m.Name, Parameters: m.InputSchema.parameters(), Multimodal: m.InputSchema.Type == "Multimodal",
				Results: m.OutputSchema.parameters(), MultimodalResult: m.OutputSchema.Type == "Multimodal",
			}
		}
		types[a.TypeName] = r
	}
	return types
}

// recordedBody is a request of a recording.
type recordedBody struct {
	AppName, EnvName, AgentTypeName string
	Parameters, MethodParameters    *recordedValues
	PhantomID                       *string
	MethodName, Mode                string
	ScheduleAt                      *string
	IdempotencyKey                  *string
	DeploymentRevision              *json.RawMessage
	OwnerAccountEmail               *string
	Config                          []struct {
		Path  []string
		Value json.RawMessage
	}
}

type recordedValues struct {
	Type     string
	Elements []json.RawMessage
}

// tell makes the call of an exchange, and returns what became of it.
func tell(client *runtime.Client, types map[string]*recordedType, e *recordedExchange) string {
	var q recordedBody
	d := json.NewDecoder(strings.NewReader(e.Request))
	d.DisallowUnknownFields()
	if err := d.Decode(&q); err != nil {
		return "no client sends such a body"
	}
	r := types[q.AgentTypeName]
	if r == nil {
		r = &recordedType{kind: agentTypeOf(q.AgentTypeName, agentCounter.Constructor)} // as one that is gone
	}
	agentOptions, callOptions, reason := q.options()
	if reason != "" {
		return "no client sends this: " + reason
	}
	construct := stub.NewAgent(client, r.kind, agentOptions)
	if reason := put(construct, r.kind.Constructor, q.Parameters); reason != "" {
		_ = construct.Address()
		return "no client sends this: parameters of the constructor: " + reason
	}
	target := construct.Address()
	if strings.HasSuffix(e.Path, "/create-agent") {
		return q.create(r, stub.AgentOf(target), callOptions)
	}
	return q.call(r, target, callOptions)
}

func (q *recordedBody) options() (agent []runtime.AgentOption, call []runtime.CallOption, reason string) {
	agent = []runtime.AgentOption{runtime.WithApplication(q.AppName), runtime.WithEnvironment(q.EnvName)}
	switch {
	case q.DeploymentRevision != nil:
		return nil, nil, "a deployment"
	case q.Mode == "await" && q.ScheduleAt != nil:
		return nil, nil, "a time for a call that is awaited"
	case q.AppName == "" || q.EnvName == "" || q.AgentTypeName == "":
		return nil, nil, "no application, environment or type"
	case q.MethodName == "" && q.Mode != "":
		return nil, nil, "no method"
	}
	if q.OwnerAccountEmail != nil {
		agent = append(agent, runtime.WithAccount(*q.OwnerAccountEmail))
		if strings.TrimSpace(*q.OwnerAccountEmail) == "" {
			return nil, nil, "an empty account"
		}
	}
	if q.PhantomID != nil {
		agent = append(agent, runtime.WithPhantom(*q.PhantomID))
	}
	if q.IdempotencyKey != nil {
		call = append(call, runtime.WithIdempotencyKey(*q.IdempotencyKey))
	}
	return agent, call, ""
}

// put writes the recorded values of parameters, unless a client has no such values.
func put(c *stub.Call, f *stub.Function, values *recordedValues) (reason string) {
	switch {
	case values == nil:
		return "there are none"
	case (values.Type == "Multimodal") != f.Multimodal:
		return "not of the kind of the type"
	case !f.Multimodal && len(values.Elements) != len(f.Parameters):
		return "another number"
	}
	for i, raw := range values.Elements {
		name, element := "", raw
		if f.Multimodal {
			var part struct {
				Name  string
				Value json.RawMessage
			}
			_ = json.Unmarshal(raw, &part)
			name, element = part.Name, part.Value
			i = slices.IndexFunc(f.Parameters, func(p stub.Parameter) bool { return p.Name == name })
			if i < 0 {
				return "no such part"
			}
		}
		var e struct {
			Type  string
			Value json.RawMessage
		}
		_ = json.Unmarshal(element, &e)
		p := f.Parameters[i]
		if e.Type != p.Element.String() {
			return "another kind of element"
		}
		write, err := writerOf(p, string(e.Value))
		if err != nil {
			return err.Error()
		}
		if f.Multimodal {
			c.Buffer = write(c.Part(i), &c.Encoder)
		} else {
			c.Buffer = write(c.Param(), &c.Encoder)
		}
	}
	return ""
}

// A written value is one that was read as a client reads it, but for compound values, which
// are written as recorded.
func writerOf(p stub.Parameter, text string) (func([]byte, *wire.Encoder) []byte, error) {
	switch p.Element {
	case wire.UnstructuredText:
		return written(text, wire.DecodeText, wire.AppendText)
	case wire.UnstructuredBinary:
		return written(text, wire.DecodeBinary, wire.AppendBinary)
	}
	var t struct{ Type string }
	_ = json.Unmarshal([]byte(p.Type), &t)
	switch t.Type {
	case "Bool":
		return written(text, wire.DecodeBool, wire.AppendBool)
	case "U8":
		return written(text, wire.DecodeUint8, wire.AppendUint8)
	case "U32":
		return written(text, wire.DecodeUint32, wire.AppendUint32)
	case "U64":
		return written(text, wire.DecodeUint64, wire.AppendUint64)
	case "S64":
		return written(text, wire.DecodeInt64, wire.AppendInt64)
	case "F32":
		return written(text, wire.DecodeFloat32, wire.AppendFloat32)
	case "F64":
		return written(text, wire.DecodeFloat64, wire.AppendFloat64)
	case "Chr":
		return written(text, wire.DecodeChar, wire.AppendChar)
	case "Str":
		return written(text, wire.DecodeString, wire.AppendString)
	}
	return func(b []byte, _ *wire.Encoder) []byte { return append(b, text...) }, nil
}

func written[T any](text string, decode wire.DecodeFunc[T], app wire.AppendFunc[T]) (func([]byte, *wire.Encoder) []byte, error) {
	v := new(T)
	if err := wire.Unmarshal([]byte(text), v, decode); err != nil {
		return nil, err
	}
	return func(b []byte, e *wire.Encoder) []byte { return app(b, e, v) }, nil
}

func (q *recordedBody) create(r *recordedType, a *runtime.Agent, opts []runtime.CallOption) string {
	call := stub.Create(a, opts)
	for _, c := range q.Config {
		i := slices.IndexFunc(r.kind.Config, func(v stub.ConfigValue) bool { return slices.Equal(v.Path, c.Path) })
		if i < 0 {
			return "no client sends this: configuration that is not declared"
		}
		write, err := writerOf(stub.Parameter{Type: r.kind.Config[i].Type}, string(c.Value))
		if err != nil {
			return "no client sends this: configuration: " + err.Error()
		}
		call.Buffer = write(call.Part(i), &call.Encoder)
	}
	return outcome(call.Await(context.Background()), "created "+a.ID())
}

func (q *recordedBody) call(r *recordedType, target stub.Target, opts []runtime.CallOption) string {
	fn := r.methods[q.MethodName]
	if fn == nil {
		fn = &stub.Function{Name: q.MethodName} // as one that is gone
	}
	switch {
	case q.Mode == "schedule" && q.ScheduleAt != nil:
		at, err := time.Parse(time.RFC3339, *q.ScheduleAt)
		if err != nil {
			return "no client sends this: a time that is none"
		}
		target = target.Scheduled(at)
	case q.Mode == "schedule":
		target = target.Enqueuing()
	case q.Mode != "await":
		return "no client sends this mode"
	}
	call := target.Begin(fn, opts)
	if reason := put(call, fn, q.MethodParameters); reason != "" {
		return "no client sends this: " + reason
	}
	var result string
	err := call.AwaitValue(context.Background(), &result, func(d *wire.Decoder, v any) { *v.(*string) = readResult(d, fn) })
	return outcome(err, result)
}

// readResult returns the result as text; that of compound types is not read.
func readResult(d *wire.Decoder, fn *stub.Function) string {
	if fn.MultimodalResult {
		return readParts(d, fn.Results)
	}
	var values []string
	for i, r := range fn.Results {
		if i > 0 {
			d.NextElement(r.Element)
		}
		values = append(values, readElement(d, r))
	}
	return strings.Join(values, ", ")
}

func readParts(d *wire.Decoder, kinds []stub.Parameter) string {
	labels := make([]string, len(kinds))
	for i, kind := range kinds {
		labels[i] = kind.Name
	}
	names := wire.NewNames(labels...)
	var parts []string
	wire.DecodeList(d, &parts, func(d *wire.Decoder, v *string) {
		i := d.BeginPart(names)
		if i < 0 {
			return
		}
		d.BeginElement(kinds[i].Element)
		*v = kinds[i].Name + " " + readElement(d, kinds[i])
		d.EndElement()
		d.EndPart()
	})
	return strings.Join(parts, "; ")
}

func readElement(d *wire.Decoder, p stub.Parameter) string {
	switch p.Element {
	case wire.UnstructuredText:
		return read(d, wire.DecodeText)
	case wire.UnstructuredBinary:
		return read(d, wire.DecodeBinary)
	}
	var t struct{ Type string }
	_ = json.Unmarshal([]byte(p.Type), &t)
	switch t.Type {
	case "U32", "U64":
		return read(d, wire.DecodeUint64)
	case "F32", "F64":
		return read(d, wire.DecodeFloat64)
	case "List":
		return read(d, wire.DecodeBytes)
	case "Record":
		return read(d, func(d *wire.Decoder, v *[2]int32) {
			for f := d.Record(pointShape); f.Next(); {
				wire.DecodeInt32(d, &v[f.Index])
			}
		})
	case "Result":
		return read(d, func(d *wire.Decoder, v *string) {
			if *v = "err"; d.BeginResult() {
				*v = "ok " + read(d, wire.DecodeString)
			} else if i := d.BeginCase(wire.NewNames("not-found", "invalid", "limit")); i == 1 {
				*v = "invalid " + read(d, wire.DecodeString)
				d.EndCase()
			}
			d.EndResult()
		})
	}
	return read(d, wire.DecodeString)
}

var pointShape = wire.NewShape("x", "y")

func read[T any](d *wire.Decoder, decode wire.DecodeFunc[T]) string {
	var v T
	decode(d, &v)
	return fmt.Sprintf("%v", v)
}

var sentinels = []struct {
	name string
	err  error
}{
	{"ErrWorkerLost", runtime.ErrWorkerLost},
	{"ErrNotFound", runtime.ErrNotFound},
	{"ErrAlreadyExists", runtime.ErrAlreadyExists},
	{"ErrNotReady", runtime.ErrNotReady},
	{"ErrInvalidRequest", runtime.ErrInvalidRequest},
	{"ErrUnauthorized", runtime.ErrUnauthorized},
	{"ErrLimitExceeded", runtime.ErrLimitExceeded},
	{"ErrDrift", runtime.ErrDrift},
}

// outcome describes how a call ended. Keys differ from run to run.
func outcome(err error, result string) string {
	if err == nil {
		if len(result) > 80 {
			result = result[:80] + "…"
		}
		return "returned " + result
	}
	text := strings.ReplaceAll(err.Error(), "\n", " ")
	if before, _, found := strings.Cut(text, " (idempotency key "); found {
		text = before
	}
	if len(text) > 700 {
		text = text[:700] + "…"
	}
	kinds := ""
	for _, s := range sentinels {
		if errors.Is(err, s.err) {
			kinds += " " + s.name
		}
	}
	var status *runtime.StatusError
	if errors.As(err, &status) && status.Type != "" {
		kinds += " " + status.Type
	}
	var call *runtime.CallError
	if errors.As(err, &call) && call.MayHaveRun() {
		kinds += ", may have run"
	}
	return string(runtime.OutcomeOf(err)) + kinds + ": " + text
}
