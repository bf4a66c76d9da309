package config

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

type entry struct {
	key   string
	value ast.Node
	at    Position
}

// forms show the keys of each part of a configuration.
var forms = map[reflect.Type]string{
	reflect.TypeFor[Config]():    "server: {url: http://localhost:9881}",
	reflect.TypeFor[Server]():    "url: http://localhost:9881",
	reflect.TypeFor[Component](): "package: shop",
	reflect.TypeFor[Agents]():    "package: bank",
}

// entries returns the keys of a node and their values. The form shows keys in the message that
// says there are none.
func (r *reader) entries(n ast.Node, form string) ([]entry, bool) {
	var values []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	default:
		r.wrongType(n, "keys like "+strconv.Quote(form))
		return nil, false
	}
	entries := make([]entry, 0, len(values))
	for _, v := range values {
		at := positionOf(v.Key)
		if _, ok := v.Key.(ast.ScalarNode); !ok || v.Key.IsMergeKey() {
			r.add(at, "write out the keys", "only plain keys are supported")
			continue
		}
		entries = append(entries, entry{key: scalar(v.Key), value: v.Value, at: at})
	}
	return entries, true
}

// scalar returns the text of a scalar as written, without quotes.
func scalar(n ast.Node) string {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return n.Value.Value
	default:
		return n.GetToken().Value
	}
}

func isNull(n ast.Node) bool {
	_, null := n.(*ast.NullNode)
	return n == nil || null
}

func (r *reader) text(n ast.Node) (string, bool) {
	switch n.(type) {
	case *ast.StringNode, *ast.LiteralNode:
		return scalar(n), true
	case *ast.MappingNode, *ast.MappingValueNode, *ast.SequenceNode:
		r.wrongType(n, "a string")
	default:
		if _, ok := n.(ast.ScalarNode); !ok {
			r.wrongType(n, "a string")
			break
		}
		r.add(positionOf(n), "put it in quotes", "expected a string, found the %s %.60s", strings.TrimPrefix(kindOf(n), "a "), scalar(n))
	}
	return "", false
}

func (r *reader) wrongType(n ast.Node, want string) {
	r.add(positionOf(n), "correct the value", "expected %s, found %s", want, kindOf(n))
}

func kindOf(n ast.Node) string {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "a number"
	case *ast.BoolNode:
		return "a boolean"
	case *ast.NullNode:
		return "null"
	default:
		return "a string"
	}
}
