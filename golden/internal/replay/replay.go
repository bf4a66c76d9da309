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

// Replay is one recording, told in one form.
type Replay struct {
	Form

	T      testing.TB
	Client *runtime.Client // made with default options, but for retries
	URL    string          // of the server that plays the recording

	// VersionOf is the version of the component that the worker runs, -1 for one
	// that does not exist; by default 0 for all workers. Latest is the version of
	// new workers. Clients ask for them on their own account, which recordings
	// do not hold.
	VersionOf func(worker string) int
	Latest    int

	exchanges []golemtest.Exchange
	next      int
	step      atomic.Pointer[Step] // that is under way
	table     *table
	count     Count
}

// Run tells a recording in each form and compares what became of its exchanges
// with want, and with the golden table.
func Run(t *testing.T, recording string, want Counts, tell func(r *Replay)) {
	table := &table{}
	for _, form := range forms {
		t.Run(form.String(), func(t *testing.T) {
			r := start(t, recording, form)
			r.table = table
			table.section(recording, form)
			tell(r)
			r.finish(want[form])
		})
	}
	if !t.Failed() && table.sections == len(forms) { // fewer with -run
		table.compare(t, recording)
	}
}

// repository is the way to its top from the packages in golden.
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
	r.Client = r.Dial(runtime.WithServerVersion(form.Told))
	return r
}

// Dial makes another client.
func (r *Replay) Dial(opts ...runtime.ClientOption) *runtime.Client {
	client, err := runtime.NewClient(r.URL, append(opts, runtime.WithoutRetry())...)
	if err != nil {
		r.T.Fatal(err)
	}
	r.T.Cleanup(client.CloseIdleConnections)
	return client
}

// More tells whether exchanges are left, and Peek is the next one.
func (r *Replay) More() bool { return r.next < len(r.exchanges) }

// Peek is the exchange that Next will take; More has to be true.
func (r *Replay) Peek() golemtest.Exchange { return r.exchanges[r.next] }

// Next takes the next exchange, which must have that note.
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

// settled checks that something became of the exchange before.
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

// Ctx is for the calls of a test, which end by themselves.
var Ctx = context.Background()
