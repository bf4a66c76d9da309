package gen

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/metadata"
)

// elementsPerSchema is the number of types that are elements of one tuple. There are few, because
// they share the 512 bytes of an agent's id.
const elementsPerSchema = 5

// agentBatches returns all kinds of elements and of data, with a type of each kind or, when tests
// do everything, with each kind in every position and random data for each seed.
func agentBatches() []agentBatch {
	batches := []agentBatch{append(everyElement(), tuplesOf(sampleTypes())...)}
	if thorough.On() {
		batches = append(batches, tuplesOf(withoutHandles(everyPosition())))
	}
	for i := range *seeds {
		var b agentBatch
		for n := range typesPerSeed / 2 {
			b = append(b, drawn((*firstSeed+i)*typesPerSeed+n, func(t *rapid.T) metadata.DataSchema { return randomSchema(t, 0, elementsPerSchema) }))
		}
		batches = append(batches, b)
	}
	return batches
}

// everyElement returns the elements that only agents have.
func everyElement() agentBatch {
	text := metadata.Element{Name: "text", Kind: metadata.UnstructuredText}
	in := metadata.Element{Name: "textIn", Kind: metadata.UnstructuredText, Languages: []string{"en", "de-CH"}}
	binary := metadata.Element{Name: "data", Kind: metadata.UnstructuredBinary}
	of := metadata.Element{Name: "dataOf", Kind: metadata.UnstructuredBinary, MimeTypes: []string{"image/png", "application/x+json"}}
	record := metadata.Element{Name: "a_record", Type: &metadata.Type{Kind: metadata.KindRecord, Name: "Pair", Fields: []metadata.Field{
		{Name: "first_part", Type: str}, {Name: "lastPart", Type: &metadata.Type{Kind: metadata.KindOption, Inner: &metadata.Type{Kind: metadata.KindF64}}},
	}}}
	outcome := func(ok, err *metadata.Type) metadata.DataSchema {
		return single("r", &metadata.Type{Kind: metadata.KindResult, Ok: ok, Err: err})
	}
	tuple := func(list ...metadata.Element) metadata.DataSchema { return metadata.DataSchema{Elements: list} }
	parts := func(list ...metadata.Element) metadata.DataSchema {
		return metadata.DataSchema{Kind: metadata.SchemaMultimodal, Elements: list}
	}
	return agentBatch{
		tuple(), tuple(text), tuple(in), tuple(binary), tuple(of), tuple(in, record, of),
		parts(text), parts(record, of, in), parts(text, in, binary, record),
		outcome(nil, nil), outcome(record.Type, nil), outcome(nil, record.Type), outcome(str, record.Type),
	}
}

// sampleTypes returns a type of each kind, and types with special forms.
func sampleTypes() []*metadata.Type {
	var list []*metadata.Type
	for _, kind := range leafKinds {
		list = append(list, &metadata.Type{Kind: kind})
	}
	u8, f32 := &metadata.Type{Kind: metadata.KindU8}, &metadata.Type{Kind: metadata.KindF32}
	enum := &metadata.Type{Kind: metadata.KindEnum, Name: "Tier", Names: []string{"basic", "Gold", "veryRare"}}
	list = append(list, enum, &metadata.Type{Kind: metadata.KindFlags, Names: []string{"p", "q-r", "sT"}}, &metadata.Type{Kind: metadata.KindTuple},
		inErr.wrap(u8, "err"), inOption.wrap(inOption.wrap(str, ""), ""), inList.wrap(f32, ""), inTuple.wrap(enum, ""), inVariant.wrap(inList.wrap(u8, ""), "caseA"))
	for _, n := range []nesting{inList, inOption, inTuple, inResult, inRecord, inVariant} {
		list = append(list, n.wrap(u8, "level0"))
	}
	return list
}

func withoutHandles(list []*metadata.Type) []*metadata.Type {
	var out []*metadata.Type
	for _, typ := range list {
		if !strings.Contains(string(typ.AppendJSON(nil)), `"Handle"`) {
			out = append(out, typ)
		}
	}
	return out
}

// tuplesOf returns data with a few of the types each.
func tuplesOf(list []*metadata.Type) agentBatch {
	var b agentBatch
	for i, typ := range list {
		if i%elementsPerSchema == 0 {
			b = append(b, metadata.DataSchema{})
		}
		last := &b[len(b)-1]
		last.Elements = append(last.Elements, metadata.Element{Name: fmt.Sprintf("e%d", i%elementsPerSchema), Type: typ})
	}
	return b
}
