package gen

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// checkAgentBatches checks that generated code writes data into each position of a request as it
// read it from an answer. The server in the process must accept it, have the same id for the
// agent, and pass it to an implementation by the generated test package. Data that servers do not
// accept must be refused before a request.
func checkAgentBatches(t *testing.T, m *module, batches []agentBatch) {
	tally := map[string]int{}
	for i, b := range batches {
		for n, schema := range b {
			c := &agentCheck{module: m, number: n, function: fmt.Sprintf("a%d.%d", i, n), schema: schema, tally: tally}
			t.Run(fmt.Sprintf("package=%d/schema=%d", i, n), func(t *testing.T) { c.run(t, (i*1000+n)*valuesPerType) })
		}
	}
	t.Logf("%d packages, %v", len(batches), tally)
	for _, what := range []string{".made", "plugged.made", ".set", "plugged.set", ".schedule", "refused: restricted", "refused: parts", "mistake"} {
		if tally[what] < 10 {
			t.Errorf("%d times %q only", tally[what], what)
		}
	}
}

// agentCheck checks what is generated for one schema.
type agentCheck struct {
	module   *module
	number   int
	function string
	schema   metadata.DataSchema
	tally    map[string]int
}

func (c *agentCheck) run(t *testing.T, seed int) {
	for i := range valuesPerType {
		value := drawn(seed+i, func(t *rapid.T) dataValue { return randomData(t, c.schema) })
		for _, position := range c.positions() {
			c.check(t, value, position, false)
			if position != ".enqueue" && position != ".schedule" {
				c.check(t, value, position, true)
			}
		}
		if c.schema.Kind == metadata.SchemaMultimodal {
			c.checkParts(t, drawn(seed+i, func(t *rapid.T) dataValue { return value.rearranged(t) }))
		}
		c.checkMistake(t, value, seed+i)
	}
}

// positions returns the calls that take the data.
func (c *agentCheck) positions() []string {
	switch {
	case splitResult(c.schema) != "":
		return []string{""}
	case configurable(c.schema):
		return []string{"", ".enqueue", ".schedule", ".made", ".set"}
	default:
		return []string{"", ".enqueue", ".schedule", ".made"}
	}
}

func (c *agentCheck) do(t *testing.T, v dataValue, position string, plugged bool) outcome {
	t.Helper()
	return c.module.do(t, job{Function: c.function + position, Answer: v.answer(), Plugged: plugged})
}

func (c *agentCheck) check(t *testing.T, v dataValue, position string, plugged bool) {
	t.Helper()
	o := c.do(t, v, position, plugged)
	how := position
	if plugged {
		how = "plugged" + position
	}
	switch {
	case isRestricted(v):
		c.tally["refused: restricted"]++
		reason := o.Reason == wire.ReasonLanguage.String() || o.Reason == wire.ReasonMediaType.String()
		if o.Step != "write" || o.Request != nil || !reason {
			t.Errorf("%s%s: %s is not refused: %+v", c.function, position, v.answer(), o)
		}
		return
	case position == ".made" && o.Identity && o.Request == nil && c.hasNoID(v, o):
		c.tally["refused: id"]++
		return
	case o.Failed != "":
		t.Errorf("%s%s of %s: %s", c.function, how, v.answer(), o.Failed)
		return
	}
	if err := c.sent(v, position, plugged, o); err != nil {
		t.Errorf("%s%s of %s is sent %s: %v", c.function, how, v.answer(), o.Request, err)
	}
	c.tally[how]++
}

// isRestricted reports whether an element has a language or media type that it does not allow.
func isRestricted(v dataValue) bool { return slices.ContainsFunc(v.elements, elementValue.restricted) }

// hasNoID reports whether servers have no text for an agent made of the data, or a text of
// another agent than the client means.
func (c *agentCheck) hasNoID(v dataValue, o outcome) bool {
	return strings.Contains(o.Failed, "servers would read another number") && strings.ContainsAny(string(v.answer()), ".e") ||
		strings.Contains(o.Failed, "512 is the most") && len(v.answer()) > 100
}

// sent compares the request with the one that servers of 1.5 accept. It also compares the request
// of the implementation behind the server in the process with its own.
func (c *agentCheck) sent(v dataValue, position string, plugged bool, o outcome) error {
	want := c.request(position)
	if position == ".set" {
		want["phantomId"] = quotedJSON(strings.TrimSuffix(o.Agent[strings.LastIndex(o.Agent, "[")+1:], "]"))
	}
	if plugged && position != ".set" {
		want["deploymentRevision"], want["ownerAccountEmail"] = "0", `"initial@user"`
	}
	if err := compareMembers(o.Request, want, v); err != nil || !plugged {
		return err
	}
	if err := compareMembers(o.Inner, c.request(position), v); err != nil {
		return fmt.Errorf("and from behind the server as %s: %w", o.Inner, err)
	}
	return nil
}

// request returns the members of a request. The values of data and config are placeholders.
func (c *agentCheck) request(position string) map[string]string {
	const empty = `{"elements":[],"type":"Tuple"}`
	want := map[string]string{"appName": `"round-trip"`, "envName": `"test"`}
	if position == ".set" {
		want["agentTypeName"], want["parameters"], want["config"] = fmt.Sprintf(`"Set%d"`, c.number), empty, "config"
		return want
	}
	want["mode"] = `"await"`
	want["agentTypeName"], want["parameters"] = `"Source"`, empty
	want["methodName"], want["methodParameters"] = fmt.Sprintf(`"take-t%d"`, c.number), "data"
	switch position {
	case ".enqueue":
		want["mode"] = `"schedule"`
	case ".schedule":
		want["mode"], want["scheduleAt"] = `"schedule"`, `"2030-01-02T02:04:05.000000678Z"`
	case ".made":
		want["agentTypeName"], want["parameters"] = fmt.Sprintf(`"Made%d"`, c.number), "data"
		want["methodName"], want["methodParameters"] = `"touch"`, empty
	}
	return want
}

// compareMembers compares the members of a request with texts, and those named data or config
// with the data.
func compareMembers(body []byte, want map[string]string, v dataValue) error {
	var request map[string]json.RawMessage
	if err := json.Unmarshal(body, &request); err != nil {
		return err
	}
	if diff := cmp.Diff(sortedKeys(want), sortedKeys(request)); diff != "" {
		return fmt.Errorf("the members of the request (-want +got):\n%s", diff)
	}
	for name, text := range want {
		var err error
		switch {
		case text == "data":
			err = v.same(request[name])
		case text == "config":
			err = v.sameConfig(request[name])
		default:
			var got, wanted any
			if got, err = parseJSON(string(request[name])); err != nil {
				return err
			}
			if wanted, err = parseJSON(text); err != nil {
				return err
			}
			if diff := cmp.Diff(wanted, got); diff != "" {
				err = fmt.Errorf("(-want +got):\n%s", diff)
			}
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// sameConfig compares a configuration in a request with v.
func (v dataValue) sameConfig(sent []byte) error {
	var list []struct {
		Path  []string
		Value json.RawMessage
	}
	if err := json.Unmarshal(sent, &list); err != nil || len(list) != len(v.elements) {
		return fmt.Errorf("%d values, want %d (%w)", len(list), len(v.elements), err)
	}
	for i, entry := range list {
		if diff := cmp.Diff(configPath(i), entry.Path); diff != "" {
			return fmt.Errorf("path (-want +got):\n%s", diff)
		}
		if err := v.elements[i].same(string(entry.Value)); err != nil {
			return err
		}
	}
	return nil
}

// checkParts checks that multimodal data with other parts than servers accept is refused.
func (c *agentCheck) checkParts(t *testing.T, v dataValue) {
	t.Helper()
	if len(v.elements) == len(c.schema.Elements) && sameNames(v.elements, c.schema.Elements) {
		return
	}
	o := c.do(t, v, "", false)
	if !isRestricted(v) && (!o.Parts || o.Request != nil) {
		t.Errorf("%s: %s is not refused: %+v", c.function, v.answer(), o)
	}
	c.tally["refused: parts"]++
}

func sameNames(list []elementValue, elements []metadata.Element) bool {
	for i := range list {
		if list[i].Name != elements[i].Name {
			return false
		}
	}
	return true
}

// checkMistake checks that an answer with a mistake in a value is refused at the place of the
// mistake.
func (c *agentCheck) checkMistake(t *testing.T, v dataValue, seed int) {
	t.Helper()
	for i, e := range v.elements {
		if e.Kind != metadata.ComponentModel {
			continue
		}
		wrong, ok := drawn(seed, func(t *rapid.T) mistaken { return randomMistake(t, e.Type, false) }).made()
		if !ok {
			continue
		}
		bad := dataValue{v.schema, append([]elementValue(nil), v.elements...)}
		bad.elements[i].text = wrong.text
		o := c.do(t, bad, "", false)
		if o.Step != "read" || o.Reason == "" || o.Request != nil || !strings.Contains(o.Path, wrong.path) {
			t.Errorf("%s: %s, with a mistake at %q of element %d: %+v", c.function, bad.answer(), wrong.path, i, o)
		}
		c.tally["mistake"]++
	}
}
