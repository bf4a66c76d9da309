package runtime

import (
	"context"
	"log/slog"
	"time"
)

// CallFunc makes a call, including retries, and reads its result. Its error is a [*CallError].
type CallFunc func(ctx context.Context, info *CallInfo) error

// Interceptor wraps calls, for logs, metrics or traces:
//
//	func timing(next runtime.CallFunc) runtime.CallFunc {
//		return func(ctx context.Context, info *runtime.CallInfo) error {
//			err := next(ctx, info)
//			observe(info.Function, runtime.OutcomeOf(err), info.Duration())
//			return err
//		}
//	}
//
// An Interceptor is called when the client, worker or call with the option is made, and again
// for each worker or call that adds interceptors or a logger. The CallFunc that it returns is
// called for each call, from several goroutines at once. If a CallFunc returns an error without
// calling next, the call is not sent. If it returns nil without a successful next, the call
// returns a zero result.
//
// A CallFunc may call next several times, one after the other or concurrently, and may return
// before next does. All of these calls have the key of the call. Except for calls of agents,
// concurrent ones wait for each other, because servers do not recognize the key of a call that
// is running. The call returns the result of the last next that succeeded before the outermost
// CallFunc returned. A next that is still running at that time continues, but its result is
// discarded. When the call has ended, next returns an error.
type Interceptor func(next CallFunc) CallFunc

// CallInfo describes a call to an [Interceptor].
type CallInfo struct {
	Callee         Callee
	Interface      string // "acme:shop/cart@1.4.0", "" for a function of the world
	Function       string // "add-item", "ledger.receive"
	IdempotencyKey string
	Enqueue        bool // the call is enqueued and not awaited

	interception *interception
}

// SetHeader adds a header to the requests of the call, such as a trace header. It ignores
// headers that [WithHeader] does not accept, and headers that options have set.
func (i *CallInfo) SetHeader(name, value string) {
	canonical, reason := checkHeader(name, value)
	if reason == "" && i.interception != nil {
		i.interception.setHeader(canonical, value)
	}
}

// BaseURL returns the URL of the server, such as "http://localhost:9881". It returns "" for a
// CallInfo that does not belong to a call.
func (i *CallInfo) BaseURL() string {
	if i.interception == nil {
		return ""
	}
	return i.interception.client.BaseURL()
}

// Attempts returns the number of requests sent for the call by all CallFuncs that have returned.
func (i *CallInfo) Attempts() int { return i.interception.report().attempts }

// Duration returns the duration of the last CallFunc that has returned.
func (i *CallInfo) Duration() time.Duration { return i.interception.report().duration }

// ResponseBytes returns the size of the last answer to the last CallFunc that has returned.
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

// buildChain builds the chain of interceptors.
func (s *settings) buildChain() {
	s.chain, s.chainChanged = nil, false
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
