package runtime_test

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// echo is a transport that answers remove-item with the number at the start of its
// parameter. Before that it calls a function, which may block, fail or change the answer.
type echo struct {
	before func(n int, r *http.Request) (answer string, err error)

	mu     sync.Mutex
	n      int
	bodies []string
}

func (e *echo) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodGet {
		return answerWith(worker0), nil
	}
	body, err := io.ReadAll(r.Body)
	_ = r.Body.Close()
	if err != nil {
		return nil, err
	}
	_, value, _ := strings.Cut(string(body), `"value":"`)
	number, _, _ := strings.Cut(value, " ")
	e.mu.Lock()
	e.n++
	n := e.n
	e.bodies = append(e.bodies, keyOf(r)+" "+string(body))
	e.mu.Unlock()
	answer := ""
	if e.before != nil {
		if answer, err = e.before(n, r); err != nil {
			return nil, err
		}
	}
	if answer == "" {
		answer = `{"ok":` + number + `}`
	}
	text := strings.Replace(removeAnswer, `{"ok":10}`, answer, 1)
	return &http.Response{StatusCode: 200, ContentLength: int64(len(text)), Body: io.NopCloser(strings.NewReader(text)), Header: jsonHeader}, nil
}

// keyOf returns the idempotency key from either spelling of the header: the one that
// net/http's transport recognizes, and the one that it does not.
func keyOf(r *http.Request) string {
	for _, name := range []string{"Idempotency-Key", "idempotency-key"} {
		if values := r.Header[name]; len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

func (e *echo) seen() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]string(nil), e.bodies...)
}

// misbehaving returns an interceptor that makes random mistakes. It adds to late what it
// does not wait for.
func misbehaving(late *sync.WaitGroup) runtime.Interceptor {
	return func(next runtime.CallFunc) runtime.CallFunc {
		return func(ctx context.Context, info *runtime.CallInfo) error {
			info.SetHeader("X-Random", strconv.Itoa(rand.IntN(10)))
			results := make(chan error, 3)
			runs := rand.IntN(4)
			for range runs {
				late.Go(func() {
					err := next(ctx, info)
					_, _, _ = info.Attempts(), info.Duration(), info.ResponseBytes()
					results <- err
				})
			}
			if runs == 0 || rand.IntN(3) == 0 {
				return errors.New("given up")
			}
			if err := <-results; rand.IntN(4) > 0 {
				return err
			}
			return nil // swallowed
		}
	}
}

// TestInterceptorsAtRandom makes many calls at once, with interceptors that make random
// mistakes.
func TestInterceptorsAtRandom(t *testing.T) {
	var late sync.WaitGroup
	e := &echo{before: func(n int, _ *http.Request) (string, error) {
		switch n % 7 {
		case 0:
			return "", errors.New("failed")
		case 1:
			return `{"ok":1234567,"x"}`, nil // half an answer
		}
		return "", nil
	}}
	s := around(t, e, misbehaving(&late), runtime.WithoutRetry())
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 200 {
				want := uint32(g*1000 + i + 1)
				n, err := s.remove(context.Background(), strconv.Itoa(int(want))+" "+strings.Repeat("x", (i%3)*10_000))
				if err != nil && n != 0 || err == nil && n != want && n != 0 {
					t.Errorf("got %d, %v; want %d", n, err, want)
				}
			}
		})
	}
	wg.Wait()
	late.Wait()
	keys := map[string]string{}
	for _, sent := range e.seen() {
		key, body, _ := strings.Cut(sent, " ")
		if other, ok := keys[key]; ok && other != body {
			t.Errorf("one key %q, two requests: %.100s and %.100s", key, body, other)
		}
		keys[key] = body
		if !strings.HasPrefix(body, `{"params":[{"value":"`) || !strings.HasSuffix(body, `"}]}`) {
			t.Errorf("sent %.100s", body)
		}
	}
}
