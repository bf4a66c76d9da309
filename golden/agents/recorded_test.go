package agents

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"

	"github.com/golem-gen/golem-gen/golden/internal/replay"
	"github.com/golem-gen/golem-gen/runtime"
)

// exchange is a recorded exchange with a server of 1.5.9.
type exchange struct {
	Seq      int
	Path     string
	Request  string
	Status   int
	Response string
}

// recorded answers requests that are recorded, each as often as it is recorded. Another
// request fails the test.
type recorded struct {
	t    *testing.T
	sync sync.Mutex
	left []exchange
}

// record returns a client for the exchanges of a recording.
func record(t *testing.T, name string) *runtime.Client {
	t.Helper()
	text, err := os.ReadFile("../../testdata/recordings/golem-1.5.9/" + name + ".jsonl")
	if err != nil {
		t.Fatal(err)
	}
	r := &recorded{t: t}
	for line := range bytes.SplitSeq(bytes.TrimSpace(text), []byte("\n")) {
		var e exchange
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatal(err)
		}
		r.left = append(r.left, e)
	}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	client, err := runtime.NewClient(server.URL, runtime.WithoutRetry(), runtime.WithVersionCheck(runtime.VersionCheckOff))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func (r *recorded) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		r.t.Error(err)
	}
	r.sync.Lock()
	defer r.sync.Unlock()
	for i, e := range r.left {
		if e.Path == request.URL.Path && replay.SameJSON(plain(e.Request), plain(string(body))) {
			r.left = append(r.left[:i], r.left[i+1:]...)
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(e.Status)
			_, _ = io.WriteString(w, e.Response)
			return
		}
	}
	r.t.Errorf("no such request is recorded (any more): %s %s", request.URL.Path, body)
	w.WriteHeader(http.StatusTeapot)
}

// plain is a request without what means the same when it is left out.
func plain(request string) []byte {
	var value any
	decoder := json.NewDecoder(bytes.NewReader([]byte(request)))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil {
		return []byte(request)
	}
	var clean func(value any)
	clean = func(value any) {
		switch v := value.(type) {
		case map[string]any:
			for key, member := range v {
				if key == "idempotencyKey" || key == "textType" && member == nil || key == "config" && member == nil {
					delete(v, key)
				}
				clean(member)
			}
		case []any:
			for _, item := range v {
				clean(item)
			}
		}
	}
	clean(value)
	text, err := json.Marshal(value)
	if err != nil {
		return []byte(request)
	}
	return text
}
