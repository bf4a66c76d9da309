package wire_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

const typeStr = `{"type":"Str"}`

func openString(t *testing.T, a *wire.Answer, text string) (s string, err error) {
	t.Helper()
	var d wire.Decoder
	if err := a.Open([]byte(text), &d); err != nil {
		return "", err
	}
	d.At = wire.DecodeString(&d, d.At, &s)
	a.Close(&d)
	if err := d.Err(); err != nil {
		return s, err
	}
	return s, nil
}

func TestAnswer(t *testing.T) {
	a := wire.NewAnswer(typeStr, false)
	for _, text := range []string{
		`{"result":{"typ":{"items":[{"type":"Str"}],"type":"Tuple"},"value":["x"]}}`,
		`{"result":{"typ":{"type":"Str"},"value":"x"}}`,
		` { "result" : { "typ" : { "items" : [ { "type" : "Str" } ] , "type" : "Tuple" } , "value" : [ "x" ] } } `,
		`{"result":{"typ":{"type":"Tuple","items":[{"type":"Str"}]},"value":["x"]}}`,
		`{"result":{"value":["x"],"typ":{"items":[{"type":"Str"}],"type":"Tuple"}}}`,
		`{"other":1,"result":{"value":"x","more":[1,2],"typ":{"name":null,"owner":null,"type":"Str"}},"after":{}}`,
		`{"result":{"typ":{"type":"Str"},"value" : "x" } } `,
		`{"result":{"typ":{"type":"Str"},"value":"x"},"status":"ok"}`,
		`{"result":{"typ":{"type":"Str"},"value":"x","more":{"typ":1}},"status":[{}]}`,
		`{"result":{"typ":{"items":[{"type":"Str"}],"type":"Tuple"},"value":["x"]},"status":"ok"}`,
		`{"result":{"typ":{"items":[{"type":"Str"}],"type":"Tuple"},"value":["x"] , "more":"\\" , "again":1} , "a":{},"b":null } `,
	} {
		if s, err := openString(t, a, text); err != nil || s != "x" {
			t.Errorf("%s: %q, %v", text, s, err)
		}
	}
	for text, reason := range map[string]wire.DecodeReason{
		`{"result":{"typ":{"type":"Str"},"value":1}}`:                                       wire.ReasonWrongKind,
		`{"result":{"typ":{"type":"Str"},"value":"x"}} x`:                                   wire.ReasonTrailing,
		`{"result":{"typ":{"type":"Str"},"value":"x"}`:                                      wire.ReasonEnd,
		`{"result":{"typ":{"items":[{"type":"Str"}],"type":"Tuple"},"value":["x","y"]}}`:    wire.ReasonTrailing,
		`{"result":{"typ":{"items":[{"type":"Str"}],"type":"Tuple"},"value":[]}}`:           wire.ReasonSyntax,
		`{"result":{"value":[],"typ":{"items":[{"type":"Str"}],"type":"Tuple"}}}`:           wire.ReasonTupleLength,
		`{"result":{"value":"x","typ":{"items":[{"type":"Str"}],"type":"Tuple"}}}`:          wire.ReasonWrongKind,
		`{"result":{"value":["x"],"typ":{"items":[{"type":"Str"}],"type":"Tuple"}},"x":01}`: wire.ReasonSyntax,
		`{"result":{"value":["x",2],"typ":{"items":[{"type":"Str"}],"type":"Tuple"}}}`:      wire.ReasonTrailing,
		`{"result":{"typ":{"type":"Str"}}}`:                                                 wire.ReasonEnd,
		`{"result":{"typ":{"type":"Str"},"value":"x"},"result":null}`:                       wire.ReasonDuplicate,
		`{"result":{"typ":{"type":"Str"},"value":"x","value":"y"}}`:                         wire.ReasonDuplicate,
		`{"result":{"typ":{"type":"Str"},"value":"x","typ":{"type":"Str"}}}`:                wire.ReasonDuplicate,
		`{"result":{"value":"x","value":"y","typ":{"type":"Str"}}}`:                         wire.ReasonDuplicate,
		`{"result":{"value":"x","typ":{"type":"Str"}},"\u0072esult":null}`:                  wire.ReasonDuplicate,
		`{"result":{"typ":{"type":"Str"},"value":"x","more":"\ud800"}}`:                     wire.ReasonInvalidString,
		`{"result":{"typ":{"type":"Str"},"value":"x"},"more":01}`:                           wire.ReasonSyntax,
		`{"result":{"value":"x","typ":{"type":"Str"}}} x`:                                   wire.ReasonTrailing,
		`{"result":{"value":["x"],"typ":{"items":[{"type":"Str"}],"type":"Tuple"}}}]`:       wire.ReasonTrailing,
		`<html>`:       wire.ReasonSyntax,
		`[]`:           wire.ReasonWrongKind,
		`{"result":1}`: wire.ReasonWrongKind,
	} {
		_, err := openString(t, a, text)
		var failure *wire.DecodeError
		if !errors.As(err, &failure) || failure.Reason != reason {
			t.Errorf("%s: %v, want %s", text, err, reason)
		}
	}
}

func TestAnswerWithoutResult(t *testing.T) {
	a := wire.NewAnswer("", false)
	for _, text := range []string{
		`{"result":{"typ":{"items":[],"type":"Tuple"},"value":[]}}`, `{"result":{"value":[],"typ":{"type":"Tuple","items":[]}}}`,
		`{"result":null}`, `{}`, `null`, ``, " \n", `{"result":{"typ":null,"value":null}}`,
		`{"result":{"typ": null,"value": null}}`, `{"result":{"typ":null,"value":[]}}`,
	} {
		var d wire.Decoder
		err := a.Open([]byte(text), &d)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		a.Close(&d)
		if d.Err() != nil {
			t.Errorf("%s: %v", text, d.Err())
		}
	}
	var d wire.Decoder
	var mismatch *wire.TypeMismatchError
	if err := a.Open([]byte(`{"result":{"typ":{"type":"Str"},"value":"x"}}`), &d); !errors.As(err, &mismatch) || !strings.Contains(err.Error(), "there was no result, now there is one") {
		t.Error(err)
	}
	if err := a.Open([]byte(`{"result":{"value":"x"}}`), &d); !errors.As(err, &mismatch) || mismatch.Difference != "there was no result, now there is a value without a type" {
		t.Error(err)
	}
	if err := a.Open([]byte(`{"result":{"typ":,"value":}}`), &d); err == nil {
		t.Error("an answer that is not JSON is accepted")
	}
	some := wire.NewAnswer(typeStr, false)
	if err := some.Open([]byte(`{"result":null}`), &d); !errors.As(err, &mismatch) || mismatch.Difference != "there is no result" || mismatch.Pinned != typeStr {
		t.Error(err)
	}
}

func TestAnswerNamed(t *testing.T) {
	typ := `{"fields":[{"name":"a","typ":{"type":"U8"}}],"type":"Record"}`
	a := wire.NewAnswer(typ, true)
	var d wire.Decoder
	if err := a.Open([]byte(`{"result":{"typ":`+typ+`,"value":{"a":1}}}`), &d); err != nil || d.Raw() != `{"a":1}` {
		t.Error(err)
	}
	var mismatch *wire.TypeMismatchError
	if err := a.Open([]byte(`{"result":{"typ":{"items":[`+typ+`],"type":"Tuple"},"value":[{"a":1}]}}`), &d); !errors.As(err, &mismatch) || mismatch.Difference != "it was Record, now it is Tuple" {
		t.Errorf("wrapped named results: %v", err)
	}
	if err := a.Open([]byte(`{"result":{"typ":,"value":[{"a":1}]}}`), &d); err == nil {
		t.Error("an answer that is not JSON is accepted")
	}
}

func TestAnswerPath(t *testing.T) {
	a := wire.NewAnswer(typeProductItem, false)
	for _, text := range []string{
		`{"result":{"typ":{"items":[` + typeProductItem + `],"type":"Tuple"},"value":[{"name":1}]}}`,
		`{"result":{"value":[{"name":1}],"typ":{"items":[` + typeProductItem + `],"type":"Tuple"}}}`,
		`{"result":{"typ":` + typeProductItem + `,"value":{"name":1}}}`,
		`{"result":{"value":{"name":1},"typ":` + typeProductItem + `}}`,
	} {
		var d wire.Decoder
		if err := a.Open([]byte(text), &d); err != nil {
			t.Fatal(err)
		}
		var v productItem
		d.At = decodeProductItem(&d, d.At, &v)
		a.Close(&d)
		if d.Err() == nil || d.Err().Path != "name" || text[d.Err().Offset:d.Err().Offset+2] != "1}" {
			t.Errorf("%s: %v", text, d.Err())
		}
	}
}

// TestAnswerPathBehind checks that what fails behind the value has no path.
func TestAnswerPathBehind(t *testing.T) {
	for _, text := range []string{
		`{"result":{"typ":{"type":"Str"},"value":"x","more":{"a":01}}}`,
		`{"result":{"typ":{"items":[{"type":"Str"}],"type":"Tuple"},"value":["x"],"more":{"a":01}}}`,
	} {
		var failure *wire.DecodeError
		if _, err := openString(t, wire.NewAnswer(typeStr, false), text); !errors.As(err, &failure) || failure.Path != "" {
			t.Errorf("%s: got %v", text, err)
		}
	}
	const agent = agentHead + `"result":{"elements":[{"type":"ComponentModel","value":"x"}],"more":{"a":01},"type":"Tuple"}}`
	if _, err := openAgentString(agent); err == nil || !strings.HasPrefix(err.Error(), "cannot decode the value: ") {
		t.Errorf("%s: got %v", agent, err)
	}
}

func TestEqualTypes(t *testing.T) {
	enum := func(cases string) string { return `{"cases":[` + cases + `],"type":"Enum"}` }
	handle := func(resource int) string {
		return `{"mode":"Owned","resource_id":` + strconv.Itoa(resource) + `,"type":"Handle"}`
	}
	record := func(inner string) string {
		return `{"fields":[{"name":"price","typ":` + inner + `},{"name":"q","typ":{"type":"U8"}}],"type":"Record"}`
	}
	for _, c := range []struct{ a, b, path, difference string }{
		{typeStr, `{"type":"Str"}`, "", ""},
		{typeStr, ` {"owner":null, "type" : "Str","name":"x"}`, "", ""},
		{`{"err":null,"ok":{"type":"Str"},"type":"Result"}`, `{"type":"Result","ok":{"type":"Str"}}`, "", ""},
		{`{"cases":[{"name":"a","typ":null}],"type":"Variant"}`, `{"cases":[{"name":"a"}],"type":"Variant"}`, "", ""},
		{`{"mode":"Owned","resource_id":1,"type":"Handle"}`, `{"type":"Handle","resource_id":1,"mode":"Owned"}`, "", ""},
		{typeStr, `{"type":"U8"}`, "", "it was Str, now it is U8"},
		{record(enum(`"eur"`)), record(enum(`"eur","chf"`)), "price", `enum case 2 "chf" is new`},
		{record(enum(`"eur","chf"`)), record(enum(`"eur"`)), "price", `enum case 2 "chf" is gone`},
		{record(enum(`"eur","chf"`)), record(enum(`"chf","eur"`)), "price", `enum case 1 was "eur", now it is "chf"`},
		{`{"inner":` + record(typeStr) + `,"type":"List"}`, `{"inner":` + record(`{"type":"Chr"}`) + `,"type":"List"}`, "[].price", "it was Str, now it is Chr"},
		{`{"err":null,"ok":{"type":"Str"},"type":"Result"}`, `{"err":null,"ok":null,"type":"Result"}`, "ok", "it was Str, now there is no type"},
		{`{"err":null,"ok":null,"type":"Result"}`, `{"err":{"type":"Str"},"ok":null,"type":"Result"}`, "err", "there was no type, now it is Str"},
		{`{"items":[{"type":"U8"}],"type":"Tuple"}`, `{"items":[],"type":"Tuple"}`, "", "it had 1 items, now it has 0"},
		{`{"names":["a"],"type":"Flags"}`, `{"names":["b"],"type":"Flags"}`, "", `flag 1 was "a", now it is "b"`},
		{`{"inner":{"type":"U8"},"type":"Option"}`, `{"inner":{"type":"S8"},"type":"Option"}`, "", "it was U8, now it is S8"},
		{`{"mode":"Owned","resource_id":1,"type":"Handle"}`, `{"type":"Handle","resource_id":2,"mode":"Owned"}`, "", `the handle's resource or mode differs`},
		{record(handle(1)), record(handle(2)), "price", `the handle's resource or mode differs`},
		{handle(1), strings.Replace(handle(1), "Owned", "Borrowed", 1), "", `the handle's resource or mode differs`},
		{record(typeStr), strings.Replace(record(typeStr), `{"name"`, `{"owner":{"a":[1]},"name"`, 1), "", ""},
		{`{"cases":["a"],"type":"Enum"}`, `{"cases":[{"name":"a","owner":null}],"type":"Enum"}`, "", ""},
		{typeStr, `{}`, "", "it was Str, now it is of no kind"},
		{typeStr, typeStr + ` x`, "", "the type found cannot be read"},
		{typeStr, strings.Repeat(`{"type":"List","inner":`, 200) + typeStr + strings.Repeat("}", 200), "", "the type found cannot be read: cannot decode inner.inner"},
		{typeStr, strings.Repeat(`{"items":[`, 100) + strings.Repeat("]}", 100), "", "the type found cannot be read: cannot decode items[0].items[0]"},
		{typeStr, `{"type":"Tuple","items":{}}`, "", "the type found cannot be read: cannot decode items: another kind of value: expected an array"},
		{`{"type":"Tuple","items":[]}`, `{"type":"Tuple","items":null}`, "", ""},
		{`{"type":"Tuple","items":[` + strings.Repeat(`{"items":[],"type":"Tuple"},`, 200) + typeStr + `]}`, `{"items":[` + strings.Repeat(`{"type":"Tuple","items":[]},`, 200) + typeStr + `],"type":"Tuple"}`, "", ""},
		{record(`{"items":[],"type":"Tuple"}`), record(`{"items":[` + typeStr + `],"type":"Tuple"}`), "price", "it had 0 items, now it has 1"},
		{`{"fields":[{"name":"a","typ":{"type":"U8"}}],"type":"Record"}`, `{"fields":[{"name":"a","typ":{"type":"S8"}}],"type":"Record"}`, "a", "it was U8, now it is S8"},
		{handle(1), handle(2), "", "the handle's resource or mode differs: it was " + handle(1) + ", now it is " + handle(2)},
		{typeStr, `null`, "", "it was Str, now there is no type"},
		{typeStr, `x`, "", "the type found cannot be read"},
		{`x`, typeStr, "", "the pinned type cannot be read"},
	} {
		path, difference, equal := wire.EqualTypes(c.a, c.b)
		if path != c.path || !strings.HasPrefix(difference, c.difference) || equal != (c.difference == "") {
			t.Errorf("%s and %s: %q, %q, %v", c.a, c.b, path, difference, equal)
		}
	}
}

// TestAnswerInOpen checks that Open reports answers that cannot be read.
func TestAnswerInOpen(t *testing.T) {
	a := wire.NewAnswer(typeStr, false)
	for _, text := range []string{
		`{"result":{"value":"x","typ":{"items":[{"type":"Str"}],"type":"Tuple"}}}`,
		`{"result":{"value":[],"typ":{"items":[{"type":"Str"}],"type":"Tuple"}}}`,
		`{"result":{"value":[ ],"typ":{"items":[{"type":"Str"}],"type":"Tuple"}}}`,
		`{"result":{"value":[`,
	} {
		var failure *wire.DecodeError
		if err := a.Open([]byte(text), new(wire.Decoder)); !errors.As(err, &failure) {
			t.Errorf("%s: got %v", text, err)
		}
	}
}

func TestAnswerMismatch(t *testing.T) {
	a := wire.NewAnswer(`{"cases":["eur"],"type":"Enum"}`, false)
	for _, text := range []string{
		`{"result":{"typ":{"items":[{"cases":["eur","chf"],"type":"Enum"}],"type":"Tuple"},"value":["chf"]}}`,
		`{"result":{"typ":{"cases":["eur","chf"],"type":"Enum"},"value":"chf"}}`,
	} {
		var d wire.Decoder
		err := a.Open([]byte(text), &d)
		var mismatch *wire.TypeMismatchError
		if !errors.As(err, &mismatch) || mismatch.Difference != `enum case 2 "chf" is new` || mismatch.Path != "" || !strings.Contains(mismatch.Found, "chf") || mismatch.Pinned == "" {
			t.Errorf("%s: %#v", text, err)
		}
	}
}

// TestAnswerMismatchPath checks that differences are those of the result, and not of the
// tuple that holds it.
func TestAnswerMismatchPath(t *testing.T) {
	record := func(price string) string {
		return `{"fields":[{"name":"price","typ":` + price + `}],"type":"Record"}`
	}
	tuple := func(items string) string { return `{"items":[` + items + `],"type":"Tuple"}` }
	const u8 = `{"type":"U8"}`
	for _, c := range []struct{ pinned, found, text string }{
		{record(typeStr), record(u8), "the result's type at price is not the pinned one: it was Str, now it is U8"},
		{record(typeStr), tuple(record(u8)), "the result's type at price is not the pinned one: it was Str, now it is U8"},
		{typeStr, tuple(u8), "the result's type is not the pinned one: it was Str, now it is U8"},
		{typeStr, tuple(typeStr + "," + u8), "the result's type is not the pinned one: it was Str, now it is Tuple"},
		{typeStr, tuple(""), "the result's type is not the pinned one: it was Str, now it is Tuple"},
		{typeStr, record(u8), "the result's type is not the pinned one: it was Str, now it is Record"},
		{"", tuple(u8), "the result's type is not the pinned one: it had 0 items, now it has 1"},
		{"", u8, "the result's type is not the pinned one: there was no result, now there is one"},
	} {
		err := wire.NewAnswer(c.pinned, false).Open([]byte(`{"result":{"typ":`+c.found+`,"value":1}}`), new(wire.Decoder))
		if mismatch, ok := err.(*wire.TypeMismatchError); !ok || err.Error() != c.text || mismatch.Pinned != c.pinned || mismatch.Found != c.found {
			t.Errorf("%s and %s: got %#v, want %s", c.pinned, c.found, err, c.text)
		}
	}
}

// FuzzAnswer checks that no text causes a panic in Open or Close, and that an accepted text
// contains the value.
func FuzzAnswer(f *testing.F) {
	f.Add(`{"result":{"typ":{"items":[{"type":"Str"}],"type":"Tuple"},"value":["x"]}}`)
	f.Add(`{"result":{"value":"x","typ":{"type":"Str","name":null}}}`)
	f.Add(`{"result":null}`)
	a, none := wire.NewAnswer(typeStr, false), wire.NewAnswer("", false)
	f.Fuzz(func(t *testing.T, text string) {
		if s, err := openString(t, a, text); err == nil && s != "" && !strings.Contains(text, `"`) {
			t.Fatalf("%q gives %q", text, s)
		}
		var d wire.Decoder
		if none.Open([]byte(text), &d) == nil {
			none.Close(&d)
			_ = d.Err()
		}
		wire.EqualTypes(typeStr, text)
		if b, err := wire.AppendWAVE(nil, text, text); err == nil && len(b) == 0 {
			t.Fatalf("%q is written as nothing", text)
		}
	})
}
