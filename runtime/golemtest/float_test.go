package golemtest

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestFloatsReadTwice sends floats as clients do, in a text that the server reads correctly
// once. A server reads parameters without types, prints them and reads them again. A real
// 1.2.5 alters 29 % of random bit patterns in this way, 10 % of uniform floats, and no
// prices. If parameters have types, it reads only the text that was sent.
func TestFloatsReadTwice(t *testing.T) {
	const n = 4000
	random := rand.New(rand.NewPCG(1, 2))
	for _, test := range []struct {
		name             string
		next             func() float64
		untyped, typed   float64 // percent altered
		toleranceUntyped float64
	}{
		{"random bits", func() float64 { return finite(random.Uint64()) }, 29.4, 0.3, 3},
		{"uniform in ±1000", func() float64 { return 2000*random.Float64() - 1000 }, 10.4, 0.2, 2},
		{"prices", func() float64 { return math.Round(random.Float64()*1e6) / 100 }, 0, 0, 0},
	} {
		for _, exact := range []bool{false, true} {
			values := make([]float64, n)
			for i := range values {
				values[i] = test.next()
			}
			untyped, typed := alteredPercent(t, values, false, exact), alteredPercent(t, values, true, exact)
			if exact {
				want(t, test.name+", exact floats", fmt.Sprint(untyped, typed), "0 0")
				continue
			}
			if math.Abs(untyped-test.untyped) > test.toleranceUntyped {
				t.Errorf("%s, without types: %.1f %% altered, want %.1f", test.name, untyped, test.untyped)
			}
			if typed > test.typed+0.3 {
				t.Errorf("%s, with types: %.2f %% altered, want %.2f", test.name, typed, test.typed)
			}
		}
	}
}

// finite returns the float with these bits, 1 for infinities, NaN and zeros.
func finite(bits uint64) float64 {
	if f := math.Float64frombits(bits); !math.IsNaN(f) && !math.IsInf(f, 0) && f != 0 {
		return f
	}
	return 1
}

// alteredPercent sends values in one list and returns the share that arrives altered, in
// percent.
func alteredPercent(t *testing.T, values []float64, typed, exact bool) float64 {
	t.Helper()
	options := []Option{Version("1.2.5"), Quiet()}
	if exact {
		options = append(options, ExactFloats())
	}
	s := NewServer(t, options...)
	var arrived []float64
	c := s.AddComponent(floatsDocument)
	c.HandleFunc("take", func(_ context.Context, call *Invocation) (json.RawMessage, error) {
		return nil, call.Decode(&arrived)
	})
	var e wire.Encoder
	list := wire.AppendFloat64s(nil, &e, &values)
	body := `{"params":[{"value":` + string(list) + `}]}`
	if typed {
		body = `{"params":[{"typ":{"inner":{"type":"F64"},"type":"List"},"value":` + string(list) + `}]}`
	}
	if status, text := (caller{t, s, c.Metadata().ID, "w"}).do("invoke-and-await", "take", body); status != 200 {
		t.Fatal(text)
	}
	altered := 0
	for i, v := range values {
		if arrived[i] != v {
			altered++
		}
	}
	percent, _ := strconv.ParseFloat(fmt.Sprintf("%.2f", 100*float64(altered)/float64(len(values))), 64)
	return percent
}

var floatsDocument = []byte(`{"versionedComponentId":{"componentId":"3f0c1f6e-59e4-4d0e-9c1b-0c63a4f8c001","version":0},"componentName":"floats",
	"componentSize":1,"componentType":"Durable","createdAt":"2026-01-01T00:00:00Z","files":[],"installedPlugins":[],
	"metadata":{"exports":[{"type":"Function","name":"take","parameters":[{"name":"list","typ":{"type":"List","inner":{"type":"F64"}}}],"results":[]}],
	"producers":[],"memories":[]}}`)

// TestLargestFloat32 returns the largest f32 from a handler, in the text of encoding/json.
// Servers return that text as well, but refuse it as a parameter.
func TestLargestFloat32(t *testing.T) {
	typ := &metadata.Type{Kind: metadata.KindF32}
	n, err := parseJSON("3.4028234663852886e+38")
	if err != nil {
		t.Fatal(err)
	}
	result := reader{exact: true, strict: func(string, uint64) bool { return false }}
	if v := result.read(&n, typ); len(result.faults) > 0 || math.Float64frombits(v.bits) != math.MaxFloat32 {
		t.Errorf("%v %v", v, result.faults)
	}
	parameter := reader{fresh: true}
	if parameter.read(&n, typ); len(parameter.faults) != 1 {
		t.Errorf("%v, want that servers refuse it", parameter.faults)
	}
}
