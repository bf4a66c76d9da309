package fetch

import (
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
)

// TestUnknownHost checks that a name without a host is not asked for again, as one is whose
// lookup fails.
func TestUnknownHost(t *testing.T) {
	for _, test := range []struct {
		err   net.DNSError
		tries int
		want  string
	}{
		{net.DNSError{Err: "no such host", Name: "golem.example", IsNotFound: true}, 1, ": no host named golem.example: check the server's URL"},
		{net.DNSError{Err: "server misbehaving", Name: "golem.example"}, attempts, ": cannot reach the server: dial tcp: lookup golem.example: server misbehaving: check that it runs, and its URL"},
	} {
		synctest.Test(t, func(t *testing.T) {
			tries := 0
			s := &Server{URL: "http://golem.example", transport: roundTrip(func(*http.Request) (*http.Response, error) {
				tries++
				return nil, &net.OpError{Op: "dial", Net: "tcp", Err: &test.err}
			})}
			_, err := s.Get(t.Context(), Reference{ID: shop})
			if err == nil || !strings.HasSuffix(err.Error(), "/latest"+test.want) || tries != test.tries {
				t.Errorf("%d tries, %v, want %d and %s", tries, err, test.tries, test.want)
			}
		})
	}
}

func TestErrorText(t *testing.T) {
	long := strings.Repeat("ä", 200)
	for body, want := range map[string]string{
		`{"error":"a"}`: `"a"`, `{"errors":["a","b"],"error":"c"}`: `"a; b; c"`, `{}`: "", "": "", " \n": "",
		" pong \n": `"pong"`, "one\ntwo": `"one…"`, "<html>": "with an HTML page", "\x1b[2J": `"?[2J"`,
		long: `"` + long + `"`, long + "!": `"` + long + `…"`,
	} {
		if got := oneLine(errorText([]byte(body))); got != want {
			t.Errorf("%q: got %s, want %s", body, got, want)
		}
	}
}

func TestHost(t *testing.T) {
	for location, want := range map[string]string{
		"https://golem.example:9881/v1?token=secret": "https://golem.example:9881", "/elsewhere": "another URL", "http://[": "another URL",
		"https://golem.example\u202e/": "https://golem.example?",
	} {
		if got := host(location); got != want {
			t.Errorf("%s: got %s, want %s", location, got, want)
		}
	}
}
