package config

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// pathSeparator separates the keys of a path. No key of a readable file contains it.
const pathSeparator = "\x00"

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + pathSeparator + key
}

// value sets a Go value, of one of the kinds in a Config, to the value of a node.
func (r *reader) value(n ast.Node, into reflect.Value, path string) {
	if _, seen := r.positions[path]; !seen {
		r.positions[path] = positionOf(n)
	}
	switch n.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		r.add(positionOf(n), "write out the value", "anchors, aliases and tags are not supported")
		return
	}
	switch into.Kind() {
	case reflect.Struct:
		r.object(n, into, path)
	case reflect.Slice:
		if into.Type().Elem().Kind() == reflect.String {
			r.texts(n, into)
			return
		}
		r.list(n, into, path)
	case reflect.Map:
		r.mapping(n, into, path)
	case reflect.Pointer:
		into.Set(reflect.New(into.Type().Elem()))
		r.value(n, into.Elem(), path)
	case reflect.Uint64:
		r.number(n, into)
	case reflect.Bool:
		if b, ok := n.(*ast.BoolNode); ok {
			into.SetBool(b.Value)
			return
		}
		r.wrongType(n, "true or false")
	default:
		if text, ok := r.text(n); ok {
			into.SetString(text)
		}
	}
}

func (r *reader) object(n ast.Node, into reflect.Value, path string) {
	entries, ok := r.entries(n, forms[into.Type()])
	if !ok {
		return
	}
	keys := fields(into.Type())
	known := Keys(into.Type())
	found := map[string]bool{}
	for _, entry := range entries {
		i := slices.Index(known, entry.key)
		if i < 0 {
			r.add(entry.at, keyFix(entry.key, into.Type()), "unknown key %s", quote(entry.key))
			continue
		}
		found[entry.key] = true
		r.positions[join(path, entry.key)] = entry.at
		if isNull(entry.value) {
			if !takesNothing(keys[i].Type) {
				r.add(entry.at, "add a value or remove the line", "%s has no value", entry.key)
			}
			continue
		}
		r.value(entry.value, into.FieldByIndex(keys[i].Index), join(path, entry.key))
	}
	for i, key := range known {
		if keys[i].Tag.Get("required") != "" && !found[key] {
			r.add(positionOf(n), "add "+examples[key], "%s is missing", key)
		}
	}
}

// takesNothing reports whether a key may stand without a value.
func takesNothing(t reflect.Type) bool {
	return t.Kind() == reflect.Map || t.Kind() == reflect.Struct || t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.String
}

// examples describe the required keys.
var examples = map[string]string{
	"package":     `the name of the Go package, like "package: shop"`,
	"application": `the name of the application, like "application: bank"`,
	"environment": `the name of the environment, like "environment: local"`,
}

// Keys returns the keys of a part of the configuration in the order of its fields.
func Keys(t reflect.Type) []string {
	var keys []string
	for _, field := range fields(t) {
		keys = append(keys, field.Tag.Get("yaml"))
	}
	return keys
}

// fields returns the fields that have a key, those of embedded structs first.
func fields(t reflect.Type) []reflect.StructField {
	var list []reflect.StructField
	for _, field := range reflect.VisibleFields(t) {
		if field.Tag.Get("yaml") != "" {
			list = append(list, field)
		}
	}
	return list
}

func (r *reader) list(n ast.Node, into reflect.Value, path string) {
	sequence, ok := n.(*ast.SequenceNode)
	if !ok {
		r.wrongType(n, `a list with a "-" before each entry`)
		return
	}
	for i, item := range sequence.Values {
		element := reflect.New(into.Type().Elem().Elem())
		into.Set(reflect.Append(into, element))
		if isNull(item) {
			r.add(positionOf(item), "add keys or remove the line", "entry is empty")
			continue
		}
		r.value(item, element.Elem(), fmt.Sprintf("%s[%d]", path, i))
	}
}

// texts reads a list of texts, or a single one.
func (r *reader) texts(n ast.Node, into reflect.Value) {
	items := []ast.Node{n}
	if sequence, ok := n.(*ast.SequenceNode); ok {
		items = sequence.Values
	}
	for _, item := range items {
		if text, ok := r.text(item); ok {
			into.Set(reflect.Append(into, reflect.ValueOf(text)))
		}
	}
}

// mapping reads keys that are free: names, with texts, and servers.
func (r *reader) mapping(n ast.Node, into reflect.Value, path string) {
	element := into.Type().Elem()
	form := "cart.add-item: AddItem"
	if element.Kind() == reflect.Pointer {
		form = "cloud: {url: https://golem.example.com}"
	}
	entries, ok := r.entries(n, form)
	if !ok {
		return
	}
	into.Set(reflect.MakeMap(into.Type()))
	for _, entry := range entries {
		r.positions[join(path, entry.key)] = entry.at
		if isNull(entry.value) {
			want := "a Go name"
			if element.Kind() == reflect.Pointer {
				want = "keys"
			}
			r.add(entry.at, "add "+want+" or remove the line", "%s has no value", quote(entry.key))
			continue
		}
		value := reflect.New(element).Elem()
		r.value(entry.value, value, join(path, entry.key))
		into.SetMapIndex(reflect.ValueOf(entry.key), value)
	}
}

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

// keyFix says what to do about an unknown key of a part of the configuration: it may be spelled
// in another way, or belong to another part.
func keyFix(key string, part reflect.Type) string {
	known := Keys(part)
	plain := strings.NewReplacer("_", "", "-", "")
	for _, k := range known {
		if strings.EqualFold(plain.Replace(key), plain.Replace(k)) || strings.HasPrefix(k, key) && len(key) > 2 || strings.HasPrefix(key, k) {
			return "did you mean " + k + "?"
		}
	}
	for _, other := range []struct {
		part reflect.Type
		fix  string
	}{
		{reflect.TypeFor[Config](), "move it to the top of the file, beside server"},
		{reflect.TypeFor[Server](), `move it below "server:"`},
		{reflect.TypeFor[Entry](), "move it to an entry of components or agents"},
		{reflect.TypeFor[Component](), "only components have it; the keys here are " + strings.Join(known, ", ")},
		{reflect.TypeFor[Agents](), "only agents have it; the keys here are " + strings.Join(known, ", ")},
	} {
		if slices.Contains(Keys(other.part), key) {
			return other.fix
		}
	}
	return "the keys are " + strings.Join(known, ", ")
}

// quote returns a string of the file in quotes and cuts it if it is long.
func quote(text string) string {
	const limit = 60
	quoted := []rune(strconv.QuoteToASCII(text))
	if len(quoted) > limit {
		return string(quoted[:limit]) + `…"`
	}
	return string(quoted)
}
