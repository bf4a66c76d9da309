package runtime_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// lastURL is a transport that keeps where the last request went.
type lastURL struct{ path string }

func (l *lastURL) RoundTrip(r *http.Request) (*http.Response, error) {
	l.path = r.URL.RequestURI()
	_ = r.Body.Close()
	answer := `{"result":{"typ":` + typeLevels + `,"value":[]}}`
	return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(answer)), Header: jsonHeader}, nil
}

// FuzzIndexed: an argument of an implicit resource is refused, or arrives as it
// is between its quotes, with nothing of it being read as something else.
func FuzzIndexed(f *testing.F) {
	for _, seed := range []string{"Lyon", "", `a"b`, `a\`, "${x}", "a,b", "(a,b)", ")", "])", "é日本😀", "\n", "a&function=health", "%22", "a#b", "a+b c", "}.drop", "\x7f", "\u2028", "\xff"} {
		f.Add(seed)
	}
	transport := &lastURL{}
	client, err := runtime.NewClient("http://localhost:1", runtime.WithTransport(transport), runtime.WithServerVersion("1.2.0"), runtime.WithVersionCheck(runtime.VersionCheckOff))
	if err != nil {
		f.Fatal(err)
	}
	s := newShop(client, "w")
	f.Fuzz(func(t *testing.T, text string) {
		transport.path = ""
		_, err := s.indexed(text, 50).levels(context.Background())
		var inline *wire.InlineArgumentError
		var encode *wire.EncodeError
		if err != nil {
			if !errors.As(err, &inline) && !errors.As(err, &encode) || transport.path != "" {
				t.Errorf("%q: %v, sent to %s", text, err, transport.path)
			}
			return
		}
		if strings.ContainsAny(text, "\"\\${}\n\r\t\x00") {
			t.Errorf("%q is accepted", text)
		}
		u, err := url.ParseRequestURI(transport.path)
		if err != nil {
			t.Fatal(err)
		}
		want := stockInterface + `.{ledger("` + text + `", 50).levels}`
		if got := u.Query(); len(got) != 1 || len(got["function"]) != 1 || got.Get("function") != want {
			t.Errorf("%q became %q", text, got)
		}
	})
}

// TestIndexedOnEphemeral: an implicit resource needs no handle, so that a worker
// without a name can have one, for one call.
func TestIndexedOnEphemeral(t *testing.T) {
	transport := &lastURL{}
	client := dial(t, "http://localhost:1", runtime.WithTransport(transport), runtime.WithServerVersion("1.2.0"), runtime.WithVersionCheck(runtime.VersionCheckOff))
	if _, err := newEphemeralShop(client).indexed("Lyon", 50).levels(context.Background()); err != nil {
		t.Error(err)
	}
	check(t, "path", transport.path, "/v1/components/"+ephemeralComponent.ID+"/invoke-and-await?function=acme%3Ashop%2Finventory%401.4.0.%7Bledger%28%22Lyon%22%2C%2050%29.levels%7D")
}
