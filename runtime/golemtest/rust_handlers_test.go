package golemtest

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// The components of the recordings of 1.2.5 are written in Rust. They describe their
// parameters in another form.

func newRustEchoHandler(worker string) Handler {
	h := newEchoHandler(worker).(echoHandler)
	set := h.table["set-label"]
	h.table["set-label"] = func(call *Invocation) any {
		call.Parameters[0] = appendJSONString(nil, "label="+read[string](call, 0))
		return set(call)
	}
	return h
}

func rustDriftHandler(string) Handler {
	return table{
		"describe": func(call *Invocation) any {
			point := read[object](call, 0)
			flags := strings.ToUpper(strings.Join(read[[]string](call, 1), " | "))
			var action string
			for name := range read[object](call, 2) {
				action = name
			}
			return fmt.Sprintf("a=%v b=%v name=%q level=Level::%s perms=Perms(%s) action=Action::%s",
				point["a"], point["b"], point["name"], upperFirst(point["level"].(string)), flags, upperFirst(action))
		},
		"level-now": func(*Invocation) any { return "low" },
	}
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// rustText writes parameters in a form similar to JSON.
func rustText(call *Invocation) string {
	var parts []string
	for i, p := range call.Parameters {
		n, err := parseJSON(string(p))
		if err != nil {
			panic(err)
		}
		parts = append(parts, string(appendRust(nil, &n, call.Function.Parameters[i].Type)))
	}
	return "[" + strings.Join(parts, ",") + "]"
}

func appendRust(b []byte, n *node, t *metadata.Type) []byte {
	switch t.Kind {
	case metadata.KindF32, metadata.KindF64:
		if n.kind == jsonNull {
			return append(b, "NaN"...)
		}
		f := n.number.float()
		if t.Kind == metadata.KindF32 && f != math.Trunc(f) {
			return strconv.AppendFloat(b, f, 'f', -1, 32)
		}
		return appendFloat(b, f)
	case metadata.KindStr:
		return append(b, strings.NewReplacer(`\t`, `\u0009`, `\n`, `\u000a`).Replace(n.String())...)
	case metadata.KindFlags:
		set := make([]bool, len(t.Names))
		for i, name := range t.Names {
			set[i] = slices.ContainsFunc(n.items, func(item node) bool { return item.text == name })
		}
		text, _ := json.Marshal(set)
		return append(b, text...)
	case metadata.KindRecord:
		b = append(b, '{')
		for i, f := range t.Fields {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendJSONString(b, f.Name), ':')
			b = appendRust(b, n.get(f.Name), f.Type)
		}
		return append(b, '}')
	}
	return n.append(b)
}
