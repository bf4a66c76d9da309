package golemtest

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestAgentIDsOfVectors writes values of random types as ids, like the client, and reads
// them again.
func TestAgentIDsOfVectors(t *testing.T) {
	written, both := 0, 0
	for _, v := range vectors(t, "random-golem-1.3.jsonl") {
		typ, e, ok := vectorElement(t, v)
		if !ok {
			continue
		}
		agent := &metadata.AgentType{Name: "A", Constructor: metadata.AgentConstructor{Input: metadata.DataSchema{Elements: []metadata.Element{{Name: "v", Type: typ}}}}}
		id, fault := agentID(agent, []element{e}, "")
		if strings.HasPrefix(fault, "Agent id is too long") {
			continue
		}
		written++
		_, list, unread := parseAgentID(id, map[string]*metadata.AgentType{"A": agent})
		if fault != "" || unread != "" {
			t.Errorf("%s: %s %s", id, fault, unread)
			continue
		}
		before, after := string(appendValue(nil, &e.value, typ)), string(appendValue(nil, &list[0].value, typ))
		want(t, id, after, before)
		format, err := wire.NewAgentIDFormat("A", false, []wire.ElementType{wire.ComponentModel}, []string{string(v["typ"])})
		if err != nil {
			t.Fatal(err)
		}
		// The client takes fields in declared order only, and refuses floats that servers
		// misread.
		if client, err := format.Format([][]byte{[]byte(before)}); err == nil {
			want(t, "the client's "+before, client, id)
			both++
		}
	}
	t.Logf("%d ids, %d of which the client wrote", written, both)
	if both < 100 {
		t.Errorf("only %d ids were compared", both)
	}
}

// TestGreatestFloatInIDs reads the shortest text of a number that is out of range as JSON.
func TestGreatestFloatInIDs(t *testing.T) {
	for kind, f := range map[metadata.Kind]float64{metadata.KindF32: math.MaxFloat32, metadata.KindF64: -math.MaxFloat64} {
		agent := &metadata.AgentType{Name: "A", Constructor: metadata.AgentConstructor{Input: metadata.DataSchema{Elements: []metadata.Element{{Name: "f", Type: &metadata.Type{Kind: kind}}}}}}
		id, fault := agentID(agent, []element{{value: value{kind: kind, bits: math.Float64bits(f)}}}, "")
		_, list, unread := parseAgentID(id, map[string]*metadata.AgentType{"A": agent})
		if fault+unread != "" || math.Float64frombits(list[0].value.bits) != f {
			t.Errorf("%s: %v %s%s", id, list, fault, unread)
		}
	}
}

// TestControlCharactersInIDs compares ids with those that the client writes.
func TestControlCharactersInIDs(t *testing.T) {
	text := "\x00\x1f\x7f\u0080\u009f\u00a0é\"\\\n"
	agent := &metadata.AgentType{Name: "A", Constructor: metadata.AgentConstructor{Input: metadata.DataSchema{Elements: []metadata.Element{
		{Name: "s", Type: &metadata.Type{Kind: metadata.KindStr}}, {Name: "c", Type: &metadata.Type{Kind: metadata.KindChr}}, {Name: "t", Kind: metadata.UnstructuredText},
	}}}}
	kinds := []wire.ElementType{wire.ComponentModel, wire.ComponentModel, wire.UnstructuredText}
	format, err := wire.NewAgentIDFormat("A", false, kinds, []string{wire.TypeString, wire.TypeChar, ""})
	if err != nil {
		t.Fatal(err)
	}
	client, err := format.Format([][]byte{quoted(text), []byte("127"), append(append([]byte(`{"type":"Inline","data":`), quoted(text)...), `,"textType":null}`...)})
	if err != nil {
		t.Fatal(err)
	}
	list := []element{
		{value: value{kind: metadata.KindStr, text: text}},
		{value: value{kind: metadata.KindChr, bits: 127}, alternative: 1},
		{kind: metadata.UnstructuredText, media: media{text: text}, alternative: 2},
	}
	id, fault := agentID(agent, list, "")
	want(t, fault, id, client)
	_, read, fault := parseAgentID(id, map[string]*metadata.AgentType{"A": agent})
	if fault != "" || read[0].value.text != text || read[2].media.text != text {
		t.Errorf("%s: %v %s", id, read, fault)
	}
}

// vectorElement returns the value of a vector. ok is false if no agent can have it.
func vectorElement(t *testing.T, v map[string]json.RawMessage) (typ *metadata.Type, e element, ok bool) {
	if field[string](v, "kind") != "encode" || strings.Contains(string(v["typ"]), "Handle") {
		return nil, e, false
	}
	n, err := parseJSON(string(v["typ"]))
	if err != nil {
		t.Fatal(err)
	}
	if typ, err = readType(&n); err != nil {
		return nil, e, false
	}
	value, err := parseJSON(field[string](v, "text"))
	if err != nil {
		t.Fatal(err)
	}
	r := reader{fresh: true}
	e.value = r.read(&value, typ)
	return typ, e, len(r.faults)+len(r.late) == 0
}

// TestBadAgentIDs reads ids that do not fit the type.
func TestBadAgentIDs(t *testing.T) {
	types := map[string]*metadata.AgentType{}
	text, err := os.ReadFile(filepath.Join(testdata, "agents", "component-v1.json"))
	if err != nil {
		t.Fatal(err)
	}
	d, err := metadata.DecodeDeployment(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range d.AgentTypes {
		types[a.Name] = a
	}
	for id, wanted := range map[string]string{
		`Counter`:                        "Unexpected agent-id format - must be 'agent-type(...)' or 'agent-type(...)[phantom-id]', got: Counter",
		`Counter(1)`:                     `Parse error at position 0: Expected '"', got Some('1')`,
		`Counter()`:                      `Parse error at position 0: Expected '"', got None`,
		`Counter("a",1)`:                 `Parse error at position 3: Unexpected trailing input: ",1"`,
		`CtorOptional("a")`:              "",
		`CtorOptional("a",x)`:            "Parse error at position 4: Expected 's(' or 'n' for option",
		`CtorDrifting("7")`:              "Parse error at position 0: Expected number",
		`CtorDrifting(-7)`:               "Parse error at position 0: Expected number",
		`MultimodalCtor(1((1,2)))`:       "",
		`MultimodalCtor(2("a"))`:         "Parse error at position 1: Element index 2 out of range (2 cases)",
		`MediaCtor(@t"a",@b[a/b]"A===")`: "Parse error at position 19: Invalid base64: illegal base64 data at input byte 1",
		`Nope("a")`:                      "Agent type not found: Nope",
	} {
		if _, _, fault := parseAgentID(id, types); fault != wanted {
			t.Errorf("%s: %q, want %q", id, fault, wanted)
		}
	}
}

// TestLargestFloat32InID checks that the largest float32 can be part of an id. Its shortest
// text is read as a float32, although the number is larger than any float32.
func TestLargestFloat32InID(t *testing.T) {
	s := NewServer(t, Version("1.5.9"), Quiet())
	deployRecorded(s, "dev", 1)
	list := readRecordingFile(t, "1.5.9", "agents")
	x := list[2] // scalars, large and small floats
	body := strings.Replace(deref(x.Request), "3.4028235e+38", "340282340000000000000000000000000000000", 1)
	x.Request, x.Path = &body, "/v1/agents/create-agent"
	if status, _, answer := sendAgent(t, s, x); status != 200 {
		t.Errorf("%d %s", status, answer)
	}
}
