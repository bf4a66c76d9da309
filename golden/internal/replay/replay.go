package replay

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// Replay is a recording that a client replays in one form.
type Replay struct {
	Form

	T      testing.TB
	Client *runtime.Client // has default options, but never sends a request again
	URL    string          // of the server that plays the recording

	// VersionOf returns the component version of a worker, or -1 if the worker does not
	// exist. The default is 0 for all workers. Latest is the version of new workers. They
	// answer questions of the client that the recording does not contain.
	VersionOf func(worker string) int
	Latest    int

	exchanges []golemtest.Exchange
	next      int
	step      atomic.Pointer[Step] // the current one
	table     *table
	count     Count
}

// Run calls play with the recording in each form, and compares the counts with want and the errors
// with the golden table.
func Run(t *testing.T, recording string, want Counts, play func(r *Replay)) {
	table := &table{}
	for _, form := range forms {
		t.Run(form.String(), func(t *testing.T) {
			r := start(t, recording, form)
			r.table = table
			table.section(recording, form)
			play(r)
			r.finish(want[form])
		})
	}
	if !t.Failed() && table.sections == len(forms) { // fewer with -run
		table.compare(t, recording)
	}
}

// repository is the path from the packages in golden to the top of the repository.
var repository = filepath.Join("..", "..")

func start(t testing.TB, recording string, form Form) *Replay {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(repository, "testdata", "recordings", "golem-"+form.Server, recording+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	r := &Replay{Form: form, T: t, VersionOf: func(string) int { return 0 }}
	if r.exchanges, err = golemtest.ReadRecording(text); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if s := r.step.Load(); s != nil {
			s.player.Close()
		}
	})
	server := httptest.NewServer(http.HandlerFunc(r.serve))
	t.Cleanup(server.Close)
	r.URL = server.URL
	r.Client = r.Dial(runtime.WithServerVersion(form.Option))
	return r
}

// Dial returns another client.
func (r *Replay) Dial(opts ...runtime.ClientOption) *runtime.Client {
	client, err := runtime.NewClient(r.URL, append(opts, runtime.WithoutRetry())...)
	if err != nil {
		r.T.Fatal(err)
	}
	r.T.Cleanup(client.CloseIdleConnections)
	return client
}

// More reports whether the recording has a next exchange.
func (r *Replay) More() bool { return r.next < len(r.exchanges) }

// Peek returns the next exchange. It panics if there is none.
func (r *Replay) Peek() golemtest.Exchange { return r.exchanges[r.next] }

// Next begins the next exchange. The test fails if its note is another one.
func (r *Replay) Next(note string) *Step {
	r.T.Helper()
	r.settled()
	if !r.More() {
		r.T.Fatalf("%q: the recording has no more exchanges", note)
	}
	s := &Step{r: r, Exchange: r.Peek()}
	if s.Note != note {
		r.T.Fatalf("exchange %d is %q, not %q", s.Seq, s.Note, note)
	}
	s.play()
	r.next++
	r.step.Store(s)
	return s
}

// settled checks that the test has stated what the client does in the current exchange.
func (r *Replay) settled() {
	r.T.Helper()
	s := r.step.Load()
	if s == nil {
		return
	}
	s.player.Close()
	if !s.done {
		s.errorf("nothing is said about it")
	}
}

func (r *Replay) finish(want Count) {
	r.T.Helper()
	r.settled()
	for ; r.More(); r.next++ {
		r.T.Errorf("exchange %d (%s) is left out", r.Peek().Seq, r.Peek().Note)
	}
	r.T.Log(r.count)
	if r.count != want {
		r.T.Errorf("got %s\nwant %s", r.count, want)
	}
}

// Ctx is the context of all calls.
var Ctx = context.Background()
