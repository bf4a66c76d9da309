package runtime_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
)

// lateReader is a transport that answers or fails before it has read the request, as
// net/http may.
type lateReader struct {
	t    *testing.T
	wg   sync.WaitGroup
	fail bool
}

func (l *lateReader) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodGet {
		return answerWith(worker0), nil
	}
	length := r.ContentLength
	l.wg.Go(func() {
		time.Sleep(time.Millisecond)
		body, err := io.ReadAll(r.Body)
		text := string(body)
		_, value, _ := strings.Cut(text, `"value":"`)
		if err != nil || int64(len(text)) != length || !strings.HasSuffix(text, `"}]}`) || strings.Trim(value[:len(value)-4], value[:1]) != "" {
			l.t.Errorf("the request was %.100s, %v", text, err)
		}
		_ = r.Body.Close()
	})
	if l.fail {
		return nil, errors.New("failed early")
	}
	return &http.Response{
		StatusCode: 200, ContentLength: int64(len(removeAnswer)), Body: io.NopCloser(strings.NewReader(removeAnswer)),
		Header: http.Header{"Content-Type": {"application/json"}},
	}, nil
}

// TestBuffersAreNotReusedTooEarly checks that other calls do not write into a request that
// is still being read.
func TestBuffersAreNotReusedTooEarly(t *testing.T) {
	for _, fail := range []bool{false, true} {
		for _, size := range []int{10, 100_000} {
			transport := &lateReader{t: t, fail: fail}
			for _, version := range []string{"1.1.0", "1.2.0"} {
				client := dial(t, "http://localhost:1", runtime.WithTransport(transport), runtime.WithServerVersion(version),
					runtime.WithVersionCheck(runtime.VersionCheckOff), runtime.WithRetry(runtime.RetryPolicy{Attempts: 2, FirstDelay: time.Microsecond, MaxDelay: time.Microsecond}))
				s := newShop(client, "w")
				for i := range 50 {
					_, err := s.remove(context.Background(), strings.Repeat(string(rune('a'+i%26)), size))
					if (err != nil) != fail {
						t.Fatal(err)
					}
				}
			}
			transport.wg.Wait()
		}
	}
}

// instant is a transport with few costs of its own.
type instant struct{ answer string }

func (i *instant) RoundTrip(r *http.Request) (*http.Response, error) {
	_ = r.Body.Close()
	return &http.Response{
		StatusCode: 200, ContentLength: int64(len(i.answer)), Body: io.NopCloser(strings.NewReader(i.answer)),
		Header: jsonHeader,
	}, nil
}

var jsonHeader = http.Header{"Content-Type": {"application/json"}}

// acceptedAnswer is the answer to an enqueued call.
const acceptedAnswer = `{}`

// instantAllocations is the number of allocations of the transport: response, body and
// reader.
const instantAllocations = 3

// TestAllocations limits the allocations of a call, without those of the transport.
func TestAllocations(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector allocates")
	}
	ctx := context.Background()
	for _, c := range []struct {
		name, version, answer string
		call                  func(*handShop) error
		most                  float64
	}{
		{"no parameters, no result", "1.2.0", voidAnswer, func(s *handShop) error { return s.ping(ctx) }, 8},
		{"a record", "1.2.0", voidAnswer, func(s *handShop) error { return s.addItem(ctx, benchItem) }, 8},
		{"a record with types", "1.1.0", voidAnswer, func(s *handShop) error { return s.addItem(ctx, benchItem) }, 8},
		{"a result", "1.2.0", removeAnswer, func(s *handShop) error { _, err := s.remove(ctx, "mug-1"); return err }, 9},
		{"a result, with an interceptor", "1.2.0", removeAnswer, func(s *handShop) error { _, err := s.remove(ctx, "mug-1"); return err }, 10},
		{"enqueued, with a result", "1.2.0", acceptedAnswer, func(s *handShop) error { _, err := s.remove(ctx, "mug-1"); return err }, 9},
	} {
		client := dial(t, "http://localhost:1", runtime.WithTransport(&instant{c.answer}), runtime.WithServerVersion(c.version), runtime.WithVersionCheck(runtime.VersionCheckOff))
		s := newShop(client, "w")
		if strings.Contains(c.name, "interceptor") {
			s = newShop(client, "w", runtime.WithInterceptor(func(next runtime.CallFunc) runtime.CallFunc { return next }))
		}
		if c.answer == acceptedAnswer {
			s = s.enqueuing()
		}
		got := testing.AllocsPerRun(500, func() {
			if err := c.call(s); err != nil {
				t.Fatal(err)
			}
		}) - instantAllocations
		if got > c.most {
			t.Errorf("%s: %v allocations, at most %v", c.name, got, c.most)
		}
		t.Logf("%s: %v allocations", c.name, got)
	}
}
