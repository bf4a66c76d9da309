package runtime

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"sync/atomic"
)

// request holds all that one attempt needs for net/http, in one allocation.
type request struct {
	http   http.Request
	limit  limitedContext // of a call, in the request of its first attempt, see callLimits
	url    url.URL
	key    [1]string
	text   []byte
	reader bytes.Reader
	over   atomic.Bool // the transport has returned and gets no more bodies

	repeated atomic.Bool // the transport has asked for another body
}

var (
	contentType = []string{"application/json"}
	templates   = map[string]*http.Request{
		http.MethodGet: template(http.MethodGet), http.MethodPost: template(http.MethodPost), http.MethodDelete: template(http.MethodDelete),
	}
	postTemplate = templates[http.MethodPost]
)

func template(method string) *http.Request {
	return &http.Request{Method: method, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}
}

// prepare returns the HTTP request without its body.
func (r *request) prepare(ctx context.Context, template *http.Request, header http.Header) *http.Request {
	r.http = *template.WithContext(ctx)
	r.http.URL, r.http.Header = &r.url, header
	return &r.http
}

// keyHeader is not in canonical form, because net/http's transport repeats a request with the
// header Idempotency-Key on its own if a kept connection breaks before the answer. The call may
// be running then, and servers run a call again if its key arrives while it runs. Servers do
// not distinguish the two spellings.
const keyHeader = "idempotency-key"

// attempt sends body and stores a good answer in c.response.
func (c *call) attempt(ctx context.Context, at *location, query string, body []byte) error {
	header, err := c.settings.header(ctx)
	if err != nil {
		return err
	}
	r := c.first
	if c.first = nil; r == nil {
		r = new(request)
	}
	r.text, r.key[0] = body, c.key
	header[keyHeader] = r.key[:]
	if c.info != nil {
		c.info.addTo(header)
	}
	at.url(&r.url, query)
	return c.roundTrip(ctx, r, header)
}

func (c *call) roundTrip(ctx context.Context, r *request, header http.Header) error {
	if ctx.Err() != nil {
		return interrupted(ctx, false)
	}
	if err := c.enterLife(); err != nil {
		return err
	}
	attempt, cancel := c.settings.attempt(ctx)
	defer cancel()
	out := r.prepare(attempt, postTemplate, header)
	out.Body, out.GetBody = r.bodies(&c.open)
	out.ContentLength = int64(len(r.text))
	c.attempts++
	c.secret = header["Authorization"]
	c.out = r
	response, err := c.client.transport.RoundTrip(out)
	c.out = nil
	r.over.Store(true)
	answer := c.settings.answer(header)
	c.response, err = answer.receive(ctx, attempt, response, err, c.response[:0])
	return err
}
