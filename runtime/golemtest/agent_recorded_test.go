package golemtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// recordedAgent implements the agents of the recordings of golem-1.5.9.
type recordedAgent struct {
	constructor *Invocation
	count       uint64
}

const (
	backtrace      = "error while executing at wasm backtrace:\n    0: 0x8c115a - <unknown>!<wasm function 12628>\n    1: 0x1aedcb - <unknown>!<wasm function 4470>\n"
	unreachable    = ": wasm trap: wasm `unreachable` instruction executed"
	invokeTrap     = backtrace + "    2: 0x8d6cc9 - <unknown>!golem:agent/guest@1.5.0#invoke" + unreachable
	initializeTrap = backtrace + "    2: 0x8d6cb5 - <unknown>!golem:agent/guest@1.5.0#initialize" + unreachable
	principal      = ` principal={"tag":"golem-user","val":{"accountId":{"uuid":{"highBits":"5899290541795199402n","lowBits":"13230051791485152761n"}}}}`
)

func trapStderr(message, at string) string {
	return "invalid variant tag value `undefined` (received `Error: " + message + "`) specified for `AgentError`\nStack:\n  export_guest_1_5_0$" + at +
		"\n\nRedirecting call to abort() to mozalloc_abort\n\n"
}

func newRecordedAgent(constructor *Invocation) (Handler, error) {
	if constructor.Agent.Name == "FaultyCtor" {
		switch read[string](constructor, 0) {
		case "trap":
			return nil, &AgentError{initializeTrap, trapStderr("constructor trapped on purpose", "initialize@/sources/initializer.js:25787:17")}
		case "invalid-input":
			return nil, errors.New("Invalid input: constructor says invalid input")
		case "custom":
			return nil, errors.New(`"constructor custom error"`)
		}
	}
	return &recordedAgent{constructor: constructor}, nil
}

func (a *recordedAgent) Invoke(_ context.Context, call *Invocation) (json.RawMessage, error) {
	switch name := call.Method.Name; {
	case name == "increment" || name == "incrementSlow":
		a.count += uint64(read[uint32](call, 0))
		return quoted(a.count), nil
	case name == "get":
		return quoted(a.count), nil
	case name == "which":
		return quoted(call.Agent.Name + " ctor=" + nodes(a.constructor) + principal), nil
	case name == "getConfig":
		return quoted(a.getConfig(call)), nil
	case call.Agent.Name == "Faulty":
		return faulty(call)
	case name == "noReturn" || name == "nothing":
		return nil, nil
	case name == "noParams":
		return quoted("no parameters"), nil
	case name == "multi" || name == "multiReturn":
		return quoted(call.Parameters), nil
	case name == "textAndNumber":
		return call.Parameters[1], nil
	case name == "unstructuredPair":
		return json.RawMessage(`[{"type":"Inline","data":"hello","textType":{"languageCode":"en"}},5]`), nil
	case name == "whichRevision":
		return quoted(revisionOf(call)), nil
	case name == "resultWidened" || name == "resultRetyped" && revisionOf(call) == 1:
		return quoted(7), nil
	case name == "resultRetyped":
		return quoted("seven"), nil
	case name == "removed" || name == "added":
		return quoted(name), nil
	case call.Method.Output.Elements[0].Name == "return-value" && describes(call):
		return quoted(nodes(call)), nil
	}
	return call.Parameters[0], nil
}

// revisionOf returns the version of the agents, which their types show.
func revisionOf(call *Invocation) int {
	if call.Agent.Method("added") != nil {
		return 2
	}
	return 1
}

// describes reports whether a method returns a text about its parameters.
func describes(call *Invocation) bool {
	switch call.Method.Name {
	case "describe", "caseReordered", "fieldsReordered", "paramsReordered", "paramAdded", "optionalTail":
		return true
	}
	return false
}

func faulty(call *Invocation) (json.RawMessage, error) {
	switch call.Method.Name {
	case "trap":
		return nil, &AgentError{invokeTrap, trapStderr("trapped on purpose", "invoke@/sources/initializer.js:28178:17")}
	case "trapWithStderr":
		return nil, &AgentError{invokeTrap, read[string](call, 0) + "\n" + trapStderr("trapped after stderr", "invoke@/sources/initializer.js:28178:17")}
	case "agentError":
		kind := read[string](call, 0)
		text := strings.ReplaceAll(kind, "-", " ")
		return nil, fmt.Errorf("%s%s: agent error of kind %s", strings.ToUpper(text[:1]), text[1:], kind)
	case "customError":
		return nil, fmt.Errorf("{message: %q, code: 7}", read[string](call, 0))
	case "failResult":
		if read[bool](call, 0) {
			return json.RawMessage(`{"ok":"fine"}`), nil
		}
		return json.RawMessage(`{"err":{"invalid":"bad order"}}`), nil
	}
	return json.RawMessage("0"), nil // real agents return what JSON cannot hold
}

func (a *recordedAgent) getConfig(call *Invocation) string {
	path := strings.Split(read[string](call, 0), ".")
	for _, c := range call.Agent.Config {
		if strings.Join(c.Path, ".") == strings.Join(path, ".") {
			return treeOf(call.Config(path...), c.Type)
		}
	}
	return "not declared"
}

// newMismatchedAgent returns an agent of the first version, for the types of the second.
func newMismatchedAgent(constructor *Invocation) (Handler, error) {
	if constructor.Agent.Name == "AddedAgent" {
		return nil, errors.New("Invalid type: unknown agent type AddedAgent")
	}
	return HandlerFunc(func(_ context.Context, call *Invocation) (json.RawMessage, error) {
		if call.Method.Name == "added" {
			return nil, errors.New("Invalid method: no method added")
		}
		return nil, errors.New("Invalid input: parameter value: expected prim-u32, got prim-u64")
	}), nil
}

// nodes returns the parameters of a call in the text of the recorded agents.
func nodes(call *Invocation) string {
	schema := &call.Agent.Constructor.Input
	if call.Method != nil {
		schema = &call.Method.Input
	}
	var items []string
	if schema.Kind == metadata.SchemaMultimodal {
		n, err := parseJSON(string(call.Parameters[0]))
		if err != nil {
			panic(err)
		}
		for i := range n.items {
			name := n.items[i].member("name").text
			for j := range schema.Elements {
				if schema.Elements[j].Name == name {
					items = append(items, "["+string(quoted(name))+","+elementNodes(n.items[i].member("value").member("value").append(nil), &schema.Elements[j])+"]")
				}
			}
		}
		return `{"tag":"multimodal","val":[` + strings.Join(items, ",") + `]}`
	}
	for i, p := range call.Parameters {
		items = append(items, elementNodes(p, &schema.Elements[i]))
	}
	return `{"tag":"tuple","val":[` + strings.Join(items, ",") + `]}`
}

func elementNodes(text []byte, e *metadata.Element) string {
	if e.Kind == metadata.ComponentModel {
		return `{"tag":"component-model","val":` + treeOf(text, e.Type) + `}`
	}
	var m struct {
		Type, Value string
		Data        json.RawMessage
		TextType    json.RawMessage
		BinaryType  json.RawMessage
	}
	if err := json.Unmarshal(text, &m); err != nil {
		panic(err)
	}
	kind := "unstructured-text"
	if e.Kind == metadata.UnstructuredBinary {
		kind = "unstructured-binary"
		var list []json.RawMessage
		if json.Unmarshal(m.Data, &list) == nil {
			m.Data = []byte(byIndex(list))
		}
	}
	if m.Type == "Url" {
		return fmt.Sprintf(`{"tag":%q,"val":{"tag":"url","val":%q}}`, kind, m.Value)
	}
	if e.Kind == metadata.UnstructuredBinary {
		return fmt.Sprintf(`{"tag":%q,"val":{"tag":"inline","val":{"data":%s,"binaryType":%s}}}`, kind, m.Data, m.BinaryType)
	}
	return fmt.Sprintf(`{"tag":%q,"val":{"tag":"inline","val":{"data":%s,"textType":%s}}}`, kind, m.Data, m.TextType)
}

func byIndex[T any](list []T) string {
	var items []string
	for i, item := range list {
		items = append(items, fmt.Sprintf(`"%d":%s`, i, quoted(item)))
	}
	return "{" + strings.Join(items, ",") + "}"
}

// treeOf returns a value as the list of its nodes, in the text of JavaScript.
func treeOf(text []byte, t *metadata.Type) string {
	n, err := parseJSON(string(text))
	if err != nil {
		panic(err)
	}
	var r reader
	v := r.read(&n, t)
	if len(r.faults) > 0 {
		panic(r.faults[0])
	}
	var list nodeList
	list.add(&v, t)
	return `{"nodes":[` + strings.Join(list, ",") + `]}`
}

type nodeList []string

var primitives = map[metadata.Kind]string{
	metadata.KindBool: "bool", metadata.KindStr: "string", metadata.KindChr: "char", metadata.KindF32: "float32", metadata.KindF64: "float64",
}

// add adds a value and its parts, and returns its number.
func (l *nodeList) add(v *value, t *metadata.Type) int {
	at := len(*l)
	*l = append(*l, "")
	items := func(typeOf func(int) *metadata.Type) []int {
		var numbers []int
		for i := range v.items {
			numbers = append(numbers, l.add(&v.items[i], typeOf(i)))
		}
		return numbers
	}
	payload := func(t *metadata.Type, before string) string {
		if len(v.items) == 0 {
			return ""
		}
		return fmt.Sprintf("%s%d", before, l.add(&v.items[0], t))
	}
	text := ""
	switch t.Kind {
	case metadata.KindRecord:
		text = `"record-value","val":` + byIndex(items(func(i int) *metadata.Type { return t.Fields[i].Type }))
	case metadata.KindTuple:
		text = `"tuple-value","val":` + byIndex(items(func(i int) *metadata.Type { return t.Items[i] }))
	case metadata.KindList:
		text = `"list-value","val":` + byIndex(items(func(int) *metadata.Type { return t.Inner }))
	case metadata.KindOption:
		text = `"option-value"` + payload(t.Inner, `,"val":`)
	case metadata.KindEnum:
		text = fmt.Sprintf(`"enum-value","val":%d`, v.bits)
	case metadata.KindFlags:
		text = `"flags-value","val":` + string(quoted(v.set))
	case metadata.KindVariant:
		p := payload(t.Cases[v.bits].Type, "")
		if p == "" {
			p = "null"
		}
		text = fmt.Sprintf(`"variant-value","val":[%d,%s]`, v.bits, p)
	case metadata.KindResult:
		side, inner := "err", t.Err
		if v.bits == 1 {
			side, inner = "ok", t.Ok
		}
		text = `"result-value","val":{"tag":"` + side + `"` + payload(inner, `,"val":`) + `}`
	default:
		text = scalarNode(v, t)
	}
	(*l)[at] = `{"tag":` + text + `}`
	return at
}

func scalarNode(v *value, t *metadata.Type) string {
	name, ok := primitives[t.Kind]
	if !ok {
		name = kindName(t.Kind)
	}
	text := string(appendValue(nil, v, t))
	switch t.Kind {
	case metadata.KindU64, metadata.KindS64:
		text = `"` + text + `n"`
	case metadata.KindF32, metadata.KindF64:
		text = strings.TrimSuffix(text, ".0")
	case metadata.KindChr:
		text = string(quoted(string(rune(v.bits))))
	}
	return `"prim-` + name + `","val":` + text
}
