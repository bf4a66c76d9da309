package golemtest

import (
	"mime"
	"net/http"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// parameter is one parameter of a request: a value with its type, or JSON without a type.
type parameter struct {
	typ   *metadata.Type
	value value
	raw   node
}

// readParameters reads the body of an invocation. Old servers read the values by their
// types while they parse the body, newer ones afterwards. The second result is the answer
// if the body is refused.
func readParameters(r *http.Request, body []byte, v serverVersion) ([]parameter, *answer) {
	given := r.Header.Get("Content-Type")
	if kind, _, err := mime.ParseMediaType(given); err != nil || kind != "application/json" {
		return nil, textAnswer(http.StatusUnsupportedMediaType, "the `Content-Type` requested by the client is not supported: %s", given)
	}
	var root node
	if len(body) > 0 {
		p := jsonParser{text: string(body), inexact: !v.exactFloats}
		var err error
		if root, err = p.whole(); err != nil {
			return nil, badBody("%s", err)
		}
	}
	item, structure := "ValueAndOptionalType", "OptionallyTypeAnnotatedValueJson"
	if v.needsTypes() {
		item, structure = "TypeAnnotatedValue", "TypeAnnotatedValueJson"
	}
	if root.kind != jsonObject {
		return nil, badBody("Expected input type %q, found %s.", "InvokeParameters", &root)
	}
	list := root.get("params")
	if list == nil {
		list = &node{}
	}
	if list.kind != jsonArray {
		return nil, badBody("Expected input type %q, found %s. (occurred while parsing %q)", "list_"+item, list, "InvokeParameters")
	}
	parameters := make([]parameter, len(list.items))
	for i := range list.items {
		if fault := readParameter(&list.items[i], &parameters[i], v, structure); fault != "" {
			return nil, badBody("failed to parse %q: %s (occurred while parsing %q) (occurred while parsing %q)",
				item, fault, "list_"+item, "InvokeParameters")
		}
	}
	return parameters, nil
}

func badBody(format string, args ...any) *answer {
	return textAnswer(http.StatusBadRequest, "parse request payload error: "+format, args...)
}

// readParameter reads {"typ":…,"value":…} and returns what is wrong with it.
func readParameter(n *node, p *parameter, v serverVersion, structure string) string {
	if n.kind != jsonObject {
		return "invalid type: " + n.describe() + ", expected struct " + structure
	}
	typ := n.get("typ")
	switch {
	case typ == nil && v.needsTypes():
		return "missing field `typ`"
	case typ != nil && (typ.kind != jsonNull || v.needsTypes()):
		var err error
		if p.typ, err = readType(typ); err != nil {
			return err.Error()
		}
	}
	raw := n.get("value")
	if raw == nil {
		return "missing field `value`"
	}
	p.raw = *raw
	if !v.needsTypes() {
		return ""
	}
	r := reader{old: true, exact: v.exactFloats}
	p.value = r.read(raw, p.typ)
	if len(r.faults) > 0 {
		return "Invalid type-annotated JSON value: " + strings.Join(r.faults, ", ")
	}
	return ""
}

// checkParameters makes the checks that servers make after they have parsed the body.
func checkParameters(parameters []parameter, v serverVersion) (typed bool, refused *answer) {
	with := 0
	for i := range parameters {
		if parameters[i].typ != nil {
			with++
		}
	}
	switch {
	case with == 0 && len(parameters) > 0:
		return false, nil
	case with < len(parameters):
		return false, errorsAnswer("Some parameters have types specified, while others don't. Either all parameters must have types or none of them should.")
	}
	for i := range parameters {
		p := &parameters[i]
		r := reader{old: v.needsTypes(), exact: v.exactFloats}
		p.value = r.read(&p.raw, p.typ)
		if len(r.faults) > 0 {
			return true, errorsAnswer(r.faults...)
		}
		if len(r.late) > 0 {
			return true, errorsAnswer("Type checker error: " + r.late[0])
		}
	}
	return true, nil
}
