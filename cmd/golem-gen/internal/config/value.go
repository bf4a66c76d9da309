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
	for _, k := range known {
		if isTypo(key, k) {
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

// isTypo reports whether a is b with one letter added, left out or changed, or with two neighbors
// swapped. Words of up to three letters are too short to tell.
func isTypo(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 4 || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch {
	case len(a) < len(b):
		return a[i:] == b[i+1:]
	case i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i]:
		return a[i+2:] == b[i+2:]
	}
	return i < len(a) && a[i+1:] == b[i+1:]
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
