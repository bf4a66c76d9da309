package runtime

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"reflect"
	"sync"
	"time"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
)

// interception is a call with interceptors. An interceptor may call next several times, from
// several goroutines, and after the call has ended. Therefore
//
//   - a next that runs at the same time as another one makes a call of its own, with the same request;
//   - a next stores its result only while the call has not ended, and replaces the result of
//     another next only as a whole;
//   - a call that ends before all of its next have returned is not reused.
type interception struct {
	info    CallInfo
	client  *Client
	request []byte // the request up to the end of the last parameter

	attempted attempted // attempts under the call's key

	mu      sync.Mutex
	call    *call // nil once the call has ended
	running int   // number of next under way
	filled  bool  // a next has stored the result of the call
	header  http.Header
	done    report
}

// report sums up the next that have returned, for CallInfo.
type report struct {
	attempts      int
	duration      time.Duration
	responseBytes int
}

var errCallEnded = errors.New("golem: an interceptor called next after the call had ended")

// intercepted makes the call through the interceptors.
func (c *call) intercepted(ctx context.Context) error {
	if c.completed() == nil {
		c.setKey()
	}
	i := &interception{call: c, client: c.client, request: c.Buffer[:c.end:c.end]}
	i.info = CallInfo{
		Callee: c.to.callee(), Interface: c.function.Interface, Function: c.function.Name,
		IdempotencyKey: c.key, Enqueue: c.enqueue, interception: i,
	}
	c.info = i
	defer i.end()
	err := c.settings.chain(ctx, &i.info)
	alone := i.end()
	if err != nil {
		c.outcome.clear()
	}
	if alone {
		c.release()
	}
	return err
}

// performIntercepted is the innermost CallFunc.
func performIntercepted(ctx context.Context, info *CallInfo) error {
	if info == nil || info.interception == nil {
		return errors.New("golem: an interceptor called next with a CallInfo that it has not got from its caller")
	}
	if ctx == nil {
		return errNilContext
	}
	i := info.interception
	c := i.beginNext()
	if c == nil {
		return errCallEnded
	}
	begin, before := time.Now(), c.attempts
	defer func() {
		i.endNext(report{c.attempts - before, time.Since(begin), len(c.response)})
	}()
	return c.perform(ctx)
}

// beginNext returns a call for next to make, or nil if the call has ended.
func (i *interception) beginNext() *call {
	i.mu.Lock()
	defer i.mu.Unlock()
	c := i.call
	if c == nil {
		return nil
	}
	i.running++
	if i.running > 1 {
		return i.duplicate()
	}
	return c
}

// duplicate returns another call with the same request. It reads only what does not change while
// the call is made.
func (i *interception) duplicate() *call {
	c := i.call
	t := &call{plan: c.plan}
	t.Call = core.Call{
		Buffer: bytes.Clone(i.request), Starts: c.Starts, Parts: c.Parts, Encoder: c.Encoder, Maker: t,
		Element: c.Element, Elements: c.Elements, Close: c.Close,
	}
	return t
}

// endNext adds the report of a next that has ended.
func (i *interception) endNext(r report) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.running--
	r.attempts += i.done.attempts
	i.done = r
}

// end ends the call and reports whether no next is running.
func (i *interception) end() (alone bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.call = nil
	return i.running == 0
}

// decode decodes the result of a next. If the call has no result yet, it decodes into that,
// otherwise first into new memory. The call cannot end meanwhile.
func (i *interception) decode(c *call) (refused error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	value := c.outcome.value
	apart := value != nil && (i.call == nil || i.filled)
	if apart {
		value = reflect.New(reflect.TypeOf(value).Elem()).Interface()
	}
	refused = c.decode(value)
	switch good := refused == nil && !c.decoder.Failed(); {
	case apart && good && i.call != nil:
		reflect.ValueOf(c.outcome.value).Elem().Set(reflect.ValueOf(value).Elem())
	case !apart && !good:
		c.outcome.clear()
	case !apart:
		i.filled = true
	}
	return refused
}

func (i *interception) setHeader(name, value string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.header == nil {
		i.header = make(http.Header)
	}
	i.header[name] = []string{value}
}

func (i *interception) addTo(h http.Header) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for name, values := range i.header {
		if _, taken := h[name]; !taken {
			h[name] = values
		}
	}
}

// report returns what is known so far. i may be nil.
func (i *interception) report() report {
	if i == nil {
		return report{}
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.done
}
