package gen

import (
	"errors"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
)

func methodOf(name string, in, out metadata.DataSchema) *metadata.AgentMethod {
	return &metadata.AgentMethod{Name: name, Input: in, Output: out}
}

func agentOf(name string, methods ...*metadata.AgentMethod) *metadata.AgentType {
	return &metadata.AgentType{Name: name, Methods: methods}
}

func agentsOf(list ...*metadata.AgentType) *metadata.Deployment {
	return &metadata.Deployment{AgentTypes: list}
}

// namesOfAgents returns the names in a deployment, without those of functions.
func namesOfAgents(t *testing.T, d *metadata.Deployment, o Options) map[string]string {
	t.Helper()
	o.Package = "client"
	out, err := GenerateAgents(d, o)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for place, given := range out.Names {
		names[place] = given.Name
	}
	return names
}

// TestNamesOfSpellings checks that a word has one Go name in the spelling of every language.
func TestNamesOfSpellings(t *testing.T) {
	for spelling, want := range map[string]string{
		"get_user_id": "GetUserID", "getUserId": "GetUserID", "GetUserID": "GetUserID", "get-user-id": "GetUserID",
		"GET_USER_ID": "GetUserID", "parseHTTPServerURL": "ParseHTTPServerURL", "größe": "Größe", "名前": "X名前", "$get": "Get",
		"create": "CreateMethod", "schedule": "ScheduleMethod", "enqueue": "EnqueueMethod", "id": "IDMethod", "toString": "ToString",
		"string": "StringMethod", "account_methods": "AccountMethodsMethod",
	} {
		got := namesOfAgents(t, agentsOf(agentOf("account", methodOf(spelling, metadata.DataSchema{}, metadata.DataSchema{}))), Options{})
		if got["account"] != "Account" || got["account."+spelling] != want {
			t.Errorf("%s: %v, want %s", spelling, got, want)
		}
	}
}

// TestRenamedAgents checks that names in the lock are kept, unless everything is renamed.
func TestRenamedAgents(t *testing.T) {
	typ := &metadata.Type{Kind: metadata.KindEnum, Names: []string{"a", "b"}}
	d := agentsOf(agentOf("Account", methodOf("open", single("tier", typ), metadata.DataSchema{})))
	out, err := GenerateAgents(d, Options{Package: "client", NamesOnly: true, Names: map[string]string{"Account": "Ledger", "Account.open.tier": "Rank"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		rename bool
		want   map[string]string
	}{
		{false, map[string]string{"Account": "Ledger", "Account.open": "Open", "Account.open.tier": "Rank"}},
		{true, map[string]string{"Account": "Account", "Account.open": "Open", "Account.open.tier": "Tier"}},
	} {
		got := namesOfAgents(t, d, Options{NamesOnly: true, Locked: out.Names, Rename: test.rename})
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("renamed %v: %s", test.rename, diff)
		}
	}
}

// TestNamesOfTypes shows which uses are one type, and how types with the same name get different
// ones.
func TestNamesOfTypes(t *testing.T) {
	record := func(name, owner string, fields ...string) *metadata.Type {
		typ := &metadata.Type{Kind: metadata.KindRecord, Name: name, Owner: owner}
		for _, field := range fields {
			typ.Fields = append(typ.Fields, metadata.Field{Name: field, Type: str})
		}
		return typ
	}
	list := func(t *metadata.Type) *metadata.Type {
		return &metadata.Type{Kind: metadata.KindList, Name: "Items", Inner: t}
	}
	d := agentsOf(
		agentOf("First",
			methodOf("named", single("v", record("Item", "./model", "a")), single("r", record("Item", "", "a"))),
			methodOf("anonymous", single("v", record("", "", "a")), single("r", list(record("", "./other", "a")))),
			methodOf("other", single("limit", record("Item", "", "b")), metadata.DataSchema{}),
			methodOf("nameless", single("thing", record("", "", "c")), metadata.DataSchema{}),
			methodOf("two", single("v", record("Left", "", "d")), single("r", record("Right", "", "d"))),
			methodOf("either", single("choice", record("", "", "d")), metadata.DataSchema{}),
		),
		agentOf("Second",
			methodOf("named", single("v", record("Item", "./model", "a")), metadata.DataSchema{}),
			methodOf("nameless", single("what", record("", "", "c")), metadata.DataSchema{}),
			methodOf("own", single("v", record("Item", "", "e")), metadata.DataSchema{}),
			methodOf("own2", single("v", record("Only", "", "e2")), metadata.DataSchema{}),
		),
		agentOf("Third", methodOf("own", single("v", record("Only", "", "f")), metadata.DataSchema{})),
	)
	got := namesOfAgents(t, d, Options{})
	want := map[string]string{
		"First.named.v": "Item", "First.named.result": "Item", "First.anonymous.v": "AnonymousV", "First.anonymous.result": "AnonymousV",
		"First.other.limit":    "Limit",
		"First.nameless.thing": "Thing", "Second.nameless.what": "What",
		"First.two.v": "Left", "First.two.result": "Right", "First.either.choice": "Choice",
		"Second.named.v": "Item", "Second.own.v": "OwnV",
		"Second.own2.v": "Only", "Third.own.v": "ThirdOnly",
	}
	for place, name := range want {
		if got[place] != name {
			t.Errorf("%s is called %s, want %s", place, got[place], name)
		}
	}
	// The names stay if an agent that gave them is removed.
	out, err := GenerateAgents(d, Options{Package: "client"})
	if err != nil {
		t.Fatal(err)
	}
	d.AgentTypes = d.AgentTypes[1:]
	after := namesOfAgents(t, d, Options{Locked: out.Names})
	for place, name := range after {
		if before := got[place]; before != name {
			t.Errorf("%s was called %s and is called %s", place, before, name)
		}
	}
}

// TestNameOfAgentThatHasGone checks that the name of a removed agent is not given to another one
// in the next deployment.
func TestNameOfAgentThatHasGone(t *testing.T) {
	out, err := GenerateAgents(agentsOf(agentOf("Account")), Options{Package: "client"})
	if err != nil {
		t.Fatal(err)
	}
	got := namesOfAgents(t, agentsOf(agentOf("account")), Options{Locked: out.Names})
	if diff := cmp.Diff(map[string]string{"account": "AccountAgent"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAgentNameErrors(t *testing.T) {
	none := metadata.DataSchema{}
	d := agentsOf(agentOf("Account", methodOf("userId", none, none), methodOf("user_id", none, none), methodOf("UserID", none, none), methodOf("user-id", none, none)))
	_, err := GenerateAgents(d, Options{Package: "client"})
	var problems *NameErrors
	if !errors.As(err, &problems) {
		t.Fatalf("%v, want a clash of names", err)
	}
	want := "the function Account.user-id and the function Account.userId would both be called UserID; " +
		"choose another name in the configuration:\n  names:\n    Account.user-id: AnotherName"
	if err.Error() != want {
		t.Errorf("got %s\nwant %s", err, want)
	}
	got := namesOfAgents(t, d, Options{Names: map[string]string{"Account.user-id": "KebabID", "Account": "Customer"}})
	if got["Account.user-id"] != "KebabID" || got["Account"] != "Customer" {
		t.Errorf("configured names are not used: %v", got)
	}
}

// TestMethodsOfEveryAgentAreReserved compares the reserved names with the types that generated
// structs embed: an agent's method with the name of a method of runtime.Agent could not be
// called.
func TestMethodsOfEveryAgentAreReserved(t *testing.T) {
	of := reflect.TypeFor[*runtime.Agent]()
	names := []string{"Agent", "Create", "Enqueue", "Schedule", "AccountMethods"}
	for i := range of.NumMethod() {
		names = append(names, of.Method(i).Name)
	}
	if len(names) < 9 {
		t.Fatalf("runtime.Agent has the methods %v only", names)
	}
	for _, name := range names {
		got := namesOfAgents(t, agentsOf(agentOf("Account", methodOf(name, metadata.DataSchema{}, metadata.DataSchema{}))), Options{})
		if want := name + "Method"; got["Account."+name] != want {
			t.Errorf("%s is called %s, want %s", name, got["Account."+name], want)
		}
	}
}

// TestNamesOfConfiguration shows the name of the Go type of a configuration.
func TestNamesOfConfiguration(t *testing.T) {
	record := &metadata.Type{Kind: metadata.KindRecord, Name: "AccountConfig", Fields: []metadata.Field{{Name: "a", Type: str}}}
	a := agentOf("Account", methodOf("m", single("v", record), metadata.DataSchema{}))
	a.Config = []metadata.ConfigDeclaration{{Path: []string{"limits", "max"}, Type: record}, {Path: []string{"key"}, Type: str, Source: metadata.ConfigSecret}}
	got := namesOfAgents(t, agentsOf(a), Options{})
	if got["Account.config"] != "AccountConfiguration" || got["Account.config.limits%2Emax"] != "AccountConfig" {
		t.Errorf("%v", got)
	}
	got = namesOfAgents(t, agentsOf(a), Options{Names: map[string]string{"Account.config": "Settings"}})
	if got["Account.config"] != "Settings" {
		t.Errorf("%v", got)
	}
	_, err := GenerateAgents(agentsOf(a), Options{Package: "client", Names: map[string]string{"Account": "Customer", "Account.config": "NewCustomer"}})
	want := "the configured name NewCustomer of the configuration of the agent type Account is already that of the agent type Account; " +
		"choose another name in the configuration:\n  names:\n    Account.config: AnotherName"
	if err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

func TestChosenAgentTypes(t *testing.T) {
	d := agentsOf(agentOf("Account"), agentOf("Bank"))
	got := namesOfAgents(t, d, Options{AgentTypes: []string{"Bank"}})
	if diff := cmp.Diff(map[string]string{"Bank": "Bank"}, got); diff != "" || len(d.AgentTypes) != 2 {
		t.Errorf("(-want +got):\n%s", diff)
	}
	_, err := GenerateAgents(d, Options{Package: "client", AgentTypes: []string{"Banks"}})
	if want := `agents have no agent type "Banks": choose among Account, Bank`; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}
