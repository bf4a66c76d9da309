package wire_test

import (
	"cmp"
	"encoding/json"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

func TestText(t *testing.T) {
	for text, v := range map[string]wire.Text{
		`{"type":"Inline","data":"a\"b","textType":null}`:                   {Data: `a"b`},
		`{"type":"Inline","data":"salut","textType":{"languageCode":"fr"}}`: {Data: "salut", Language: "fr"},
		`{"type":"Inline","data":"","textType":null}`:                       {},
		`{"type":"Url","value":"https://example.com/?a=<&b=\\"}`:            {URL: `https://example.com/?a=<&b=\`, Remote: true},
	} {
		var e wire.Encoder
		b := wire.AppendText(nil, &e, &v)
		read(t, string(b), wire.DecodeText, v)
		read(t, text, wire.DecodeText, v)
		if !json.Valid(b) || canonicalJSON(string(b)) != canonicalJSON(text) {
			t.Errorf("%+v is written %s, want %s", v, b, text)
		}
	}
	read(t, ` { "data" : "x" , "type" : "Inline" , "more" : [] } `, wire.DecodeText, wire.Text{Data: "x"})
	refused(t, wire.Text{Data: "\xff"}, wire.AppendText, wire.ReasonInvalidUTF8)
	refused(t, wire.Text{Language: "\xff"}, wire.AppendText, wire.ReasonInvalidUTF8)
	unreadable(t, `{"type":"Inline","textType":null}`, wire.DecodeText, wire.ReasonMissingField, "data")
	unreadable(t, `{"type":"Inline","data":null}`, wire.DecodeText, wire.ReasonMissingField, "data")
	unreadable(t, `{"type":"Url","data":"x"}`, wire.DecodeText, wire.ReasonMissingField, "value")
	unreadable(t, `{"data":"x"}`, wire.DecodeText, wire.ReasonMissingField, "type")
	unreadable(t, `{"type":"inline","data":"x"}`, wire.DecodeText, wire.ReasonUnknownCase, "type")
	unreadable(t, `{"type":"Inline","data":"x","textType":{}}`, wire.DecodeText, wire.ReasonMissingField, "textType.languageCode")
	unreadable(t, `"x"`, wire.DecodeText, wire.ReasonWrongKind, "")
}

func TestBinary(t *testing.T) {
	for text, v := range map[string]wire.Binary{
		`{"type":"Inline","data":[0,255],"binaryType":{"mimeType":"image/png"}}`: {Data: []byte{0, 255}, Type: "image/png"},
		`{"type":"Inline","data":[],"binaryType":{"mimeType":"a/b"}}`:            {Data: []byte{}, Type: "a/b"},
		`{"type":"Url","value":"https://a/b"}`:                                   {URL: "https://a/b", Remote: true},
	} {
		var e wire.Encoder
		b := wire.AppendBinary(nil, &e, &v)
		read(t, text, wire.DecodeBinary, v)
		if canonicalJSON(string(b)) != canonicalJSON(text) {
			t.Errorf("%+v is written %s, want %s", v, b, text)
		}
	}
	refused(t, wire.Binary{Data: []byte{1}}, wire.AppendBinary, wire.ReasonMediaType)
	refused(t, wire.Binary{Type: "\xff"}, wire.AppendBinary, wire.ReasonInvalidUTF8)
	unreadable(t, `{"type":"Inline","data":"AP8=","binaryType":{"mimeType":"a/b"}}`, wire.DecodeBinary, wire.ReasonWrongKind, "data")
	unreadable(t, `{"type":"Inline","data":{"0":1},"binaryType":{"mimeType":"a/b"}}`, wire.DecodeBinary, wire.ReasonWrongKind, "data")
	unreadable(t, `{"type":"Inline","data":[256],"binaryType":{"mimeType":"a/b"}}`, wire.DecodeBinary, wire.ReasonRange, "data[0]")
	unreadable(t, `{"type":"Inline","data":[1]}`, wire.DecodeBinary, wire.ReasonMissingField, "binaryType")
	unreadable(t, `{"type":"Inline","binaryType":{"mimeType":"a/b"}}`, wire.DecodeBinary, wire.ReasonMissingField, "data")
	unreadable(t, `{"type":"Url","value":null}`, wire.DecodeBinary, wire.ReasonMissingField, "value")
}

// TestDataValueRecorded reads recorded parameters of methods and writes them again. The
// result must be what the server received.
func TestDataValueRecorded(t *testing.T) {
	written := 0
	for _, x := range agentExchanges(t) {
		var request struct {
			Parameters, MethodParameters json.RawMessage
		}
		if err := json.Unmarshal([]byte(x.request), &request); err != nil {
			t.Fatal(err)
		}
		for _, parameters := range []json.RawMessage{request.Parameters, request.MethodParameters} {
			var v dataValue
			if err := json.Unmarshal(parameters, &v); err != nil {
				t.Fatal(err)
			}
			// Without a language, the member may be absent or null.
			plain := func(text string) string { return strings.ReplaceAll(canonicalJSON(text), `"textType":null,`, "") }
			if got := v.written(); plain(got) != plain(string(parameters)) {
				t.Errorf("%s: %s is written %s", x.name, parameters, got)
			}
			written++
		}
	}
	if written < 300 {
		t.Errorf("%d data values", written)
	}
}

// written returns the data value in the form of a request.
func (v *dataValue) written() string {
	open := map[wire.ElementType]string{
		wire.ComponentModel: wire.ComponentModelOpen, wire.UnstructuredText: wire.UnstructuredTextOpen, wire.UnstructuredBinary: wire.UnstructuredBinaryOpen,
	}
	element := func(b []byte, name string, value json.RawMessage) []byte {
		t := elementTypes[name]
		d := wire.NewDecoder(string(value))
		b = append(b, open[t]...)
		return append(append(b, readElement(&d, t)...), wire.ElementClose...)
	}
	var e wire.Encoder
	b := []byte(wire.TupleOpen)
	if v.Type == "Multimodal" {
		b = []byte(wire.MultimodalOpen)
	}
	for i, x := range v.Elements {
		if i > 0 {
			b = append(b, ',')
		}
		if v.Type != "Multimodal" {
			b = element(b, x.Type, x.Value)
			continue
		}
		var part struct {
			Type  string
			Value json.RawMessage
		}
		if err := json.Unmarshal(x.Value, &part); err != nil {
			panic(err)
		}
		b = element(wire.AppendPartOpen(b, &e, x.Name), part.Type, part.Value)
		b = append(b, wire.ElementClose...)
	}
	return string(append(b, wire.DataClose...))
}

// TestAllowedMedia writes values for agents that take only some languages and media types. Those of
// remote values are not known.
func TestAllowedMedia(t *testing.T) {
	for text, allowed := range map[wire.Text]bool{
		{Data: "x", Language: "en"}: true,
		{Data: "x", Language: "fr"}: true,
		{Data: "x", Language: "de"}: false,
		{Data: "x"}:                 false,
		{Remote: true, URL: "u"}:    true,
	} {
		var e wire.Encoder
		b := wire.AppendTextIn(nil, &e, &text, "en", "fr")
		if err := e.Err(b); (err == nil) != allowed {
			t.Errorf("%+v: got %v", text, err)
		} else if found := cmp.Or(text.Language, "none"); err != nil && (err.Reason != wire.ReasonLanguage || err.Detail != "expected en or fr, found "+found) {
			t.Errorf("%+v: got %v", text, err)
		}
		if want := string(wire.AppendText(nil, new(wire.Encoder), &text)); string(b) != want {
			t.Errorf("%+v is written %s, want %s", text, b, want)
		}
	}
	for _, c := range []struct {
		binary  wire.Binary
		allowed bool
	}{
		{wire.Binary{Type: "image/png"}, true},
		{wire.Binary{Type: "image/gif"}, false},
		{wire.Binary{}, false},
		{wire.Binary{Remote: true, URL: "u"}, true},
	} {
		var e wire.Encoder
		b := wire.AppendBinaryOf(nil, &e, &c.binary, "image/png")
		if err := e.Err(b); (err == nil) != c.allowed {
			t.Errorf("%+v: got %v", c.binary, err)
		}
		if want := string(wire.AppendBinary(nil, new(wire.Encoder), &c.binary)); string(b) != want {
			t.Errorf("%+v is written %s, want %s", c.binary, b, want)
		}
	}
}
