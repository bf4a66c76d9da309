package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"testing"
)

// TestRequestsAreTheSame checks that all libraries write the same JSON, so that they do the
// same work. Texts of floats may differ if they are the same number.
func TestRequestsAreTheSame(t *testing.T) {
	for _, p := range payloads() {
		single := p.name == "cart" || p.name == "agent" || p.name == "1-order" || p.name == "100-orders"
		for _, typed := range []bool{false, true}[:kinds(p)] {
			want := requestValue(t, p.contenders[0], typed)
			if typed && !bytes.Contains(mustRequest(t, p.contenders[0], typed), []byte(`"typ":`+p.typ+`,`)) {
				t.Errorf("%s: the request has no type", p.name)
			}
			for _, c := range p.contenders[1:] {
				if err := sameValue(want, requestValue(t, c, typed), single); err != nil {
					t.Errorf("%s, %s, typed %t: %v", p.name, c.name, typed, err)
				}
			}
		}
		for _, c := range p.contenders {
			if c.marshal == nil {
				continue
			}
			text, err := c.marshal()
			if err != nil {
				t.Fatal(err)
			}
			if err := sameValue(parse(t, p.value), parse(t, text), single); err != nil {
				t.Errorf("%s, %s: value: %v", p.name, c.name, err)
			}
		}
	}
}

// kinds returns the number of kinds of requests: without types, and with types if the
// payload has one.
func kinds(p payload) int {
	if p.typ == "" {
		return 1
	}
	return 2
}

func mustRequest(t *testing.T, c contender, typed bool) []byte {
	t.Helper()
	body, err := c.request(typed)
	if err != nil {
		t.Fatal(err)
	}
	again, err := c.reused(make([]byte, 0, 10), typed)
	if err != nil || string(bytes.TrimSuffix(again, []byte("\n"))) != string(body) {
		t.Fatalf("%s: wrote %.100q into a buffer, and %.100q without (%v)", c.name, again, body, err)
	}
	return body
}

func requestValue(t *testing.T, c contender, typed bool) any {
	t.Helper()
	return parse(t, mustRequest(t, c, typed))
}

func parse(t *testing.T, text []byte) (v any) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&v); err != nil {
		t.Fatalf("%v in %.200q", err, text)
	}
	return v
}

// sameValue compares two JSON values. Integers must be equal, and fractions equal as floats
// of the payload's width.
func sameValue(a, b any, single bool) error {
	switch a := a.(type) {
	case map[string]any:
		other, ok := b.(map[string]any)
		if !ok || len(other) != len(a) {
			return fmt.Errorf("%.100v is not %.100v", b, a)
		}
		for name, member := range a {
			if err := sameValue(member, other[name], single); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		return nil
	case []any:
		other, ok := b.([]any)
		if !ok || len(other) != len(a) {
			return fmt.Errorf("%.100v is not %.100v", b, a)
		}
		for i := range a {
			if err := sameValue(a[i], other[i], single); err != nil {
				return fmt.Errorf("%d: %w", i, err)
			}
		}
		return nil
	case json.Number:
		if other, ok := b.(json.Number); ok && sameNumber(string(a), string(other), single) {
			return nil
		}
	default:
		if a == b {
			return nil
		}
	}
	return fmt.Errorf("%.100v is not %.100v", b, a)
}

func sameNumber(a, b string, single bool) bool {
	if a == b {
		return true
	}
	width := 64
	if single {
		width = 32
	}
	_, aErr := strconv.ParseInt(a, 10, 64)
	_, bErr := strconv.ParseInt(b, 10, 64)
	if aErr == nil && bErr == nil {
		return false
	}
	x, xErr := strconv.ParseFloat(a, width)
	y, yErr := strconv.ParseFloat(b, width)
	return xErr == nil && yErr == nil && x == y
}

// TestAnswersAreTheSame checks that all libraries read the value that they wrote, and
// refuse an answer of another type.
func TestAnswersAreTheSame(t *testing.T) {
	for _, p := range payloads() {
		end := []byte(`"type":"Tuple"}`)
		other := bytes.Replace(p.body, end, []byte(`"type":"Other"}`), 1)
		for _, c := range p.contenders {
			for name, read := range map[string]func() (any, error){
				"answer": func() (any, error) { return c.answer(p.body) },
				"value":  func() (any, error) { return c.unmarshal(p.value) },
			} {
				if name == "value" && c.unmarshal == nil {
					continue
				}
				got, err := read()
				if err != nil {
					t.Errorf("%s, %s: %s: %v", p.name, c.name, name, err)
				} else if !reflect.DeepEqual(got, c.value) {
					t.Errorf("%s, %s: %s: read %.200v and not %.200v", p.name, c.name, name, got, c.value)
				}
			}
			if _, err := c.answer(other); err == nil || !bytes.Contains(p.body, end) {
				t.Errorf("%s, %s: an answer of another type is taken", p.name, c.name)
			}
		}
	}
}
