package metadata

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// omissions is a document with functions that can be called and functions that cannot.
const omissions = `{"versionedComponentId":{"componentId":"5c89c92c-6e6a-5715-882b-637cd873451d","version":3},
"componentName":"shop","metadata":{"exports":[
{"type":"Function","name":"[async]poll","parameters":[],"result":null},
{"type":"Function","name":"health","parameters":[],"result":{"typ":{"type":"Bool"}}},
{"type":"Instance","name":"acme:shop/cart@1.4.0","functions":[
 {"name":"watch","parameters":[],"result":{"typ":{"type":"List","inner":{"inner":{"type":"Str"},"type":"Stream"}}}},
 {"name":"total","parameters":[],"result":{"typ":{"type":"U32"}}},
 {"name":"put-all","parameters":[{"name":"items","typ":{"type":"Map","key":{"type":"Str"},"value":{"type":"U8"}}}],"result":null},
 {"name":"[async method]ledger.wait","parameters":[{"name":"self","typ":{"type":"Handle","resource_id":0,"mode":"Borrowed"}}],"result":null},
 {"name":"[method]ledger.later","parameters":[{"name":"self","typ":{"type":"Handle","resource_id":0,"mode":"Borrowed"}}],"result":{"typ":{"type":"Future"}}},
 {"name":"[method]ledger.now","parameters":[{"name":"self","typ":{"type":"Handle","resource_id":0,"mode":"Borrowed"}}],"result":null}
]}]}}`

func TestOmissions(t *testing.T) {
	c, err := Decode([]byte(omissions))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, o := range c.Omitted {
		lines = append(lines, o.String())
	}
	want := []string{
		"[async]poll is left out: it is an async function, which Golem's HTTP API cannot call",
		"acme:shop/cart@1.4.0.{watch} is left out: it uses a stream, which Golem's HTTP API cannot carry",
		"acme:shop/cart@1.4.0.{put-all} is left out: it uses a map, which Golem's HTTP API cannot carry",
		"acme:shop/cart@1.4.0.{[async method]ledger.wait} is left out: it is an async function, which Golem's HTTP API cannot call",
		"acme:shop/cart@1.4.0.{[method]ledger.later} is left out: it uses a future, which Golem's HTTP API cannot carry",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("omissions (-want +got):\n%s", diff)
	}
	face := c.Interfaces[0]
	if len(c.Functions) != 1 || len(face.Functions) != 1 || len(face.Resources) != 1 || len(face.Resources[0].Methods) != 1 {
		t.Errorf("kept %d functions of the world, %d of the interface, %+v", len(c.Functions), len(face.Functions), face.Resources)
	}
}

// TestOmissionsArePinned checks that the pinned document has the functions that are left out,
// because a later run has to report them too, and that they are not part of the interface.
func TestOmissionsArePinned(t *testing.T) {
	c, err := Decode([]byte(omissions))
	if err != nil {
		t.Fatal(err)
	}
	document := c.Document()
	again, err := Decode(document)
	if err != nil {
		t.Fatalf("%v\n%s", err, document)
	}
	if diff := cmp.Diff(c, again); diff != "" {
		t.Errorf("decoded from the pinned document (-first +second):\n%s", diff)
	}
	if twice := again.Document(); string(twice) != string(document) {
		t.Errorf("the document changes when pinned again:\n%s", twice)
	}
	without := *c
	without.Omitted = nil
	if c.Hash() != without.Hash() || len(Compare(c, &without)) > 0 {
		t.Error("a function that is left out counts as part of the interface")
	}
}

// TestFaultsBesideOmissions checks that other faults of an omitted function are still reported.
func TestFaultsBesideOmissions(t *testing.T) {
	for _, test := range []struct{ old, new, want string }{
		{"[async method]ledger.wait", "[async method]ledger", "has no '.' after the resource"},
		{"[async]poll", "[asynchronous]poll", "[asynchronous]"},
		{`"[async]poll"`, `"[async]*/"`, "does not start with a letter"},
		{`"Stream"`, `"Strom"`, `"Strom"`},
		{`"watch"`, `"total"`, `"total"`},
	} {
		_, err := Decode([]byte(strings.Replace(omissions, test.old, test.new, 1)))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", test.new, err, test.want)
		}
	}
}

// TestOnlyOmissions checks that a document keeps several functions that cannot be called, where there
// is no other one.
func TestOnlyOmissions(t *testing.T) {
	const watch = `{"name":"[async]watch","parameters":[],"results":[]}`
	const wait = `{"name":"[async]wait","parameters":[],"results":[]}`
	const document = `{"versionedComponentId":{"componentId":"5c89c92c-6e6a-5715-882b-637cd873451d","version":0},"componentName":"shop",` +
		`"metadata":{"exports":[{"type":"Instance","name":"a:b/i","functions":[` + watch + "," + wait + `]}]}}`
	if c := checkDocument(t, []byte(document)); len(c.Omitted) != 2 {
		t.Errorf("%v", c.Omitted)
	}
}
