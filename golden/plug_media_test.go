package golden_test

import (
	"fmt"
	"reflect"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
)

// Kinds of type that only agents have. Names has the languages or media types that are allowed.
const (
	kindText = metadata.KindHandle + 1 + iota
	kindBinary
	kindPart // a part of multimodal data, whose alternatives are the Cases
)

// typesOf returns the types of the elements of a schema. Multimodal data has one, a list of parts.
func typesOf(s metadata.DataSchema) []*metadata.Type {
	var list []*metadata.Type
	part := &metadata.Type{Kind: kindPart}
	for _, e := range s.Elements {
		t := e.Type
		switch e.Kind {
		case metadata.UnstructuredText:
			t = &metadata.Type{Kind: kindText, Names: e.Languages}
		case metadata.UnstructuredBinary:
			t = &metadata.Type{Kind: kindBinary, Names: e.MimeTypes}
		}
		list = append(list, t)
		part.Cases = append(part.Cases, metadata.Case{Name: e.Name, Type: t})
	}
	if s.Kind == metadata.SchemaMultimodal {
		return []*metadata.Type{{Kind: metadata.KindList, Inner: part}}
	}
	return list
}

func (p *plug) drawText(t *metadata.Type) runtime.Text {
	if rapid.Bool().Draw(p.T, "remote") {
		return runtime.TextURL("https://example.com/" + rapid.StringMatching("[a-z]*").Draw(p.T, "path"))
	}
	languages := t.Names
	if languages == nil {
		languages = []string{"", "en", "x-own"}
	}
	return runtime.InlineText(rapid.StringN(0, 20, -1).Draw(p.T, "text"), rapid.SampledFrom(languages).Draw(p.T, "language"))
}

func (p *plug) drawBinary(t *metadata.Type) runtime.Binary {
	if rapid.Bool().Draw(p.T, "remote") {
		return runtime.BinaryURL("https://example.com/" + rapid.StringMatching("[a-z]*").Draw(p.T, "path"))
	}
	types := t.Names
	if types == nil {
		types = []string{"application/octet-stream", "x/y"}
	}
	return runtime.InlineBinary(rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(p.T, "data"), rapid.SampledFrom(types).Draw(p.T, "type"))
}

// drawParts draws multimodal data. Servers accept one part of each alternative in order, of which
// the last ones may be left out for a constructor. Results may have any parts.
func (p *plug) drawParts(part *metadata.Type, as reflect.Type) reflect.Value {
	n := len(part.Cases)
	if p.shortening || p.answering {
		n = rapid.IntRange(0, n).Draw(p.T, "parts")
	}
	v := reflect.MakeSlice(as, n, n)
	for i := range n {
		at := i
		if p.answering {
			at = rapid.IntRange(0, len(part.Cases)-1).Draw(p.T, "alternative")
		}
		v.Index(i).Set(p.drawPart(part, as.Elem(), at))
	}
	return v
}

func (p *plug) drawPart(part *metadata.Type, as reflect.Type, at int) reflect.Value {
	v := reflect.New(p.cases(as, part)[at]).Elem()
	v.Field(0).Set(p.draw(part.Cases[at].Type, v.Field(0).Type()))
	return v
}

// renderBinary returns the same text for no bytes and nil.
func renderBinary(b runtime.Binary) string {
	return fmt.Sprintf("%x %q %q %v", b.Data, b.Type, b.URL, b.Remote)
}
