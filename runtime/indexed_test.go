package runtime_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// lastURL is a transport that keeps the path of the last request.
type lastURL struct{ path string }

func (l *lastURL) RoundTrip(r *http.Request) (*http.Response, error) {
	l.path = r.URL.RequestURI()
	_ = r.Body.Close()
	answer := `{"result":{"typ":` + typeLevels + `,"value":[]}}`
	return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(answer)), Header: jsonHeader}, nil
}

// indexedPieces are texts that could break out of the argument of an implicit resource, or
// of the URL.
var indexedPieces = []string{
	"Lyon", "", `a"b`, `a\`, "${x}", "a,b", "(a,b)", ")", "])", "é日本😀", "\n", "a&function=health", "%22", "a#b", "a+b c", "}.drop", "\x7f", "\u2028", "\xff",
	`"`, `\`, "{", "}", "$", "\r", "\t", "\x00", "&", "=", "#", "%", "+", " ", "/", "?", ";",
}

// TestIndexedText checks that the client refuses an argument of an implicit resource, or
// sends it unchanged in quotes, in a URL without other parameters.
func TestIndexedText(t *testing.T) {
	transport := &lastURL{}
	client, err := runtime.NewClient("http://localhost:1", runtime.WithTransport(transport), runtime.WithServerVersion("1.2.0"), runtime.WithVersionCheck(runtime.VersionCheckOff))
	if err != nil {
		t.Fatal(err)
	}
	s := newShop(client, "w")
	check := func(t rapid.TB, text string) {
		t.Helper()
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
	}
	for _, text := range indexedPieces {
		check(t, text)
	}
	t.Run("random", rapid.MakeCheck(func(t *rapid.T) {
		piece := rapid.OneOf(rapid.SampledFrom(indexedPieces), rapid.String())
		for range 20 {
			check(t, strings.Join(rapid.SliceOfN(piece, 1, 3).Draw(t, "text"), ""))
		}
	}))
}

// TestIndexedByVersion checks arguments that only some versions of the server read.
func TestIndexedByVersion(t *testing.T) {
	constructor := stub.Function{
		Interface: stockInterface, Name: "ledger.new",
		Parameters: []stub.Parameter{{Name: "tags", Type: `{"inner":{"type":"Str"},"type":"List"}`}}, Result: typeLedgerOwn,
	}
	for _, c := range []struct {
		version string
		tags    []string
		refused string // part of the error, "" if the call is made
	}{
		{"1.0.27", []string{"a"}, ""},
		{"1.0.27", []string{"a", "b"}, "before 1.1"},
		{"1.0.27", []string{"(a,b)"}, ""},
		{"1.1.0", []string{"a,b", "c"}, ""},
		{"1.2.5", []string{"a,b", "c"}, ""},
		{"1.3.0", []string{"a"}, "have no implicit resources"},
		{"1.4.2", []string{"a"}, "have no implicit resources"},
	} {
		transport := &lastURL{}
		client := dial(t, "http://localhost:1", runtime.WithTransport(transport), runtime.WithServerVersion(c.version), runtime.WithVersionCheck(runtime.VersionCheckOff))
		call := newShop(client, "w").target.Begin(&constructor, nil)
		call.Buffer = wire.AppendList(call.Param(), &call.Encoder, &c.tags, wire.AppendString)
		_, err := (&ledger{target: call.Address()}).levels(context.Background())
		var inline *wire.InlineArgumentError
		if is := errors.As(err, &inline); is != (c.refused != "") || is && (!strings.Contains(err.Error(), c.refused) || transport.path != "") {
			t.Errorf("%s, %q: %v, sent to %q", c.version, c.tags, err, transport.path)
		}
	}
}

// TestIndexedOnEphemeral uses an implicit resource on a worker without a name. It needs no
// handle, and lives for one call.
func TestIndexedOnEphemeral(t *testing.T) {
	transport := &lastURL{}
	client := dial(t, "http://localhost:1", runtime.WithTransport(transport), runtime.WithServerVersion("1.2.0"), runtime.WithVersionCheck(runtime.VersionCheckOff))
	if _, err := newEphemeralShop(client).indexed("Lyon", 50).levels(context.Background()); err != nil {
		t.Error(err)
	}
	check(t, "path", transport.path, "/v1/components/"+ephemeralComponent.ID+"/invoke-and-await?function=acme%3Ashop%2Finventory%401.4.0.%7Bledger%28%22Lyon%22%2C%2050%29.levels%7D")
}
