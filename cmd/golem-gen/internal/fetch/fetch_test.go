package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	_ "github.com/golem-gen/golem-gen/internal/goldenfile"
)

const shop = "5c89c92c-6e6a-5715-882b-637cd873451d"

func shopDocument(t *testing.T) []byte {
	t.Helper()
	text, err := os.ReadFile("../../../../testdata/metadata/recorded/golem-1.2.0/shop-v0.json")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func serve(t *testing.T, handler http.HandlerFunc) *Server {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return &Server{URL: server.URL}
}

func TestRequests(t *testing.T) {
	text := shopDocument(t)
	var asked []string
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.URL.String()+" "+r.Header.Get("Authorization"))
		if r.URL.Path == "/v1/components" {
			_, _ = fmt.Fprintf(w, "[%s]", text)
			return
		}
		_, _ = w.Write(text)
	})
	s.Token, s.Project = "secret", "p"
	var bytes int64
	s.Progress = func(n int64) { bytes = n }
	zero := uint64(0)
	for _, r := range []Reference{{ID: strings.ToUpper(shop)}, Refer("shop-a", &zero), Refer(shop, &zero)} {
		read, err := s.Get(t.Context(), r)
		if err != nil || read.Component.ID != shop || string(read.Data) != string(text) {
			t.Errorf("%v: %v", r, err)
		}
	}
	want := []string{
		"GET /v1/components/" + strings.ToUpper(shop) + "/latest Bearer secret",
		"GET /v1/components?component-name=shop-a&project-id=p Bearer secret",
		"GET /v1/components/" + shop + "/versions/0 Bearer secret",
		"GET /v1/components/" + shop + "/versions/0 Bearer secret",
	}
	if got := strings.Join(asked, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("asked\n%s", got)
	}
	if bytes != int64(len(text)) {
		t.Errorf("progress of %d bytes", bytes)
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func TestInterrupted(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "100000")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	start := time.Now()
	_, err := s.Get(ctx, Reference{ID: shop})
	if err == nil || !strings.HasSuffix(err.Error(), "/latest: interrupted") || time.Since(start) > maxPause {
		t.Errorf("%v after %v", err, time.Since(start))
	}
}

// TestTokenStaysAtTheServer checks that the token goes only to the server, and into no error.
func TestTokenStaysAtTheServer(t *testing.T) {
	var reached atomic.Bool
	other := serve(t, func(http.ResponseWriter, *http.Request) { reached.Store(true) })
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+"/?t="+url.QueryEscape(r.Header.Get("Authorization")), http.StatusTemporaryRedirect)
	})
	s.Token, s.TokenSource = "s3cr3t", "$TOKEN"
	_, err := s.Get(t.Context(), Reference{ID: shop})
	if err == nil || reached.Load() || strings.Contains(err.Error(), "s3cr3t") {
		t.Errorf("%v, reached %v", err, reached.Load())
	}
	s.URL, s.Token = "http://127.0.0.1:1", "s3\ncr3t"
	_, err = s.Get(t.Context(), Reference{ID: shop})
	if err == nil || strings.Contains(err.Error(), "cr3t") {
		t.Errorf("%v", err)
	}
}

// TestTokenIsInNoError asks servers that repeat the token in their answers.
func TestTokenIsInNoError(t *testing.T) {
	const token = "s3cr3t/t0k3n<>"
	long := strings.Repeat("x", 190)
	for status, body := range map[int]string{
		http.StatusForbidden:    `{"error":"no access for Bearer s3cr3t\/t0k3n\u003c\u003e"}`,
		http.StatusUnauthorized: "unknown " + token,
		http.StatusNotFound:     long + token,
		http.StatusOK:           `{"versionedComponentId":{"componentId":"` + token + `","version":0}}`,
	} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		})
		s.Token, s.TokenSource = token, "$TOKEN"
		_, err := s.Get(t.Context(), Reference{ID: shop})
		if err == nil || strings.Contains(err.Error(), "s3cr3t") || !strings.Contains(err.Error(), "[token]") && status != http.StatusNotFound {
			t.Errorf("%d: %v", status, err)
		}
	}
}

func TestReason(t *testing.T) {
	s := &Server{Token: "s3cr3t"}
	if got := s.reason(errors.New("a s3cr3t\x1b[2J")); got != "a [token]?[2J" {
		t.Errorf("%q", got)
	}
}

// FuzzAnswer checks that no answer of a server puts control characters into an error, and that
// only the metadata of a component is accepted.
func FuzzAnswer(f *testing.F) {
	f.Add(200, []byte(`{"error":"x"}`))
	f.Add(400, []byte(`{"errors":["a\u001b[2J","b\n"]}`))
	f.Add(401, []byte("<html>\x1b]0;title\x07"))
	f.Add(200, []byte(`[{"componentName":"shop","versionedComponentId":{"componentId":"../../x"}}]`))
	f.Add(500, []byte("\u202e\r\x00"))
	f.Fuzz(func(t *testing.T, code int, body []byte) {
		if code < 200 || code > 599 || code == http.StatusServiceUnavailable || code == http.StatusBadGateway || code == http.StatusGatewayTimeout || code == http.StatusTooManyRequests {
			return // get waits and repeats these
		}
		s := &Server{URL: "http://x", transport: roundTrip(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: code, Body: io.NopCloser(bytes.NewReader(body))}, nil
		})}
		for _, r := range []Reference{{ID: shop}, {Name: "shop"}} {
			read, err := s.Get(t.Context(), r)
			if err == nil {
				if read.Component.ID != shop {
					t.Errorf("%v: took %s", r, read.Component.ID)
				}
				continue
			}
			if strings.ContainsAny(err.Error(), "\x1b\r\x00\x07\u202e") {
				t.Errorf("%q", err)
			}
		}
	})
}

// roundTrip is a transport made of a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// drip is a body with a byte a second.
type drip struct {
	text []byte
}

func (d *drip) Read(b []byte) (int, error) {
	if len(d.text) == 0 {
		return 0, io.EOF
	}
	time.Sleep(time.Second)
	b[0], d.text = d.text[0], d.text[1:]
	return 1, nil
}

func (d *drip) Close() error { return nil }

// TestSilentServer checks that several requests to a server that accepts connections and sends
// nothing end within the time-out.
func TestSilentServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tries := 0
		s := &Server{URL: "http://x", transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			tries++
			<-r.Context().Done()
			return nil, r.Context().Err()
		})}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		_, err := s.Get(ctx, Reference{ID: shop})
		if err == nil || !strings.Contains(err.Error(), "/latest: no answer in time: ") {
			t.Errorf("got %v", err)
		}
		if tries != attempts || time.Since(start) > time.Minute {
			t.Errorf("%d attempts in %v", tries, time.Since(start))
		}
	})
}

// TestSlowServer checks that an answer that keeps arriving may take longer than a silent server
// may.
func TestSlowServer(t *testing.T) {
	document := shopDocument(t)
	synctest.Test(t, func(t *testing.T) {
		s := &Server{URL: "http://x", transport: roundTrip(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusOK, Body: &drip{document}}, nil
		})}
		start := time.Now()
		if _, err := s.Get(t.Context(), Reference{ID: shop}); err != nil {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		if took := time.Since(start); took < patience {
			t.Errorf("took %v only", took)
		}
	})
}

// TestInterruptedWhileSilent checks that the error of a cancelled request is ErrInterrupted.
func TestInterruptedWhileSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &Server{URL: "http://x", transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if _, err := s.Get(ctx, Reference{ID: shop}); !errors.Is(err, ErrInterrupted) {
			t.Errorf("got %v", err)
		}
	})
}

func TestHTTPSOfAServerWithout(t *testing.T) {
	s := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("a request arrived") })
	s.URL = strings.Replace(s.URL, "http:", "https:", 1)
	_, err := s.Get(t.Context(), Reference{ID: shop})
	if err == nil || !strings.HasSuffix(err.Error(), ": the server speaks http, not https: check the server's URL and port") {
		t.Error(err)
	}
}

// TestVersionOfAServer checks which versions are known.
func TestVersionOfAServer(t *testing.T) {
	for answer, want := range map[string]int{
		`{"version":"1.5.9"}`: 5, `{"version":"1.10"}`: 10, `{"version":"1.4.0-rc.1"}`: 4,
		`{"version":"2.5.0"}`: -1, `{"version":"0.0.0"}`: -1, `{"version":"1"}`: -1, `{"version":""}`: -1, `{}`: -1, `1.5.9`: -1,
	} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, answer) })
		minor, known := s.version(t.Context())
		if known != (want >= 0) || known && minor != want {
			t.Errorf("%s: got %d, %v, want %d", answer, minor, known, want)
		}
		if before := s.isBeforeAgents(t.Context()); before != (want >= 0 && want < firstWithAgents) {
			t.Errorf("%s: before agents: %v", answer, before)
		}
	}
	s := serve(t, status(http.StatusNotFound))
	if _, known := s.version(t.Context()); known {
		t.Error("a server without a version has one")
	}
}
