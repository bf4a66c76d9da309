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

// ClientOption is an option of [NewClient].
type ClientOption interface{ applyToClient(*clientConfig) }

// WorkerOption is an option of a [Worker]. It overrides the options of the client.
type WorkerOption interface{ applyToWorker(*settings) }

// CallOption is an option of one call. It overrides the options of the worker and of the client.
type CallOption = core.CallOption

// SharedOption is an option of a client, a worker, an agent or a call. If several are given, the
// one closest to the call applies.
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
	// componentIDs maps the ids that clients were generated for to ids on the client's server,
	// in lower case.
	componentIDs map[string]string
	intercept    []Interceptor
	chainChanged bool     // intercept or logger were set
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

// DeploymentOption is an option of a client or a worker, for what differs between servers but
// not between calls.
type DeploymentOption interface {
	ClientOption
	WorkerOption
}

type deploymentOption func(*settings)

func (o deploymentOption) applyToClient(c *clientConfig) { o(&c.settings) }
func (o deploymentOption) applyToWorker(s *settings)     { o(s) }

// WithComponentID sets the id that a component has on this server, if it differs from the id
// that its client was generated for. Staging and production may differ that way:
//
//	conn, err := runtime.NewClient(url, runtime.WithComponentID(shop.Component, os.Getenv("SHOP_ID")))
//
// Version numbers of a component with another id are unrelated to the pinned version. The client
// compares what the functions take and return instead, see [VersionCheck].
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

// WithTimeout limits the time of each call, including retries and waiting. Without it, a call
// ends with its context, and a call of an agent also after [DefaultAgentTimeout]. Zero removes
// the limit.
func WithTimeout(d time.Duration) SharedOption {
	return sharedOption(func(s *settings) {
		s.failIfNegative("WithTimeout", d)
		s.timeout, s.timed = d, true
	})
}

// failIfNegative makes s fail with an option that has a negative time.
func (s *settings) failIfNegative(option string, d time.Duration) {
	if d < 0 {
		s.fail("%s(%s): the time is negative: give 0 for no limit", option, d)
	}
}

// DefaultMaxResponseBytes is the maximum size of an answer if [WithMaxResponseBytes] is not
// given.
const DefaultMaxResponseBytes = 64 << 20

// WithMaxResponseBytes limits the size of answers to n bytes after decompression. A larger
// answer is a [*SizeError]. The default is [DefaultMaxResponseBytes]. A smaller limit holds for
// results of calls only: not for refusals, of which the client reads up to 1 MiB, nor for what
// it asks about workers, agents and versions.
func WithMaxResponseBytes(n int64) SharedOption {
	return sharedOption(func(s *settings) {
		if n <= 0 {
			s.fail("WithMaxResponseBytes(%d): the size must be positive", n)
			return
		}
		s.limit = n
	})
}

// WithCopies makes the client copy every string and list of an answer into memory of its own. By
// default strings share the memory of the answer, and lists within lists share memory with each
// other. That takes a few allocations instead of thousands, but keeping one short string keeps
// the whole answer in memory.
func WithCopies() SharedOption {
	return sharedOption(func(s *settings) { s.copies = true })
}

// WithLogger logs calls. Calls that succeeded or returned the component's own err value are
// logged at level debug, calls whose context was canceled at level info, retries at level warn,
// and all other failures, also those at the end of a time limit, at level error. Parameters and
// results are not logged. A nil logger turns logging off.
func WithLogger(logger *slog.Logger) SharedOption {
	return sharedOption(func(s *settings) { s.logger, s.chainChanged = logger, true })
}

// WithInterceptor adds an interceptor. The first one added is the outermost. Interceptors of a
// client are outside those of a worker or a call.
func WithInterceptor(i Interceptor) SharedOption {
	return sharedOption(func(s *settings) {
		if i == nil {
			s.fail("WithInterceptor: the function is nil")
			return
		}
		s.intercept, s.chainChanged = append(slices.Clip(s.intercept), i), true
	})
}

// WithHTTPClient makes the client send requests with the transport, cookies and timeout of an
// [http.Client]. Redirects are never followed, whatever its redirect policy.
func WithHTTPClient(client *http.Client) ClientOption {
	return clientOption(func(c *clientConfig) {
		if client == nil {
			c.settings.fail("WithHTTPClient: the client is nil")
			return
		}
		c.transport = newClientTransport(client)
	})
}

// WithTransport makes the client send requests with a transport.
func WithTransport(transport http.RoundTripper) ClientOption {
	return clientOption(func(c *clientConfig) {
		if transport == nil {
			c.settings.fail("WithTransport: the transport is nil")
			return
		}
		c.transport = transport
	})
}

// WithServerVersion sets the version of the server, such as "1.2.0". Without it, the client asks
// the server. If the server turns out to be older, the client adapts.
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

// WithIdempotencyKey sets the idempotency key of a call. A server runs the first call with a key
// on a worker, and answers later ones with the result of the first, even if their functions or
// arguments differ. Use a new key for each thing to do.
//
// Servers from 1.0 to 1.4 do not recognize the key of a call that is still running, and would
// run it twice. Therefore calls of one client with the same key wait for each other, and if the
// fate of the earlier call is unknown, the client asks the server about it first. If another
// client or process made the earlier call, use [RepeatCall].
//
// Servers ignore keys with characters other than ASCII, so a call with such a key is refused.
func WithIdempotencyKey(key string) CallOption {
	return callOption(func(c *call) {
		switch {
		case key == "" || !validHeaderValue(key) || strings.TrimSpace(key) != key:
			c.fail(errors.New("WithIdempotencyKey: the key is empty, has spaces around it or characters that cannot be sent"))
		case !isASCII(key): // the server would make a key of its own for each attempt
			c.fail(errors.New("WithIdempotencyKey: the key has characters other than ASCII, and servers ignore such keys: escape them"))
		default:
			c.key, c.given = key, true
		}
	})
}

// ReturnIdempotencyKey stores the idempotency key of the call in *key before the call is sent. A
// [CallError] has it as well.
func ReturnIdempotencyKey(key *string) CallOption {
	return callOption(func(c *call) {
		if key == nil {
			c.fail(errors.New("ReturnIdempotencyKey: the pointer is nil"))
			return
		}
		c.keyTo, c.given = key, true
	})
}

// RepeatCall sets the idempotency key of an earlier call whose fate is unknown, such as one that
// a process made before it crashed. Unlike with [WithIdempotencyKey], the client first asks the
// server about the earlier call and waits while it is running, because the server would run it
// twice. For keys of its own calls whose fate is unknown, a client does the same without this
// option.
func RepeatCall(key string) CallOption {
	return callOption(func(c *call) {
		WithIdempotencyKey(key).ApplyToCall(&c.Call)
		c.earlier = true
	})
}
