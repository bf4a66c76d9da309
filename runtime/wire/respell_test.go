package wire_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestAnswerRespelled checks that an answer with members in another order, unknown members,
// spaces and escapes is read as the same value, or fails too. It compares the code for the
// usual form with the general code.
func TestAnswerRespelled(t *testing.T) { rapid.Check(t, checkRespelled) }

func checkRespelled(t *rapid.T) {
	typ := drawType(t, 3)
	c := newCodec(typ)
	value := drawValue(t, typ)
	b, err := wire.Marshal(&value, c.append)
	if err != nil {
		return // some(none) has no text
	}
	tree, err := readTree(string(b))
	if err != nil {
		t.Fatal(err)
	}
	if rapid.IntRange(0, 3).Draw(t, "damage") == 0 {
		tree = damaged(t, typ, tree)
	}
	usual, answer := asServers(typ, tree, rapid.Bool().Draw(t, "wrapped"))
	s := drawSpelling(t)
	other := s.of(answer, usual)
	want, failure := openAny(typ, inOrder(usual))
	got, otherFailure := openAny(typ, other)
	if (failure == nil) != (otherFailure == nil) {
		t.Fatalf("%s\nis read %v, and\n%s\n%v", inOrder(usual), failure, other, otherFailure)
	}
	if failure == nil && !reflect.DeepEqual(got, want) {
		t.Fatalf("%s\nis read %#v, and\n%s\n%#v", inOrder(usual), want, other, got)
	}
	sorted := inOrder(tree)
	var plain, respelled any
	failure = wire.Unmarshal([]byte(sorted), &plain, c.decode)
	otherFailure = wire.Unmarshal([]byte(s.of(typ, tree)), &respelled, c.decode)
	if (failure == nil) != (otherFailure == nil) || failure == nil && !reflect.DeepEqual(plain, respelled) {
		t.Fatalf("%s is read %#v, %v, respelled %#v, %v", sorted, plain, failure, respelled, otherFailure)
	}
}

// openAny returns the value in an answer of the type.
func openAny(typ *typ, text string) (v any, err error) {
	a := wire.NewAnswer(typ.json(), false)
	var d wire.Decoder
	if err := a.Open([]byte(text), &d); err != nil {
		return nil, err
	}
	d.At = newCodec(typ).decode(&d, d.At, &v)
	a.Close(&d)
	if err := d.Err(); err != nil {
		return nil, err
	}
	return v, nil
}

// asServers returns the tree of an answer, and a type of it for [spelling.of], which says
// which objects are records and can have further members.
func asServers(t *typ, value any, wrapped bool) (answer any, of *typ) {
	typeText := t.json()
	if wrapped {
		typeText = `{"items":[` + typeText + `],"type":"Tuple"}`
		t, value = &typ{Type: "Tuple", Items: []*typ{t}}, []any{value}
	}
	typeTree, err := readTree(typeText)
	if err != nil {
		panic(err)
	}
	result := object{{"typ", typeTree}, {"value", value}}
	return object{{"result", result}}, &typ{Type: "Record", Fields: []member{{
		Name: "result", Typ: &typ{Type: "Record", Fields: []member{{Name: "value", Typ: t}}},
	}}}
}

// inOrder returns the text of a tree as servers write it.
func inOrder(tree any) string {
	switch tree := tree.(type) {
	case object:
		parts := make([]string, len(tree))
		for i, m := range sortedMembers(tree) {
			parts[i] = quoted(m.key) + ":" + inOrder(m.value)
		}
		return "{" + strings.Join(parts, ",") + "}"
	case []any:
		parts := make([]string, len(tree))
		for i, item := range tree {
			parts[i] = inOrder(item)
		}
		return "[" + strings.Join(parts, ",") + "]"
	}
	b, err := json.Marshal(tree)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func sortedMembers(o object) object {
	return slices.SortedStableFunc(slices.Values(o), func(a, b objectMember) int { return strings.Compare(a.key, b.key) })
}

// spelling writes a tree in one of the forms that JSON allows. It leaves the rest in the
// form of servers, so that the code for the usual form reads as much as possible.
type spelling struct {
	t                              *rapid.T
	shuffle, more, spaces, escapes bool
}

func drawSpelling(t *rapid.T) spelling {
	change := func(label string) bool { return rapid.IntRange(0, 2).Draw(t, label) == 0 }
	return spelling{t, change("shuffle"), rapid.Bool().Draw(t, "more"), change("spaces"), change("escapes")}
}

func (s spelling) of(typ *typ, tree any) string {
	return s.space() + s.value(typ, tree) + s.space()
}

func (s spelling) value(t *typ, tree any) string {
	for t != nil && t.Type == "Option" {
		t = t.Inner
	}
	switch tree := tree.(type) {
	case object:
		return s.object(t, tree)
	case []any:
		parts := make([]string, len(tree))
		for i, item := range tree {
			parts[i] = s.of(t.item(i), item)
		}
		return "[" + strings.Join(parts, ",") + "]"
	case string:
		return s.string(tree)
	}
	return inOrder(tree)
}

// item returns the type of the i-th item of a list or a tuple.
func (t *typ) item(i int) *typ {
	switch {
	case t == nil:
		return nil
	case t.Type == "Tuple" && i < len(t.Items):
		return t.Items[i]
	}
	return t.Inner
}

func (s spelling) object(t *typ, o object) string {
	order := sortedMembers(o)
	if s.shuffle {
		order = rapid.Permutation(order).Draw(s.t, "order")
	}
	if s.more && t != nil && t.Type == "Record" && s.maybe() {
		at := len(order)
		if s.shuffle {
			at = rapid.IntRange(0, len(order)).Draw(s.t, "at")
		}
		more := objectMember{key: "More", value: []any{object{{"typ", nil}, {"a", "\\"}}, json.Number("1e400")}}
		order = slices.Insert(order, at, more)
	}
	parts := make([]string, len(order))
	for i, m := range order {
		var of *typ
		if t != nil {
			of = t.member(m.key)
		}
		parts[i] = s.space() + s.string(m.key) + s.space() + ":" + s.of(of, m.value)
	}
	return "{" + strings.Join(parts, ",") + s.space() + "}"
}

func (s spelling) maybe() bool { return rapid.IntRange(0, 2).Draw(s.t, "maybe") == 0 }

func (s spelling) space() string {
	if s.spaces && s.maybe() {
		return rapid.SampledFrom([]string{" ", "\t\r\n"}).Draw(s.t, "space")
	}
	return ""
}

// string returns a JSON string in which some characters are escaped.
func (s spelling) string(text string) string {
	if !s.escapes || !s.maybe() {
		return quoted(text)
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\' || r < ' ' || s.maybe():
			for _, unit := range utf16.AppendRune(nil, r) {
				fmt.Fprintf(&b, `\u%04x`, unit)
			}
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + `"`
}

// damaged returns the tree with a change that the type may or may not allow.
func damaged(t *rapid.T, typ *typ, tree any) any {
	switch tree := tree.(type) {
	case []any:
		if i := rapid.IntRange(0, len(tree)).Draw(t, "item"); i < len(tree) {
			tree[i] = damaged(t, typ, tree[i])
			return tree
		}
	case object:
		switch i := rapid.IntRange(0, len(tree)+1).Draw(t, "member"); {
		case i < len(tree):
			tree[i].value = damaged(t, typ, tree[i].value)
			return tree
		case i == len(tree):
			return addMember(t, typ, tree)
		}
	}
	return rapid.SampledFrom([]any{
		nil, true, "", "a", json.Number("0"), json.Number("256"), json.Number("-1"), json.Number("1.5"), json.Number("1e400"),
		[]any{},
		[]any{nil},
		object{},
		object{{"ok", nil}},
		object{{"err", nil}, {"x", nil}},
	}).Draw(t, "instead")
}

// addMember adds a member that the object does not have, preferably with a name from the
// type.
func addMember(t *rapid.T, typ *typ, o object) object {
	keys := []string{"ok", "err", "other"}
	for _, name := range snippetsOf(typ) {
		if key := ""; json.Unmarshal([]byte(name), &key) == nil {
			keys = append(keys, key)
		}
	}
	key := rapid.SampledFrom(keys).Draw(t, "key")
	if _, there := o.last(key); there {
		return o
	}
	return append(o, objectMember{key, rapid.SampledFrom([]any{nil, "a", json.Number("1"), object{}}).Draw(t, "value")})
}
