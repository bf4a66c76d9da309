package runtime

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
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
	t.OnProxyConnectResponse = refusalOf(t.OnProxyConnectResponse)
	return t
}

// proxyRefusal is the status with which a proxy refused to connect to the server. The error of
// net/http for it does not show that nothing was sent to the server.
type proxyRefusal int

func (r proxyRefusal) Error() string {
	return "the proxy answered " + statusLine(int(r))
}

type proxyCheck = func(ctx context.Context, proxy *url.URL, request *http.Request, answer *http.Response) error

// refusalOf returns a check that calls first, which may be nil, and then returns a proxyRefusal for
// answers that are not a success.
func refusalOf(first proxyCheck) proxyCheck {
	return func(ctx context.Context, proxy *url.URL, request *http.Request, answer *http.Response) error {
		if first != nil {
			if err := first(ctx, proxy, request, answer); err != nil {
				return err
			}
		}
		if answer.StatusCode != http.StatusOK {
			return proxyRefusal(answer.StatusCode)
		}
		return nil
	}
}

// clientTransport sends requests with an http.Client of the program.
type clientTransport struct{ client http.Client }

func newClientTransport(client *http.Client) *clientTransport {
	t := &clientTransport{client: *client}
	t.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	t.client.Transport = recordTransport{cmp.Or(client.Transport, http.DefaultTransport)}
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

// recordTransport hides errors of TLS records after the handshake from http.Client. If such a record
// begins like an answer of HTTP, http.Client reports that the server does not speak TLS, as if nothing
// had been sent.
type recordTransport struct{ http.RoundTripper }

func (t recordTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := t.RoundTripper.RoundTrip(r)
	if record, ok := err.(tls.RecordHeaderError); ok && record.Conn == nil {
		err = fmt.Errorf("the connection is broken: %w", err)
	}
	return response, err
}

func (t recordTransport) CloseIdleConnections() {
	if t, ok := t.RoundTripper.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}
