package runtime_test

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// TestAnswerShapes reads all forms of answers with and without a result.
func TestAnswerShapes(t *testing.T) {
	ctx := context.Background()
	for _, answer := range []string{
		voidAnswer, `{"result":null}`, `{}`, `null`, `{"result":{"typ":null,"value":null}}`,
		` { "result" : { "value" : [ ] , "typ" : { "type" : "Tuple" , "items" : [ ] } } } `,
	} {
		server := respond(t, 200, answer)
		if err := newShop(dial(t, server.url, runtime.WithServerVersion("1.3.0")), "w").ping(ctx); err != nil {
			t.Errorf("%s: %v", answer, err)
		}
	}
	for _, answer := range []string{
		`{"result":{"typ":{"items":[{"type":"Str"}],"type":"Tuple"},"value":["ok"]}}`,
		`{"result":{"typ":{"type":"Str"},"value":"ok"}}`,
		`{"result":{"value":"ok","typ":{"type":"Str"}}}`,
	} {
		server := respond(t, 200, answer)
		if v, err := newShop(dial(t, server.url, runtime.WithServerVersion("1.3.0")), "w").health(ctx); err != nil || v != "ok" {
			t.Errorf("%s: %q, %v", answer, v, err)
		}
	}
	empty := serve(t, func(int, *seenRequest) reply { return reply{status: 204} })
	var status *runtime.StatusError
	if err := newShop(dial(t, empty.url, runtime.WithServerVersion("1.3.0")), "w").ping(ctx); !errors.As(err, &status) || status.Strange == "" {
		t.Errorf("204: got %v", err)
	}
}

// TestTLS uses HTTP/2, and a certificate that the client does not trust, which is not
// retried.
func TestTLS(t *testing.T) {
	var protocols []string
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		protocols = append(protocols, r.Proto)
		drain(r)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(removeAnswer))
	}))
	server.EnableHTTP2 = true
	server.Config.ErrorLog = quietLog()
	server.StartTLS()
	defer server.Close()
	client := dial(t, server.URL, runtime.WithServerVersion("1.2.0"), runtime.WithHTTPClient(server.Client()))
	for _, size := range []int{1, 100_000} {
		n, err := newShop(client, "w").remove(context.Background(), strings.Repeat("x", size))
		check(t, "result", []any{n, err}, []any{uint32(10), nil})
	}
	check(t, "protocols", protocols, []string{"HTTP/2.0", "HTTP/2.0"})

	err := newShop(dial(t, server.URL, runtime.WithServerVersion("1.2.0")), "w").ping(context.Background())
	var certificate *tls.CertificateVerificationError
	var call *runtime.CallError
	if !errors.As(err, &certificate) || !errors.As(err, &call) || call.Attempts != 1 || strings.Contains(err.Error(), "may have been run") {
		t.Errorf("got %v", err)
	}
}

// TestTLSToPlainServer asks a server for TLS that speaks HTTP only.
func TestTLSToPlainServer(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	url := strings.Replace(server.URL, "http:", "https:", 1)
	err := newShop(dial(t, url, runtime.WithServerVersion("1.2.0")), "w").ping(context.Background())
	if err == nil || !strings.Contains(err.Error(), "; the server does not speak https: check the base URL (") {
		t.Errorf("got %v", err)
	}
	check(t, "outcome", runtime.OutcomeOf(err), runtime.OutcomeFailed)
}
