package wire_test

import (
	"encoding/json"
	"iter"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// broken returns the texts that differ from text in one place and are not JSON: a byte is
// missing, is another one, or is one too many.
func broken(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range len(text) + 1 {
			edits := []string{text[:i]}
			if i < len(text) {
				edits = append(edits, text[:i]+text[i+1:])
			}
			for _, c := range "{}[]\",:\\x0-. \n\xff" {
				edits = append(edits, text[:i]+string(c)+text[i:])
				if i < len(text) {
					edits = append(edits, text[:i]+string(c)+text[i+1:])
				}
			}
			for _, edit := range edits {
				if !json.Valid([]byte(edit)) && !yield(edit) {
					return
				}
			}
		}
	}
}

// TestBrokenContainers checks that nothing is accepted that is not JSON, at the end of a
// text and far from it.
func TestBrokenContainers(t *testing.T) {
	for _, c := range containers() {
		item := func(d *wire.Decoder, at int, _ *struct{}) int { return c.end(d, d.Null(c.begin(d, at))) }
		for _, behind := range []string{"", strings.Repeat(" ", 40)} {
			for text := range broken(c.open + "null" + c.close + "," + c.open + "null" + c.close) {
				var v []struct{}
				err := wire.Unmarshal([]byte("["+text+"]"+behind), &v, func(d *wire.Decoder, at int, v *[]struct{}) int { return wire.DecodeList(d, at, v, item) })
				if err == nil && !json.Valid([]byte("["+text+"]")) {
					t.Errorf("%s: %s is accepted", c.name, text)
				}
			}
		}
	}
}

// TestBrokenValues is TestBrokenContainers for values without others in them.
func TestBrokenValues(t *testing.T) {
	few, many := wire.NewNames("read", "write"), wire.NewNames(strings.Split("read,write"+strings.Repeat(",x", 70), ",")...)
	for _, c := range []struct {
		text string
		read func(d *wire.Decoder, at int) int
	}{
		{`["read","write"]`, func(d *wire.Decoder, at int) int { _, at = wire.DecodeFlags(d, at, few); return at }},
		{` [ "read" , "write" ] `, func(d *wire.Decoder, at int) int { _, at = wire.DecodeFlags(d, at, few); return at }},
		{`["read","write"]`, func(d *wire.Decoder, at int) int { return wire.DecodeWideFlags(d, at, many, make([]uint64, 2)) }},
		{`"write"`, func(d *wire.Decoder, at int) int { _, at = wire.DecodeEnum(d, at, few); return at }},
		{`[1,20,255,0]`, func(d *wire.Decoder, at int) int { return wire.DecodeBytes(d, at, new([]byte)) }},
		{`[1.5,-20,2.55e3,0]`, func(d *wire.Decoder, at int) int { return wire.DecodeFloat64s(d, at, new([]float64)) }},
		{`["","a","longer than a word","\u00e9\n"]`, func(d *wire.Decoder, at int) int { return wire.DecodeStrings(d, at, new([]string)) }},
		{`{"a":[1,true,false,null,{}],"b":"\ud83d\ude00"}`, func(d *wire.Decoder, at int) int { d.At = at; d.Raw(); return d.At }},
		{`{"data":"x","textType":{"languageCode":"en"},"type":"Inline"}`, func(d *wire.Decoder, at int) int { return wire.DecodeText(d, at, new(wire.Text)) }},
		{`{"type":"Inline","binaryType":{"mimeType":"a/b"},"data":[1]}`, func(d *wire.Decoder, at int) int { return wire.DecodeBinary(d, at, new(wire.Binary)) }},
	} {
		for text := range broken(c.text) {
			if wire.UnmarshalWith([]byte(text), c.read) == nil {
				t.Errorf("%s is accepted", text)
			}
		}
	}
}

// TestBrokenAnswers checks that no answer is accepted that is not JSON.
func TestBrokenAnswers(t *testing.T) {
	a := wire.NewAnswer(typeStr, false)
	for _, answer := range []string{
		`{"result":{"typ":{"items":[{"type":"Str"}],"type":"Tuple"},"value":["x"]}}`,
		`{"result":{"typ":{"type":"Str"},"value":"x"}}`,
		`{"more":1,"result":{"value":["x"],"typ":{"items":[{"type":"Str"}],"type":"Tuple"}}}`,
		`{"result":{"typ":{"type":"Str"},"value":"x","more":1},"again":[]}`,
	} {
		for text := range broken(answer) {
			if s, err := openString(t, a, text); err == nil {
				t.Errorf("%s is read as %q", text, s)
			}
		}
	}
	none := wire.NewAgentResult()
	for _, answer := range []string{
		agentHead + oneString,
		agentHead + `"result":{"elements":[{"type":"ComponentModel","value":"x"}],"more":1,"type":"Tuple"},"again":[]}`,
		agentHead + `"result":{"type":"Tuple","elements":[{"value":"x","type":"ComponentModel"}]}}`,
		agentHead + `"result":{"elements":[],"type":"Tuple"}}`,
	} {
		for text := range broken(answer) {
			if s, err := openAgentString(text); err == nil {
				t.Errorf("%s is read as %q", text, s)
			}
			if _, err := wire.ReadAgentAnswer(text); err == nil {
				t.Errorf("%s is accepted", text)
			}
			var d wire.Decoder
			if _, err := none.Open([]byte(text), &d, nil); err != nil {
				continue
			}
			if none.Close(&d); !d.Failed() {
				t.Errorf("%s is accepted as an answer without a result", text)
			}
		}
	}
}

// TestBrokenTypes checks that no type can be read that is not JSON.
func TestBrokenTypes(t *testing.T) {
	for _, typ := range []string{
		`{"fields":[{"name":"a","typ":{"items":[{"type":"U8"}],"type":"Tuple"}}],"type":"Record"}`,
		`{"cases":[{"name":"a","typ":null},{"name":"b"}],"type":"Variant","owner":null}`,
		`{"type":"Flags","names":["a","b"]}`,
		`{"mode":"Owned","resource_id":1,"type":"Handle"}`,
	} {
		for text := range broken(typ) {
			if _, difference, equal := wire.EqualTypes(typ, text); equal || !strings.HasPrefix(difference, "the type found cannot be read: ") {
				t.Errorf("%s: got %q", text, difference)
			}
		}
	}
}
