package gen

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/goldenfile"
	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// vector is what a server's codec did with a text.
type vector struct {
	Cat, Kind, Text, Full, CanonicalText, Stage string
	Typ                                         json.RawMessage
	Accepted                                    bool
	Errors                                      []string

	origin string // file and line
	dialect
	typ      *metadata.Type
	function string // that generated code has for the type
}

// dialect is how a server speaks.
type dialect struct {
	server string // its version
	answer string // with the type and the value of a result as %s
}

const (
	wrappedAnswer = `{"result":{"typ":{"items":[%s],"type":"Tuple"},"value":[%s]}}`
	bareAnswer    = `{"result":{"typ":%s,"value":%s}}`
)

var vectorFiles = map[string]dialect{
	"codec-golem-1.1": {"1.1.0", wrappedAnswer}, "codec-golem-1.2.5": {"1.2.5", wrappedAnswer}, "codec-golem-1.3": {"1.3.0", bareAnswer},
	"random-golem-1.1": {"1.1.0", wrappedAnswer}, "random-golem-1.2.5": {"1.2.5", wrappedAnswer}, "random-golem-1.3": {"1.3.0", bareAnswer},
}

// worker is the name of the worker whose handles the vectors have.
func (v *vector) worker() string {
	if v.Cat == "random" {
		return "w"
	}
	return "my-worker"
}

// expected is the text that servers write for the value, unless they refuse it.
func (v *vector) expected() (text string, accepted bool) {
	if v.Kind == "encode" {
		return v.Text, true
	}
	return v.CanonicalText, v.Accepted
}

func readVectors(t *testing.T) []*vector {
	t.Helper()
	var vectors []*vector
	for _, name := range sortedKeys(vectorFiles) {
		data, err := os.ReadFile("../testdata/vectors/" + name + ".jsonl")
		if err != nil {
			t.Fatal(err)
		}
		// Only at \n: the strings hold U+2028 and the like.
		for i, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
			v := &vector{origin: fmt.Sprintf("%s:%d", name, i+1), dialect: vectorFiles[name]}
			if err := json.Unmarshal([]byte(line), v); err != nil {
				t.Fatalf("%s: %v", v.origin, err)
			}
			if v.Kind == "encode" && v.Text == "" {
				continue // NaN and infinities, which have no text: the servers' encoder ends
			}
			v.adopt()
			vectors = append(vectors, v)
		}
	}
	return vectors
}

var foreignHandle = regexp.MustCompile(`"x/([0-9]+)"`)

// adopt makes handles of no worker, which random values have besides others, ones
// of the vector's worker: others are refused.
func (v *vector) adopt() {
	if v.Cat == "random" {
		v.Text = foreignHandle.ReplaceAllString(v.Text, `"urn:worker:`+roundTripComponent+"/"+v.worker()+`/$1"`)
	}
}

// unspeakable are the names in vectors that no component can have: documents
// with them are refused before anything is generated.
var unspeakable = []string{`"%type"`, `"1"`, `"1.5"`}

func speakable(typ json.RawMessage) bool {
	for _, name := range unspeakable {
		if strings.Contains(string(typ), name) {
			return false
		}
	}
	return true
}

// All random types are 300,000 lines of Go, which take a minute to compile.
var every = flag.Int("every", thorough.Pick(30, 1), "TestThroughGeneratedCode takes one of so many random types of the vectors; 1 is all of them")

// batchSize is how many types of vectors go into one package.
const batchSize = 100

// readTypes makes batches of the types of the vectors, each type once, and notes
// in the vectors where they are.
func readTypes(t *testing.T, vectors []*vector) []batch {
	t.Helper()
	var batches []batch
	known, random := map[string]*vector{}, map[string]int{}
	for _, v := range vectors {
		if !speakable(v.Typ) {
			continue
		}
		if first := known[string(v.Typ)]; first != nil {
			v.typ, v.function = first.typ, first.function
			continue
		}
		if _, met := random[string(v.Typ)]; v.Cat == "random" && !met {
			random[string(v.Typ)] = len(random)
		}
		if random[string(v.Typ)]%*every != 0 {
			continue
		}
		typ, err := decodeType(v.Typ)
		if err != nil {
			t.Fatalf("%s: %v", v.origin, err)
		}
		if len(known)%batchSize == 0 {
			batches = append(batches, nil)
		}
		last := len(batches) - 1
		v.typ, v.function = typ, fmt.Sprintf("v%d.%d", last, len(batches[last]))
		batches[last] = append(batches[last], typ)
		known[string(v.Typ)] = v
	}
	return batches
}

// decodeType reads a type as documents of components have it.
func decodeType(typ json.RawMessage) (*metadata.Type, error) {
	document := `{"versionedComponentId":{"componentId":"` + roundTripComponent + `","version":0},"componentName":"vectors",` +
		`"componentSize":1,"componentType":"Durable","metadata":{"exports":[{"type":"Function","name":"f","parameters":[],"results":[` +
		`{"name":null,"typ":` + string(typ) + `}]}],"producers":[],"memories":[]}}`
	c, err := metadata.Decode([]byte(document))
	if err != nil {
		return nil, err
	}
	return c.Functions[0].Results[0].Type, nil
}

// exception is something that generated code does not do as servers do.
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

// excepted tells whether an exception explains why the outcome is not the servers'.
func excepted(v *vector, o outcome, used map[string]int) bool {
	for _, e := range exceptions {
		if e.refused == (o.Failed != "") && e.applies(v, o) {
			used[e.name]++
			return true
		}
	}
	return false
}

// checkVectors has generated code read the texts that servers were given, as answers,
// and write them again, as requests: what servers take is written as they write it, what
// they refuse is refused. The exceptions are listed above; refused.golden has the texts
// of the errors.
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

// check tells whether the text was accepted.
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
	if err := sameValue(v.typ, written.Value, want); err != nil && v.Cat != "float64-precision" { // servers change the last bit of those on reading
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

// checkTyped: what is sent to a server that wants types is the JSON that such a
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

// refusal is a line of refused.golden.
func (v *vector) refusal(o outcome) string {
	return fmt.Sprintf("%s\t%.100q\t%s: %s", v.Cat, v.Text, o.Path, o.Reason)
}

func checkRefusals(t *testing.T, refusals map[string]bool) {
	t.Helper()
	const file = "testdata/roundtrip/refused.golden"
	got := strings.Join(sortedKeys(refusals), "\n") + "\n"
	goldenfile.Check(t, file, got)
}

// TestUnspeakableNames: the types that are left out above are those which no
// document can have.
func TestUnspeakableNames(t *testing.T) {
	for _, v := range readVectors(t) {
		if speakable(v.Typ) {
			continue
		}
		if _, err := decodeType(v.Typ); err == nil || !strings.Contains(err.Error(), "use words of letters and digits") {
			t.Errorf("%s: %s: %v", v.origin, v.Typ, err)
		}
	}
}
