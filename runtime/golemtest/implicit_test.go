package golemtest

import (
	"fmt"
	"strings"
	"testing"
)

// TestImplicitByVersion checks that servers before 1.1 split the arguments of implicit
// resources at other commas, and that servers from 1.3 on have no implicit resources.
func TestImplicitByVersion(t *testing.T) {
	for version, c := range map[string]struct{ arguments, want string }{
		"1.0.27": {`"(a,b)",10`, `200 "(a,b)"`},
		"1.1.0":  {`"[a,b]",10`, `200 "[a,b]"`},
		"1.2.5":  {`"[a,b]",10`, `200 "[a,b]"`},
		"1.3.0":  {`"Lyon",10`, `500 {"error":"Invalid request: Invalid function name`},
	} {
		s, component := shop(t, Version(version))
		call := caller{t, s, component.Metadata().ID, "w"}
		status, body := call.do("invoke-and-await", inventoryName+".{ledger("+c.arguments+").warehouse}", `{"params":[]}`, "Authorization", "Bearer "+LocalToken)
		if got := fmt.Sprint(status, " ", readableResponse(body)); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %s, want %s", version, got, c.want)
		}
	}
	old, _ := parseServerVersion("1.0.27")
	if _, err := parseFunctionName(inventoryName+`.{ledger("[a,b]",10).warehouse}`, old); err != errCrash {
		t.Errorf("1.0.27 reads a comma in square brackets as no end: %v", err)
	}
}

func TestUnreadableInlineArgument(t *testing.T) {
	s, c := shop(t)
	call := caller{t, s, c.Metadata().ID, "w"}
	refused := `500 {"golemError":{"details":"Failed to parse resource constructor parameters: invalid value at 0..4","type":"InvalidRequest"}}`
	want(t, "none of the type", call.await(inventoryName+`.{ledger("Lyon",-100).warehouse}`), refused)
	want(t, "for ever", call.await("health"), refused)
	old, c := shop(t, Version("1.1.0"))
	call = caller{t, old, c.Metadata().ID, "w"}
	if status, _ := call.do("invoke-and-await", inventoryName+`.{ledger("a$b",1).warehouse}`, `{"params":[]}`); status != -1 {
		t.Errorf("1.1.0: got status %d, want the end of the connection", status)
	}
	want(t, "restarted", call.await("health"), `200 "ok"`)
}

func TestWholeNames(t *testing.T) {
	for version, wanted := range map[string]string{
		"1.2.0": `500 {"golemError":{"details":"could not load function acme","type":"InvalidRequest"}}`,
		"1.2.5": `500 {"golemError":{"details":"Invalid function name: Parse error at line: 1, column: 5\nUnexpected ` + "`:`" + `\nExpected end of input\n","type":"InvalidRequest"}}`,
	} {
		s, c := shop(t, Version(version))
		call := caller{t, s, c.Metadata().ID, "w"}
		want(t, version, call.await("acme:shop.{health}"), wanted)
	}
}

// TestDropOneOfTwo drops an implicit resource. The next call with its arguments makes it anew, and
// another one keeps its state.
func TestDropOneOfTwo(t *testing.T) {
	s, c := shop(t)
	call := caller{t, s, c.Metadata().ID, "w"}
	receive := func(name string) string {
		return call.await(inventoryName+`.{ledger("`+name+`",10).receive}`, `"pen"`, "2")
	}
	want(t, "one", receive("Lyon"), `200 {"ok":2}`)
	want(t, "another", receive("Nice"), `200 {"ok":2}`)
	want(t, "drop", call.await(inventoryName+`.{ledger("Lyon",10).drop}`), "200 ")
	want(t, "the dropped one", receive("Lyon"), `200 {"ok":2}`)
	want(t, "the other one", receive("Nice"), `200 {"ok":4}`)
}
