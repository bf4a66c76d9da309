package runtime

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// StatusError is an answer that is neither a result nor a [GolemError]: a refusal by the server
// or by a proxy or gateway in front of it, or an answer that does not come from a Golem server
// at all.
type StatusError struct {
	Code     int      // HTTP status
	Type     string   // the error's code on servers from 1.5 on, like "AGENT_NOT_FOUND"; "" for others
	Messages []string // the messages in the answer, as far as they were found
	Strange  string   // what is wrong with an answer whose status is a success
	HTML     bool     // the answer is a web page: something other than Golem wrote it
	// Cause and Stderr describe why a worker failed. Servers from 1.3 on report them.
	Cause, Stderr string
	Location      string        // target of a redirect, which was not followed
	RetryAfter    time.Duration // how long the server asks to wait; 0 if it does not
	Body          string        // the whole answer, up to 1 MiB

	purpose  purpose // of the request
	agent    bool    // the request was about an agent
	stale    bool    // the answer is about an earlier call
	recovery recovery
	retried  bool // the retry policy retries the status
	token    tokenUse
}

// temporary reports whether the same request may succeed later.
func (e *StatusError) temporary() bool {
	return !e.rejected() && (e.retried || temporaryStatus(e.Code) || e.Type == routingFailure)
}

// newStatusError parses the body of an answer.
func newStatusError(code int, body string) *StatusError {
	e := &StatusError{Code: code, Body: body}
	text := strings.TrimSpace(body)
	switch {
	case looksLikeHTML(text):
		e.HTML = true
		if title := pageTitle(text); title != "" {
			e.Messages = []string{title}
		}
	case strings.HasPrefix(text, "{"):
		e.readJSON(text)
	case text != "":
		e.Messages = []string{text}
	}
	return e
}

// readJSON reads {"errors":[…]}, {"error":…} and the latter with a workerError.
func (e *StatusError) readJSON(text string) {
	var answer struct {
		Code        string
		Error       string
		Errors      []string
		WorkerError struct{ Cause, Stderr string }
	}
	// Members of another form leave their fields empty.
	_ = json.Unmarshal([]byte(text), &answer)
	e.Type, e.Messages = answer.Code, answer.Errors
	if answer.Error != "" {
		e.Messages = append(e.Messages, answer.Error)
	}
	e.Cause, e.Stderr = answer.WorkerError.Cause, answer.WorkerError.Stderr
	if len(e.Messages) == 0 {
		e.Messages = []string{text}
	}
}

func looksLikeHTML(text string) bool {
	if !strings.HasPrefix(text, "<") {
		return false
	}
	start := strings.ToLower(text[:min(len(text), 1024)])
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<title", "<style", "<h1", "<pre"} {
		if strings.Contains(start, tag) {
			return true
		}
	} // offsets in lower would not fit page
	return false
}

// pageTitle returns the title of an HTML page, or else its first heading.
func pageTitle(page string) string {
	lower := strings.ToLower(page)
	if len(lower) != len(page) { // the offsets would not fit
		lower = page
	}
	for _, tag := range []string{"title", "h1"} {
		start := strings.Index(lower, "<"+tag)
		if start < 0 {
			continue
		}
		open := strings.IndexByte(lower[start:], '>')
		if open < 0 {
			continue
		}
		start += open + 1
		if end := strings.Index(lower[start:], "</"+tag); end >= 0 {
			if title := strings.Join(strings.Fields(html.UnescapeString(page[start:start+end])), " "); title != "" {
				return title
			}
		}
	}
	return ""
}

func (e *StatusError) Error() string {
	var b strings.Builder
	b.WriteString("the server answered " + statusLine(e.Code))
	if e.Strange != "" && !e.HTML {
		b.WriteString(", but " + e.Strange)
	}
	switch {
	case e.HTML && len(e.Messages) > 0:
		fmt.Fprintf(&b, " with a web page, %s", shortQuote(e.Messages[0]))
	case e.HTML:
		b.WriteString(" with a web page")
	case len(e.Messages) > 0:
		b.WriteString(": " + shorten(strings.Join(e.Messages, "; "), maxShown))
	}
	if e.Cause != "" {
		b.WriteString(": " + shorten(trapReason(e.Cause), maxShown))
	}
	if hint := e.hint(); hint != "" {
		b.WriteString("; " + hint)
	}
	return b.String()
}

// hint returns what the user can do about the error.
func (e *StatusError) hint() string {
	if hint := e.agentHint(); hint != "" {
		return hint
	}
	switch {
	case e.Strange != "" && e.HTML:
		return "something between this program and the server answers in its place: check the base URL"
	case e.Strange != "":
		return "check that the base URL is that of a Golem server"
	case e.Code >= 300 && e.Code <= 399 && e.Location != "":
		return "it redirects to " + shorten(e.Location, maxShown) + ", which is not followed: use the right base URL"
	case e.Code == http.StatusUnauthorized && e.token == tokenEmpty:
		return "WithBearerToken was given an empty token, and the server asks for one"
	case e.Code == http.StatusUnauthorized && e.token == tokenNone:
		return "the server asks for a token: see WithBearerToken and WithTokenSource"
	case e.Code == http.StatusUnauthorized:
		return "the token is not valid: see WithBearerToken and WithTokenSource"
	case e.Code == http.StatusForbidden:
		return "the token does not permit this"
	case e.Code == http.StatusNotFound && e.HTML, e.Code == http.StatusMethodNotAllowed:
		return "check that the base URL is that of a Golem server"
	case e.isUnknownPath():
		return "the server does not know this path: check that the base URL is that of a Golem server"
	case e.Code == http.StatusNotFound && (e.contains("Component not found") || e.contains("Couldn't retrieve the component")):
		return "check the component id, and that the component is on this server; if it has another id there, see WithComponentID"
	case e.Code == http.StatusRequestEntityTooLarge:
		return "the parameters are too large for the server"
	case e.purpose == forEphemeralCall && e.temporary() && mayHaveRun(e):
		return e.purpose.fate()
	case e.Code == http.StatusGatewayTimeout && e.purpose == forCall:
		return "the call may still be running: call again with the same idempotency key, which waits for its end and returns its result"
	case e.RetryAfter > 0:
		return "it asks to wait for " + e.RetryAfter.String()
	case e.recovery != recoversNot:
		return e.recovery.hint("worker")
	case e.Is(ErrWorkerLost):
		return "the worker failed and answers no more calls: look at its log, then delete it or use another one"
	case e.temporary():
		return "try again later"
	}
	return ""
}

// isUnknownPath reports whether a server does not know the path of a request. What a Golem server
// says of things that do not exist is JSON.
func (e *StatusError) isUnknownPath() bool {
	return e.Code == http.StatusNotFound && !e.HTML && !strings.HasPrefix(strings.TrimSpace(e.Body), "{")
}

// Is supports the variables of this package such as [ErrNotFound] as targets of [errors.Is].
func (e *StatusError) Is(target error) bool {
	switch target {
	case ErrUnauthorized:
		return e.Code == http.StatusUnauthorized || e.Code == http.StatusForbidden
	case ErrNotFound:
		return e.Code == http.StatusNotFound || e.isGolem(target)
	case ErrAlreadyExists:
		return e.Code == http.StatusConflict || e.isGolem(target)
	case ErrNotReady:
		return e.temporary() || e.recovery != recoversNot || e.isGolem(target)
	case ErrInvalidRequest:
		return e.refusesRequest() || e.isGolem(target)
	case ErrLimitExceeded:
		return e.Type == limitExceeded
	case ErrWorkerLost:
		return e.losesWorker() || e.isGolem(target)
	}
	return e.isGolem(target)
}

// refusesRequest reports whether the server does not accept the request as it is.
func (e *StatusError) refusesRequest() bool {
	switch e.Code {
	case http.StatusBadRequest:
		return !e.unreadableResult()
	case http.StatusUnprocessableEntity:
		return e.Type != limitExceeded
	case http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType:
		return true
	}
	return e.rejected()
}

// statusLine returns a text like "404 Not Found".
func statusLine(code int) string {
	text := strconv.Itoa(code)
	if name := http.StatusText(code); name != "" {
		text += " " + name
	}
	return text
}
