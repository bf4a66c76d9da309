package runtime

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
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

// SharedOption is a ClientOption, a WorkerOption, an AgentOption and a CallOption. The one
// nearest to the call counts.
type SharedOption interface {
	ClientOption
	WorkerOption
	AgentOption
	CallOption
}

// settings are what shared options set.
type settings struct {
	authorize  authorizer
	token      uint64 // tells tokens apart, 0 for none
	emptyToken bool   // WithBearerToken("") says that there is none
	headers    []header
	retry      RetryPolicy
	timeout    time.Duration // of a call
	timed      bool          // WithTimeout has set it

	attemptTimeout time.Duration // of a request
	limit          int64
	copies         bool
	check          VersionCheck
	// componentIDs are ids on the client\'s server, by those that clients were generated
	// for, in lower case.
	componentIDs map[string]string
	intercept    []Interceptor
	rechains     bool     // intercept or logger were set
	chain        CallFunc // of intercept and logger, nil for none
	logger       *slog.Logger

	application, environment, account string // where agents are, "" for where the client was generated from

	err error // the first option that cannot be used
}

type sharedOption func(*settings)

func (o sharedOption) applyToClient(c *clientConfig) { o(&c.settings) }
func (o sharedOption) applyToWorker(s *settings)     { o(s) }
func (o sharedOption) ApplyToCall(c *core.Call)      { o(c.Maker.(*call).ownSettings()) }

type clientOption func(*clientConfig)

func (o clientOption) applyToClient(c *clientConfig) { o(c) }

// DeploymentOption is a ClientOption and a WorkerOption: it says what belongs to one server,
// and not to one call.
type DeploymentOption interface {
	ClientOption
	WorkerOption
}

type deploymentOption func(*settings)

func (o deploymentOption) applyToClient(c *clientConfig) { o(&c.settings) }
func (o deploymentOption) applyToWorker(s *settings)     { o(s) }

// WithComponentID says that a component has another id on this server than on the one that
// its client was generated for, as in staging and production:
//
//	conn, err := runtime.NewClient(url, runtime.WithComponentID(shop.Component, os.Getenv("SHOP_ID")))
//
// The versions of a component with another id are other versions. They are compared by what
// their functions take and return, whatever their numbers, see [VersionCheck].
func WithComponentID(component Component, id string) DeploymentOption {
	return deploymentOption(func(s *settings) {
		if reason := checkComponentID(id); reason != "" {
			if s.err == nil {
				s.err = fmt.Errorf("golem: WithComponentID: %w", &NameError{What: "component id", Name: id, Reason: reason})
			}
			return
		}
		ids := maps.Clone(s.componentIDs)
		if ids == nil {
			ids = make(map[string]string)
		}
		ids[lowerID(component.ID)] = id
		s.componentIDs = ids
	})
}

type callOption func(*call)

func (o callOption) ApplyToCall(c *core.Call) { o(c.Maker.(*call)) }

func (s *settings) fail(format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf("golem: "+format, args...)
	}
}

// WithTimeout bounds each call, retries and waiting included. Without it only
// the context does, and [DefaultAgentTimeout] for agents. Zero removes the bound.
func WithTimeout(d time.Duration) SharedOption {
	return sharedOption(func(s *settings) { s.timeout, s.timed = max(d, 0), true })
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

// WithServerVersion sets the version of the server, "1.2.0", which the client asks for
// otherwise. [VersionCheck] says what depends on it. If the server turns out to be older, the
// client follows what it finds.
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

// WithIdempotencyKey gives the call a key of the caller's. A server runs a call with the
// same key on the same worker once and answers the first result again, also when function
// or arguments differ: use a new key for each thing to do.
//
// Servers from 1.0 to 1.4 do not recognize the key of a call that is running: they would run
// it a second time. Therefore calls of a client under one key wait for each other, and one
// whose predecessor has an unknown fate asks for that first. For a predecessor of another
// client or process, use [RepeatCall].
func WithIdempotencyKey(key string) CallOption {
	return callOption(func(c *call) {
		if key == "" || !validHeaderValue(key) || strings.TrimSpace(key) != key {
			c.fail(errors.New("WithIdempotencyKey: the key is empty, has spaces around it or characters that cannot be sent"))
			return
		}
		c.key, c.given = key, true
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
		c.keyTo, c.given = key, true
	})
}

// RepeatCall gives the call the idempotency key of an earlier one whose fate is not known,
// perhaps one that another process made before it ended. Unlike with [WithIdempotencyKey],
// the client asks the server before it sends anything, and waits if the earlier call is
// still running: a server would run it again. A client remembers the keys of its own calls
// whose fate is not known and asks by itself.
func RepeatCall(key string) CallOption {
	return callOption(func(c *call) {
		WithIdempotencyKey(key).ApplyToCall(&c.Call)
		c.earlier = true
	})
}
