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

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"key-%d":%d,`, i, i)
	}
	return b.String()
}
