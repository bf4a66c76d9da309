package golemtest

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The component envy counts, waits and traps. The recordings of worker operations, keys and
// oplogs use it. Some of their calls overlap, so a test repeats them concurrently.

const (
	envyID     = "0838a67f-ccd8-58f6-b683-dd12ac764d7a"
	envyPath   = "/v1/components/" + envyID + "/workers"
	envySize   = 126825
	envyMemory = 1114112
)

// envy returns a server with the component. Its id and sizes are the recorded ones.
func envy(t *testing.T, version string) *Server {
	t.Helper()
	document := "1.2.5"
	if version == "1.1.0" {
		document = version
	}
	text, err := os.ReadFile(filepath.Join(testdata, "metadata", "recorded", "golem-"+document, "envy.json"))
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	m["componentSize"] = envySize
	m["versionedComponentId"].(map[string]any)["componentId"] = envyID
	m["metadata"].(map[string]any)["memories"] = []any{map[string]any{"initial": envyMemory, "maximum": nil}}
	s := NewServer(t, Version(version), Quiet())
	s.AddComponent(quoted(m)).Handle(envyHandler(s))
	return s
}

func envyHandler(s *Server) func(string) Handler {
	return func(worker string) Handler {
		count := uint64(0)
		bump := func(call *Invocation) any { count += uint64(read[uint32](call, 0)); return count }
		of := func() *workerStart { return s.startOf(worker) }
		return table{
			"bump": bump, "bump-slowly": bump,
			"args": func(*Invocation) any { return of().args },
			"env":  func(*Invocation) any { return of().env },
			"fail": func(*Invocation) any { return errors.New("no") },
		}
	}
}

type workerStart struct {
	args []string
	env  [][2]string
}

// startOf returns the arguments and the environment of a worker as the component sees them.
func (s *Server) startOf(name string) *workerStart {
	w := s.worker(envyID, name)
	start := &workerStart{args: w.args}
	for _, key := range slices.Sorted(mapKeys(w.env)) {
		start.env = append(start.env, [2]string{key, w.env[key]})
	}
	start.env = append(start.env, [2]string{"GOLEM_WORKER_NAME", name}, [2]string{"GOLEM_COMPONENT_ID", envyID}, [2]string{"GOLEM_COMPONENT_VERSION", "0"})
	return start
}

func mapKeys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}

// asked is a request that was sent.
type asked struct {
	x      Exchange
	answer chan string
}

// ask sends a recorded request without waiting for the answer.
func ask(t *testing.T, s *Server, x Exchange) *asked {
	a := &asked{x, make(chan string, 1)}
	r, err := http.NewRequestWithContext(context.Background(), x.Method, s.URL+x.Path, strings.NewReader(deref(x.Request)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	for name, value := range x.RequestHeaders {
		r.Header.Set(name, value)
	}
	go func() {
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			a.answer <- err.Error()
			return
		}
		defer response.Body.Close()
		text, _ := io.ReadAll(response.Body)
		a.answer <- string(text)
	}()
	return a
}

// check compares the answer with the recorded one.
func (a *asked) check(t *testing.T) {
	t.Helper()
	if got := <-a.answer; !sameBody(got, *a.x.Response) {
		t.Errorf("%d %s:\n got      %s\n recorded %s", a.x.Seq, a.x.Note, got, *a.x.Response)
	}
}

// waitFor waits until so many calls are in a worker's queue.
func waitFor(s *Server, name string, queued int) {
	w := s.worker(envyID, name)
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.queue) != queued {
		w.change.Wait()
	}
}

// TestKeyRunning sends a key again while its call runs. The call runs twice.
func TestKeyRunning(t *testing.T) {
	for _, version := range []string{"1.1.0", "1.2.5"} {
		s := envy(t, version)
		list := readRecordingFile(t, version, "key-running")
		gate := s.Hold("api.bump-slowly", "")
		first := ask(t, s, list[1])
		gate.Wait()
		ask(t, s, list[0]).check(t)
		second := ask(t, s, list[2])
		waitFor(s, "key-running", 1)
		gate.Open()
		first.check(t)
		second.check(t)
		s.Settle()
		ask(t, s, list[3]).check(t)
		ask(t, s, list[4]).check(t)
	}
}

// TestOplogRecordings searches oplogs for keys in every state.
func TestOplogRecordings(t *testing.T) {
	for _, version := range []string{"1.1.0", "1.2.5"} {
		t.Run(version, func(t *testing.T) {
			s := envy(t, version)
			list := readRecordingFile(t, version, "oplog")
			do := func(numbers ...int) {
				t.Helper()
				for _, n := range numbers {
					checkOplog(t, s, list[n-1])
				}
			}
			gate := s.Hold("api.bump-slowly", "")
			do(1, 2, 3)
			running := ask(t, s, list[11])
			gate.Wait()
			waiting := ask(t, s, list[12])
			waitFor(s, "oplog-1", 1)
			do(4, 5, 6, 7)
			gate.Open()
			running.check(t)
			waiting.check(t)
			do(8, 9, 10, 11, 12, 13, 14, 15)
			s.Settle()
			for n := 16; n <= 24; n++ {
				do(n)
			}
		})
	}
}

// checkOplog sends a recorded request about an oplog. It does not compare what belongs to
// the component (memory and imported functions), and therefore neither numbers of entries,
// nor times and traces.
func checkOplog(t *testing.T, s *Server, x Exchange) {
	t.Helper()
	status, _, got := send(t, s.URL, x)
	if status != x.Status {
		t.Errorf("%d %s: status %d, recorded %d", x.Seq, x.Note, status, x.Status)
	}
	switch {
	case status != http.StatusOK:
		if !strings.Contains(got, `"type":"RuntimeError"`) || !strings.Contains(*x.Response, `"type":"RuntimeError"`) {
			t.Errorf("%d %s: got %s, recorded %s", x.Seq, x.Note, got, *x.Response)
		}
	case strings.Contains(x.Path, "/oplog?"):
		if d := cmp.Diff(ownEntries(t, *x.Response), ownEntries(t, got)); d != "" {
			t.Errorf("%d %s (-recorded +got):\n%s", x.Seq, x.Note, d)
		}
	case !sameBody(got, *x.Response):
		t.Errorf("%d %s: got %s, recorded %s", x.Seq, x.Note, got, *x.Response)
	}
}

// ownEntries returns a page of an oplog without what is not compared.
func ownEntries(t *testing.T, text string) any {
	t.Helper()
	var page struct {
		Entries           []struct{ Entry map[string]any }
		FirstIndexInChunk int
		LastIndex         int
		Next              map[string]any
	}
	if err := json.Unmarshal([]byte(text), &page); err != nil {
		t.Fatal(err)
	}
	var names []string
	for name := range page.Next {
		names = append(names, name)
	}
	slices.Sort(names)
	var entries []map[string]any
	for _, e := range page.Entries {
		switch e.Entry["type"] {
		case "GrowMemory", "ImportedFunctionInvoked", "Log":
			continue
		case "Error":
			e.Entry["error"] = "…"
		}
		withoutTrace(e.Entry)
		if invocation, ok := e.Entry["invocation"].(map[string]any); ok {
			withoutTrace(invocation)
		}
		entries = append(entries, e.Entry)
	}
	return map[string]any{"entries": entries, "next": names}
}

func withoutTrace(m map[string]any) {
	for _, name := range []string{"timestamp", "invocationContext", "traceId", "traceStates"} {
		if _, ok := m[name]; ok {
			m[name] = "…"
		}
	}
}

// TestWorkerOperations creates, describes, calls and deletes workers with all kinds of
// names.
func TestWorkerOperations(t *testing.T) {
	for _, version := range []string{"1.1.0", "1.2.5"} {
		t.Run(version, func(t *testing.T) {
			s := envy(t, version)
			for _, x := range readRecordingFile(t, version, "worker-operations") {
				checkExchange(t, s, x, operationExceptions[version][x.Seq])
			}
		})
	}
}

var operationExceptions = map[string]map[int]string{
	"1.1.0": {6: hashOrder},
	"1.2.5": {
		5:  hashOrder,
		39: "the real server had not noted yet that the call had ended",
		43: "the real server had not noted yet that the call had ended",
	},
}

const hashOrder = "the order of the environment is that of the real server's hash map"
