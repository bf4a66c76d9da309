package runtime_test

import (
	"bufio"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// TestProxyRefuses calls through a proxy that does not connect to the server. Nothing was sent to the
// server. The call is sent again only if the proxy may connect later.
func TestProxyRefuses(t *testing.T) {
	former := http.DefaultTransport
	t.Cleanup(func() { http.DefaultTransport = former })
	for status, attempts := range map[int]int{http.StatusProxyAuthRequired: 1, http.StatusForbidden: 1, http.StatusBadGateway: 4} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		t.Cleanup(server.Close)
		transport := former.(*http.Transport).Clone()
		transport.Proxy = proxy(server.URL)
		http.DefaultTransport = transport
		client := dial(t, "https://golem.example", runtime.WithServerVersion("1.2.5"), quick)
		err := newShop(client, "w").ping(ctx)
		var call *runtime.CallError
		if !errors.As(err, &call) || call.MayHaveRun() || call.Attempts != attempts || runtime.IsRetryable(err) != (attempts > 1) ||
			!strings.Contains(err.Error(), "no connection to the server: the proxy answered "+strconv.Itoa(status)) {
			t.Errorf("%d: got %v", status, err)
		}
	}
}

// TestBrokenRecord calls a server that answers without TLS after it has read the request, like a
// gateway that fails. The call may have run.
func TestBrokenRecord(t *testing.T) {
	trusted := httptest.NewTLSServer(nil)
	t.Cleanup(trusted.Close)
	address := listen(t, func(connection net.Conn) {
		if r, err := http.ReadRequest(bufio.NewReader(tls.Server(connection, trusted.TLS))); err == nil {
			_, _ = io.Copy(io.Discard, r.Body)
		}
		_, _ = io.WriteString(connection, "HTTP/1.1 502 Bad Gateway\r\n\r\n")
		_ = connection.Close()
	})
	for name, option := range map[string]runtime.ClientOption{
		"client":    runtime.WithHTTPClient(trusted.Client()),
		"transport": runtime.WithTransport(trusted.Client().Transport),
	} {
		client := dial(t, "https://"+address, runtime.WithServerVersion("1.2.5"), runtime.WithoutRetry(), option)
		err := newShop(client, "w").ping(ctx)
		var call *runtime.CallError
		if !errors.As(err, &call) || !call.MayHaveRun() || !runtime.IsRetryable(err) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
