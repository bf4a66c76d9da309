package gen

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/goldenfile"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// exception is a case in which generated code differs from servers.
type exception struct {
	name    string
	refused bool // generated code refuses it, servers take it
	applies func(v *vector, o outcome) bool
}

var unitPayload = wire.ReasonUnitPayload.String()

var exceptions = []*exception{
	{"1.5, 1.0 and -0 are no integers; servers cut them", true, func(_ *vector, o outcome) bool {
		return o.Reason == "not an integer"
	}},
	{"true is not the flag true", true, func(v *vector, _ outcome) bool { return v.Cat == "flags-coerce" }},
	{"the first of two equal keys is read as well as the last one", true, func(v *vector, _ outcome) bool {
		return v.Text == `{"req":"bad","req":2,"lst":[]}`
	}},
	{"no server answers a variant or a result with several cases", true, func(_ *vector, o outcome) bool {
		return o.Reason == "several cases are given"
	}},
	{"a handle is one of the worker that was called", true, func(v *vector, o outcome) bool {
		return o.Reason == "not a usable handle" && !strings.Contains(v.Text, "urn:worker:"+roundTripComponent+"/"+v.worker()+"/")
	}},
	{"a result without a value is not sent to servers before 1.1.17, which lose the worker over it", true, func(_ *vector, o outcome) bool {
		return o.Reason == unitPayload
	}},
	{"the largest f32 is one in any text, servers read some of them as more than that", false, func(v *vector, _ outcome) bool {
		f, err := strconv.ParseFloat(v.Text, 32)
		return strings.HasPrefix(v.Cat, "float32") && err == nil && math.Abs(f) == math.MaxFloat32
	}},
}

// excepted reports whether an exception explains a difference between the outcome and that of
// servers.
func excepted(v *vector, o outcome, used map[string]int) bool {
	for _, e := range exceptions {
		if e.refused == (o.Failed != "") && e.applies(v, o) {
			used[e.name]++
			return true
		}
	}
	return false
}

// checkVectors lets generated code read the texts that servers were given, as answers, and write
// them again, as requests. It must write accepted texts as servers do, and refuse what they
// refuse, with the exceptions above. refused.golden has the texts of the errors.
func checkVectors(t *testing.T, m *module, vectors []*vector) {
	used, refusals := map[string]int{}, map[string]bool{}
	read, accepted := 0, 0
	for _, v := range vectors {
		if v.typ == nil {
			continue
		}
		read++
		o := m.do(t, v.job(v.server))
		if o.Step == "read" {
			refusals[v.refusal(o)] = true
		}
		if v.check(t, o, used) {
			accepted++
			v.checkTyped(t, m)
		}
	}
	t.Logf("%d of %d vectors: %d written as servers do, %d errors; exceptions: %v", read, len(vectors), accepted, len(refusals), used)
	for _, e := range exceptions {
		if used[e.name] == 0 {
			t.Errorf("no vector needs the exception %q", e.name)
		}
	}
	checkRefusals(t, refusals)
}

func (v *vector) job(server string) job {
	return job{Function: v.function, Worker: v.worker(), Server: server, Answer: fmt.Appendf(nil, v.answer, v.Typ, v.Text)}
}

// check compares the outcome, and reports whether the text was accepted.
func (v *vector) check(t *testing.T, o outcome, used map[string]int) bool {
	t.Helper()
	want, accepted := v.expected()
	switch {
	case o.Failed != "" && accepted:
		if !excepted(v, o, used) {
			t.Errorf("%s (%s): %.300s of %.300s: %s", v.origin, v.Cat, v.Text, v.Typ, o.Failed)
		}
		return false
	case o.Failed != "":
		if o.Step != "read" || o.Reason == "" {
			t.Errorf("%s (%s): %.300s of %.300s is refused with another error than that it cannot be read: %s", v.origin, v.Cat, v.Text, v.Typ, o.Failed)
		}
		return false
	case !accepted && !excepted(v, o, used):
		t.Errorf("%s (%s): %.300s of %.300s is accepted; servers: %s %v", v.origin, v.Cat, v.Text, v.Typ, v.Stage, v.Errors)
		return false
	case !accepted:
		want = v.Text
	}
	written, err := writtenValue(o)
	if err != nil {
		t.Errorf("%s: %v", v.origin, err)
		return false
	}
	if err := sameValue(v.typ, written.Value, want); err != nil && v.Cat != "float64-precision" { // servers change the last bit when they read those
		t.Errorf("%s (%s): %.300s is written %.300s, want %.300s: %v", v.origin, v.Cat, v.Text, written.Value, want, err)
	}
	return true
}

// sentParameter is a value in a request.
type sentParameter struct{ Typ, Value string }

func writtenValue(o outcome) (sentParameter, error) {
	var request struct {
		Params []struct{ Typ, Value json.RawMessage }
	}
	if err := json.Unmarshal(o.Request, &request); err != nil || len(request.Params) != 1 {
		return sentParameter{}, fmt.Errorf("the request is %.300s: %w", o.Request, err)
	}
	return sentParameter{string(request.Params[0].Typ), string(request.Params[0].Value)}, nil
}

// checkTyped checks that requests to a server that requires types contain the JSON that such a
// server writes for the value.
func (v *vector) checkTyped(t *testing.T, m *module) {
	t.Helper()
	if v.Full == "" {
		return
	}
	o := m.do(t, v.job("1.1.0"))
	if o.Reason == unitPayload {
		return
	}
	written, err := writtenValue(o)
	if err != nil {
		t.Errorf("%s: %v", v.origin, err)
		return
	}
	var full struct{ Typ, Value json.RawMessage }
	if err := json.Unmarshal([]byte(v.Full), &full); err != nil {
		t.Fatal(err)
	}
	if !sameJSON(t, written.Typ, string(full.Typ)) {
		t.Errorf("%s: the type is sent as %s, want %s", v.origin, written.Typ, full.Typ)
	}
	if err := sameValue(v.typ, written.Value, string(full.Value)); err != nil {
		t.Errorf("%s: %.300s is sent as %.300s: %v", v.origin, full.Value, written.Value, err)
	}
}

func sameJSON(t *testing.T, a, b string) bool {
	t.Helper()
	x, err := parseJSON(a)
	if err != nil {
		t.Fatal(err)
	}
	y, err := parseJSON(b)
	if err != nil {
		t.Fatal(err)
	}
	return reflect.DeepEqual(x, y)
}

// refusal returns a line of refused.golden.
func (v *vector) refusal(o outcome) string {
	return fmt.Sprintf("%s\t%.100q\t%s: %s", v.Cat, v.Text, o.Path, o.Reason)
}

func checkRefusals(t *testing.T, refusals map[string]bool) {
	t.Helper()
	const file = "testdata/roundtrip/refused.golden"
	got := strings.Join(sortedKeys(refusals), "\n") + "\n"
	goldenfile.Check(t, file, got)
}
