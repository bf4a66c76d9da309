package replay

import (
	"encoding/json"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// Step is an exchange of a replay. A test calls one of its methods to state what the client does.
// The functions that these methods return take the results of the client's call.
type Step struct {
	golemtest.Exchange

	r      *Replay
	player *golemtest.Player // of only this exchange
	sent   int               // number of requests that were checked
	done   bool
}

// play sets the player.
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

// settle counts the exchange, if it has not been counted.
func (s *Step) settle(counter *int) {
	if !s.done {
		s.done = true
		*counter++
	}
}

// Gives expects that the client sends the recorded request and returns want and no error. Without
// want, the results are not compared.
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

// Fails expects that the client sends the recorded request and returns an error for the answer.
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

// Refused expects that the client sends nothing and returns an error.
func (s *Step) Refused(check Check) func(results ...any) {
	return func(results ...any) {
		s.r.T.Helper()
		s.settle(&s.r.count.Refused)
		s.checkNotMade()
		s.checkError(check, results)
		s.r.table.add(s, "refused before sending", failure(results))
	}
}

// CannotBeSent says why no program with the client can send the request.
func (s *Step) CannotBeSent(reason string) {
	s.settle(&s.r.count.CannotBeSent)
	s.r.table.addText(s, "cannot be sent: "+reason)
}

// Read calls read with an answer that is not one of a call, and checks its error. A nil check expects no error.
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

// failure returns the last result of a call, which is its error.
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

// checkMade checks that the client sent the recorded request and no other one.
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

// checkTypes checks that the parameters have types if and only if the form has them. The player
// compares the types with recorded ones. Some requests were recorded without types.
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

// requests returns the requests that the client sent since the last call of this method.
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
