package gen

import (
	"fmt"

	"github.com/golem-gen/golem-gen/metadata"
)

const bigID = "117abbc8-d4b9-5caa-a41e-aca06c05c13d"

// functionsPerInterface is the number of functions of each interface of bigComponent, including
// those of its resource.
const functionsPerInterface = 20

// bigComponent returns a component with that many functions, the same every time. Its interfaces
// are similar and use records in records, variants, enums, flags, tuples, lists, options, results
// and a resource. Half of the types differ from interface to interface, the others are equal.
func bigComponent(functions int) *metadata.Component {
	c := &metadata.Component{ID: bigID, Name: "big"}
	for i := 0; functionCount(c) < functions; i++ {
		c.Interfaces = append(c.Interfaces, bigInterface(i, min(functionsPerInterface, functions-functionCount(c))))
	}
	return c
}

func functionCount(c *metadata.Component) int {
	n := 0
	for _, i := range c.Interfaces {
		n += len(i.Functions)
		for _, r := range i.Resources {
			n += len(r.Methods) + 2
		}
	}
	return n
}

func bigInterface(number, functions int) *metadata.Interface {
	short := fmt.Sprintf("service%d", number)
	i := &metadata.Interface{
		Name: "acme:big/" + short + "@1.0.0", Namespace: "acme", Package: "big", ShortName: short, Version: "1.0.0",
	}
	if functions == functionsPerInterface {
		i.Resources = []*metadata.Resource{bigResource("session", uint64(number))}
		functions -= 4
	}
	types := bigTypes(number)
	for n := range functions {
		i.Functions = append(i.Functions, bigFunction(n, types))
	}
	return i
}

func bigResource(name string, id uint64) *metadata.Resource {
	own := &metadata.Type{Kind: metadata.KindHandle, ResourceID: id}
	self := metadata.Parameter{Name: "self", Type: &metadata.Type{Kind: metadata.KindHandle, ResourceID: id, Borrowed: true}}
	method := func(local string, result *metadata.Type) *metadata.Function {
		return &metadata.Function{
			Name: "[method]" + name + "." + local, LocalName: local, Kind: metadata.Method,
			Parameters: []metadata.Parameter{self}, Results: []metadata.Result{{Type: result}},
		}
	}
	return &metadata.Resource{
		Name: name, ID: id, HasID: true,
		Constructor: &metadata.Function{
			Name: "[constructor]" + name, LocalName: "new", Kind: metadata.Constructor,
			Parameters: []metadata.Parameter{{Name: "user", Type: str}}, Results: []metadata.Result{{Type: own}},
		},
		Methods: []*metadata.Function{method("user", str), method("visits", listOf(&metadata.Type{Kind: metadata.KindU64}))},
		Drop:    &metadata.Function{Name: "[drop]" + name, LocalName: "drop", Kind: metadata.Drop, Parameters: []metadata.Parameter{{Name: "self", Type: own}}},
	}
}

// bigTypes returns the types that the functions of an interface use in turns.
func bigTypes(number int) []*metadata.Type {
	money := recordOf("currency", enumOf("eur", "usd", "gbp"), "minor-units", &metadata.Type{Kind: metadata.KindS64})
	address := recordOf("street", str, "city", str, fmt.Sprintf("zone%d", number), optionOf(str))
	delivery := &metadata.Type{Kind: metadata.KindVariant, Cases: []metadata.Case{
		{Name: "pickup", Type: str}, {Name: "courier", Type: address}, {Name: "digital"},
	}}
	item := recordOf("product", str, "price", money, "tags", listOf(str), fmt.Sprintf("note%d", number), optionOf(str))
	extras := &metadata.Type{Kind: metadata.KindFlags, Names: []string{"wrap", "hide-price", "add-card"}}
	order := recordOf("items", listOf(item), "delivery", delivery, "extras", extras,
		"range", &metadata.Type{Kind: metadata.KindTuple, Items: []*metadata.Type{str, money}})
	return []*metadata.Type{item, optionOf(address), listOf(order), delivery, extras, str, optionOf(money), {Kind: metadata.KindBool}}
}

func bigFunction(n int, types []*metadata.Type) *metadata.Function {
	name := fmt.Sprintf("change-%d", n)
	fn := &metadata.Function{Name: name, LocalName: name}
	for p := range n % 4 {
		fn.Parameters = append(fn.Parameters, metadata.Parameter{Name: fmt.Sprintf("part-%d", p), Type: types[(n+p)%len(types)]})
	}
	result := types[(n+3)%len(types)]
	switch n % 3 {
	case 1:
		fn.Results = []metadata.Result{{Type: result}}
	case 2:
		fn.Results = []metadata.Result{{Type: &metadata.Type{Kind: metadata.KindResult, Ok: result, Err: enumOf("unknown", "refused")}}}
	}
	return fn
}

func listOf(t *metadata.Type) *metadata.Type {
	return &metadata.Type{Kind: metadata.KindList, Inner: t}
}

func optionOf(t *metadata.Type) *metadata.Type {
	return &metadata.Type{Kind: metadata.KindOption, Inner: t}
}

// recordOf returns a record of alternating names and types.
func recordOf(members ...any) *metadata.Type {
	t := &metadata.Type{Kind: metadata.KindRecord}
	for i := 0; i < len(members); i += 2 {
		t.Fields = append(t.Fields, metadata.Field{Name: members[i].(string), Type: members[i+1].(*metadata.Type)})
	}
	return t
}

// bigAgents returns a deployment with that many methods, the same every time: agent types of
// functionsPerInterface methods, with the types of bigComponent.
func bigAgents(methods int) *metadata.Deployment {
	d := &metadata.Deployment{Application: "big", Environment: "local"}
	for i := 0; i*functionsPerInterface < methods; i++ {
		types := bigTypes(i)
		a := &metadata.AgentType{Name: fmt.Sprintf("Service%d", i), Constructor: metadata.AgentConstructor{Input: parameterList(types[5])}}
		for n := range min(functionsPerInterface, methods-i*functionsPerInterface) {
			a.Methods = append(a.Methods, &metadata.AgentMethod{
				Name: fmt.Sprintf("change%02d", n), Description: "Changes something.",
				Input: parameterList(types[n%len(types)], types[(n+1)%len(types)]), Output: parameterList(types[(n+3)%len(types)]),
			})
		}
		d.AgentTypes = append(d.AgentTypes, a)
	}
	return d
}

func parameterList(types ...*metadata.Type) metadata.DataSchema {
	var s metadata.DataSchema
	for i, t := range types {
		s.Elements = append(s.Elements, metadata.Element{Name: fmt.Sprintf("part%d", i), Kind: metadata.ComponentModel, Type: t})
	}
	return s
}
