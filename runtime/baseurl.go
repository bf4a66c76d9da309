package runtime

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// location is a place on the server: what of a URL does not change from call to
// call.
type location struct {
	scheme, host string
	path         string // unescaped
	raw          string // escaped, "" when that is what net/url makes of path
}

// parseBaseURL takes the URL of a server, with a path prefix where there is one.
func parseBaseURL(text string) (location, error) {
	u, err := url.Parse(text)
	if err != nil {
		// The text may hold credentials, so that only the reason is told.
		var parse *url.Error
		if errors.As(err, &parse) {
			err = parse.Err
		}
		return location{}, fmt.Errorf("golem: the base URL cannot be read: %w; write it like http://localhost:9881", err)
	}
	switch {
	case u.User != nil:
		return location{}, errors.New("golem: the base URL holds credentials; leave them out and use WithBearerToken or WithTokenSource")
	case u.Scheme != "http" && u.Scheme != "https":
		return location{}, fmt.Errorf("golem: the base URL %q does not begin with http:// or https://", text)
	case u.Host == "" || u.Hostname() == "":
		return location{}, fmt.Errorf("golem: the base URL %q names no host; write it like http://localhost:9881", text)
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return location{}, fmt.Errorf("golem: the base URL %q has a query or a fragment, which calls cannot keep; leave it out", text)
	}
	l := location{scheme: u.Scheme, host: u.Host}
	return l.with(strings.TrimRight(u.Path, "/"), strings.TrimRight(u.EscapedPath(), "/")), nil
}

func (l location) with(path, raw string) location {
	l.path, l.raw = path, ""
	if plain := (url.URL{Path: path}); plain.EscapedPath() != raw {
		l.raw = raw
	}
	return l
}

// at is the location of further parts of the path; those with an odd index are
// names that have to be escaped.
func (l location) at(parts ...string) location {
	path, raw := l.path, l.raw
	if raw == "" {
		raw = (&url.URL{Path: path}).EscapedPath()
	}
	for i, part := range parts {
		path += part
		if i%2 == 1 {
			part = escape(part)
		}
		raw += part
	}
	return l.with(path, raw)
}

// url fills in u.
func (l *location) url(u *url.URL, query string) {
	u.Scheme, u.Host, u.Path, u.RawPath, u.RawQuery = l.scheme, l.host, l.path, l.raw, query
}

// String is the location for people.
func (l location) String() string {
	var u url.URL
	l.url(&u, "")
	return u.String()
}
