package runtime

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// answer is an HTTP response that is being read.
type answer struct {
	response   *http.Response
	limit      int64    // bytes
	secret     []string // Authorization header of the request
	statuses   []int    // statuses that the retry policy adds
	emptyToken bool     // secret is empty because the token was empty
	purpose    purpose  // of the request
	mayBeEmpty bool     // status 204 without content is a good answer
}

// maxRefusal is the maximum number of bytes read of an answer that is not a success.
const maxRefusal = 1 << 20

// read reads the answer into b. It returns an error for all answers but good ones, and an
// [unreadError] if it could not read to the end.
func (a *answer) read(b []byte) ([]byte, error) {
	defer func() { _ = a.response.Body.Close() }() // everything that counts has been read
	code := a.response.StatusCode
	good := code >= 200 && code <= 299
	limit := a.limit
	if !good {
		limit = maxRefusal
	}
	b, cut, err := a.body(b, limit)
	if err != nil {
		return b, &unreadError{err}
	}
	if !good {
		return b, a.refusal(b)
	}
	if cut {
		return b, &SizeError{Limit: limit, purpose: a.purpose}
	}
	return b, a.check(b)
}

// body reads the answer's body, at most limit bytes of it.
func (a *answer) body(b []byte, limit int64) (body []byte, cut bool, err error) {
	if n := a.response.ContentLength; n > 0 && n <= limit && n <= keptBytes {
		b = slices.Grow(b, int(n)+1) // one more byte, to reach the end without growing
	}
	for {
		if len(b) == cap(b) {
			b = slices.Grow(b, 512)
		}
		n, err := a.response.Body.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if int64(len(b)) > limit {
			return b[:limit], true, nil
		}
		switch err {
		case nil:
		case io.EOF:
			return b, false, nil
		default:
			return b, false, err
		}
	}
}

// check returns an error for a successful answer that no Golem server sends. It does not parse
// the content, see [isCut].
func (a *answer) check(b []byte) error {
	if a.response.StatusCode == http.StatusNoContent && a.mayBeEmpty {
		return nil
	}
	if encoding := a.response.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return a.unexpected(b, fmt.Sprintf("the answer is compressed (%s), which was not asked for", shortQuote(encoding)))
	}
	kind := a.response.Header.Get("Content-Type")
	if !isJSON(kind) {
		if kind == "" {
			kind = "of no content type"
		}
		return a.unexpected(b, "the answer is "+shorten(kind, 60)+" and not application/json")
	}
	// An answer is an object or null.
	text := bytes.TrimRight(b, " \t\r\n")
	if len(text) == 0 && a.response.ContentLength == 0 {
		return a.unexpected(b, "the answer is empty")
	}
	if len(text) == 0 || text[len(text)-1] != '}' && string(text) != "null" {
		if len(text) > 0 && text[0] != '{' {
			return a.unexpected(b, "the answer is not a JSON object")
		}
		return &unreadError{io.ErrUnexpectedEOF}
	}
	return nil
}

func isJSON(contentType string) bool {
	if strings.HasPrefix(contentType, "application/json") {
		return true
	}
	kind, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	kind = strings.TrimSpace(kind)
	return kind == "application/json" || strings.HasPrefix(kind, "application/") && strings.HasSuffix(kind, "+json")
}

// unexpected returns the error for an answer that no Golem server sends.
func (a *answer) unexpected(b []byte, what string) error {
	e := newStatusError(a.response.StatusCode, string(b))
	e.Strange, e.purpose = what, a.purpose
	scrub(e, a.secret)
	return e
}

// refusal returns the error for an answer that is not a success.
func (a *answer) refusal(b []byte) error {
	text := string(b)
	if golem := parseGolemError(text); golem != nil {
		golem.Code, golem.purpose = a.response.StatusCode, a.purpose
		scrub(golem, a.secret)
		return golem
	}
	e := newStatusError(a.response.StatusCode, text)
	e.token, e.purpose = a.token(), a.purpose
	e.retried = temporaryStatus(e.Code) || slices.Contains(a.statuses, e.Code)
	e.RetryAfter = retryAfter(a.response.Header.Get("Retry-After"), time.Now())
	if e.Code >= 300 && e.Code <= 399 {
		e.Location = withoutPassword(a.response.Header.Get("Location"))
	}
	scrub(e, a.secret)
	return e
}

// tokenUse says which token a request had.
type tokenUse uint8

const (
	tokenSent tokenUse = iota
	tokenNone
	tokenEmpty
)

func (a *answer) token() tokenUse {
	switch {
	case len(a.secret) > 0:
		return tokenSent
	case a.emptyToken:
		return tokenEmpty
	}
	return tokenNone
}
