package replay

import (
	"encoding/json"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// Step is an exchange that something has to be said about. The functions that
// its methods return take the results of the client's call.
type Step struct {
	golemtest.Exchange

	r      *Replay
	player *golemtest.Player // of this exchange alone
	sent   int               // requests that checks have seen
	done   bool
}

// play makes the player.
func (s *Step) play() {
	s.r.T.Helper()
	text, err := json.Marshal(s.Exchange)
	if err == nil {
		s.player, err = golemtest.NewReplay(text, golemtest.Version(s.r.Server))
	}
	if err != nil {
		s.r.T.Fatal(err)
	}
}

// settle counts the exchange, once.
func (s *Step) settle(counter *int) {
	if !s.done {
		s.done = true
		*counter++
	}
}

// Gives is for a call that sends the recorded request and returns want; without
// want, for one that returns nothing but no error.
func (s *Step) Gives(want ...any) func(results ...any) {
	return func(results ...any) {
		s.r.T.Helper()
		s.settle(&s.r.count.Made)
		err := failure(results)
		if err != nil {
			s.errorf("%v", err)
			return
		}
		s.checkMade()
		if diff := cmp.Diff(want, results[:len(results)-1]); len(want) > 0 && diff != "" {
			s.errorf("(-want +got)\n%s", diff)
		}
	}
}

// Fails is for a call that sends the recorded request and makes an error of the
// answer.
func (s *Step) Fails(check Check) func(results ...any) {
	return func(results ...any) {
		s.r.T.Helper()
		s.settle(&s.r.count.Made)
		s.checkMade()
		s.checkError(check, results)
		if s.Status != 200 || !isOwn(failure(results)) {
			s.r.table.add(s, "sent", failure(results))
		}
	}
}

// Refused is for a call that sends nothing.
func (s *Step) Refused(check Check) func(results ...any) {
	return func(results ...any) {
		s.r.T.Helper()
		s.settle(&s.r.count.Refused)
		s.checkNotMade()
		s.checkError(check, results)
		s.r.table.add(s, "refused before sending", failure(results))
	}
}

// CannotBeSent is for a request that no program with the client can send.
func (s *Step) CannotBeSent(reason string) {
	s.settle(&s.r.count.CannotBeSent)
	s.r.table.addText(s, "cannot be sent: "+reason)
}

// Read is for what is no call: read is given the answer.
func (s *Step) Read(check Check, read func(answer []byte) error) {
	s.r.T.Helper()
	s.settle(&s.r.count.Read)
	err := read([]byte(*s.Response))
	if check == nil {
		if err != nil {
			s.errorf("%v", err)
		}
		return
	}
	s.checkError(check, []any{err})
	s.r.table.add(s, "read", err)
}

// failure is the error among the results of a call, the last one.
func failure(results []any) error {
	err, _ := results[len(results)-1].(error)
	return err
}

func (s *Step) checkError(check Check, results []any) {
	s.r.T.Helper()
	err := failure(results)
	if err == nil {
		s.errorf("no error, and the results %v", results[:len(results)-1])
	} else if wrong := check(err); wrong != "" {
		s.errorf("the error %T: %v\n%s", err, err, wrong)
	}
}

// checkMade checks that the recorded request was sent, and no other one.
func (s *Step) checkMade() {
	s.r.T.Helper()
	sent := s.requests()
	if len(sent) != 1 || len(s.player.Unplayed()) != 0 {
		s.errorf("not the recorded request was sent, but %v", sent)
		return
	}
	if key := s.RequestHeaders["Idempotency-Key"]; key != "" && key != sent[0].RequestHeaders["Idempotency-Key"] {
		s.errorf("the idempotency key is %v", sent[0].RequestHeaders)
	}
	if s.Request != nil && sent[0].Request != nil && strings.Contains(*s.Request, `"value":`) {
		s.checkTypes(*sent[0].Request)
	}
}

// checkTypes checks that the parameters have types where the form wants them;
// that they are the recorded ones, the player has compared. Some requests were
// recorded without.
func (s *Step) checkTypes(sent string) {
	s.r.T.Helper()
	typed := strings.Contains(sent, `"typ":`)
	recorded := strings.Contains(*s.Request, `"typ":`)
	if typed && !s.r.Typed || recorded && !typed && s.r.Typed {
		s.errorf("types in the request: %t\n%s", typed, sent)
	}
}

func (s *Step) checkNotMade() {
	s.r.T.Helper()
	if sent := s.requests(); len(sent) > 0 {
		s.errorf("something was sent: %v", sent)
	}
}

// requests are those that were sent since they were asked for before.
func (s *Step) requests() []golemtest.Exchange {
	all := s.player.Exchanges()
	sent := all[s.sent:]
	s.sent = len(all)
	return sent
}

func (s *Step) errorf(format string, args ...any) {
	s.r.T.Helper()
	s.r.T.Errorf("exchange %d (%s): "+format, append([]any{s.Seq, s.Note}, args...)...)
}
