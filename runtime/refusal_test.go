package runtime

import (
	"net/http"
	"strings"
	"testing"
)

// FuzzRefusal checks that any answer becomes an error with a text of one line and bounded
// length.
func FuzzRefusal(f *testing.F) {
	for _, seed := range []string{
		`{"golemError":{"details":"x","type":"RuntimeError"}}`, `{"golemError":{}}`, `{"golemError":null}`, `{"golemError":{"type":1,"details":{"a":2}}}`,
		`{"errors":["a","b"]}`, `{"error":"x","workerError":{"cause":"y","stderr":"z"}}`, `{"error":1}`, "<html><title>a\nb</title>", "<HTML><h1>İ</h1>", "<title", "<h1></h1><pre>",
		"", "\x00\xff", strings.Repeat("x", 1000),
	} {
		f.Add(500, seed)
	}
	f.Fuzz(func(t *testing.T, code int, body string) {
		var err error = newStatusError(code, body)
		if golem := parseGolemError(body); golem != nil {
			err = golem
		}
		text := err.Error()
		if strings.ContainsAny(text, "\n\r\x00") || len(text) > 3*maxShown {
			t.Errorf("%q", text)
		}
		_, _ = mayHaveRun(err), temporary(err)
	})
}

// TestPagesAndMessages tells web pages from messages that mention one. Only a Golem server knows that
// something does not exist.
func TestPagesAndMessages(t *testing.T) {
	for body, page := range map[string]bool{
		`{"error":"the page <html> is not there"}`: false,
		`the page <html> is not there`:             false,
		`<xml><a/></xml>`:                          false,
		"":                                         false,
		`<html><title>404</title>`:                 true,
		"\n <!DOCTYPE html><p>x":                   true,
		`<!-- x --><BODY>x`:                        true,
	} {
		e := newStatusError(http.StatusNotFound, body)
		if e.HTML != page || isNotFound(e) == page {
			t.Errorf("%q: HTML %t, not found %t", body, e.HTML, isNotFound(e))
		}
	}
}
