package golemtest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Recorder is a proxy in front of a real server that records all exchanges.
type Recorder struct {
	// URL is the recorder's base URL, which the program uses in place of the server's.
	URL string

	upstream string
	http     *http.Server
	log      exchangeLog
}

// Record starts a recorder in front of the server with the base URL upstream. The caller
// closes it. Authorization headers are forwarded and not recorded. The error says why the
// recorder cannot listen on a port.
func Record(upstream string) (*Recorder, error) {
	r := &Recorder{upstream: strings.TrimSuffix(upstream, "/")}
	var err error
	r.http, r.URL, err = serve(r)
	return r, err
}

// Close stops the recorder.
func (r *Recorder) Close() { _ = r.http.Close() }

// Exchanges returns the exchanges so far.
func (r *Recorder) Exchanges() []Exchange { return r.log.Exchanges() }

// Transcript returns the recording so far.
func (r *Recorder) Transcript() []byte { return r.log.Transcript() }

// ServeHTTP forwards a request.
func (r *Recorder) ServeHTTP(w http.ResponseWriter, in *http.Request) {
	r.log.serve(w, in, r.pass)
}

func (r *Recorder) pass(in *http.Request, body []byte) *answer {
	out, err := http.NewRequestWithContext(in.Context(), in.Method, r.upstream+in.URL.RequestURI(), bytes.NewReader(body))
	if err != nil {
		return textAnswer(http.StatusBadGateway, "golemtest: recorder: %v", err)
	}
	out.Header = in.Header.Clone()
	out.Header.Del("Accept-Encoding") // the transport asks for compression and undoes it
	response, err := http.DefaultTransport.RoundTrip(out)
	if err != nil {
		return &answer{ended: true}
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return &answer{ended: true}
	}
	return &answer{status: response.StatusCode, contentType: response.Header.Get("Content-Type"), body: text}
}

// RecordEnv is the environment variable that makes Recorded record: the base URL of a
// real server.
const RecordEnv = "GOLEMTEST_RECORD"

// Recorded starts a server for a test and returns its base URL. The server plays the
// recording testdata/<name>.jsonl. If the environment variable GOLEMTEST_RECORD holds
// the base URL of a real server, it forwards every request to that server, and writes
// the recording when the test has passed.
func Recorded(t testing.TB, name string, opts ...Option) (url string) {
	t.Helper()
	path := goldenPath(name)
	upstream := os.Getenv(RecordEnv)
	if upstream == "" {
		recording, err := os.ReadFile(path)
		if err != nil {
			t.Fatalf("golemtest: no recording: %v: run the test once with %s=http://… of a real server", err, RecordEnv)
		}
		return Replay(t, recording, opts...).URL
	}
	recorder, err := Record(upstream)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		recorder.Close()
		recorder.log.printIfFailed(t, newConfig(opts))
		if t.Failed() {
			return
		}
		if err := writeGolden(path, recorder.Transcript()); err != nil {
			t.Error(err)
		}
	})
	return recorder.URL
}

func goldenPath(name string) string {
	return filepath.Join("testdata", filepath.FromSlash(name)+".jsonl")
}

func writeGolden(path string, text []byte) error {
	err := os.MkdirAll(filepath.Dir(path), 0o755)
	if err == nil {
		err = os.WriteFile(path, text, 0o644)
	}
	if err != nil {
		return fmt.Errorf("golemtest: %w", err)
	}
	return nil
}
