package fetch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// Reference identifies a component by its id or, if that is empty, by its name.
type Reference struct {
	ID, Name string
	Version  *uint64 // nil for the latest
}

// Refer returns the reference to a component given by id or name.
func Refer(idOrName string, version *uint64) Reference {
	if metadata.IsID(idOrName) {
		return Reference{ID: idOrName, Version: version}
	}
	return Reference{Name: idOrName, Version: version}
}

// String returns the id, or the name in quotes.
func (r Reference) String() string {
	if r.ID != "" {
		return r.ID
	}
	return strconv.QuoteToASCII(r.Name)
}

func (r Reference) get(ctx context.Context, s *Server) (*Answer, error) {
	answer, err := s.componentOf(ctx, r)
	if local := s.withLocalToken(); local != s && hasStatus(err, http.StatusUnauthorized) { // local servers from 1.3 on
		if again, err := local.componentOf(ctx, r); !hasStatus(err, http.StatusUnauthorized) {
			return again, err
		}
	}
	return answer, err
}

// componentOf requests a component as servers of any version have it.
func (s *Server) componentOf(ctx context.Context, r Reference) (*Answer, error) {
	answer, found, err := s.component(ctx, r)
	if !hasStatus(err, http.StatusNotFound, http.StatusMethodNotAllowed) {
		return answer, err
	}
	switch minor, known := s.version(ctx); {
	case known && minor == firstWithRevisions:
		return s.deployed(ctx, r)
	case !found && s.hasAgents(ctx):
		return nil, fmt.Errorf(`%s: this server has agents instead of components: use "agents:" with application and environment`, s.URL)
	}
	return answer, err
}

// component requests a component. It reports whether the server has found it by its name.
func (s *Server) component(ctx context.Context, r Reference) (answer *Answer, found bool, err error) {
	id := r.ID
	if id == "" {
		if id, err = s.find(ctx, r.Name); err != nil {
			return nil, false, err
		}
		found = true
	}
	where := "/v1/components/" + url.PathEscape(id) + "/latest"
	if r.Version != nil {
		where = "/v1/components/" + url.PathEscape(id) + "/versions/" + strconv.FormatUint(*r.Version, 10)
	}
	answer, err = s.componentAt(ctx, where, id, r)
	return answer, found, err
}

// componentAt requests the document of a component.
func (s *Server) componentAt(ctx context.Context, where, id string, r Reference) (*Answer, error) {
	data, err := s.get(ctx, where, componentRemedies(notFound(r)))
	if err != nil {
		return nil, err
	}
	read, err := parse(s.URL+where, data)
	if err != nil {
		return nil, err
	}
	c := read.Component
	switch {
	case !strings.EqualFold(c.ID, id):
		return nil, fmt.Errorf("%s%s: server answered with component %s: check the server's URL", s.URL, where, c.ID)
	case r.Version != nil && c.Version != *r.Version:
		return nil, fmt.Errorf("%s%s: server answered with version %d: check the server's URL", s.URL, where, c.Version)
	}
	return read, nil
}

const notGolem = "not a Golem server: check the server's URL"

func componentRemedies(notFound string) remedies {
	return remedies{
		http.StatusBadRequest: "check the component's id and version",
		http.StatusForbidden:  "the token does not allow reading this component: ask the owner of the component or its project",
		http.StatusNotFound:   notFound,
	}
}

func notFound(r Reference) string {
	if r.Version != nil {
		return fmt.Sprintf("no component %s with version %d: check both, or leave out the version to get the latest", r, *r.Version)
	}
	return fmt.Sprintf("no component %s: check its id and the server's URL", r)
}

// listed is a component in a list of components.
type listed struct {
	Name string `json:"componentName"`
	ID   struct {
		Component string `json:"componentId"`
	} `json:"versionedComponentId"`
}

// find returns the id of the component with a name. The server lists each version of it.
func (s *Server) find(ctx context.Context, name string) (id string, err error) {
	query := url.Values{"component-name": {name}}
	where, list, err := s.list(ctx, query)
	if err != nil {
		return "", err
	}
	var ids []string
	for _, c := range list {
		if c.Name == name && !slices.Contains(ids, c.ID.Component) {
			ids = append(ids, c.ID.Component)
		}
	}
	switch {
	case len(ids) == 0:
		return "", fmt.Errorf("%s%s: no component named %s: check its name and the server's URL%s", s.URL, where, strconv.QuoteToASCII(name), s.others(ctx))
	case len(ids) > 1:
		slices.Sort(ids)
		return "", fmt.Errorf("%s%s: several components are named %s: use one of their ids: %s", s.URL, where, strconv.QuoteToASCII(name), strings.Join(ids, ", "))
	case !metadata.IsID(ids[0]):
		return "", fmt.Errorf("%s%s: expected the id of a component, found %.60q: check the server's URL", s.URL, where, ids[0])
	}
	return ids[0], nil
}

// list returns the components that a query selects, and the path with the query.
func (s *Server) list(ctx context.Context, query url.Values) (where string, list []listed, err error) {
	if s.Project != "" {
		query.Set("project-id", s.Project)
	}
	where = "/v1/components?" + query.Encode()
	data, err := s.get(ctx, where, componentRemedies(notGolem))
	if err != nil {
		return where, nil, err
	}
	if err := json.Unmarshal(data, &list); err != nil {
		return where, nil, s.unexpected(where, "a list of components", data, err)
	}
	return where, list, nil
}

// others returns the names of the server's components for a message. It returns "" if there are
// none, if there are too many to read, and if the server does not list them.
func (s *Server) others(ctx context.Context) string {
	const most = 20
	_, list, err := s.list(ctx, url.Values{})
	if err != nil {
		return ""
	}
	var names []string
	for _, c := range list {
		if name := strconv.QuoteToASCII(c.Name); !slices.Contains(names, name) && len(names) <= most {
			names = append(names, name)
		}
	}
	if len(names) == 0 || len(names) > most {
		return ""
	}
	slices.Sort(names)
	return "; it has " + strings.Join(names, ", ")
}

// unexpected returns the error for an unexpected answer. The decoder of documents recognises
// many answers that are not JSON.
func (s *Server) unexpected(where, want string, data []byte, cause error) error {
	var syntax *json.SyntaxError
	if _, err := metadata.Decode(data); err != nil && errors.As(cause, &syntax) {
		return inDocument(s.URL+where, err)
	}
	return fmt.Errorf("%s%s: expected %s: check the server's URL", s.URL, where, want)
}

// parse decodes an answer to the request for a URL.
func parse(url string, data []byte) (*Answer, error) {
	component, err := metadata.Decode(data)
	if err != nil {
		return nil, inDocument(url, err)
	}
	return &Answer{URL: url, Data: data, Component: component}, nil
}
