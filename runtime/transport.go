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

// newTransport is net/http's default transport (proxies from the environment,
// HTTP/2 where offered, compressed answers) with room for many connections to
// one server.
func newTransport() *http.Transport {
	t, ok := http.DefaultTransport.(*http.Transport)
	if ok {
		t = t.Clone()
	} else {
		t = &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, TLSHandshakeTimeout: 10 * time.Second}
	}
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
