package golemtest

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
)

// Servers of 1.4 keep components in environments of applications. This server keeps all of
// them in one environment and deploys each upload at once.

const (
	deployedApplication = "app"
	deployedEnvironment = "local"
)

func deployedEnvironmentID() string {
	return stableID("environment", deployedApplication, deployedEnvironment)
}

// deployedRoute returns the function that answers requests to a path, or others for other
// paths.
func (s *Server) deployedRoute(r *http.Request, parts []string, others func() *answer) func() *answer {
	get := func(f func() *answer) func() *answer {
		return func() *answer { return onlyMethod(r, http.MethodGet, f) }
	}
	switch {
	case parts[0] == "components" && len(parts) == 1:
		return notFound
	case parts[0] != "envs":
		return others
	case len(parts) == 1:
		return get(func() *answer { return s.visibleDeployed(r.URL.Query()) })
	case parts[1] != deployedEnvironmentID():
		return get(func() *answer { return errorAnswer(404, "Environment not found") })
	case len(parts) == 2:
		return get(func() *answer { return jsonAnswer(200, s.deployedState()) })
	case len(parts) == 4 && parts[2] == "components":
		return get(func() *answer { return documentAnswer(s.deployedComponent(parts[3], len(s.uploaded()))) })
	case len(parts) == 6 && parts[2] == "deployments" && parts[4] == "components":
		return get(func() *answer { return s.componentOfDeployment(parts[3], parts[5]) })
	}
	return notFound
}

func (s *Server) uploaded() []*Component {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.uploads
}

// deployedState returns the environment with its current deployment, which is the last
// upload.
func (s *Server) deployedState() []byte {
	current := "null"
	if n := len(s.uploaded()); n > 0 {
		current = fmt.Sprintf(`{"deploymentHash":"0","deploymentRevision":%d,"deploymentVersion":"","revision":%[1]d}`, n-1)
	}
	return fmt.Appendf(nil, `{"applicationId":%q,"compatibilityCheck":false,"currentDeployment":%s,"id":%q,"name":%q,"ownerAccountId":%q,`+
		`"revision":0,"rolesFromActiveShares":[],"securityOverrides":false,"versionCheck":false}`,
		stableID("application", deployedApplication), current, deployedEnvironmentID(), deployedEnvironment, stableID("account", LocalAccount))
}

// visibleDeployed lists the environment if it matches the query.
func (s *Server) visibleDeployed(query url.Values) *answer {
	for key, value := range map[string]string{"account_email": LocalAccount, "app_name": deployedApplication, "env_name": deployedEnvironment} {
		if query.Has(key) && query.Get(key) != value {
			return jsonAnswer(200, []byte(`{"values":[]}`))
		}
	}
	return jsonAnswer(200, fmt.Appendf(nil, `{"values":[{"account":{"email":%q,"id":%q,"name":"Initial User"},"application":{"id":%q,"name":%q},"environment":%s}]}`,
		LocalAccount, stableID("account", LocalAccount), stableID("application", deployedApplication), deployedApplication, s.deployedState()))
}

func (s *Server) componentOfDeployment(text, name string) *answer {
	number, err := strconv.ParseUint(text, 10, 64)
	if err != nil || number >= uint64(len(s.uploaded())) {
		return errorAnswer(404, "Deployment not found")
	}
	return documentAnswer(s.deployedComponent(name, int(number)+1))
}

// deployedComponent returns the component with a name after the given number of uploads.
func (s *Server) deployedComponent(name string, uploads int) *Component {
	var found *Component
	for _, c := range s.uploaded()[:uploads] {
		if c.metadata.Name == name {
			found = c
		}
	}
	return found
}
