package fetch

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// Servers of 1.4 have components in environments, and revisions instead of versions. A
// revision that is uploaded has no effect before it is deployed, so the one of the current
// deployment stands for the latest. Their public sources say so.

// deployedComponent is where a component is.
type deployedComponent struct {
	ID          string `json:"id"`
	Name        string `json:"componentName"`
	Environment string `json:"environmentId"`
	owner       string // "bank/local", for messages
}

// deployed requests a revision of a component, or the one that is deployed.
func (s *Server) deployed(ctx context.Context, r Reference) (*Answer, error) {
	c, err := s.locate(ctx, r)
	if err != nil {
		return nil, err
	}
	if r.Version != nil {
		return s.componentAt(ctx, "/v1/components/"+url.PathEscape(c.ID)+"/revisions/"+strconv.FormatUint(*r.Version, 10), c.ID, r)
	}
	var env environmentJSON
	at := "/v1/envs/" + url.PathEscape(c.Environment)
	if err := s.getJSON(ctx, at, "an environment", componentRemedies(notGolem), &env); err != nil {
		return nil, err
	}
	if env.Current == nil {
		return nil, fmt.Errorf("%s: component %s has no deployment yet: deploy it, then fetch again", s.URL, r)
	}
	at += "/deployments/" + strconv.FormatUint(env.Current.Revision, 10) + "/components/" + url.PathEscape(c.Name)
	return s.componentAt(ctx, at, c.ID, r)
}

// locate finds a component by its id, or by its name in the environments that the token can
// see.
func (s *Server) locate(ctx context.Context, r Reference) (*deployedComponent, error) {
	if r.ID != "" {
		return s.located(ctx, "/v1/components/"+url.PathEscape(r.ID), r)
	}
	const list = "/v1/envs"
	environments, err := s.visible(ctx, list)
	if err != nil {
		return nil, err
	}
	var found []*deployedComponent
	for _, v := range environments {
		c, err := s.located(ctx, list+"/"+url.PathEscape(v.Environment.ID)+"/components/"+url.PathEscape(r.Name), r)
		switch {
		case hasStatus(err, http.StatusNotFound):
			continue
		case err != nil:
			return nil, err
		}
		c.owner = v.Application.Name + "/" + v.Environment.Name
		found = append(found, c)
	}
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("%s%s: no component named %s in the environments that the token can see: check its name and the server's URL", s.URL, list, r)
	case 1:
		return found[0], nil
	}
	return nil, fmt.Errorf("%s%s: several components are named %s: use one of their ids: %s", s.URL, list, r, places(found))
}

// places lists components by id and environment.
func places(list []*deployedComponent) string {
	var texts []string
	for _, c := range list {
		texts = append(texts, c.ID+" ("+c.owner+")")
	}
	slices.Sort(texts)
	return strings.Join(texts, ", ")
}

// located requests where a component is.
func (s *Server) located(ctx context.Context, where string, r Reference) (*deployedComponent, error) {
	c := new(deployedComponent)
	if err := s.getJSON(ctx, where, "a component", componentRemedies(notFound(r)), c); err != nil {
		return nil, err
	}
	if !metadata.IsID(c.ID) || !metadata.IsID(c.Environment) || c.Name == "" {
		return nil, fmt.Errorf("%s%s: expected a component of an environment: check the server's URL", s.URL, where)
	}
	return c, nil
}
