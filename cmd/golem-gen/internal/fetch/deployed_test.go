package fetch

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// TestDeployedComponents fetches from servers of 1.3 and 1.4, as their public sources describe
// them: by id and name, the latest and a given version, with the built-in token.
func TestDeployedComponents(t *testing.T) {
	document := shopDocument(t)
	next := []byte(strings.Replace(string(document), `"version":0`, `"version":1`, 1))
	for _, version := range []string{"1.3.1", "1.4.2"} {
		server := golemtest.NewServer(t, golemtest.Version(version), golemtest.Quiet())
		server.AddComponent(document)
		server.AddComponent(next)
		s := &Server{URL: server.URL}
		zero, two := uint64(0), uint64(2)
		for _, r := range []Reference{{ID: shop}, {Name: "shop-a"}} {
			answer, err := s.Get(t.Context(), r)
			if err != nil || answer.Component.ID != shop || answer.Component.Version != 1 {
				t.Errorf("%s: %v: %v", version, r, err)
			}
			r.Version = &zero
			answer, err = s.Get(t.Context(), r)
			if err != nil || answer.Component.ID != shop || answer.Component.Version != 0 {
				t.Errorf("%s: %v version 0: %v", version, r, err)
			}
			r.Version = &two
			if _, err = s.Get(t.Context(), r); err == nil || !strings.Contains(err.Error(), "no component "+r.String()+" with version 2: check both") {
				t.Errorf("%s: %v version 2: %v", version, r, err)
			}
		}
		for _, test := range []struct {
			request Request
			want    string
		}{
			{Reference{Name: "nope"}, `no component named "nope"`},
			{Reference{ID: strings.Replace(shop, "5", "6", 1)}, "no component " + strings.Replace(shop, "5", "6", 1) + ": check its id"},
			{Agents{Application: "app", Environment: "local"}, `this server has components instead of agents: use "components:" with name or id`},
		} {
			if _, err := s.Get(t.Context(), test.request); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%s: got %v\nwant %s", version, err, test.want)
			}
		}
	}
}

// TestVersionOfAComponentBesideAgents asks a server that has components and agents for a version
// that the component does not have.
func TestVersionOfAComponentBesideAgents(t *testing.T) {
	server := golemtest.NewServer(t, golemtest.Quiet())
	server.AddComponent(shopDocument(t))
	server.Deploy([]byte(recordedText(t, "bank.json")))
	nine := uint64(9)
	_, err := (&Server{URL: server.URL}).Get(t.Context(), Reference{Name: "shop-a", Version: &nine})
	if err == nil || !strings.Contains(err.Error(), `no component "shop-a" with version 9: check both`) {
		t.Errorf("got %v", err)
	}
}

// TestNameOfNoComponent asks for a component whose name is misspelt.
func TestNameOfNoComponent(t *testing.T) {
	server := golemtest.NewServer(t, golemtest.Quiet())
	s := &Server{URL: server.URL}
	for _, want := range []string{
		`no component named "shop": check its name and the server's URL`,
		`no component named "shop": check its name and the server's URL; it has "shop-a"`,
		`no component named "shop": check its name and the server's URL; it has "shop-a"`, // in two versions
	} {
		if _, err := s.Get(t.Context(), Reference{Name: "shop"}); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("got %v\nwant %s", err, want)
		}
		version := fmt.Sprintf(`"version":%d`, len(server.Exchanges()))
		server.AddComponent([]byte(strings.Replace(string(shopDocument(t)), `"version":0`, version, 1)))
	}
}

// TestDeployments checks environments: several with the component, one without a deployment, and
// the requests to a server that knows no other paths.
func TestDeployments(t *testing.T) {
	const first, second, undeployed = "01a22053-ea6c-7e40-9f2f-000000000001", "01a22053-ea6c-7e40-9f2f-000000000002", "01a22053-ea6c-7e40-9f2f-000000000003"
	document := func(environment, name string, revision int) string {
		return fmt.Sprintf(`{"id":%q,"environmentId":%q,"componentName":%q,"revision":%d,"metadata":{"exports":[]}}`, shop, environment, name, revision)
	}
	visible := func(environment, name string) string {
		return fmt.Sprintf(`{"account":{"email":"a@b"},"application":{"name":"bank"},"environment":{"id":%q,"name":%q}}`, environment, name)
	}
	answers := map[string]string{
		"/version":                                             `{"version":"1.4.2"}`,
		"/v1/envs":                                             `{"values":[` + visible(second, "test") + "," + visible(first, "prod") + "," + visible(undeployed, "new") + `]}`,
		"/v1/envs/" + first + "/components/shop":               document(first, "shop", 5),
		"/v1/envs/" + first + "/components/both":               document(first, "both", 0),
		"/v1/envs/" + second + "/components/both":              document(second, "both", 0),
		"/v1/envs/" + undeployed + "/components/idle":          document(undeployed, "idle", 0),
		"/v1/envs/" + undeployed + "/components/odd":           `{"id":"odd"}`,
		"/v1/envs/" + first:                                    `{"currentDeployment":{"deploymentRevision":7}}`,
		"/v1/envs/" + undeployed:                               `{"currentDeployment":null}`,
		"/v1/envs/" + first + "/deployments/7/components/shop": document(first, "shop", 4),
	}
	var asked []string
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		text, ok := answers[r.URL.Path]
		switch {
		case !ok:
			w.WriteHeader(http.StatusNotFound)
		case r.URL.Path != "/version" && r.Header.Get("Authorization") != "Bearer "+LocalToken:
			w.WriteHeader(http.StatusUnauthorized)
		default:
			asked = append(asked, r.URL.Path)
			_, _ = io.WriteString(w, text)
		}
	})
	answer, err := s.Get(t.Context(), Reference{Name: "shop"})
	if err != nil || answer.Component.Version != 4 {
		t.Errorf("%+v %v", answer, err)
	}
	if d := cmp.Diff([]string{
		"/version", "/version", "/v1/envs", "/v1/envs/" + first + "/components/shop", "/v1/envs/" + first,
		"/v1/envs/" + first + "/deployments/7/components/shop",
	}, asked); d != "" {
		t.Error(d)
	}
	for name, want := range map[string]string{
		"nope": `/v1/envs: no component named "nope" in the environments that the token can see: check its name and the server's URL`,
		"both": `/v1/envs: several components are named "both": use one of their ids: ` + shop + " (bank/prod), " + shop + " (bank/test)",
		"idle": `: component "idle" has no deployment yet: deploy it, then fetch again`,
		"odd":  "/components/odd: expected a component of an environment: check the server's URL",
	} {
		if _, err := s.Get(t.Context(), Reference{Name: name}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v\nwant %s", err, want)
		}
	}
}
