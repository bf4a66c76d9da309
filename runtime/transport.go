package runtime

import (
	"errors"
	"net/http"
	"net/url"
	"time"
)

// maxIdleConnections is the maximum number of idle connections. With the default of net/http,
// two for each host, a program with many goroutines would open a connection for almost every
// call.
const maxIdleConnections = 1024

// newTransport returns a copy of [http.DefaultTransport] (with proxies from the environment,
// HTTP/2 and compression) that keeps many connections to one server. If the program has replaced
// http.DefaultTransport by another type, to trace all requests for example, newTransport returns
// that.
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

// clientTransport sends requests with an http.Client of the program.
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
