package runtime

import (
	"context"
	"log/slog"
	"time"
)

// CallFunc makes a call, retries included, and reads its result. The error is a
// [*CallError].
type CallFunc func(ctx context.Context, info *CallInfo) error

// Interceptor is a function around calls, for logs, metrics or traces:
//
//	func timing(next runtime.CallFunc) runtime.CallFunc {
//		return func(ctx context.Context, info *runtime.CallInfo) error {
//			err := next(ctx, info)
//			observe(info.Function, runtime.OutcomeOf(err), info.Duration())
//			return err
//		}
//	}
//
// It is called when the client, worker or call is made that has the option, and
// again for each worker or call that adds interceptors or a logger of its own;
// the CallFunc that it returns is called at each call, from many goroutines.
// A CallFunc that returns an error without calling next keeps the call from
// being sent. One that returns nil though no next did makes the call return a zero result.
//
// A CallFunc may call next several times, in turn or at once, all under the key of the
// call, and may return before next does. Of those at once, one waits for the other unless the
// call is on an agent: servers do not recognize the key of a call that is running. The result is that of the last next that
// succeeded before the outermost CallFunc returned; a next that is still running then goes
// on, and its result is lost. Next fails once the call has ended.
type Interceptor func(next CallFunc) CallFunc

// CallInfo says which call it is.
type CallInfo struct {
	Callee         Callee
	Interface      string // "acme:shop/cart@1.4.0", "" for a function of the world
	Function       string // "add-item", "ledger.receive"
	IdempotencyKey string
	Enqueue        bool // the call is not awaited

	interception *interception
}

// SetHeader adds a header to the requests of the call, to pass on a trace for example. It
// ignores headers that [WithHeader] refuses, and those that options set.
func (i *CallInfo) SetHeader(name, value string) {
	canonical, reason := checkHeader(name, value)
	if reason == "" && i.interception != nil {
		i.interception.setHeader(canonical, value)
	}
}

// BaseURL returns the URL of the server, "http://localhost:9881", "" for a CallInfo that
// belongs to no call.
func (i *CallInfo) BaseURL() string {
	if i.interception == nil {
		return ""
	}
	return i.interception.client.BaseURL()
}

// Attempts returns the number of requests that were sent for the call. It counts those of
// a CallFunc once that has returned.
func (i *CallInfo) Attempts() int { return i.interception.report().attempts }

// Duration returns how long the last CallFunc that has returned took.
func (i *CallInfo) Duration() time.Duration { return i.interception.report().duration }

// ResponseBytes returns the size of the last answer, for the last CallFunc that has
// returned.
func (i *CallInfo) ResponseBytes() int { return i.interception.report().responseBytes }

func (i *CallInfo) attributes() []slog.Attr {
	return []slog.Attr{
		slog.String("service", i.Callee.Service),
		slog.String("instance", i.Callee.Instance),
		slog.String("interface", i.Interface),
		slog.String("function", i.Function),
		slog.String("idempotency_key", i.IdempotencyKey),
		slog.Bool("enqueue", i.Enqueue),
	}
}

// rechain puts the interceptors together.
func (s *settings) rechain() {
	s.chain, s.rechains = nil, false
	if len(s.intercept) == 0 && s.logger == nil {
		return
	}
	s.chain = performIntercepted
	if s.logger != nil {
		s.chain = logCalls(s.logger)(s.chain)
	}
	for i := len(s.intercept) - 1; i >= 0; i-- {
		s.chain = s.intercept[i](s.chain)
	}
}
