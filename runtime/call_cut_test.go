package runtime_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// TestIsCut cuts answers after each byte, and changes them in other ways.
func TestIsCut(t *testing.T) {
	large := `{"a":"` + strings.Repeat("x", 2000) + `","b":[{"c":1},{"d":"\""}],"e":{}}`
	for _, answer := range []string{
		large, voidAnswer, `{"a":{"b":[{}]},"c":"}]"}`, `{"a":"\\","b":{}}`, `{"a":"\"}","b":{}}`, `{"a":"{","b":{}}`, `{"a":"}}]}","b":[{"c":[]}]}`,
	} {
		for end := 1; end <= len(answer); end++ {
			if whole := end == len(answer); runtime.IsCut([]byte(answer[:end])) == whole {
				t.Errorf("%s up to %d: cut is %t", answer, end, !whole)
			}
		}
	}
	for _, wrong := range []string{`{"result":}`, `{}}`, `{"a":]}`, `{"a":1]}`, `{"a" 1}`, `{"a":"\q"`, `{"a":01`, `null`} {
		if runtime.IsCut([]byte(wrong)) {
			t.Errorf("%s is not cut", wrong)
		}
	}
}

// cutter is a transport whose answers depend on the last part of a path. It cuts the first
// answer to one of them.
type cutter struct {
	answers map[string]string
	cut     string // the path's last part
	end     int    // of the answer that is cut, 0 for a whole one
	sent    map[string]int
}

func (s *cutter) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
	}
	part := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	text, ok := s.answers[part]
	if !ok {
		return nil, errors.New("no answer to " + part)
	}
	s.sent[part]++
	if part == s.cut && s.end > 0 {
		text, s.end = text[:s.end], 0
	}
	return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(text))}, nil
}

// TestCutAnswers cuts answers at each place. The request must be sent again, and the cut
// answer must not count. Brackets within strings make up for missing ones.
func TestCutAnswers(t *testing.T) {
	const brackets = `}]}]}}`
	items := `[{"product-id":"` + brackets + `","name":"}","price":{"currency":"eur","minor-units":1},"quantity":1,"discount-percent":null}]`
	wrapped := func(typ, value string) string {
		return `{"result":{"typ":{"items":[` + typ + `],"type":"Tuple"},"value":[` + value + `]}}`
	}
	named := `{"agentId":{"agentId":"Counter(\"a}]}]}}}}\")","componentId":"` + recordedComponent + `"},"componentRevision":0,"result":`
	text := &stub.Function{Name: "text", Results: []stub.Parameter{parameter("", typeStr)}}
	worker := `{"createdAt":"` + brackets + `","componentVersion":0,"status":"Idle"}`
	once := runtime.WithRetry(runtime.RetryPolicy{Attempts: 2, FirstDelay: time.Nanosecond, MaxDelay: time.Nanosecond})
	for _, c := range []struct {
		name, cut, answer string
		call              func(ctx context.Context, c *runtime.Client) (any, error)
		want              any
	}{
		{"a list", "invoke-and-await", wrapped(fnContents.Result, items), func(ctx context.Context, c *runtime.Client) (any, error) {
			items, err := newShop(c, "w").contents(ctx)
			return len(items), err
		}, 1},
		{"a list, through an interceptor", "invoke-and-await", wrapped(fnContents.Result, items), func(ctx context.Context, c *runtime.Client) (any, error) {
			same := func(next runtime.CallFunc) runtime.CallFunc { return next }
			items, err := newShop(c, "w", runtime.WithInterceptor(same)).contents(ctx)
			return len(items), err
		}, 1},
		{"the component's own failure", "invoke-and-await", wrapped(fnRemove.Result, `{"err":"`+brackets+`"}`), func(ctx context.Context, c *runtime.Client) (any, error) {
			_, err := newShop(c, "w").remove(ctx, "x")
			var own *runtime.ResultError[string]
			if errors.As(err, &own) {
				return own.Value, nil
			}
			return nil, err
		}, brackets},
		{"no result", "invoke-and-await", voidAnswer, func(ctx context.Context, c *runtime.Client) (any, error) { return nil, newShop(c, "w").ping(ctx) }, nil},
		{"an enqueued call", "invoke", `{"a":"` + brackets + `"}`, func(ctx context.Context, c *runtime.Client) (any, error) {
			return nil, newShop(c, "w").enqueuing().ping(ctx)
		}, nil},
		{"a question", "w", worker, func(ctx context.Context, c *runtime.Client) (any, error) {
			return nil, newShop(c, "w", runtime.WithVersionCheck(runtime.VersionCheckFirstUse)).ping(ctx)
		}, nil},
		{"an agent", "invoke-agent", named + `{"elements":[{"type":"ComponentModel","value":"` + brackets + `"}],"type":"Tuple"}}`, func(ctx context.Context, c *runtime.Client) (any, error) {
			var s string
			err := newCounter(c, "a}]}]}}}}").target.Begin(text, nil).AwaitValue(ctx, &s, stub.TakeString)
			return s, err
		}, brackets},
		{"an enqueued call of an agent", "invoke-agent", named + `null}`, func(ctx context.Context, c *runtime.Client) (any, error) {
			_, err := newCounter(c, "a}]}]}}}}").enqueue().get(ctx)
			return nil, err
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			for end := 1; end < len(c.answer); end++ {
				s := &cutter{answers: map[string]string{"w": worker, "oplog": emptyOplog, "invoke-and-await": voidAnswer}, cut: c.cut, end: end, sent: map[string]int{}}
				s.answers[c.cut] = c.answer
				client := dial(t, "http://golem.test", runtime.WithServerVersion("1.2.5"), runtime.WithTransport(s), once)
				got, err := c.call(context.Background(), client)
				if err != nil || got != c.want || s.sent[c.cut] != 2 {
					t.Errorf("cut behind %s: got %v, %v after %d requests", c.answer[:end], got, err, s.sent[c.cut])
				}
			}
		})
	}
}

// TestCutVersion checks that the client does not take a server for an old one because the
// answer with its version was cut.
func TestCutVersion(t *testing.T) {
	const answer = `{"a":{},"version":"1.2.5"}`
	s := &cutter{answers: map[string]string{"version": answer, "invoke-and-await": voidAnswer}, cut: "version", end: len(`{"a":{}`), sent: map[string]int{}}
	err := newShop(dial(t, "http://golem.test", runtime.WithTransport(s), quick), "w.x").ping(context.Background())
	check(t, "call to a name of 1.2", err, nil)
	check(t, "requests", s.sent, map[string]int{"version": 2, "invoke-and-await": 1})
}

// TestCutAnswerGivesUp checks that the error of a cut answer says that the call may have
// run.
func TestCutAnswerGivesUp(t *testing.T) {
	answer := `{"result":{"typ":{"items":[` + typeStr + `],"type":"Tuple"},"value":["}]}}`
	s := &cutter{answers: map[string]string{"invoke-and-await": answer}, sent: map[string]int{}}
	_, err := newShop(dial(t, "http://golem.test", runtime.WithServerVersion("1.2.5"), runtime.WithTransport(s), runtime.WithoutRetry()), "w").health(context.Background())
	var call *runtime.CallError
	if !errors.As(err, &call) || !call.MayHaveRun() || !errors.Is(err, io.ErrUnexpectedEOF) || !runtime.IsRetryable(err) {
		t.Errorf("got %v", err)
	}
}
