package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
)

// Server is a Golem server.
type Server struct {
	URL         string // without a slash at the end
	Token       string // bearer token, "" for none
	TokenSource string // where the token comes from, for messages: "$GOLEM_TOKEN"
	Key         string // in the configuration, for messages: "server" or "servers.cloud"
	Project     string // id of the project in which components are looked up by name, "" for the default project

	// Progress is called with the number of bytes of an answer that have arrived. It may be nil.
	Progress func(bytes int64)

	builtIn   bool              // the token is LocalToken, which the configuration does not name
	transport http.RoundTripper // nil for the default one
}

const (
	maxAnswer  = 64 << 20
	attempts   = 4
	firstPause = 200 * time.Millisecond
	maxPause   = 10 * time.Second
	patience   = 30 * time.Second // without a byte from the server, if the context has no deadline
)

// ErrInterrupted is wrapped by the error of a request whose context was cancelled.
var ErrInterrupted = errors.New("interrupted")

// errSilent ends an attempt in which nothing has arrived for long.
var errSilent = errors.New("no answer in time")

// errTooLarge is an answer that another attempt would not make smaller.
var errTooLarge = fmt.Errorf("answer is larger than %d MiB", maxAnswer>>20)

// statusError is an answer with a status other than 200.
type statusError struct {
	status int
	text   string
	pause  time.Duration // before another attempt, as the server asks for
}

func (e *statusError) Error() string { return e.text }

// remedies say what to do about an answer with a status other than 200, by status.
type remedies map[int]string

// get requests a path, several times if that may help.
func (s *Server) get(ctx context.Context, where string, fixes remedies) ([]byte, error) {
	var err error
	silence := patience
	if deadline, ok := ctx.Deadline(); ok {
		silence = time.Until(deadline) / attempts
	}
	for attempt := range attempts {
		if attempt > 0 && pause(ctx, attempt, err) != nil {
			break
		}
		var data []byte
		if data, err = s.attempt(ctx, where, silence); err == nil {
			return data, nil
		}
		if !passing(err) || ctx.Err() != nil {
			break
		}
	}
	return nil, s.explain(where, fixes, err, ctx.Err())
}

// passing reports whether another attempt may succeed.
func passing(err error) bool {
	var answered *statusError
	if errors.As(err, &answered) {
		switch answered.status {
		case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			return true
		}
		return false
	}
	var unknown *net.DNSError
	if errors.As(err, &unknown) {
		return !unknown.IsNotFound
	}
	return !errors.Is(err, errTooLarge)
}

// pause waits before another attempt: twice as long each time or as long as the server asks
// for, up to a limit.
func pause(ctx context.Context, attempt int, cause error) error {
	wait := firstPause << (attempt - 1)
	wait += time.Duration(rand.Int64N(int64(wait) / 2))
	var answered *statusError
	if errors.As(cause, &answered) {
		wait = max(wait, answered.pause)
	}
	timer := time.NewTimer(min(wait, maxPause))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// client returns a client that does not follow redirects: they could take the token
// elsewhere, and the URL of a server that has moved has to change in the configuration.
func (s *Server) client() *http.Client {
	return &http.Client{
		Transport:     s.transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// attempt sends one request. It gives up when nothing arrives for the given time; an
// answer that keeps coming may take longer.
func (s *Server) attempt(ctx context.Context, where string, silence time.Duration) ([]byte, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	timer := time.AfterFunc(silence, func() { cancel(errSilent) })
	defer timer.Stop()
	data, err := s.answer(ctx, where, func(n int64) {
		timer.Reset(silence)
		if s.Progress != nil {
			s.Progress(n)
		}
	})
	if err != nil && context.Cause(ctx) == errSilent {
		return nil, errSilent
	}
	return data, err
}

// answer sends a request and reads the answer. It calls arrived with the number of bytes
// read so far.
func (s *Server) answer(ctx context.Context, where string, arrived func(int64)) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+where, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", "golem-gen")
	if s.Token != "" {
		request.Header.Set("Authorization", "Bearer "+s.Token)
	}
	response, err := s.client().Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(&counter{from: response.Body, arrived: arrived}, maxAnswer+1))
	switch {
	case response.StatusCode != http.StatusOK:
		return nil, s.refusal(response, data)
	case err != nil:
		return nil, err
	case len(data) > maxAnswer:
		return nil, errTooLarge
	}
	return data, nil
}

// counter counts the bytes that are read.
type counter struct {
	from    io.Reader
	n       int64
	arrived func(int64)
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.from.Read(b)
	c.n += int64(n)
	c.arrived(c.n)
	return n, err
}

func (s *Server) refusal(response *http.Response, data []byte) error {
	e := &statusError{status: response.StatusCode, text: "server answered " + response.Status}
	if location := response.Header.Get("Location"); location != "" && response.StatusCode/100 == 3 {
		e.text += ", a redirect to " + host(location)
	} else if says := oneLine(s.withoutToken(errorText(data))); says != "" {
		e.text += ", " + says
	}
	if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil && seconds > 0 {
		e.pause = min(time.Duration(seconds), maxPause/time.Second) * time.Second
	}
	return e
}

// host returns the scheme and host of a URL. The rest may be private.
func host(location string) string {
	u, err := url.Parse(location)
	if err != nil || u.Host == "" {
		return "another URL"
	}
	return paint.Clean(u.Scheme + "://" + u.Host)
}

func (s *Server) explain(where string, fixes remedies, err, ended error) error {
	at := s.URL + where
	var answered *statusError
	var unknown *net.DNSError
	var slow net.Error
	switch {
	case errors.Is(ended, context.Canceled):
		return fmt.Errorf("%s: %w", at, ErrInterrupted)
	case errors.As(err, &answered):
		return fmt.Errorf("%s: %w: %s", at, err, s.statusFix(answered.status, fixes))
	case errors.Is(err, errTooLarge):
		return fmt.Errorf("%s: %w: check the server's URL", at, err)
	case ended != nil || errors.Is(err, errSilent) || errors.As(err, &slow) && slow.Timeout():
		return fmt.Errorf("%s: %w: check the server's URL, or wait longer with --timeout", at, errSilent)
	case errors.As(err, &unknown) && unknown.IsNotFound:
		return fmt.Errorf("%s: no host named %s: check the server's URL", at, unknown.Name)
	case errors.Is(err, http.ErrSchemeMismatch):
		return fmt.Errorf("%s: the server speaks http, not https: check the server's URL and port", at)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%s: answer ended early in all %d attempts: try again later, or check the server and its proxies", at, attempts)
	}
	return fmt.Errorf("%s: cannot reach the server: %s: check that it runs, and its URL", at, s.reason(err))
}

// reason returns the innermost cause, without the token. The outer causes repeat the URL.
func (s *Server) reason(err error) string {
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	return paint.Clean(s.withoutToken(err.Error()))
}

// statusFix says what to do about a status. What fixes say comes first, but for tokens.
func (s *Server) statusFix(status int, fixes remedies) string {
	const needs = "set %[1]s.token-env to the name of an environment variable, or %[1]s.token-file to a file"
	switch {
	case status == http.StatusUnauthorized && s.builtIn:
		return fmt.Sprintf("it rejected the built-in token of local servers: "+needs, s.key())
	case status == http.StatusUnauthorized && s.Token == "":
		return fmt.Sprintf("it requires a token: "+needs, s.key())
	case status == http.StatusUnauthorized:
		return "it rejected the token of " + s.TokenSource + ": put a valid token there"
	case fixes[status] != "":
		return fixes[status]
	case status/100 == 3:
		return "set " + s.key() + ".url to the new URL"
	case passing(&statusError{status: status}):
		return fmt.Sprintf("all %d attempts failed: try again later", attempts)
	case status/100 == 5:
		return "try again later, or look at the server's log"
	}
	return "check the server's URL"
}

func (s *Server) key() string {
	if s.Key == "" {
		return "server"
	}
	return s.Key
}

// hasStatus reports whether an error is an answer with one of the statuses.
func hasStatus(err error, list ...int) bool {
	var answered *statusError
	return errors.As(err, &answered) && slices.Contains(list, answered.status)
}
