package golemtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const (
	annToken = "token-of-ann-0000"
	bobToken = "token-of-bob-0000"
)

// accountCaller makes requests with a token.
type accountCaller struct {
	t     *testing.T
	s     *Server
	token string
}

func (c accountCaller) send(method, path string, body *string) (status int, text string) {
	c.t.Helper()
	x := Exchange{Method: method, Path: path, Request: body, RequestHeaders: map[string]string{"Authorization": "Bearer " + c.token, "Content-Type": "application/json"}}
	status, _, text = sendAgent(c.t, c.s, x)
	return status, text
}

// call calls an agent, of the caller's own account if the owner is "".
func (c accountCaller) call(environment, owner string) string {
	c.t.Helper()
	body := fmt.Sprintf(`{"appName":"bank","envName":%q,"agentTypeName":"Counter","parameters":%s,"methodName":"get","methodParameters":%s,"mode":"await"`,
		environment, tuple(`"a"`), tuple(""))
	if owner != "" {
		body += fmt.Sprintf(`,"ownerAccountEmail":%q`, owner)
	}
	body += "}"
	status, text := c.send(http.MethodPost, invokeAgentPath, &body)
	return fmt.Sprint(status, " ", readableResponse(text))
}

// environments lists the environments that the caller sees.
func (c accountCaller) environments() (names string) {
	c.t.Helper()
	_, text := c.send(http.MethodGet, "/v1/me/visible-environments", nil)
	var page struct {
		Values []struct {
			Account     struct{ Email string }
			Environment struct {
				Name  string
				Roles []string `json:"rolesFromActiveShares"`
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &page); err != nil {
		c.t.Error(err)
	}
	var list []string
	for _, v := range page.Values {
		list = append(list, strings.TrimSpace(v.Account.Email+"/"+v.Environment.Name+" "+strings.Join(v.Environment.Roles, ",")))
	}
	return strings.Join(list, "; ")
}

// TestAccounts has two accounts with an environment each, and one that they share.
func TestAccounts(t *testing.T) {
	s := NewServer(t, Quiet(), TokenOf("Ann@example.org", annToken), TokenOf("bob@example.org", bobToken))
	document := s.document(t)
	anns := s.Deploy(document, In("bank", "prod"), OwnedBy("ann@example.org"))
	s.Deploy(document, In("bank", "prod"), OwnedBy("bob@example.org")).Answer("Counter.get", "2")
	s.Deploy(document, In("bank", "shared"), OwnedBy("ann@example.org"), SharedWith("Bob@example.org")).Answer("Counter.get", "3")
	anns.Answer("Counter.get", "1")
	ann, bob, local := accountCaller{t, s, annToken}, accountCaller{t, s, bobToken}, accountCaller{t, s, LocalToken}

	const none = `404 {"code":"RESOURCE_NOT_FOUND","error":"NotFound: Agent type Counter not found"}`
	for _, test := range []struct {
		what, got, want string
	}{
		{"Ann's own", ann.call("prod", ""), `200 Counter("a") (1) revision 0`},
		{"Bob's own", bob.call("prod", ""), `200 Counter("a") (2) revision 0`},
		{"Bob's own by name", bob.call("prod", "bob@example.org"), `200 Counter("a") (2) revision 0`},
		{"Ann's, not shared", bob.call("prod", "ann@example.org"), none},
		{"Ann's, shared and not named", bob.call("shared", ""), none},
		{"Ann's, shared", bob.call("shared", "ann@example.org"), `200 Counter("a") (3) revision 0`},
		{"Ann's, to the account of LocalToken", local.call("prod", "ann@example.org"), `200 Counter("a") (1) revision 0`},
		{"what Ann sees", ann.environments(), "ann@example.org/prod; ann@example.org/shared"},
		{"what Bob sees", bob.environments(), "bob@example.org/prod; ann@example.org/shared admin"},
		{"what LocalToken sees", local.environments(), "ann@example.org/prod admin; bob@example.org/prod admin; ann@example.org/shared admin"},
	} {
		want(t, test.what, test.got, test.want)
	}
	_, annsAccount := ann.send(http.MethodGet, "/v1/me/token", nil)
	_, bobsAccount := bob.send(http.MethodGet, "/v1/me/token", nil)
	for _, e := range s.agents.environments {
		own, others := annsAccount, bobsAccount
		if e.account == "bob@example.org" {
			own, others = others, own
		}
		if id := `"accountId":"` + e.accountID + `"`; !strings.Contains(own, id) || strings.Contains(others, id) {
			t.Errorf("the account of %s/%s is %s, Ann's token %s, Bob's %s", e.account, e.name, e.accountID, annsAccount, bobsAccount)
		}
	}
}

// TestRequestsAboutOthers makes requests about an environment that the account does not see.
func TestRequestsAboutOthers(t *testing.T) {
	s := NewServer(t, Quiet(), TokenOf("ann@example.org", annToken), TokenOf("bob@example.org", bobToken))
	d := s.Deploy(s.document(t), In("bank", "prod"), OwnedBy("ann@example.org"))
	d.Answer("Counter.get", "1")
	ann, bob := accountCaller{t, s, annToken}, accountCaller{t, s, bobToken}
	want(t, "a call", ann.call("prod", ""), `200 Counter("a") (1) revision 0`)
	component := "/v1/components/" + d.AgentType("Counter").ComponentID
	agent := component + "/workers/" + url.PathEscape(`Counter("a")`)
	apps := "/v1/accounts/" + d.environment.accountID + "/apps"
	for _, test := range []struct {
		method, path string
		want         string
	}{
		{http.MethodGet, "/v1/envs/" + d.environment.id, `404 {"code":"ENVIRONMENT_NOT_FOUND"`},
		{http.MethodGet, "/v1/envs/" + d.environment.id + "/deployments/0/agent-types", `404 {"code":"ENVIRONMENT_NOT_FOUND"`},
		{http.MethodGet, "/v1/apps/" + d.environment.applicationID + "/envs/prod", `404 {"code":"ENVIRONMENT_NOT_FOUND"`},
		{http.MethodGet, apps + "/bank", `404 {"code":"APPLICATION_NOT_FOUND"`},
		{http.MethodGet, component, `404 {"code":"COMPONENT_NOT_FOUND"`},
		{http.MethodGet, agent, `403 {"code":"AUTH_FORBIDDEN","error":"The environment action ViewWorker is not allowed"`},
		{http.MethodGet, agent + "/oplog?query=k&count=10", `403 {"code":"AUTH_FORBIDDEN","error":"The environment action ViewWorker is not allowed"`},
		{http.MethodDelete, agent + "/invocations/k", `403 {"code":"AUTH_FORBIDDEN","error":"The environment action UpdateWorker is not allowed"`},
		{http.MethodDelete, agent, `403 {"code":"AUTH_FORBIDDEN","error":"The environment action DeleteWorker is not allowed"`},
	} {
		status, text := bob.send(test.method, test.path, nil)
		if got := fmt.Sprint(status, " ", text); !strings.HasPrefix(got, test.want) {
			t.Errorf("%s %s: got %s, want %s", test.method, test.path, got, test.want)
		}
		if status, text := ann.send(test.method, test.path, nil); status != 200 && !strings.HasSuffix(test.path, "/invocations/k") {
			t.Errorf("%s %s of the owner: got %d %s", test.method, test.path, status, text)
		}
	}
}

// TestTokenOfLocalAccount gives the account of LocalToken another token.
func TestTokenOfLocalAccount(t *testing.T) {
	s := NewServer(t, Quiet(), TokenOf("Initial@user", "another-token-0000"))
	s.Deploy(s.document(t), In("bank", "prod")).Answer("Counter.get", "1")
	want(t, "a call", accountCaller{t, s, "another-token-0000"}.call("prod", ""), `200 Counter("a") (1) revision 0`)
}
