package runtime

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/textproto"
	"slices"
	"strings"
	"time"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
)

// ClientOption sets up a [Client].
type ClientOption interface{ applyToClient(*clientConfig) }

// WorkerOption sets up a [Worker]: its calls follow it instead of what the
// client says.
type WorkerOption interface{ applyToWorker(*settings) }

// CallOption sets up one call, instead of what worker and client say.
type CallOption = core.CallOption

// SharedOption is a ClientOption, a WorkerOption and a CallOption. The one
// nearest to the call counts.
type SharedOption interface {
	ClientOption
	WorkerOption
	CallOption
}

// settings are what shared options set.
type settings struct {
	authorize authorizer
	headers   []header
	retry     RetryPolicy
	timeout   time.Duration
	limit     int64
	copies    bool
	check     VersionCheck
	intercept []Interceptor
	rechains  bool     // intercept or logger were set
	chain     CallFunc // of intercept and logger, nil for none
	logger    *slog.Logger
	err       error // the first option that cannot be used
}

type header struct {
	name   string
	values []string
}

// authorizer gives the values of the header Authorization. Tokens are kept
// inside of functions so that printing a client does not show them.
type authorizer func(context.Context) ([]string, error)

type sharedOption func(*settings)

func (o sharedOption) applyToClient(c *clientConfig) { o(&c.settings) }
func (o sharedOption) applyToWorker(s *settings)     { o(s) }
func (o sharedOption) ApplyToCall(c *core.Call)      { o(c.Maker.(*call).ownSettings()) }

type clientOption func(*clientConfig)

func (o clientOption) applyToClient(c *clientConfig) { o(c) }

type callOption func(*call)

func (o callOption) ApplyToCall(c *core.Call) { o(c.Maker.(*call)) }

func (s *settings) fail(format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf("golem: "+format, args...)
	}
}

// WithBearerToken sends the token with every request. It appears in no error
// and no log, also where a server echoes it.
func WithBearerToken(token string) SharedOption {
	return sharedOption(func(s *settings) {
		if token == "" || !validHeaderValue(token) {
			s.fail("WithBearerToken: the token is empty or has characters that cannot be sent")
			return
		}
		values := []string{"Bearer " + token}
		s.authorize = func(context.Context) ([]string, error) { return values, nil }
	})
}

// WithTokenSource asks source for the bearer token of each request, retries
// included, so that tokens can expire. Source is called from many goroutines at
// once and should remember its token. Its errors end the call without a retry.
func WithTokenSource(source func(context.Context) (string, error)) SharedOption {
	return sharedOption(func(s *settings) {
		if source == nil {
			s.fail("WithTokenSource: the function is nil")
			return
		}
		s.authorize = func(ctx context.Context) ([]string, error) {
			token, err := source(ctx)
			if err != nil {
				return nil, fmt.Errorf("the token source failed: %w", err)
			}
			if token == "" || !validHeaderValue(token) {
				return nil, errors.New("the token source gave a token that is empty or has characters that cannot be sent")
			}
			return []string{"Bearer " + token}, nil
		}
	})
}

// reservedHeaders are set by the client itself.
var reservedHeaders = []string{"Content-Type", "Content-Length", "Content-Encoding", "Transfer-Encoding", "Host", "Connection", "Idempotency-Key"}

// WithHeader sends a header with every request, beside those of other
// WithHeader options; the last one of a name counts. The header Authorization is
// as secret as a bearer token, others may appear in what a server echoes.
func WithHeader(name, value string) SharedOption {
	return sharedOption(func(s *settings) {
		canonical := textproto.CanonicalMIMEHeaderKey(name)
		switch {
		case !validHeaderName(name) || !validHeaderValue(value):
			s.fail("WithHeader(%q): the name or the value has characters that cannot be sent", name)
		case canonical == "Idempotency-Key":
			s.fail("WithHeader(%q): use WithIdempotencyKey", name)
		case slices.Contains(reservedHeaders, canonical):
			s.fail("WithHeader(%q): the client sets this header itself", name)
		case canonical == "Authorization":
			values := []string{value}
			s.authorize = func(context.Context) ([]string, error) { return values, nil }
		default:
			others := slices.DeleteFunc(slices.Clone(s.headers), func(h header) bool { return h.name == canonical })
			s.headers = append(others, header{canonical, []string{value}})
		}
	})
}

// WithTimeout bounds each call, retries and waiting included. Without it only
// the context does. Zero removes the bound.
func WithTimeout(d time.Duration) SharedOption {
	return sharedOption(func(s *settings) { s.timeout = max(d, 0) })
}

// DefaultMaxResponseBytes is the size up to which answers are read.
const DefaultMaxResponseBytes = 64 << 20

// WithMaxResponseBytes bounds the size of answers, after decompression; a larger
// one is a [*SizeError]. Without it the bound is [DefaultMaxResponseBytes].
func WithMaxResponseBytes(n int64) SharedOption {
	return sharedOption(func(s *settings) {
		if n <= 0 {
			s.fail("WithMaxResponseBytes(%d): the size must be positive", n)
			return
		}
		s.limit = n
	})
}

// WithCopies gives each string and each list of an answer memory of its own.
// Otherwise strings are parts of the answer, and lists within lists share memory,
// which takes a few allocations instead of thousands, but a short string that
// is kept keeps the whole answer.
func WithCopies() SharedOption {
	return sharedOption(func(s *settings) { s.copies = true })
}

// WithLogger logs calls: those that worked or ended in the component's own
// failure at level debug, retries at level warn, all other failures at level
// error. Parameters and results are not logged. Nil turns logging off.
func WithLogger(logger *slog.Logger) SharedOption {
	return sharedOption(func(s *settings) { s.logger, s.rechains = logger, true })
}

// WithInterceptor adds a function around calls; the first one added is the
// outermost, and those of a client are around those of a worker or a call.
func WithInterceptor(i Interceptor) SharedOption {
	return sharedOption(func(s *settings) {
		if i == nil {
			s.fail("WithInterceptor: the function is nil")
			return
		}
		s.intercept, s.rechains = append(slices.Clip(s.intercept), i), true
	})
}

// WithHTTPClient sends requests with an HTTP client of the caller's: its
// transport, cookies and timeout. Its redirect policy is not used: redirects are
// never followed.
func WithHTTPClient(client *http.Client) ClientOption {
	return clientOption(func(c *clientConfig) {
		if client == nil {
			c.settings.fail("WithHTTPClient: the client is nil")
			return
		}
		c.transport = newClientTransport(client)
	})
}

// WithTransport sends requests with a transport of the caller's.
func WithTransport(transport http.RoundTripper) ClientOption {
	return clientOption(func(c *clientConfig) {
		if transport == nil {
			c.settings.fail("WithTransport: the transport is nil")
			return
		}
		c.transport = transport
	})
}

// WithServerVersion tells which version the server has, "1.2.0", so that the
// client does not have to ask; [VersionCheck] says what depends on it. Where a
// server turns out to be older than told, the client goes by that.
func WithServerVersion(version string) ClientOption {
	return clientOption(func(c *clientConfig) {
		v, ok := parseServerVersion(version)
		if !ok {
			c.settings.fail("WithServerVersion(%q): write a version like 1.2.0", version)
			return
		}
		c.dialect = dialectOf(v)
	})
}

// WithIdempotencyKey gives the call a key of the caller's. A server runs a call
// with the same key on the same worker once and answers the first result again,
// also when function or arguments differ: use a new key for each thing to do.
func WithIdempotencyKey(key string) CallOption {
	return callOption(func(c *call) {
		if key == "" || !validHeaderValue(key) || strings.TrimSpace(key) != key {
			c.fail(errors.New("WithIdempotencyKey: the key is empty, has spaces around it or characters that cannot be sent"))
			return
		}
		c.key = key
	})
}

// ReturnIdempotencyKey stores the key that the call goes by in *key, before the
// call is sent. Errors hold it as well.
func ReturnIdempotencyKey(key *string) CallOption {
	return callOption(func(c *call) {
		if key == nil {
			c.fail(errors.New("ReturnIdempotencyKey: the pointer is nil"))
			return
		}
		c.keyTo = key
	})
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
