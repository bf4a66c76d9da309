package gen

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/metadata"
)

// vector is a text and what a server's codec did with it.
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

// dialect is the form of a server's answers.
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

// worker returns the name of the worker of the handles in the vector.
func (v *vector) worker() string {
	if v.Cat == "random" {
		return "w"
	}
	return "my-worker"
}

// expected returns the text that servers write for the value, and reports whether they accept it.
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
		// Split only at \n: the strings contain U+2028 and the like.
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

// adopt replaces handles of no worker, which random values contain, by handles of the vector's
// worker. Other handles are refused.
func (v *vector) adopt() {
	if v.Cat == "random" {
		v.Text = foreignHandle.ReplaceAllString(v.Text, `"urn:worker:`+roundTripComponent+"/"+v.worker()+`/$1"`)
	}
}

// unspeakable are the names in vectors that no component can have: documents with them are
// refused before anything is generated.
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

// batchSize is the number of types of vectors in a package.
const batchSize = 100

// readTypes returns batches of the types of the vectors, each type once, and records in the
// vectors where they are.
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

// decodeType decodes a type as in documents of components.
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

// TestUnspeakableNames checks that no document can have the types that are left out above, and
// that others can.
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
