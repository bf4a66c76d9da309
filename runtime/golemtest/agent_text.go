package golemtest

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// dataText returns a data value as servers write it in messages (update.jsonl): by position
// and without names, as in Tuple([ComponentModel(U32(1))]).
func dataText(list []element, s *metadata.DataSchema) string {
	items := make([]string, len(list))
	for i := range list {
		items[i] = list[i].debugText()
		if s.Kind == metadata.SchemaMultimodal {
			items[i] = fmt.Sprintf("%s: %s", s.Elements[list[i].alternative].Name, items[i])
		}
	}
	return fmt.Sprintf("%s([%s])", s.Kind, strings.Join(items, ", "))
}

func (v *element) debugText() string {
	if v.kind == metadata.ComponentModel {
		return "ComponentModel(" + v.value.debugText() + ")"
	}
	m := &v.media
	kind := "Inline"
	if m.remote {
		kind = "Url"
	}
	data := m.text
	if v.kind == metadata.UnstructuredBinary && !m.remote {
		data = fmt.Sprint(m.bytes)
	}
	return fmt.Sprintf("%s(%s(%q, %q))", v.kind, kind, data, m.tag)
}

// debugText returns a value with its kind: U32(1), Record([Bool(true)]).
func (v *value) debugText() string {
	parts := make([]string, len(v.items))
	for i := range v.items {
		parts[i] = v.items[i].debugText()
	}
	inner := strings.Join(parts, ", ")
	payload := "None"
	if len(parts) > 0 {
		payload = "Some(" + inner + ")"
	}
	switch v.kind {
	case metadata.KindList, metadata.KindTuple, metadata.KindRecord:
		inner = "[" + inner + "]"
	case metadata.KindOption:
		inner = payload
	case metadata.KindVariant:
		return fmt.Sprintf("Variant { case_idx: %d, case_value: %s }", v.bits, payload)
	case metadata.KindResult:
		side := "Err"
		if v.bits == 1 {
			side = "Ok"
		}
		inner = side + "(" + payload + ")"
	case metadata.KindFlags:
		inner = strings.ReplaceAll(fmt.Sprint(v.set), " ", ", ")
	case metadata.KindEnum:
		inner = fmt.Sprint(v.bits)
	case metadata.KindStr:
		inner = fmt.Sprintf("%q", v.text)
	case metadata.KindChr:
		inner = strconv.QuoteRune(rune(v.bits))
	default:
		inner = string(appendValue(nil, v, &metadata.Type{Kind: v.kind}))
	}
	name := v.kind.String()
	switch v.kind {
	case metadata.KindStr:
		name = "String"
	case metadata.KindChr:
		name = "Char"
	}
	return name + "(" + inner + ")"
}
