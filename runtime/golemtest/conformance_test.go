package golemtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const testdata = "../../testdata"

// exceptions are recorded exchanges that this server answers differently, by version, file
// and number, with the reason.
var exceptions = map[string]map[int]string{
	"1.2.5/echo": {
		275: "the backtrace is that of the recorded component", 276: "as 275", 277: "as 275", 278: "as 275",
	},
	"1.2.5/indexed": {
		49: "handlers get JSON, which has no infinity",
	},
	"1.1.0/shop": {
		58: "the real server was recovering the worker for a minute; its gateway answered 504 meanwhile",
		59: "the real server was retrying the failing call for a minute; its gateway answered 504 meanwhile",
		60: "the worker's status during these retries",
		61: "the call had waited for these retries, so it was the one that failed",
	},
}

var componentHandlers = map[string]func(string) Handler{
	"shop": shopHandler, "echo": newEchoHandler, "ledger": newEchoHandler, "drift": driftHandler,
	"indexed": func(string) Handler { return indexedHandler{scriptText} },
}

// The components that were recorded on 1.2.5 are written in Rust.
var rustHandlers = map[string]func(string) Handler{
	"shop": shopHandler, "echo": newRustEchoHandler, "ledger": newRustEchoHandler, "drift": rustDriftHandler,
	"indexed": func(string) Handler { return indexedHandler{rustText} },
}

// TestRecordings replays all recorded exchanges with real servers.
func TestRecordings(t *testing.T) {
	for _, version := range []string{"1.1.0", "1.2.0", "1.2.5"} {
		for _, name := range []string{"shop", "echo", "ledger", "drift", "indexed"} {
			t.Run(version+"/"+name, func(t *testing.T) { replayRecording(t, version, name) })
		}
	}
}

func replayRecording(t *testing.T, version, name string) {
	list := readRecordingFile(t, version, name)
	server := NewServer(t, Version(version), Quiet())
	handlers := componentHandlers
	if version == "1.2.5" {
		handlers = rustHandlers
	}
	uploads := map[int][]byte{}
	for i, document := range documents(t, version, name, list) {
		if i < 0 {
			server.AddComponent(document).Handle(handlers[name])
		} else {
			uploads[i] = document
		}
	}
	different := 0
	for _, x := range list {
		if document := uploads[x.Seq]; document != nil {
			server.AddComponent(document)
		}
		if x.Method == http.MethodGet {
			server.Settle() // the recordings waited before requests for a worker's status
		}
		if !checkExchange(t, server, x, exceptions[version+"/"+name][x.Seq]) {
			different++
		}
	}
	t.Logf("%d exchanges, %d different, %d exceptions", len(list), different, len(exceptions[version+"/"+name]))
}

// checkExchange sends a request and checks that the answer is the recorded one, or another
// one if there is a reason.
func checkExchange(t *testing.T, server *Server, x Exchange, reason string) bool {
	t.Helper()
	status, contentType, body := send(t, server.URL, x)
	fault := ""
	switch {
	case status != x.Status:
		fault = "status"
	case x.Status < 0:
	case contentType != *x.ContentType:
		fault = "content type"
	case !sameBody(body, *x.Response):
		fault = "body"
	}
	if (fault != "") == (reason != "") {
		return true
	}
	t.Errorf("%d %s, %s: %s differs (exception: %q)\n  request  %s\n  recorded %d %s\n  here     %d %s",
		x.Seq, x.Category, x.Note, fault, reason, x, x.Status, shorten(deref(x.Response)), status, shorten(body))
	return false
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func readRecordingFile(t testing.TB, version, name string) []Exchange {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(testdata, "recordings", "golem-"+version, name+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	list, err := ReadRecording(text)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// documents returns the components of a recording by the exchange before which they are
// uploaded. A negative number means before all exchanges.
func documents(t *testing.T, version, name string, list []Exchange) map[int][]byte {
	found := map[int][]byte{}
	seen := map[string]bool{}
	for _, x := range list {
		if x.Method != http.MethodGet || x.Status != 200 || !strings.HasPrefix(*x.Response, `{"componentName"`) {
			continue
		}
		var d struct {
			VersionedComponentID struct {
				ComponentID string
				Version     int
			}
		}
		if err := json.Unmarshal([]byte(*x.Response), &d); err != nil {
			t.Fatal(err)
		}
		id := d.VersionedComponentID
		if key := id.ComponentID + string(rune('0'+id.Version)); !seen[key] {
			seen[key] = true
			at := x.Seq
			if id.Version == 0 {
				at = -1 - len(found)
			}
			found[at] = []byte(*x.Response)
		}
	}
	if len(found) == 0 {
		if version == "1.2.5" && name == "indexed" {
			name = "idx" // has the document of another upload
		}
		text, err := os.ReadFile(filepath.Join(testdata, "metadata", "recorded", "golem-"+version, name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		id, _, _ := strings.Cut(strings.TrimPrefix(list[0].Path, "/v1/components/"), "/")
		found[-1] = componentID.ReplaceAll(text, []byte(`"componentId":"`+id+`"`))
	}
	return found
}

func send(t testing.TB, base string, x Exchange) (status int, contentType, body string) {
	t.Helper()
	var content io.Reader
	if x.Request != nil {
		content = strings.NewReader(*x.Request)
	}
	r, err := http.NewRequest(x.Method, base+x.Path, content)
	if err != nil {
		t.Fatal(err)
	}
	if x.Method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, v := range x.RequestHeaders {
		r.Header.Set(name, v)
		if v == "" && strings.EqualFold(name, "content-type") {
			r.Header.Del(name)
		}
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		if errors.Is(err, io.EOF) || strings.Contains(err.Error(), "reset") {
			return -1, "", ""
		}
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, response.Header.Get("Content-Type"), string(text)
}

var (
	componentID = regexp.MustCompile(`"componentId":\s*"[^"]*"`)
	memory      = regexp.MustCompile(`"totalLinearMemorySize":\d+,`)
)

// sameBody compares JSON with exact numbers, or texts. It ignores the creation time of
// workers and their memory, which components grow.
func sameBody(a, b string) bool {
	na, errA := parseJSON(memory.ReplaceAllString(fixCreationTimes(a), ""))
	nb, errB := parseJSON(memory.ReplaceAllString(fixCreationTimes(b), ""))
	if errA != nil || errB != nil {
		return a == b
	}
	return bytes.Equal(na.append(nil), nb.append(nil))
}
