package metadata

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// agentOmissions is a page of agent types, for only parts of which clients can be generated.
const agentOmissions = `{"values":[
{"agentType":{"typeName":"Zed","mode":"Durable","methods":[],"constructor":{"inputSchema":{"type":"Tuple","elements":[
  {"name":"later","schema":{"type":"ComponentModel","elementType":{"type":"Future","inner":{"type":"Str"}}}}]}}}},
{"agentType":{"typeName":"Account","mode":"Durable","constructor":{"inputSchema":{"type":"Tuple","elements":[]}},
 "config":[
  {"source":"Vault","path":["key"],"valueType":{"type":"Str"}},
  {"source":"Secret","path":["token"],"valueType":{"type":"Str"}},
  {"source":"Local","path":["limits","by"],"valueType":{"type":"Map","key":{"type":"Str"},"value":{"type":"U8"}}}],
 "methods":[
  {"name":"watch","inputSchema":{"type":"Tuple","elements":[]},"outputSchema":{"type":"Tuple","elements":[
   {"name":"return","schema":{"type":"ComponentModel","elementType":{"type":"List","inner":{"type":"Stream"}}}}]}},
  {"name":"total","inputSchema":{"type":"Tuple","elements":[]},"outputSchema":{"type":"Tuple","elements":[
   {"name":"return","schema":{"type":"ComponentModel","elementType":{"type":"U32"}}}]}},
  {"name":"video","inputSchema":{"type":"Tuple","elements":[{"name":"v","schema":{"type":"UnstructuredVideo","restrictions":[1.50]}}]},
   "outputSchema":{"type":"Tuple","elements":[]}},
  {"name":"flow","inputSchema":{"type":"Flow"},"outputSchema":{"type":"Tuple","elements":[]}},
  {"name":"when","inputSchema":{"type":"Tuple","elements":[{"name":"t","schema":{"type":"ComponentModel","elementType":{"type":"Datetime"}}}]},
   "outputSchema":{"type":"Tuple","elements":[]}},
  {"name":"hold","inputSchema":{"type":"Tuple","elements":[{"name":"h","schema":{"type":"ComponentModel","elementType":{"type":"Handle","resource_id":0,"mode":"Owned"}}}]},
   "outputSchema":{"type":"Tuple","elements":[]}}
 ]}}]}`

func TestAgentOmissions(t *testing.T) {
	d, err := DecodeDeployment([]byte(agentOmissions))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, o := range d.Omitted {
		lines = append(lines, o.String())
		if !json.Valid([]byte(o.JSON)) {
			t.Errorf("%s: not JSON: %s", o, o.JSON)
		}
	}
	want := []string{
		`Account configuration key is left out: its source "Vault" is not known to this golem-gen`,
		`Account configuration limits.by is left out: it uses a map, which Golem's HTTP API cannot carry`,
		`Account.flow is left out: it uses a schema of kind "Flow", which this golem-gen does not know`,
		`Account.hold is left out: it uses a resource, which agents do not have`,
		`Account.video is left out: it uses an element of kind "UnstructuredVideo", which this golem-gen does not know`,
		`Account.watch is left out: it uses a stream, which Golem's HTTP API cannot carry`,
		`Account.when is left out: it uses a type of kind "Datetime", which this golem-gen does not know`,
		`Zed is left out: its constructor cannot be called: it uses a future, which Golem's HTTP API cannot carry`,
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("omissions (-want +got):\n%s", diff)
	}
	if len(d.AgentTypes) != 1 || len(d.AgentTypes[0].Methods) != 1 || len(d.AgentTypes[0].Config) != 1 {
		t.Errorf("kept:\n%s", d.Document())
	}
	checkPinned(t, d)
	without := *d
	without.Omitted = nil
	if d.Hash() != without.Hash() {
		t.Error("what is left out counts as part of the interface")
	}
}

// TestFaultsBesideAgentOmissions checks that other faults of an omitted method are still
// reported.
func TestFaultsBesideAgentOmissions(t *testing.T) {
	for _, test := range []struct{ old, new, want string }{
		{`"watch"`, `""`, "the name of the method is empty"},
		{`"watch"`, `"total"`, `duplicate method "total"`},
		{`"Zed"`, `"Account"`, `duplicate agent type "Account"`},
		{`"U32"`, `"u32"`, "did you mean U32?"},
		{`"key"],`, `"token"],`, `duplicate configuration "token"`},
	} {
		_, err := DecodeDeployment([]byte(strings.Replace(agentOmissions, test.old, test.new, 1)))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", test.new, err, test.want)
		}
	}
}
