package runtime

import (
	"context"
	"errors"
	"net/http"
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
//			observe(info.Function, runtime.OutcomeOf(err), info.Duration)
//			return err
//		}
//	}
//
// It is called when the client, worker or call is made that has the option, and
// again for each worker or call that adds interceptors or a logger of its own;
// the CallFunc that it returns is called at each call, from many goroutines.
// A CallFunc that returns an error without calling next keeps the call from
// being sent.
type Interceptor func(next CallFunc) CallFunc

// CallInfo says which call it is. It must not be kept after the call.
type CallInfo struct {
	Component      *Component
	Interface      string // "acme:shop/cart@1.4.0", "" for a function of the world
	Function       string // "add-item", "ledger.receive"
	Worker         string // "" for one without a name
	IdempotencyKey string
	Enqueue        bool // the call is not awaited

	// Once next has returned:
	Attempts      int           // requests sent for the call
	Duration      time.Duration // that next took
	ResponseBytes int           // size of the last answer

	header http.Header
	call   *call
}

// SetHeader adds a header to the requests of the call, to pass on a trace, say.
// Headers that the client sets itself are left alone.
func (i *CallInfo) SetHeader(name, value string) {
	if !validHeaderName(name) || !validHeaderValue(value) {
		return
	}
	if i.header == nil {
		i.header = make(http.Header)
	}
	i.header.Set(name, value)
}

func (i *CallInfo) addTo(h http.Header) {
	for name, values := range i.header {
		if _, taken := h[name]; !taken && name != keyHeader {
			h[name] = values
		}
	}
}

// rechain puts the interceptors together.
func (s *settings) rechain() {
	s.chain, s.rechains = nil, false
	if len(s.intercept) == 0 && s.logger == nil {
		return
	}
	s.chain = finishCall
	if s.logger != nil {
		s.chain = logCalls(s.logger)(s.chain)
	}
	for i := len(s.intercept) - 1; i >= 0; i-- {
		s.chain = s.intercept[i](s.chain)
	}
}

// finishCall is the innermost CallFunc.
func finishCall(ctx context.Context, info *CallInfo) error {
	c := info.call
	if c == nil {
		return errors.New("golem: an interceptor called next after the call had ended")
	}
	begin := time.Now()
	err := c.finish(ctx)
	info.Duration = time.Since(begin)
	info.Attempts, info.ResponseBytes = c.attempts, len(c.response)
	return err
}

// intercepted makes the call through the interceptors.
func (c *call) intercepted(ctx context.Context) error {
	if c.key == "" {
		c.key = newKey()
	}
	w := c.target.worker
	c.info = &CallInfo{
		Component: w.component, Interface: c.function.Interface, Function: c.function.Name, Worker: w.name,
		IdempotencyKey: c.key, Enqueue: c.target.enqueue, call: c,
	}
	err := c.settings.chain(ctx, c.info)
	c.info.call = nil
	return err
}

// Outcome is how a call ended, in a word that fits a label.
type Outcome string

// The outcomes of calls.
const (
	OutcomeOK          Outcome = "ok"
	OutcomeErr         Outcome = "err"         // the component's own failure, a ResultError
	OutcomeRefused     Outcome = "refused"     // by this package, before anything was sent
	OutcomeDrift       Outcome = "drift"       // the worker runs another version
	OutcomeWorkerLost  Outcome = "worker-lost" // the worker answers no more calls
	OutcomeCanceled    Outcome = "canceled"    // the context ended
	OutcomeUnavailable Outcome = "unavailable" // no answer, or one that asks to try again
	OutcomeFailed      Outcome = "failed"      // anything else
)

// OutcomeOf is the outcome of a call that ended with err.
func OutcomeOf(err error) Outcome {
	var own interface{ componentsOwn() }
	var call *CallError
	switch {
	case err == nil:
		return OutcomeOK
	case errors.As(err, &own):
		return OutcomeErr
	case errors.Is(err, ErrDrift):
		return OutcomeDrift
	case errors.Is(err, ErrWorkerLost):
		return OutcomeWorkerLost
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return OutcomeCanceled
	case IsRetryable(err):
		return OutcomeUnavailable
	case errors.As(err, &call) && call.Attempts == 0 && call.Operation == "":
		return OutcomeRefused
	}
	return OutcomeFailed
}
