package runtime_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestTokenInAnswers checks that no error shows a token from an answer, whatever the status
// and the format, nor the beginning of a token at the end of a shortened text.
func TestTokenInAnswers(t *testing.T) {
	const token = `s3cr3t-"t0k3n/with <signs>&more`
	quoted, err := json.Marshal(token)
	if err != nil {
		t.Fatal(err)
	}
	echo := string(quoted)
	typeWith := `{"items":[{"cases":[` + echo + `],"type":"Enum"}],"type":"Tuple"}`
	long := `"` + strings.Repeat("x", 270) + echo[1:]
	for _, answer := range []string{
		`{"result":{"typ":` + typeWith + `,"value":["a"]}}`,
		`{"result":{"typ":{"items":[{"type":` + echo + `}],"type":"Tuple"},"value":[1]}}`,
		`{"result":{"typ":{"items":[{"inner":` + typeMoney + `,"type":"Option"}],"type":"Tuple"},"value":[{"currency":` + echo + `,"minor-units":1}]}}`,
		`{"result":{"typ":{"items":[{"inner":` + typeMoney + `,"type":"Option"}],"type":"Tuple"},"value":[` + echo + `]}}`,
		`{"result":{"typ":{"items":[{"inner":` + typeMoney + `,"type":"Option"}],"type":"Tuple"},"value":[` + long + `]}}`,
		`{"result":{"typ":{"items":[{"inner":` + typeMoney + `,"type":"Option"}],"type":"Tuple"},"value":[{` + echo + `:1}]}}`,
		`{"result":` + echo + `}`,
		`{` + echo + `:1`,
		`[` + echo + `]`,
		echo,
	} {
		for _, status := range []int{200, 400, 500} {
			server := respond(t, status, answer)
			_, err := newShop(dial(t, server.url, runtime.WithServerVersion("1.2.0"), runtime.WithBearerToken(token), runtime.WithoutRetry()), "w").total(context.Background())
			if err == nil {
				t.Errorf("%d %s: no error", status, answer)
			}
			for e := err; e != nil; e = errors.Unwrap(e) {
				text, _ := json.Marshal(e)
				all := fmt.Sprintf("%v\n%+v\n%#v\n%s", e, e, e, text)
				for n := 6; n <= len("s3cr3t"); n++ {
					if strings.Contains(all, "s3cr3t"[:n]) {
						t.Fatalf("%d %s: shows the token:\n%s", status, answer, all)
					}
				}
			}
		}
	}
}

// TestTokenInBrokenAnswers answers with the token where net/http expects something else.
// net/http quotes it in its errors.
func TestTokenInBrokenAnswers(t *testing.T) {
	const token = `s3cr3t-"t0k3n/with<signs>&more`
	for _, answer := range []string{
		token, "HTTP/1.1 " + token, "HTTP/1.1 200 OK\r\nAuthorization Bearer " + token, "HTTP/1.1 200 OK\r\nContent-Length: " + token,
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: " + token, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + token,
	} {
		var log bytes.Buffer
		url := "http://" + answering(t, answer+"\r\n\r\n")
		client := dial(t, url, runtime.WithServerVersion("1.2.0"), runtime.WithBearerToken(token), runtime.WithLogger(slog.New(slog.NewTextHandler(&log, nil))),
			runtime.WithRetry(runtime.RetryPolicy{Attempts: 2, Blind: true}))
		s := newShop(client, "w")
		_, operation := s.worker.Metadata(context.Background())
		for _, err := range []error{s.ping(context.Background()), operation} {
			var connection *runtime.ConnectionError
			if !errors.As(err, &connection) || !connection.Sent || !runtime.IsRetryable(err) {
				t.Errorf("%s: got %v", answer, err)
			}
			for e := err; e != nil; e = errors.Unwrap(e) {
				if all := fmt.Sprintf("%v\n%+v\n%#v", e, e, e); strings.Contains(all, "s3cr3t") {
					t.Errorf("%s: shows the token:\n%s", answer, all)
				}
			}
		}
		if !strings.Contains(log.String(), "golem call is tried again") || strings.Contains(log.String(), "s3cr3t") {
			t.Errorf("%s: logs %s", answer, log.String())
		}
	}
}

// answering returns the address of a server that answers every request with the text.
func answering(t *testing.T, text string) string {
	return listen(t, func(c net.Conn) {
		_, _ = http.ReadRequest(bufio.NewReader(c))
		_, _ = io.WriteString(c, text)
		_ = c.Close()
	})
}

// TestDriftKeepsItsText checks that an error quotes an answer unchanged if it contains no
// token.
func TestDriftKeepsItsText(t *testing.T) {
	const answer = `{"result":{"typ":{"type":"Str"},"value":"one hundred"}}`
	server := respond(t, 200, answer)
	_, err := newShop(dial(t, server.url, runtime.WithServerVersion("1.2.0"), runtime.WithBearerToken("s3cr3t-t0k3n")), "w").total(context.Background())
	var drift *runtime.DriftError
	var mismatch *wire.TypeMismatchError
	if !errors.As(err, &drift) || drift.Answer != answer || !errors.As(err, &mismatch) || mismatch.Found != `{"type":"Str"}` {
		t.Errorf("got %#v, %v", drift, err)
	}
}

// TestBaseURLKeepsSecrets checks that neither credentials nor a query of the base URL
// appear in an error.
func TestBaseURLKeepsSecrets(t *testing.T) {
	for _, base := range []string{
		"http://user:s3cr3t@example.com", "http://user:s3cr3t@example.com:x", "http://s3cr3t:%zz@host/", "http://host/?token=s3cr3t",
		"http://host/#s3cr3t", "user:s3cr3t@host", "ftp://user:s3cr3t@host", "http://host:s3cr3t/", "http://ho st/?s3cr3t", "http://\x7f:s3cr3t@h",
	} {
		if _, err := runtime.NewClient(base); err == nil || strings.Contains(err.Error(), "s3cr3t") {
			t.Errorf("%q: %v", base, err)
		}
	}
}

// TestEmptyToken checks that no empty token is sent, and that the error of a refusal says
// so.
func TestEmptyToken(t *testing.T) {
	for want, options := range map[string][]runtime.ClientOption{
		"WithBearerToken was given an empty token": {runtime.WithBearerToken("t"), runtime.WithBearerToken("")},
		"the server asks for a token":              nil,
		"the token is not valid":                   {runtime.WithBearerToken(""), runtime.WithBearerToken("t")},
	} {
		server := respond(t, 401, "")
		err := newShop(dial(t, server.url, append(options, runtime.WithServerVersion("1.2.0"))...), "w").ping(context.Background())
		if !errors.Is(err, runtime.ErrUnauthorized) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", want, err)
		}
		_, sent := server.requests()[0].header["Authorization"]
		check(t, want, sent, want == "the token is not valid")
	}
}

// TestSharedErrors makes calls whose second attempts share a question that is refused. The race
// detector finds a call that changes the error that the others get as well.
func TestSharedErrors(t *testing.T) {
	const callers = 4
	var client *runtime.Client
	var calls atomic.Int32
	all := make(chan struct{})
	transport := roundTrip(func(r *http.Request) (*http.Response, error) {
		switch {
		case r.Method == http.MethodPost:
			if calls.Add(1) == callers {
				runtime.ExpireKnown(client)
				close(all)
			}
			<-all
			return badAnswer(http.StatusTooManyRequests, "")()
		case calls.Load() < callers:
			return answerWith(worker0), nil
		}
		runtime.AwaitCallers(client, callers)
		return badAnswer(http.StatusForbidden, `{"error":"not permitted"}`)()
	})
	client = dialDefault(t, "http://golem.example", runtime.WithBearerToken("secret-token-1234"), runtime.WithServerVersion("1.2.5"), quick, runtime.WithTransport(transport))
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			if err := newShop(client, "w").ping(context.Background()); !errors.Is(err, runtime.ErrUnauthorized) {
				t.Errorf("got %v", err)
			}
		})
	}
	wg.Wait()
}
