package gen

import (
	"go/scanner"
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/metadata"
)

// TestParametersNamedLikeGeneratedCode gives parameters the names of all identifiers of the code
// that is generated for them. Every use in a method must still mean what it meant before.
func TestParametersNamedLikeGeneratedCode(t *testing.T) {
	thorough.WithoutRace(t, "checks generated code")
	checker := newChecker(t)
	t.Run("component", func(t *testing.T) {
		files := checkTypes(t, checker, everyAnswer("p"))
		checkTypes(t, checker, everyAnswer(parameterNames(files, initialisms)...))
	})
	t.Run("agents", func(t *testing.T) {
		files := checkAgents(t, checker, everyAgentAnswer("p")).Files
		checkAgents(t, checker, everyAgentAnswer(parameterNames(files, initialisms.ofIdentifiers())...))
	})
}

// parameterNames returns the names that parameters in Go code can have and that are identifiers of
// the files, as names of WIT.
func parameterNames(files map[string][]byte, s spelling) []string {
	found := map[string]bool{}
	for _, text := range files {
		var lexer scanner.Scanner
		set := token.NewFileSet()
		lexer.Init(set.AddFile("", set.Base(), len(text)), text, nil, 0)
		for {
			_, tok, literal := lexer.Scan()
			if tok == token.EOF {
				break
			}
			name := strings.Join(initialisms.identifierWords(literal), "-")
			if tok == token.IDENT && metadata.IsName(name) && s.unexported(name) == literal {
				found[name] = true
			}
		}
	}
	return sortedKeys(found)
}

// everyAnswer returns a component with a function for each form of results. The parameters have
// the names and types of several kinds.
func everyAnswer(names ...string) *metadata.Component {
	money := &metadata.Type{Kind: metadata.KindRecord, Name: "money", Fields: []metadata.Field{{Name: "cents", Type: str}}}
	result := func(ok, failure *metadata.Type) []metadata.Result {
		return []metadata.Result{{Type: &metadata.Type{Kind: metadata.KindResult, Ok: ok, Err: failure}}}
	}
	handle := &metadata.Type{Kind: metadata.KindHandle, ResourceID: 1}
	api := &metadata.Interface{Name: "acme:shop/api", Namespace: "acme", Package: "shop", ShortName: "api"}
	for name, results := range map[string][]metadata.Result{
		"none": nil, "text": {{Type: str}}, "one": {{Type: money}}, "named": {{Name: "a", Type: str}, {Name: "b", Type: money}},
		"failing": result(str, money), "failing-text": result(money, str), "failed-only": result(nil, listOf(money)),
	} {
		fn := &metadata.Function{Name: name, LocalName: name, Parameters: parametersNamed(names, money), Results: results}
		api.Functions = append(api.Functions, fn)
	}
	slices.SortFunc(api.Functions, func(a, b *metadata.Function) int { return strings.Compare(a.Name, b.Name) })
	api.Resources = []*metadata.Resource{{Name: "ledger", ID: 1, HasID: true, Constructor: &metadata.Function{
		Name: "[constructor]ledger", LocalName: "new", Kind: metadata.Constructor,
		Parameters: parametersNamed(names, money), Results: []metadata.Result{{Type: handle}},
	}}}
	return &metadata.Component{Name: "hostile", Interfaces: []*metadata.Interface{api}}
}

func parametersNamed(names []string, record *metadata.Type) []metadata.Parameter {
	types := []*metadata.Type{str, record, listOf(record), optionOf(str)}
	list := make([]metadata.Parameter, len(names))
	for i, name := range names {
		list[i] = metadata.Parameter{Name: name, Type: types[i%len(types)]}
	}
	return list
}

// everyAgentAnswer is like everyAnswer, with the parameters of methods and of a constructor.
func everyAgentAnswer(names ...string) *metadata.Deployment {
	schema := func(list []metadata.Parameter) (s metadata.DataSchema) {
		for _, p := range list {
			s.Elements = append(s.Elements, metadata.Element{Name: p.Name, Type: p.Type})
		}
		return s
	}
	functions := everyAnswer(names...).Interfaces[0].Functions
	account := &metadata.AgentType{Name: "Account", Constructor: metadata.AgentConstructor{Input: schema(functions[0].Parameters)}}
	for _, fn := range functions {
		m := &metadata.AgentMethod{Name: fn.Name, Input: schema(fn.Parameters)}
		for _, r := range fn.Results {
			m.Output.Elements = append(m.Output.Elements, metadata.Element{Name: "r" + r.Name, Type: r.Type})
		}
		account.Methods = append(account.Methods, m)
	}
	account.Config = []metadata.ConfigDeclaration{{Path: []string{"limit"}, Type: str}, {Path: []string{"key"}, Type: str, Source: metadata.ConfigSecret}}
	return &metadata.Deployment{Application: "hostile", AgentTypes: []*metadata.AgentType{account}}
}
