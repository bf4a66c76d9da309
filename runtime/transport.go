package runtime

import (
	"errors"
	"net/http"
	"net/url"
	"time"
)

// maxIdleConnections is how many connections are kept open between calls. The
// default of net/http, two per host, makes a program with many goroutines
// connect anew for almost every call.
const maxIdleConnections = 1024

// newTransport returns a copy of [http.DefaultTransport] (proxies from the environment,
// HTTP/2 where offered, compressed answers) with room for many connections to one server.
// A program that has replaced it, to trace all requests for example, gets its own.
func newTransport() http.RoundTripper {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok || t == nil {
		return http.DefaultTransport
	}
	t = t.Clone()
	t.MaxIdleConns = 0
	t.MaxIdleConnsPerHost = maxIdleConnections
	t.IdleConnTimeout = 90 * time.Second
	return t
}

// clientTransport sends requests with a client of the user's.
type clientTransport struct{ client http.Client }

func newClientTransport(client *http.Client) *clientTransport {
	t := &clientTransport{client: *client}
	t.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return t
}

func (t *clientTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := t.client.Do(r)
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	return response, err
}

func (t *clientTransport) CloseIdleConnections() { t.client.CloseIdleConnections() }
