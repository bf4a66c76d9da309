package golemtest

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// The components drift and indexed are written in JavaScript. They answer with their
// parameters in the form of JSON.stringify.

func driftHandler(string) Handler {
	return table{
		"describe":  func(call *Invocation) any { return scriptText(call) },
		"level-now": func(*Invocation) any { return "low" },
	}
}

type indexedHandler struct{ text func(*Invocation) string }

func (h indexedHandler) Invoke(_ context.Context, call *Invocation) (json.RawMessage, error) {
	if call.Function.Kind == metadata.Constructor {
		return call.HandleResult(h.text(call)), nil
	}
	return appendJSONString(nil, fmt.Sprintf("%s#%d", call.Self, call.Handle)), nil
}

func scriptText(call *Invocation) string {
	b := []byte{'['}
	for i, p := range call.Parameters {
		n, err := parseJSON(string(p))
		if err != nil {
			panic(err)
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = appendScript(b, &n, call.Function.Parameters[i].Type)
	}
	return string(append(b, ']'))
}

func camel(name string) string {
	words := strings.Split(name, "-")
	for i := range words[1:] {
		words[i+1] = strings.ToUpper(words[i+1][:1]) + words[i+1][1:]
	}
	return strings.Join(words, "")
}

// appendScript writes a value in the form of JavaScript: records in declared order, flags
// as booleans, numbers of 64 bits as "1n", and numeric lists as typed arrays.
func appendScript(b []byte, n *node, t *metadata.Type) []byte {
	switch t.Kind {
	case metadata.KindU64, metadata.KindS64:
		return append(append(append(b, '"'), n.String()...), `n"`...)
	case metadata.KindF32, metadata.KindF64:
		if n.kind == jsonNull {
			return append(b, "null"...)
		}
		if f := n.number.float(); math.Abs(f) < 1e21 {
			return strconv.AppendFloat(b, f, 'f', -1, 64)
		}
	case metadata.KindRecord:
		return appendMembers(b, len(t.Fields), func(i int) (string, []byte) {
			return t.Fields[i].Name, appendScript(nil, n.get(t.Fields[i].Name), t.Fields[i].Type)
		})
	case metadata.KindFlags:
		return appendMembers(b, len(t.Names), func(i int) (string, []byte) {
			set := slices.ContainsFunc(n.items, func(item node) bool { return item.text == t.Names[i] })
			return t.Names[i], strconv.AppendBool(nil, set)
		})
	case metadata.KindVariant:
		i := slices.IndexFunc(t.Cases, func(c metadata.Case) bool { return c.Name == n.members[0].key })
		return appendTagged(b, &n.members[0], t.Cases[i].Type)
	case metadata.KindResult:
		typ := t.Ok
		if n.members[0].key == "err" {
			typ = t.Err
		}
		return appendTagged(b, &n.members[0], typ)
	case metadata.KindOption:
		if n.kind != jsonNull {
			return appendScript(b, n, t.Inner)
		}
	case metadata.KindList:
		if t.Inner.Kind <= metadata.KindF64 {
			return appendMembers(b, len(n.items), func(i int) (string, []byte) {
				return strconv.Itoa(i), appendScript(nil, &n.items[i], t.Inner)
			})
		}
	}
	return n.append(b)
}

func appendMembers(b []byte, count int, member func(int) (string, []byte)) []byte {
	b = append(b, '{')
	for i := range count {
		if i > 0 {
			b = append(b, ',')
		}
		name, text := member(i)
		b = append(append(appendJSONString(b, camel(name)), ':'), text...)
	}
	return append(b, '}')
}

func appendTagged(b []byte, m *member, t *metadata.Type) []byte {
	b = appendJSONString(append(b, `{"tag":`...), m.key)
	if t != nil {
		b = appendScript(append(b, `,"val":`...), &m.value, t)
	}
	return append(b, '}')
}
