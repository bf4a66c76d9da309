package metadata

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// meansSame compares a sent value with the value that the agent sees. Members that are null may
// be missing, and numbers have many texts.
func meansSame(sent, seen any) bool {
	switch sent := sent.(type) {
	case map[string]any:
		other, ok := seen.(map[string]any)
		if !ok {
			return false
		}
		gone, fresh := false, false
		for key := range sent {
			if _, ok := other[key]; !ok {
				gone = true
				if sent[key] != nil {
					return false
				}
			}
		}
		for key := range other {
			if _, ok := sent[key]; !ok {
				fresh = true
			}
			if !meansSame(sent[key], other[key]) {
				return false
			}
		}
		return !gone || !fresh // different cases of a variant
	case []any:
		other, ok := seen.([]any)
		if !ok || len(sent) != len(other) {
			return false
		}
		sent, other = sortedNames(sent), sortedNames(other)
		for i := range sent {
			if !meansSame(sent[i], other[i]) {
				return false
			}
		}
		return true
	case json.Number:
		x, errX := sent.Float64()
		number, ok := seen.(json.Number)
		y, errY := number.Float64()
		return ok && errX == nil && errY == nil && x == y
	}
	return reflect.DeepEqual(sent, seen)
}

// sortedNames sorts a list of strings, because flags may be in any order.
func sortedNames(list []any) []any {
	for _, v := range list {
		if _, ok := v.(string); !ok {
			return list
		}
	}
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
	return list
}

// worst returns the worst outcome of calls with each of the values.
func worst(values []any, call func(v any) Outcome) Outcome {
	w := Unaffected
	for _, v := range values {
		w = max(w, call(v))
	}
	return w
}

// through returns the outcome of a value that the server reads as the type read and passes
// to an agent whose code has the type run.
func through(v any, read, run *Type) Outcome {
	p, err := readValue(v, read)
	if err != nil || p.fits(run) != nil {
		return RequestRefused
	}
	if !meansSame(v, p.named(run)) {
		return SilentlyDifferent
	}
	return Unaffected
}

// modelled returns the outcomes of a change of a method's parameter.
func modelled(old, new *Type) outcomes {
	before, after := samples(old), samples(new)
	return outcomes{
		worst(before, func(v any) Outcome { return through(v, new, old) }),
		worst(before, func(v any) Outcome { return through(v, new, new) }),
		worst(before, func(v any) Outcome { return through(v, old, new) }),
		worst(after, func(v any) Outcome { return through(v, new, old) }),
	}
}

// modelledIdentity returns the outcomes of a change of a constructor's parameter.
func modelledIdentity(old, new *Type) outcomes {
	before, after := samples(old), samples(new)
	return outcomes{
		worst(before, func(v any) Outcome {
			p, err := readValue(v, new)
			if err != nil {
				return RequestRefused
			}
			was, _ := readValue(v, old)
			if p.name() != was.name() {
				return AnotherAgent
			}
			return Unaffected
		}),
		worst(before, func(v any) Outcome { return through(v, new, new) }),
		worst(before, func(v any) Outcome {
			p, _ := readValue(v, old)
			q, err := p.again(new)
			switch {
			case err != nil:
				return RequestRefused
			case !meansSame(v, q.named(new)):
				return SilentlyDifferent
			}
			return Unaffected
		}),
		max(worst(after, func(v any) Outcome { return addressed(v, old, new) }), worst(before, func(v any) Outcome {
			p, _ := readValue(v, old)
			if _, err := p.again(new); err != nil {
				return AnotherAgent // no value of the new types has this text
			}
			return Unaffected
		})),
	}
}

// addressed returns the outcome of a client of the new types that addresses an agent made
// with the old ones. A different text does not find the agent, and the text may name
// another agent.
func addressed(v any, old, new *Type) Outcome {
	p, _ := readValue(v, new)
	if was, err := readValue(v, old); err == nil {
		if p.name() != was.name() {
			return AnotherAgent
		}
		return Unaffected
	}
	if q, err := p.again(old); err == nil && !meansSame(v, q.named(old)) {
		return AnotherAgent
	}
	return Unaffected
}

// agentTypePairs has two versions of a type for each rule about types, with the worst outcomes.
var agentTypePairs = map[string][2]*Type{
	"field-added":               {record("a", tU8), record("a", tU8, "b", tStr)},
	"option-field-added":        {record("a", tU8), record("a", tU8, "b", option(tStr))},
	"field-removed":             {record("a", tU8, "b", tStr), record("a", tU8)},
	"field-removed-shifting":    {record("a", tU8, "b", tStr), record("b", tStr)},
	"field-renamed":             {record("a", tU8), record("c", tU8)},
	"option-field-renamed":      {record("a", option(tU8)), record("c", option(tU8))},
	"fields-reordered":          {record("a", tU32, "b", tU32), record("b", tU32, "a", tU32)},
	"fields-reordered-mixed":    {record("a", tU32, "b", tStr), record("b", tStr, "a", tU32)},
	"enum-case-appended":        {enum("a", "b"), enum("a", "b", "c")},
	"enum-case-inserted":        {enum("a", "b"), enum("c", "a", "b")},
	"enum-case-removed":         {enum("a", "b", "c"), enum("b", "c")},
	"enum-last-case-removed":    {enum("a", "b"), enum("a")},
	"enum-case-renamed":         {enum("a", "b"), enum("a", "c")},
	"enum-cases-reordered":      {enum("a", "b"), enum("b", "a")},
	"flag-appended":             {flags("a", "b"), flags("a", "b", "c")},
	"flag-inserted":             {flags("a", "b"), flags("c", "a", "b")},
	"flag-removed":              {flags("a", "b", "c"), flags("b", "c")},
	"last-flag-removed":         {flags("a", "b"), flags("a")},
	"flag-renamed":              {flags("a", "b"), flags("a", "c")},
	"flags-reordered":           {flags("a", "b"), flags("b", "a")},
	"variant-case-appended":     {variant("a", tU8, "b"), variant("a", tU8, "b", "c")},
	"variant-case-inserted":     {variant("a", "b"), variant("c", "a", "b")},
	"variant-case-removed":      {variant("a", "b", "c"), variant("b", "c")},
	"variant-last-case-removed": {variant("a", "b"), variant("a")},
	"variant-case-renamed":      {variant("a", "b"), variant("a", "c")},
	"variant-cases-reordered":   {variant("a", "b"), variant("b", "a")},
	"payload-added":             {variant("a", "b"), variant("a", "b", tU8)},
	"optional-payload-added":    {variant("a", "b"), variant("a", "b", option(tU8))},
	"payload-removed":           {variant("a", "b", tU8), variant("a", "b")},
	"integer-widened":           {tU8, tU32},
	"integer-narrowed":          {tU64, tU32},
	"float-widened":             {tF32, tF64},
	"float-narrowed":            {tF64, tF32},
	"number-kind-changed":       {tF64, tU32},
	"became-optional":           {tStr, option(tStr)},
	"became-required":           {option(tStr), tStr},
	"tuple-item-added":          {tuple(tU8), tuple(tU8, tStr)},
	"tuple-item-removed":        {tuple(tU8, tStr), tuple(tU8)},
	"type-changed":              {tStr, tU32},
	"type-reinterpreted":        {record("a", tU8, "b", tU8), variant("a", tU8, "b", tU8)},
	"type-name-changed":         {named("X", *tuple(tU8)), named("Y", *tuple(tU8))},
}

// TestAgentTypeEffects compares the table with the model. Other tests compare the model with
// recorded exchanges.
func TestAgentTypeEffects(t *testing.T) {
	for _, r := range agentValueRules {
		pair, ok := agentTypePairs[r.ID]
		if !ok {
			t.Errorf("%s: no types", r.ID)
			continue
		}
		for use, want := range map[Use]outcomes{UseParameter: modelled(pair[0], pair[1]), UseIdentity: modelledIdentity(pair[0], pair[1])} {
			changes := CompareDeployments(taking(use, pair[0]), taking(use, pair[1]))
			if len(changes) != 1 || changes[0].Rule.ID != r.ID {
				t.Errorf("%s: %s", r.ID, agentIDs(changes))
				continue
			}
			e := changes[0].Effects
			if got := (outcomes{e.Existing, e.New, e.Pinned, e.Upgraded}); got != want {
				t.Errorf("%s in %s:\n the table says %v,\nthe model says %v", r.ID, use, got, want)
			}
		}
	}
}

// taking returns a deployment with one parameter or result of the type.
func taking(use Use, t *Type) *Deployment {
	schema := DataSchema{Elements: []Element{{Name: "p", Type: t}}}
	a := &AgentType{Name: "A"}
	m := &AgentMethod{Name: "m"}
	switch use {
	case UseIdentity:
		a.Constructor.Input = schema
	case UseParameter:
		m.Input = schema
	default:
		m.Output = schema
	}
	a.Methods = []*AgentMethod{m}
	return &Deployment{AgentTypes: []*AgentType{a}}
}

func agentIDs(changes []AgentChange) string {
	text := ""
	for i, c := range changes {
		if i > 0 {
			text += "; "
		}
		text += fmt.Sprint(c.Rule.ID, " ", c.Place())
	}
	return text
}
