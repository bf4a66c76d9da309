package wire_test

import (
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// container is a value around another one.
type container struct {
	name, open, close string

	begin, end func(d *wire.Decoder, at int) int
}

// containers returns the values that hold others, in the form that servers write and in
// other forms.
func containers() []container {
	names := wire.NewNames("a", "b")
	var nexts []int // of the open records, as Shape.Next returns them
	record := func(name, open, closing string, fields ...string) container {
		shape := wire.NewShape(fields...)
		return container{name, open, closing, func(d *wire.Decoder, at int) int {
			_, at, next := shape.Next(d, at, 0)
			nexts = append(nexts, next)
			return at
		}, func(d *wire.Decoder, at int) int {
			last := len(nexts) - 1
			_, at, _ = shape.Next(d, at, nexts[last])
			nexts = nexts[:last]
			return at
		}}
	}
	tuple := func(name, open string) container {
		begin := func(d *wire.Decoder, at int) int { return d.TupleItem(d.BeginTuple(at, 1)) }
		return container{name, open, `]`, begin, (*wire.Decoder).EndTuple}
	}
	variant := func(name, open string) container {
		begin := func(d *wire.Decoder, at int) int { _, at = d.BeginCase(at, names); return at }
		return container{name, open, `}`, begin, (*wire.Decoder).EndCase}
	}
	result := func(name, open string) container {
		begin := func(d *wire.Decoder, at int) int { _, at = d.BeginResult(at); return at }
		return container{name, open, `}`, begin, (*wire.Decoder).EndResult}
	}
	element := func(name, open, closing string) container {
		begin := func(d *wire.Decoder, at int) int { return d.BeginElement(at, wire.ComponentModel) }
		return container{name, open, closing, begin, (*wire.Decoder).EndElement}
	}
	part := func(name, open, closing string) container {
		begin := func(d *wire.Decoder, at int) int { _, at = d.BeginPart(at, names); return at }
		return container{name, open, closing, begin, (*wire.Decoder).EndPart}
	}
	return []container{
		tuple("tuple", `[`),
		tuple("tuple with a space", `[ `),
		variant("variant", `{"a":`),
		variant("variant with a space", `{ "b":`),
		result("ok", `{"ok":`),
		result("err", `{"err":`),
		result("err with a space", `{ "err":`),
		record("record", `{"a":`, `}`, "a"),
		record("record with a space", `{ "a":`, `}`, "a"),
		record("record with an unknown member", `{"a":`, `,"c":[]}`, "a"),
		element("element", wire.ComponentModelOpen, `}`),
		element("element with its type last", `{"value":`, `,"type":"ComponentModel"}`),
		part("part", `{"name":"a","value":`, `}`),
		part("part with its name last", `{"value":`, `,"name":"b"}`),
	}
}

// TestNesting reads each container nested in itself up to the limit and beyond.
func TestNesting(t *testing.T) {
	for _, c := range containers() {
		if strings.HasSuffix(c.name, "last") {
			continue // a decoder keeps only one such element and part, and they hold no others
		}
		deepest := 127
		if strings.Contains(c.close, "[") { // the last one holds an array
			deepest--
		}
		for count, want := range map[int]wire.DecodeReason{deepest: 0, deepest + 1: wire.ReasonTooDeep} {
			text := strings.Repeat(c.open, count) + "null" + strings.Repeat(c.close, count)
			d := wire.NewDecoder(text)
			for range count {
				d.At = c.begin(&d, d.At)
			}
			d.At = d.Null(d.At)
			for range count {
				d.At = c.end(&d, d.At)
			}
			d.End()
			if err := d.Err(); (err == nil) != (want == 0) || err != nil && err.Reason != want || d.At != len(text) {
				t.Errorf("%s, %d deep: got %v at %d of %d, want %v", c.name, count, err, d.At, len(text), want)
			}
		}
	}
}

// TestManyInARow checks that a container that has ended does not count as nested.
func TestManyInARow(t *testing.T) {
	for _, c := range containers() {
		text := "[" + strings.Repeat(c.open+"null"+c.close+",", 200) + c.open + "null" + c.close + "]"
		read(t, text, func(d *wire.Decoder, at int, v *[]struct{}) int {
			return wire.DecodeList(d, at, v, func(d *wire.Decoder, at int, _ *struct{}) int { return c.end(d, d.Null(c.begin(d, at))) })
		}, make([]struct{}, 201))
	}
}

// TestNestingOfAnswers checks that the objects and arrays around a result count as nested,
// in all forms of answers.
func TestNestingOfAnswers(t *testing.T) {
	tuples := func(d *wire.Decoder, count int) error {
		for range count {
			d.At = d.TupleItem(d.BeginTuple(d.At, 1))
		}
		d.At = d.Null(d.At)
		for range count {
			d.At = d.EndTuple(d.At)
		}
		return nil
	}
	const u8, value = `{"type":"U8"}`, "VALUE"
	plain := func(d *wire.Decoder, text string, count int) error {
		a := wire.NewAnswer(u8, false)
		if err := a.Open([]byte(text), d); err != nil {
			return err
		}
		_ = tuples(d, count)
		a.Close(d)
		return nil
	}
	agent := func(known bool) func(d *wire.Decoder, text string, count int) error {
		return func(d *wire.Decoder, text string, count int) error {
			r := wire.NewAgentResult(wire.ComponentModel)
			var envelope *wire.AgentEnvelope
			if known {
				a, err := r.Open([]byte(text), d, nil)
				if envelope = a.Envelope(); err != nil || envelope == nil {
					t.Errorf("there is no envelope, %v", err)
				}
			}
			if _, err := r.Open([]byte(text), d, envelope); err != nil {
				return err
			}
			_ = tuples(d, count)
			r.Close(d)
			return nil
		}
	}
	const element = `{"type":"ComponentModel","value":` + value + `}`
	for _, c := range []struct {
		text    string
		around  int
		reading func(d *wire.Decoder, text string, count int) error
	}{
		{`{"result":{"typ":` + u8 + `,"value":` + value + `}}`, 2, plain},
		{`{"result":{"value":` + value + `,"typ":` + u8 + `}}`, 2, plain},
		{`{"result":{"typ":{"items":[` + u8 + `],"type":"Tuple"},"value":[` + value + `]}}`, 3, plain},
		{`{"result":{"value":[` + value + `],"typ":{"items":[` + u8 + `],"type":"Tuple"}}}`, 3, plain},
		{agentHead + `"result":{"elements":[` + element + `],"type":"Tuple"}}`, 4, agent(false)},
		{agentHead + `"result":{"elements":[` + element + `],"type":"Tuple"}}`, 4, agent(true)},
		{agentHead + `"result":{"type":"Tuple","elements":[` + element + `]}}`, 4, agent(false)},
	} {
		for count, want := range map[int]bool{127 - c.around: true, 128 - c.around: false} {
			var d wire.Decoder
			text := strings.Replace(c.text, value, strings.Repeat("[", count)+"null"+strings.Repeat("]", count), 1)
			err := c.reading(&d, text, count)
			if failed := d.Err(); (err == nil && failed == nil) != want {
				t.Errorf("%s with %d arrays: got %v, %v", c.text, count, err, failed)
			}
		}
	}
}

// TestNestingAfterResults reads unknown members after a result, nested up to the limit.
func TestNestingAfterResults(t *testing.T) {
	arrays := func(count int) string { return strings.Repeat("[", count) + strings.Repeat("]", count) }
	a := wire.NewAnswer(typeStr, false)
	for _, open := range []string{`{"result":{"typ":{"type":"Str"},"value":"x"`, `{"result":{"typ":{"items":[{"type":"Str"}],"type":"Tuple"},"value":["x"]`} {
		for text, want := range map[string]bool{
			`,"more":` + arrays(125) + `}}`:  true,
			`,"more":` + arrays(126) + `}}`:  false,
			`},"more":` + arrays(126) + `}`:  true,
			`},"more":` + arrays(127) + `}`:  false,
			` },"more":` + arrays(126) + `}`: true,
		} {
			if _, err := openString(t, a, open+text); (err == nil) != want {
				t.Errorf("%.200s: got %v", open+text, err)
			}
		}
	}
}

// TestEndAfterFailure checks that decoders return the end of the text after a failure, so
// that nothing reads on.
func TestEndAfterFailure(t *testing.T) {
	few, many := wire.NewNames("a", "b"), wire.NewNames(strings.Split(strings.Repeat("x,", 69)+"y", ",")...)
	flags := func(d *wire.Decoder, at int) int { _, at = wire.DecodeFlags(d, at, few); return at }
	wide := func(d *wire.Decoder, at int) int { return wire.DecodeWideFlags(d, at, many, make([]uint64, 2)) }
	enum := func(d *wire.Decoder, at int) int { _, at = wire.DecodeEnum(d, at, few); return at }
	variant := func(d *wire.Decoder, at int) int {
		i, at := d.BeginCase(at, few)
		if i >= 0 {
			t.Errorf("BeginCase returns %d after a failure", i)
		}
		return at
	}
	result := func(d *wire.Decoder, at int) int {
		ok, at := d.BeginResult(at)
		if ok {
			t.Error("BeginResult returns true after a failure")
		}
		return at
	}
	str := func(d *wire.Decoder, at int) int { return wire.DecodeString(d, at, new(string)) }
	list := func(d *wire.Decoder, at int) int { return wire.DecodeStrings(d, at, new([]string)) }
	raw := func(d *wire.Decoder, at int) int { d.At = at; d.Raw(); return d.At }
	for _, c := range []struct {
		text   string
		reason wire.DecodeReason
		read   func(d *wire.Decoder, at int) int
	}{
		{`["a","c","b"]`, wire.ReasonUnknownFlagName, flags},
		{`["a" "b"]`, wire.ReasonSyntax, flags},
		{`["x","c","y"]`, wire.ReasonUnknownFlagName, wide},
		{`["x",1]`, wire.ReasonWrongKind, wide},
		{`"c" , "a"`, wire.ReasonUnknownCase, enum},
		{`"a\x" , "a"`, wire.ReasonInvalidString, enum},
		{`{"c":1}`, wire.ReasonUnknownCase, variant},
		{`{"a" 1}`, wire.ReasonSyntax, variant},
		{`{"c":1,"a":2}`, wire.ReasonSeveralCases, variant},
		{`{"ok" 1}`, wire.ReasonSyntax, result},
		{`{"c":1}`, wire.ReasonNoCase, result},
		{"\"a\nb\" , 1", wire.ReasonInvalidString, str},
		{"\"\xff\" , 1", wire.ReasonInvalidString, str},
		{`"\u00e9\q" , 1`, wire.ReasonInvalidString, str},
		{`"` + strings.Repeat("x", 200) + `\q" , 1`, wire.ReasonInvalidString, str},
		{`["long enough for words","\q","another string"]`, wire.ReasonInvalidString, list},
		{strings.Repeat("[", 128) + strings.Repeat("]", 128), wire.ReasonTooDeep, raw},
		{strings.Repeat(`{"a":`, 128) + `1` + strings.Repeat("}", 128), wire.ReasonTooDeep, raw},
		{`{"a":1 "b"}`, wire.ReasonSyntax, raw},
	} {
		d := wire.NewDecoder(c.text)
		end := c.read(&d, 0)
		if err := d.Err(); err == nil || err.Reason != c.reason || end != len(c.text) || d.At != len(c.text) {
			t.Errorf("%.60s: got %v, %d and %d, want %s and %d", c.text, err, end, d.At, c.reason, len(c.text))
		}
	}
}
