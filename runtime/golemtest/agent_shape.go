package golemtest

import (
	"fmt"

	"github.com/golem-gen/golem-gen/metadata"
)

// checkCall returns why an agent does not take the parameters of a call. Parameters are
// values by position. They were read by the types of a revision that may not be the
// agent's. The agent takes every value of the same shape, whatever the names of its cases
// and fields (drift.jsonl).
func checkCall(m *metadata.AgentMethod, list []element) string {
	if len(list) != len(m.Input.Elements) {
		return fmt.Sprintf("Method '%s': expected %d parameters, got %d", m.Name, len(m.Input.Elements), len(list))
	}
	for i := range list {
		if fault := checkElement(&list[i], &m.Input.Elements[i]); fault != "" {
			return fmt.Sprintf("Method '%s', parameter %d: %s", m.Name, i, fault)
		}
	}
	return ""
}

func checkElement(v *element, e *metadata.Element) string {
	if v.kind != e.Kind {
		return fmt.Sprintf("expected %s, got %s", elementName(e.Kind), elementName(v.kind))
	}
	if v.kind != metadata.ComponentModel {
		return ""
	}
	return checkShape(&v.value, e.Type)
}

func elementName(k metadata.ElementKind) string {
	return [...]string{"component-model", "unstructured-text", "unstructured-binary"}[k]
}

// checkShape returns why a value does not have the shape of a type, or "" if it does.
func checkShape(v *value, t *metadata.Type) string {
	if v.kind != t.Kind {
		return fmt.Sprintf("expected %s, got %s", kindName(t.Kind), kindName(v.kind))
	}
	switch t.Kind {
	case metadata.KindRecord:
		if len(v.items) != len(t.Fields) {
			return fmt.Sprintf("record has %d fields, expected %d", len(v.items), len(t.Fields))
		}
		return checkItems(v, func(i int) *metadata.Type { return t.Fields[i].Type })
	case metadata.KindTuple:
		if len(v.items) != len(t.Items) {
			return fmt.Sprintf("tuple has %d items, expected %d", len(v.items), len(t.Items))
		}
		return checkItems(v, func(i int) *metadata.Type { return t.Items[i] })
	case metadata.KindList, metadata.KindOption:
		return checkItems(v, func(int) *metadata.Type { return t.Inner })
	case metadata.KindEnum:
		return checkCase("enum", v.bits, len(t.Names))
	case metadata.KindFlags:
		if len(v.set) != len(t.Names) {
			return fmt.Sprintf("flags has %d bits, expected %d", len(v.set), len(t.Names))
		}
	case metadata.KindVariant:
		if fault := checkCase("variant", v.bits, len(t.Cases)); fault != "" {
			return fault
		}
		return checkPayload(v, t.Cases[v.bits].Type, "variant case")
	case metadata.KindResult:
		if v.bits == 1 {
			return checkPayload(v, t.Ok, "result ok")
		}
		return checkPayload(v, t.Err, "result err")
	}
	return ""
}

func checkItems(v *value, typeOf func(int) *metadata.Type) string {
	for i := range v.items {
		if fault := checkShape(&v.items[i], typeOf(i)); fault != "" {
			return fault
		}
	}
	return ""
}

func checkCase(kind string, i uint64, n int) string {
	if i >= uint64(n) {
		return fmt.Sprintf("%s case index %d out of range (type has %d cases)", kind, i, n)
	}
	return ""
}

func checkPayload(v *value, t *metadata.Type, what string) string {
	switch {
	case t == nil && len(v.items) > 0:
		return what + " has a payload, expected none"
	case t != nil && len(v.items) == 0:
		return what + " has no payload, expected " + kindName(t.Kind)
	}
	return checkItems(v, func(int) *metadata.Type { return t })
}
