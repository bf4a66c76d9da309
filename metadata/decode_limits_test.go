package metadata

import (
	"fmt"
	"strings"
	"testing"
)

// TestHugeDocuments checks that parts of a document that the model does not need are bounded,
// too.
func TestHugeDocuments(t *testing.T) {
	for _, c := range []struct {
		name, want string
		data       []byte
	}{
		{"size", "the document has 65 MB", make([]byte, maxDocument+1<<20)},
		{"values", "more than 4194304 values", []byte("[" + strings.Repeat("1,", maxNodes) + "1]")},
		{"nested objects", "nested more than 1000 deep", []byte(strings.Repeat(`{"a":`, maxDepth+1))},
		{"key twice in a large object", `duplicate key "k"`, []byte(`{"metadata":{"exports":[]},"x":{` + manyKeys(100) + `"k":1,"k":2}}`)},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Decode(c.data)
			if got := refusal(t, err); !strings.Contains(got, c.want) {
				t.Errorf("%s instead of %s", got, c.want)
			}
		})
	}
}

// TestDeepestTypes checks that types of the maximum nesting are read, and that all operations on
// them are fast.
func TestDeepestTypes(t *testing.T) {
	typ := &Type{Kind: KindU8}
	for range maxTypeDepth - 1 {
		typ = &Type{Kind: KindRecord, Fields: []Field{{"a", typ}}}
	}
	c := &Component{ID: "5c89c92c-6e6a-5715-882b-637cd873451d", Name: "deep", Functions: []*Function{{Name: "f", LocalName: "f", Results: []Result{{Type: typ}}}}}
	got := checkDocument(t, c.Document())
	if !got.Functions[0].Results[0].Type.Equal(typ) || strings.Count(got.Functions[0].WIT(), "record") != maxTypeDepth-1 {
		t.Error("another type came back")
	}
}

// TestDepthOfTypes checks that the maximum nesting is the same for every kind of type with parts.
func TestDepthOfTypes(t *testing.T) {
	for name, around := range map[string]func(*Type) *Type{
		"record":  func(inner *Type) *Type { return record("a", inner) },
		"variant": func(inner *Type) *Type { return variant("a", inner) },
		"tuple":   func(inner *Type) *Type { return tuple(inner) },
		"list":    list,
		"option":  option,
		"ok":      func(inner *Type) *Type { return result(inner, nil) },
		"err":     func(inner *Type) *Type { return result(nil, inner) },
	} {
		typ := tU8
		for range maxTypeDepth - 1 {
			typ = around(typ)
		}
		document := func(typ *Type) []byte {
			return (&Component{ID: "5c89c92c-6e6a-5715-882b-637cd873451d", Name: "deep", Functions: []*Function{function("f", typ)}}).Document()
		}
		if _, err := Decode(document(typ)); err != nil {
			t.Errorf("%s: the deepest type is refused: %v", name, err)
		}
		if _, err := Decode(document(around(typ))); err == nil || !strings.Contains(err.Error(), "nested more than") {
			t.Errorf("%s: a deeper type: %v", name, err)
		}
	}
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"key-%d":%d,`, i, i)
	}
	return b.String()
}
