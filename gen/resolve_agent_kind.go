package gen

import (
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// Kinds of types that only data of agents has, in addition to those of metadata. They occur
// where a constructor or a method takes or returns data, and never inside of other types.
//
// For unstructured types, Names has the allowed languages or media types, nil for all. A part
// of multimodal data is like a variant whose Cases are the alternatives.
const (
	kindText   = metadata.KindHandle + 1 + iota // unstructured text
	kindBinary                                  // unstructured binary data
	kindPart                                    // a part of multimodal data
)

var agentKinds = map[metadata.Kind]string{kindText: "Text", kindBinary: "Binary", kindPart: "Part"}

// kindName returns the name of a kind: "Record".
func kindName(kind metadata.Kind) string {
	if name, ok := agentKinds[kind]; ok {
		return name
	}
	return kind.String()
}

func kindWord(kind metadata.Kind) string { return strings.ToLower(kindName(kind)) }

// isElement reports whether the type is a type of unstructured data.
func isElement(t *metadata.Type) bool { return t.Kind == kindText || t.Kind == kindBinary }

// isVariant reports whether values of a kind are one of several cases.
func isVariant(kind metadata.Kind) bool { return kind == metadata.KindVariant || kind == kindPart }

// elementType returns the type of an element of a schema.
func elementType(e metadata.Element) *metadata.Type {
	switch e.Kind {
	case metadata.UnstructuredText:
		return &metadata.Type{Kind: kindText, Names: e.Languages}
	case metadata.UnstructuredBinary:
		return &metadata.Type{Kind: kindBinary, Names: e.MimeTypes}
	default:
		return e.Type
	}
}

// multimodalType returns the type of multimodal data: a list of parts.
func multimodalType(s metadata.DataSchema) *metadata.Type {
	part := &metadata.Type{Kind: kindPart}
	for _, e := range s.Elements {
		part.Cases = append(part.Cases, metadata.Case{Name: e.Name, Type: elementType(e)})
	}
	return &metadata.Type{Kind: metadata.KindList, Inner: part}
}

// elementOf returns the element that the type of an element stands for.
func elementOf(name string, t *metadata.Type) metadata.Element {
	switch t.Kind {
	case kindText:
		return metadata.Element{Name: name, Kind: metadata.UnstructuredText, Languages: t.Names}
	case kindBinary:
		return metadata.Element{Name: name, Kind: metadata.UnstructuredBinary, MimeTypes: t.Names}
	default:
		return metadata.Element{Name: name, Type: t}
	}
}

// multimodalSchema returns the schema of multimodal data with these parts.
func multimodalSchema(part *metadata.Type) metadata.DataSchema {
	s := metadata.DataSchema{Kind: metadata.SchemaMultimodal}
	for _, c := range part.Cases {
		s.Elements = append(s.Elements, elementOf(c.Name, c.Type))
	}
	return s
}

// isMultimodal reports whether the type is a type of multimodal data.
func isMultimodal(t *metadata.Type) bool {
	return t.Kind == metadata.KindList && t.Inner.Kind == kindPart
}
