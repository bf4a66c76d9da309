package gen

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// nesting is a type around another one, and the text of its value around the other's value. Names
// of fields and cases contain their level, because the same name twice in a row is a clash.
type nesting struct {
	wrap        func(inner *metadata.Type, level string) *metadata.Type
	open, close string // with the level as %s
}

var (
	inList = nesting{func(t *metadata.Type, _ string) *metadata.Type {
		return &metadata.Type{Kind: metadata.KindList, Inner: t}
	}, "[", "]"}
	inOption = nesting{func(t *metadata.Type, _ string) *metadata.Type {
		return &metadata.Type{Kind: metadata.KindOption, Inner: t}
	}, "", ""}
	inTuple = nesting{func(t *metadata.Type, _ string) *metadata.Type {
		return &metadata.Type{Kind: metadata.KindTuple, Items: []*metadata.Type{t}}
	}, "[", "]"}
	inResult = nesting{func(t *metadata.Type, _ string) *metadata.Type {
		return &metadata.Type{Kind: metadata.KindResult, Err: &metadata.Type{Kind: metadata.KindStr}, Ok: t}
	}, `{"ok":`, "}"}
	inErr = nesting{func(t *metadata.Type, _ string) *metadata.Type {
		return &metadata.Type{Kind: metadata.KindResult, Err: t}
	}, `{"err":`, "}"}
	inRecord = nesting{func(t *metadata.Type, level string) *metadata.Type {
		return &metadata.Type{Kind: metadata.KindRecord, Fields: []metadata.Field{{Name: level, Type: t}}}
	}, `{"%s":`, "}"}
	inVariant = nesting{func(t *metadata.Type, level string) *metadata.Type {
		return &metadata.Type{Kind: metadata.KindVariant, Cases: []metadata.Case{{Name: level, Type: t}}}
	}, `{"%s":`, "}"}
)

// nested returns a u8 in that many levels of the nestings in turn, and a value of that type.
func nested(levels int, nestings ...nesting) (typ *metadata.Type, value string) {
	typ, value = &metadata.Type{Kind: metadata.KindU8}, "1"
	for i := range levels {
		n, level := nestings[i%len(nestings)], fmt.Sprintf("level%d", i)
		typ = n.wrap(typ, level)
		value = strings.ReplaceAll(n.open, "%s", level) + value + n.close
	}
	return typ, value
}

// deepBatch returns deep types, and a value of each. Generic ones are so deep that their type
// arguments are written out. The vectors have 60 lists, but with other types that takes the Go
// compiler minutes. Variants and records are so deep that naming them must not walk any part of
// the path twice.
func deepBatch() (b batch, values []string) {
	for _, c := range []struct {
		levels   int
		nestings []nesting
	}{
		{24, []nesting{inList, inOption, inResult, inList}},
		{40, []nesting{inVariant}},
		{40, []nesting{inRecord, inOption}},
	} {
		typ, value := nested(c.levels, c.nestings...)
		b = append(b, typ)
		values = append(values, value)
	}
	return b, values
}

// checkDeep checks the generated code for deep types. number is the number of the batch in the
// program.
func checkDeep(t *testing.T, m *module, number int, b batch, values []string) {
	for i, value := range values {
		answer := fmt.Appendf(nil, bareAnswer, b[i].AppendJSON(nil), value)
		o := m.do(t, job{Function: fmt.Sprintf("v%d.%d", number, i), Worker: "w", Server: "1.2.5", Answer: answer})
		if want := `{"params":[{"value":` + value + `}]}`; string(o.Request) != want {
			t.Errorf("%.300s is written %.300s: %s", value, o.Request, o.Failed)
		}
	}
}
