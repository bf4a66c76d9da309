package runtime

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// location is the part of a URL that is the same for all requests.
type location struct {
	scheme, host string
	path         string // unescaped
	raw          string // escaped; "" if it is what net/url makes of path
}

// parseBaseURL parses the URL of a server, which may have a path. Its errors show neither
// credentials nor a query, because these may contain a token.
func parseBaseURL(text string) (location, error) {
	u, err := url.Parse(text)
	if err != nil { // err quotes parts of the URL
		return location{}, errors.New("golem: the base URL is not a URL: write it like http://localhost:9881")
	}
	shown := (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
	switch {
	case u.User != nil:
		return location{}, errors.New("golem: the base URL holds credentials: leave them out and use WithBearerToken or WithTokenSource")
	case text == "":
		return location{}, errors.New("golem: the base URL is empty: write it like http://localhost:9881")
	case u.Opaque != "" || u.Scheme != "http" && u.Scheme != "https":
		return location{}, errors.New("golem: the base URL does not begin with http:// or https://: write it like http://localhost:9881")
	case u.Host == "" || u.Hostname() == "":
		return location{}, errors.New("golem: the base URL has no host: write it like http://localhost:9881")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return location{}, fmt.Errorf("golem: the base URL has a query or a fragment behind %q: leave it out", shown)
	case strings.HasSuffix(strings.TrimRight(u.Path, "/"), "/v1"):
		return location{}, errors.New("golem: the base URL ends in /v1, which the client adds itself: write it like http://localhost:9881")
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

// at appends parts to the path of the location. It escapes the parts with odd indexes.
func (l location) at(parts ...string) location {
	var path strings.Builder
	size, plain := len(l.path), l.raw == "" && isPlain(l.path)
	for i, part := range parts {
		size, plain = size+len(part), plain && isPlain(part) && (i%2 == 0 || strings.IndexByte(part, '/') < 0)
	}
	path.Grow(size)
	path.WriteString(l.path)
	for _, part := range parts {
		path.WriteString(part)
	}
	if plain {
		l.path = path.String()
		return l
	}
	return l.with(path.String(), l.escaped(parts))
}

// escaped returns the escaped path of at.
func (l location) escaped(parts []string) string {
	raw := make([]byte, 0, 256)
	if l.raw != "" {
		raw = append(raw, l.raw...)
	} else {
		raw = append(raw, (&url.URL{Path: l.path}).EscapedPath()...)
	}
	for i, part := range parts {
		if i%2 == 1 {
			part = escape(part)
		}
		raw = append(raw, part...)
	}
	return string(raw)
}

// isPlain reports whether path, including its slashes, needs no escaping in a URL.
func isPlain(path string) bool {
	for i := range len(path) {
		if c := path[i]; c != '/' && !unreserved(c) {
			return false
		}
	}
	return true
}

// url sets the fields of u.
func (l *location) url(u *url.URL, query string) {
	u.Scheme, u.Host, u.Path, u.RawPath, u.RawQuery = l.scheme, l.host, l.path, l.raw, query
}

// String returns the URL of the location.
func (l location) String() string {
	var u url.URL
	l.url(&u, "")
	return u.String()
}
