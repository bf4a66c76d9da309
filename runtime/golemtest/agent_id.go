package golemtest

import (
	"encoding/base64"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/metadata"
)

// An agent's id consists of its type and the parameters of its constructor, by position, as
// in Account("alice",v1). It does not contain names of fields and cases.

// maxAgentID is the maximum size of an id that servers accept, in bytes.
const maxAgentID = 512

// maxIDDepth is the maximum nesting of values in ids.
const maxIDDepth = 32

// agentID returns the id of an agent, or the servers' message if it cannot be written.
func agentID(t *metadata.AgentType, parameters []element, phantom string) (id, fault string) {
	w := idWriter{b: append([]byte(t.Name), '(')}
	w.data(parameters, &t.Constructor.Input)
	w.b = append(w.b, ')')
	id = withPhantom(string(w.b), phantom)
	switch {
	case w.fault != "":
		return "", w.fault
	case len(id) > maxAgentID:
		return "", fmt.Sprintf("Agent id is too long: %d, max length: %d, agent id: %s", len(id), maxAgentID, id)
	}
	return id, ""
}

func withPhantom(id, phantom string) string {
	if phantom == "" {
		return id
	}
	return id + "[" + phantom + "]"
}

// idWriter writes values in the form of ids.
type idWriter struct {
	b     []byte
	fault string
}

func (w *idWriter) data(list []element, s *metadata.DataSchema) {
	for i := range list {
		w.b = appendSeparator(w.b, i)
		if s.Kind == metadata.SchemaMultimodal {
			w.b = append(strconv.AppendInt(w.b, int64(list[i].alternative), 10), '(')
		}
		w.element(&list[i], &s.Elements[list[i].alternative])
		if s.Kind == metadata.SchemaMultimodal {
			w.b = append(w.b, ')')
		}
	}
}

func (w *idWriter) element(v *element, e *metadata.Element) {
	if v.kind == metadata.ComponentModel {
		w.value(&v.value, e.Type, 0)
		return
	}
	m := &v.media
	w.b = append(w.b, '@', "tb"[v.kind-metadata.UnstructuredText])
	switch {
	case m.remote:
		w.b = append(w.b, 'u')
	case m.tagged:
		w.b = append(append(append(w.b, '['), m.tag...), ']')
	}
	text := m.text
	if v.kind == metadata.UnstructuredBinary && !m.remote {
		text = base64.StdEncoding.EncodeToString(m.bytes)
	}
	w.quoted(text)
}

func (w *idWriter) value(v *value, t *metadata.Type, depth int) {
	if depth >= maxIDDepth {
		w.fault = fmt.Sprintf("Max nesting depth (%d) exceeded", maxIDDepth)
		return
	}
	item := func(i int, t *metadata.Type) { w.value(&v.items[i], t, depth+1) }
	switch t.Kind {
	case metadata.KindF32:
		w.float(float64(float32(math.Float64frombits(v.bits))), 32)
	case metadata.KindF64:
		w.float(math.Float64frombits(v.bits), 64)
	case metadata.KindChr:
		w.b = append(w.b, 'c')
		w.quoted(string(rune(v.bits)))
	case metadata.KindStr:
		w.quoted(v.text)
	case metadata.KindRecord:
		w.sequence('(', len(v.items), func(i int) { item(i, t.Fields[i].Type) }, ')')
	case metadata.KindTuple:
		w.sequence('(', len(v.items), func(i int) { item(i, t.Items[i]) }, ')')
	case metadata.KindList:
		w.sequence('[', len(v.items), func(i int) { item(i, t.Inner) }, ']')
	case metadata.KindOption:
		if len(v.items) == 0 {
			w.b = append(w.b, 'n')
			return
		}
		w.payload("s", v, func() { item(0, t.Inner) })
	case metadata.KindResult:
		if v.bits == 1 {
			w.payload("ok", v, func() { item(0, t.Ok) })
		} else {
			w.payload("err", v, func() { item(0, t.Err) })
		}
	case metadata.KindEnum:
		w.payload("v"+strconv.FormatUint(v.bits, 10), v, nil)
	case metadata.KindVariant:
		w.payload("v"+strconv.FormatUint(v.bits, 10), v, func() { item(0, t.Cases[v.bits].Type) })
	case metadata.KindFlags:
		w.flags(v)
	default:
		w.b = appendValue(w.b, v, t)
	}
}

// quoted writes a text as JSON and escapes all control characters.
func (w *idWriter) quoted(text string) {
	for _, r := range string(appendJSONString(nil, text)) {
		if unicode.IsControl(r) {
			w.b = fmt.Appendf(w.b, `\u%04x`, r)
			continue
		}
		w.b = utf8.AppendRune(w.b, r)
	}
}

func (w *idWriter) sequence(open byte, n int, item func(int), end byte) {
	w.b = append(w.b, open)
	for i := range n {
		w.b = appendSeparator(w.b, i)
		item(i)
	}
	w.b = append(w.b, end)
}

// payload writes a case and its payload, if it has one, in parentheses.
func (w *idWriter) payload(name string, v *value, write func()) {
	w.b = append(w.b, name...)
	if len(v.items) > 0 {
		w.b = append(w.b, '(')
		write()
		w.b = append(w.b, ')')
	}
}

func (w *idWriter) flags(v *value) {
	w.b = append(w.b, "f("...)
	n := 0
	for i, set := range v.set {
		if set {
			w.b = strconv.AppendInt(appendSeparator(w.b, n), int64(i), 10)
			n++
		}
	}
	w.b = append(w.b, ')')
}

// float writes the shortest digits without an exponent and with a point.
func (w *idWriter) float(f float64, bits int) {
	if f == 0 {
		f = 0 // without a sign
	}
	text := strconv.FormatFloat(f, 'f', -1, bits)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	w.b = append(w.b, text...)
}
