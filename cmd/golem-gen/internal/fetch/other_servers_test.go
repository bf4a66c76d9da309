package fetch

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestServerWithoutTheComponent checks that only a server that answers as servers with agents do
// is taken for one, when it does not know a component.
func TestServerWithoutTheComponent(t *testing.T) {
	const agents, unknown = ": this server has agents instead of components: ", ": no component " + shop + ": "
	for _, test := range []struct {
		status       int
		answer, want string
	}{
		{http.StatusOK, `{"values":[]}`, agents},
		{http.StatusUnauthorized, "", agents},
		{http.StatusOK, `{"status":"ok"}`, unknown},
		{http.StatusOK, `{"values":null}`, unknown},
		{http.StatusOK, `{"values":[]`, unknown},
		{http.StatusOK, "[]", unknown},
		{http.StatusNotFound, `{"values":[]}`, unknown},
	} {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != visiblePath {
				w.WriteHeader(http.StatusNotFound)
				return
			}
			w.WriteHeader(test.status)
			_, _ = io.WriteString(w, test.answer)
		})
		if _, err := s.Get(t.Context(), Reference{ID: shop}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%d %s: got %v, want %s", test.status, test.answer, err, test.want)
		}
	}
}

// TestServerWithoutAgents checks that only a server that lists components is taken for one before
// agents, when it knows no environments.
func TestServerWithoutAgents(t *testing.T) {
	for answer, want := range map[string]bool{"[]": true, `[{"componentName":"shop"}]`: true, "{}": false, "pong": false} {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/v1/components" {
				w.WriteHeader(http.StatusNotFound)
				return
			}
			_, _ = io.WriteString(w, answer)
		})
		_, err := s.Get(t.Context(), Agents{Application: "bank", Environment: "prod"})
		if err == nil || strings.Contains(err.Error(), "this server has components instead of agents") != want {
			t.Errorf("%s: %v", answer, err)
		}
	}
}

// TestListThatIsRefused checks the error where a server lists the environments of one name, and
// refuses to list those of the application.
func TestListThatIsRefused(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if !r.URL.Query().Has("env_name") {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_, _ = io.WriteString(w, `{"values":[]}`)
	})
	_, err := s.Get(t.Context(), Agents{Application: "bank", Environment: "prod"})
	if want := visiblePath + "?app_name=bank: server answered 403 Forbidden: the token does not allow reading this environment: "; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}
