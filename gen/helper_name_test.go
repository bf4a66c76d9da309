package gen

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/metadata"
)

// TestTypesNamedLikeStructures checks clients with a record that has the name of a word in names
// of helpers. Its helpers differ from those of the structures with that word.
func TestTypesNamedLikeStructures(t *testing.T) {
	thorough.WithoutRace(t, "checks generated code")
	checker := newChecker(t)
	for _, word := range strings.Fields("unit string bool bytes list tuple2 owned uint32") {
		named := &metadata.Type{Kind: metadata.KindRecord, Name: word, Owner: "acme:shop/api", Fields: []metadata.Field{{Name: "a", Type: str}}}
		api := &metadata.Interface{Name: "acme:shop/api", Namespace: "acme", Package: "shop", ShortName: "api"}
		for _, item := range []*metadata.Type{nil, str, named, {Kind: metadata.KindBool}, {Kind: metadata.KindU8}, {Kind: metadata.KindU32}} {
			for _, typ := range []*metadata.Type{
				{Kind: metadata.KindResult, Ok: item, Err: str},
				{Kind: metadata.KindResult, Ok: str, Err: item},
			} {
				api.Functions = append(api.Functions, both(len(api.Functions), typ))
			}
			if item == nil {
				continue
			}
			list := &metadata.Type{Kind: metadata.KindList, Inner: item}
			for _, typ := range []*metadata.Type{
				list,
				{Kind: metadata.KindOption, Inner: item},
				{Kind: metadata.KindList, Inner: list},
				{Kind: metadata.KindTuple, Items: []*metadata.Type{item, item}},
			} {
				api.Functions = append(api.Functions, both(len(api.Functions), typ))
			}
		}
		t.Run(word, func(t *testing.T) {
			checkTypes(t, checker, &metadata.Component{Name: "words", Interfaces: []*metadata.Interface{api}})
		})
	}
}

// both returns a function that takes a value of the type and returns one.
func both(number int, typ *metadata.Type) *metadata.Function {
	name := fmt.Sprintf("use%d", number)
	return &metadata.Function{
		Name: name, LocalName: name,
		Parameters: []metadata.Parameter{{Name: "v", Type: typ}}, Results: []metadata.Result{{Type: typ}},
	}
}
