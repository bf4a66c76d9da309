package gen

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/metadata"
)

// dataValue is data of a schema: the values of its elements or, for multimodal data, the parts.
type dataValue struct {
	schema   metadata.DataSchema
	elements []elementValue
}

// elementValue is the value of an element.
type elementValue struct {
	metadata.Element
	text string // of the value: JSON of the type, or an object of type Inline or Url
}

// randomData draws data. Multimodal data has each part once, in the order of the schema.
func randomData(t *rapid.T, s metadata.DataSchema) dataValue {
	v := dataValue{schema: s}
	for _, e := range s.Elements {
		v.elements = append(v.elements, elementValue{e, randomElement(t, e)})
	}
	return v
}

func randomElement(t *rapid.T, e metadata.Element) string {
	if e.Kind == metadata.ComponentModel {
		return randomValue(t, e.Type)
	}
	if oneIn(t, 4) {
		return `{"type":"Url","value":` + quotedJSON(rapid.String().Draw(t, "url")) + `}`
	}
	tag := rapid.SampledFrom(append([]string{"fr", "x-y"}, append(e.Languages, e.MimeTypes...)...)).Draw(t, "tag")
	if e.Kind == metadata.UnstructuredBinary {
		bytes := rapid.SliceOfN(rapid.Byte(), 0, 8).Draw(t, "bytes")
		numbers := strings.ReplaceAll(strings.Trim(fmt.Sprint(bytes), "[]"), " ", ",")
		return `{"binaryType":{"mimeType":` + quotedJSON(tag) + `},"data":[` + numbers + `],"type":"Inline"}`
	}
	language := `{"languageCode":` + quotedJSON(tag) + `}`
	if oneIn(t, 4) {
		language = "null"
	}
	return `{"data":` + quotedJSON(rapid.String().Draw(t, "text")) + `,"textType":` + language + `,"type":"Inline"}`
}

// rearranged returns multimodal data with parts that servers of 1.5 do not accept for a method:
// one is missing, comes twice, or is in another place.
func (v dataValue) rearranged(t *rapid.T) dataValue {
	list := slices.Clone(v.elements)
	i := rapid.IntRange(0, len(list)-1).Draw(t, "part")
	switch rapid.IntRange(0, 2).Draw(t, "how") {
	case 0:
		list = slices.Delete(list, i, i+1)
	case 1:
		list = slices.Insert(list, i, list[i])
	default:
		list = append(slices.Delete(list, i, i+1), v.elements[i])
	}
	return dataValue{v.schema, list}
}

// answer returns the data as in an answer of a server.
func (v dataValue) answer() []byte {
	kind := "Tuple"
	if v.schema.Kind == metadata.SchemaMultimodal {
		kind = "Multimodal"
	}
	return fmt.Appendf(nil, `{"elements":[%s],"type":%q}`, strings.Join(v.texts(), ","), kind)
}

// texts returns the texts of the elements.
func (v dataValue) texts() []string {
	texts := make([]string, len(v.elements))
	for i, e := range v.elements {
		texts[i] = fmt.Sprintf(`{"type":%q,"value":%s}`, e.Kind.String(), e.text)
		if v.schema.Kind == metadata.SchemaMultimodal {
			texts[i] = fmt.Sprintf(`{"name":%s,"value":%s}`, quotedJSON(e.Name), texts[i])
		}
	}
	return texts
}

// same compares data in a request with v, each value by its type.
func (v dataValue) same(sent []byte) error {
	tree, err := parseJSON(string(sent))
	if err != nil {
		return err
	}
	data, ok := tree.(map[string]any)
	elements, isList := data["elements"].([]any)
	kind := []string{metadata.SchemaTuple: "Tuple", metadata.SchemaMultimodal: "Multimodal"}[v.schema.Kind]
	if !ok || !isList || len(data) != 2 || data["type"] != kind || len(elements) != len(v.elements) {
		return fmt.Errorf("%.300s is not a data value of type %s with %d elements", sent, kind, len(v.elements))
	}
	for i := range v.elements {
		if err := v.sameElement(i, elements[i]); err != nil {
			return fmt.Errorf("element %d: %w", i, err)
		}
	}
	return nil
}

func (v dataValue) sameElement(i int, sent any) error {
	e := v.elements[i]
	if v.schema.Kind == metadata.SchemaMultimodal {
		part, _ := sent.(map[string]any)
		if len(part) != 2 || part["name"] != e.Name {
			return fmt.Errorf("%v is not the part %s", sent, e.Name)
		}
		sent = part["value"]
	}
	element, _ := sent.(map[string]any)
	if len(element) != 2 || element["type"] != e.Kind.String() {
		return fmt.Errorf("%v is not an element of type %s", sent, e.Kind)
	}
	text, err := json.Marshal(element["value"])
	if err != nil {
		return err
	}
	return e.same(string(text))
}

// restricted reports whether the language or media type of inline data is one that its element
// does not allow.
func (e elementValue) restricted() bool {
	var data struct {
		Type       string
		TextType   struct{ LanguageCode string }
		BinaryType struct{ MimeType string }
	}
	if e.Kind == metadata.ComponentModel || json.Unmarshal([]byte(e.text), &data) != nil || data.Type != "Inline" {
		return false
	}
	if e.Kind == metadata.UnstructuredText {
		return e.Languages != nil && !slices.Contains(e.Languages, data.TextType.LanguageCode)
	}
	return e.MimeTypes != nil && !slices.Contains(e.MimeTypes, data.BinaryType.MimeType)
}

func (e elementValue) same(text string) error {
	if e.Kind == metadata.ComponentModel {
		return sameValue(e.Type, text, e.text)
	}
	x, err := parseJSON(text)
	if err != nil {
		return err
	}
	y, err := parseJSON(e.text)
	if err != nil {
		return err
	}
	if diff := cmp.Diff(y, x); diff != "" {
		return fmt.Errorf("(-want +got):\n%s", diff)
	}
	return nil
}
