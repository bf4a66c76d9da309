package golemtest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestLaterDialects compares servers of 1.3 and 1.4 with the public sources: paths,
// documents, answers and errors.
func TestLaterDialects(t *testing.T) {
	for _, version := range []string{"1.3.1", "1.4.2"} {
		t.Run(version, func(t *testing.T) {
			s, c := shop(t, Version(version))
			id := c.Metadata().ID
			get := func(path string) string { return request(t, s, http.MethodGet, path, "", LocalToken) }
			revisions := version == "1.4.2"
			component := "/v1/components/" + id
			environment := "/v1/envs/" + deployedEnvironmentID()
			for _, test := range []struct {
				path  string
				found bool
			}{
				{component + "/latest", !revisions},
				{component + "/versions/0", !revisions},
				{"/v1/components", !revisions},
				{component, true},
				{component + "/revisions/0", revisions},
				{component + "/revisions/1", false},
				{"/v1/envs?app_name=app&env_name=local", revisions},
				{environment, revisions},
				{environment + "/components/" + c.Metadata().Name, revisions},
				{environment + "/deployments/0/components/" + c.Metadata().Name, revisions},
				{environment + "/deployments/1/components/" + c.Metadata().Name, false},
				{environment + "/components/other", false},
				{"/v1/envs/" + id, false},
				{component + "/workers/none", false},
			} {
				if answer := get(test.path); strings.HasPrefix(answer, "200 ") != test.found || !test.found && !strings.HasPrefix(answer, "404 ") {
					t.Errorf("%s: %.300s", test.path, answer)
				}
			}
			path := component + "/versions/0"
			if revisions {
				path = component + "/revisions/0"
			}
			text := strings.TrimPrefix(get(path), "200 ")
			if described, err := metadata.Decode([]byte(text)); err != nil || described.Hash() != c.Metadata().Hash() || strings.Contains(text, `"results"`) || described.ID != id {
				t.Errorf("document: %v\n%.400s", err, text)
			}
		})
	}
}

// TestLaterCalls checks that calls need the name of a worker and a token, and that failures
// are texts.
func TestLaterCalls(t *testing.T) {
	s, c := shop(t, Version("1.4.2"))
	c.Answer("cart.ping", "null")
	c.Trap("cart.total", "no power")
	c.Answer("health", `"fine"`)
	component := "/v1/components/" + c.Metadata().ID
	invoke := func(worker, function string) string {
		return component + worker + "/invoke-and-await?function=" + strings.NewReplacer("{", "%7B", "}", "%7D").Replace(function)
	}
	for _, test := range []struct{ path, token, want string }{
		{invoke("/workers/w", cartName+".{ping}"), LocalToken, `200 {"result":null}`},
		{invoke("/workers/w", "health"), LocalToken, `200 {"result":{"typ":{"type":"Str"},"value":"fine"}}`},
		{invoke("", "health"), LocalToken, "404 not found"},
		{invoke("/workers/w", "health"), "", "401 authorization error"},
		{invoke("/workers/w", "health"), "0123456789abcdef", `401 {"error":"Could not authenticate user using token"}`},
		{invoke("/workers/w", "nothing"), LocalToken, `500 {"error":"Invalid request: could not load function nothing","workerError":null}`},
		{invoke("/workers/w", cartName+".{total}"), LocalToken, `500 {"error":"Invocation Failed","workerError":{"cause":"no power","stderr":""}}`},
		{invoke("/workers/w", "health"), LocalToken, `500 {"error":"Previous Invocation Failed","workerError":{"cause":"no power","stderr":""}}`},
		{component + "/workers", LocalToken, `500 {"error":"Worker already exists: ` + c.Metadata().ID + `/w","workerError":null}`},
		{"/v1/components/" + deployedEnvironmentID() + "/workers/w/invoke-and-await?function=f", LocalToken, `404 {"error":"Couldn't retrieve the component: ` + deployedEnvironmentID() + `. error: Component not found"}`},
	} {
		body := `{"params":[]}`
		if strings.HasSuffix(test.path, "/workers") {
			body = `{"name":"w","env":{}}`
		}
		want(t, test.path, request(t, s, http.MethodPost, test.path, body, test.token), test.want)
	}
	want(t, "metadata", fmt.Sprint(strings.Contains(request(t, s, http.MethodGet, component+"/workers/w", "", LocalToken), `"componentRevision":0`)), "true")
}

// request sends a request and returns the status and the body.
func request(t *testing.T, s *Server, method, path, body, token string) string {
	t.Helper()
	x := Exchange{Method: method, Path: path, Request: &body, RequestHeaders: map[string]string{}}
	if token != "" {
		x.RequestHeaders["Authorization"] = "Bearer " + token
	}
	status, _, text := send(t, s.URL, x)
	return fmt.Sprintf("%d %s", status, text)
}

// TestStableIDs checks that generated ids are UUIDs, because clients check that.
func TestStableIDs(t *testing.T) {
	for _, name := range []string{"a", "b", "environment"} {
		if id := stableID(name); !metadata.IsID(id) {
			t.Errorf("%s is not a UUID", id)
		}
	}
}
