package runtime

import (
	"context"
	"hash/maphash"
	"net/http"
	"net/textproto"
	"runtime/debug"
	"slices"
	"strings"
	"unicode/utf8"
)

// header is a header that options add to requests.
type header struct {
	name   string
	values []string
}

// reservedHeaders maps headers that options and interceptors cannot set to the reason.
var reservedHeaders = map[string]string{
	"Accept-Encoding":   "the transport negotiates compression, and answers that it did not ask for cannot be read",
	"Connection":        "the transport manages connections",
	"Content-Encoding":  "the client does not compress requests",
	"Content-Length":    "the client sets it",
	"Content-Type":      "the client sets it",
	"Expect":            "the transport does not wait for it",
	"Host":              "it follows from the base URL",
	"Idempotency-Key":   "use WithIdempotencyKey",
	"Keep-Alive":        "the transport manages connections",
	"Proxy-Connection":  "the transport manages connections",
	"Te":                "the transport sets it",
	"Trailer":           "requests have no trailers",
	"Transfer-Encoding": "the client sets it",
	"Upgrade":           "the transport manages connections",
}

// gatewayKeyHeader is not in canonical form, for the reason that [keyHeader] has.
const gatewayKeyHeader = "x-idempotency-key"

// checkHeader returns the form of name in which the header is sent, and why it cannot be set, or "".
func checkHeader(name, value string) (form, reason string) {
	if !validHeaderName(name) || !validHeaderValue(value) {
		return "", "the name or the value has characters that cannot be sent"
	}
	canonical := textproto.CanonicalMIMEHeaderKey(name)
	if strings.EqualFold(canonical, gatewayKeyHeader) {
		return gatewayKeyHeader, ""
	}
	return canonical, reservedHeaders[canonical]
}

// WithHeader sends a header with every request. Several options add several headers; of those
// with the same name the last one applies. User-Agent replaces the client's own. The value of
// Authorization is kept as secret as a bearer token. Other values may appear in errors if a
// server echoes them. Headers that the client or its transport manages cannot be set.
func WithHeader(name, value string) SharedOption {
	return sharedOption(func(s *settings) {
		canonical, reason := checkHeader(name, value)
		switch {
		case reason != "":
			s.fail("WithHeader(%q): %s", name, reason)
		case canonical == "Authorization":
			values := []string{value}
			s.emptyToken, s.token = false, maphash.String(callerSeed, value)
			s.authorize = func(context.Context) ([]string, error) { return values, nil }
		default:
			others := slices.DeleteFunc(slices.Clone(s.headers), func(h header) bool { return h.name == canonical })
			s.headers = append(others, header{canonical, []string{value}})
		}
	})
}

// header returns the headers of a request except the idempotency key.
func (s *settings) header(ctx context.Context) (http.Header, error) {
	header := make(http.Header, 5+len(s.headers))
	header["Content-Type"], header["User-Agent"] = contentType, userAgent
	for _, h := range s.headers {
		header[h.name] = h.values
	}
	if s.authorize != nil {
		values, err := s.authorize(ctx)
		if err != nil {
			return nil, err
		}
		header["Authorization"] = values
	}
	return header, nil
}

// userAgent is the name of this module, and its version if the program knows that.
var userAgent = []string{userAgentOf(debug.ReadBuildInfo())}

const modulePath = "github.com/golem-gen/golem-gen"

func userAgentOf(info *debug.BuildInfo, ok bool) string {
	const name = "golem-gen-go"
	if !ok {
		return name
	}
	for _, m := range append([]*debug.Module{&info.Main}, info.Deps...) {
		if m.Path == modulePath && m.Version != "" && m.Version != "(devel)" {
			return name + "/" + strings.TrimPrefix(m.Version, "v")
		}
	}
	return name
}

func validHeaderValue(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\t' || c == 0x7F {
			return false
		}
	}
	return true
}

func validHeaderName(s string) bool {
	for i := range len(s) {
		if c := s[i]; !unreserved(c) && !strings.ContainsRune("!#$%&'*+^`|", rune(c)) {
			return false
		}
	}
	return s != ""
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
