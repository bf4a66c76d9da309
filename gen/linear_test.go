package gen

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/metadata"
)

// TestGrowthIsLinear compares the generation of a component with that of one of twice the size.
// It counts allocations and their bytes, because times differ between runs. Code that builds a
// table again for each item allocates too much.
func TestGrowthIsLinear(t *testing.T) {
	for _, shape := range []struct {
		name  string
		size  int
		build func(size int) *metadata.Component
	}{
		{"functions", 500, bigComponent},
		{"functions of one interface", 1000, func(n int) *metadata.Component { return oneInterface(n, func(int) *metadata.Type { return str }) }},
		{"names with a long common start", 500, longNames},
		{"cases of an enum", 2500, func(n int) *metadata.Component {
			return oneInterface(1, func(int) *metadata.Type { return enumOf(numbered("case", n)...) })
		}},
		{"cases of a variant", 1000, manyCases},
		{"fields of a record", 1000, manyFields},
		{"equal types", 1000, func(n int) *metadata.Component {
			return oneInterface(n, func(int) *metadata.Type { return recordOf("id", str, "tags", listOf(str)) })
		}},
		{"equal types in as many interfaces", 200, manyInterfaces},
		{"types that differ in a name", 1000, func(n int) *metadata.Component {
			return oneInterface(n, func(i int) *metadata.Type { return recordOf(fmt.Sprintf("field-%d", i), str) })
		}},
		{"records in one another", 100, func(n int) *metadata.Component {
			return oneInterface(n, func(i int) *metadata.Type { return recordInRecord(fmt.Sprintf("chain-%d", i), 20) })
		}},
	} {
		t.Run(shape.name, func(t *testing.T) {
			size := shape.size / thorough.Pick(8, 1)
			small, large := shape.build(size), shape.build(2*size)
			var smallOut, largeOut *Output
			checkLinear(t, func() { smallOut = generateBig(t, small, nil) }, func() { largeOut = generateBig(t, large, nil) })
			checkLinear(t, func() { generateBig(t, small, smallOut.Names) }, func() { generateBig(t, large, largeOut.Names) })
			smallText, largeText := small.Document(), large.Document()
			checkLinear(t, func() { decodeBig(t, smallText) }, func() { decodeBig(t, largeText) })
			checkLinear(t, func() { metadata.Compare(small, decodeBig(t, smallText)) }, func() { metadata.Compare(large, decodeBig(t, largeText)) })
		})
	}
}

// TestGrowthOfAgentsIsLinear does the same for agents.
func TestGrowthOfAgentsIsLinear(t *testing.T) {
	generate := func(d *metadata.Deployment) {
		if _, err := GenerateAgents(d, Options{Package: "big", TestPackage: true, ImportPath: "example.com/big"}); err != nil {
			t.Fatal(err)
		}
	}
	size := 500 / thorough.Pick(4, 1)
	small, large := bigAgents(size), bigAgents(2*size)
	checkLinear(t, func() { generate(small) }, func() { generate(large) })
}

// TestNestingIsLinear generates nested types. Their names contain the path to them, and
// twice the depth gives more than twice as much code. The allocated memory must
// not grow much faster than the code.
func TestNestingIsLinear(t *testing.T) {
	component := func(depth int) *metadata.Component {
		return oneInterface(1, func(int) *metadata.Type { return recordInRecord("level", depth) })
	}
	var written, taken [2]float64
	for i, c := range []*metadata.Component{component(90), component(180)} {
		for _, text := range generateBig(t, c, nil).Files {
			written[i] += float64(len(text))
		}
		_, bytes := allocated(func() { generateBig(t, c, nil) })
		taken[i] = float64(bytes)
	}
	if text, memory := written[1]/written[0], taken[1]/taken[0]; memory > 1.3*text {
		t.Errorf("%.2f times the text takes %.2f times the memory", text, memory)
	}
}

// checkLinear fails if the large one of two tasks, of twice the size, takes clearly more than
// twice as much.
func checkLinear(t *testing.T, small, large func()) {
	t.Helper()
	const most = 2.2 // buffers that grow by doubling take up to a tenth more
	smallCount, smallBytes := allocated(small)
	largeCount, largeBytes := allocated(large)
	if ratio := float64(largeCount) / float64(smallCount); ratio > most {
		t.Errorf("twice the size takes %.2f times the allocations: %d and %d", ratio, smallCount, largeCount)
	}
	if ratio := float64(largeBytes) / float64(smallBytes); ratio > most {
		t.Errorf("twice the size takes %.2f times the memory: %d and %d bytes", ratio, smallBytes, largeBytes)
	}
}

// allocated runs a task on one core. Files are written into memory that is reused, and the amount
// must not depend on how busy other cores are.
func allocated(task func()) (count, bytes uint64) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	task()
	runtime.ReadMemStats(&after)
	return after.Mallocs - before.Mallocs, after.TotalAlloc - before.TotalAlloc
}

func generateBig(t *testing.T, c *metadata.Component, locked map[string]LockedName) *Output {
	t.Helper()
	out, err := Generate(c, Options{Package: "big", Locked: locked})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func decodeBig(t *testing.T, document []byte) *metadata.Component {
	t.Helper()
	c, err := metadata.Decode(document)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// oneInterface returns a component with one interface. Each function has a parameter of
// another type.
func oneInterface(functions int, typ func(int) *metadata.Type) *metadata.Component {
	i := interfaceNamed("api")
	for n, name := range numbered("call", functions) {
		i.Functions = append(i.Functions, &metadata.Function{
			Name: name, LocalName: name, Parameters: []metadata.Parameter{{Name: "value", Type: typ(n)}},
		})
	}
	return &metadata.Component{ID: bigID, Name: "big", Interfaces: []*metadata.Interface{i}}
}

func interfaceNamed(name string) *metadata.Interface {
	return &metadata.Interface{Name: "acme:big/" + name, Namespace: "acme", Package: "big", ShortName: name}
}

func numbered(name string, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("%s-%05d", name, i)
	}
	return list
}

func longNames(n int) *metadata.Component {
	start := strings.Repeat("very-", 20) + "long"
	c := oneInterface(n, func(i int) *metadata.Type { return recordOf(fmt.Sprintf("%s-%05d", start, i), str) })
	for i, fn := range c.Interfaces[0].Functions {
		fn.LocalName = fmt.Sprintf("%s-%05d", start, i)
		fn.Name = fn.LocalName
	}
	return c
}

func manyCases(n int) *metadata.Component {
	variant := &metadata.Type{Kind: metadata.KindVariant}
	for i, name := range numbered("case", n) {
		variant.Cases = append(variant.Cases, metadata.Case{Name: name, Type: []*metadata.Type{nil, str}[i%2]})
	}
	return oneInterface(1, func(int) *metadata.Type { return variant })
}

func manyFields(n int) *metadata.Component {
	record := &metadata.Type{Kind: metadata.KindRecord}
	for _, name := range numbered("field", n) {
		record.Fields = append(record.Fields, metadata.Field{Name: name, Type: str})
	}
	return oneInterface(1, func(int) *metadata.Type { return record })
}

func manyInterfaces(n int) *metadata.Component {
	c := &metadata.Component{ID: bigID, Name: "big"}
	for _, name := range numbered("api", n) {
		i := interfaceNamed(name)
		i.Functions = []*metadata.Function{{
			Name: "call", LocalName: "call", Parameters: []metadata.Parameter{{Name: "value", Type: recordOf("id", str)}},
		}}
		c.Interfaces = append(c.Interfaces, i)
	}
	return c
}

// recordInRecord returns a record in a record, to a depth.
func recordInRecord(field string, depth int) *metadata.Type {
	t := str
	for i := range depth {
		t = recordOf(fmt.Sprintf("%s-%d", field, i), t)
	}
	return t
}
