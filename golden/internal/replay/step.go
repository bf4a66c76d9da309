package replay

import (
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// Step is an exchange that something has to be said about. The functions that
// its methods return take the results of the client's call.
type Step struct {
	golemtest.Exchange

	r    *Replay
	left map[int]bool // exchanges not played before
	sent int          // requests before
	done bool
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
	made := s.made()
	if len(made) != 1 || made[0] != s.Seq {
		s.errorf("the exchanges %v were played\n%s", made, s.requests())
		return
	}
	all := s.r.player.Exchanges()
	sent := all[len(all)-1].Request
	if s.Request == nil || sent == nil || !strings.Contains(*sent, `"value":`) {
		return
	}
	typed := strings.Contains(*sent, `"typ":`)
	if !s.r.Typed && typed || s.r.Typed && !typed && strings.Contains(*s.Request, `"typ":`) {
		s.errorf("types in the request: %t\n%s", typed, *sent)
	}
}

func (s *Step) checkNotMade() {
	s.r.T.Helper()
	if requests := s.requests(); requests != "" {
		s.errorf("something was sent:\n%s", requests)
	}
}

// made are the exchanges that were played in this step.
func (s *Step) made() []int {
	left := s.r.unplayed()
	var made []int
	for _, x := range s.r.exchanges {
		if s.left[x.Seq] && !left[x.Seq] {
			made = append(made, x.Seq)
		}
	}
	return made
}

// requests are those that were sent in this step.
func (s *Step) requests() string {
	var b strings.Builder
	for _, x := range s.r.player.Exchanges()[s.sent:] {
		b.WriteString(x.String() + "\n")
	}
	return b.String()
}

func (s *Step) errorf(format string, args ...any) {
	s.r.T.Helper()
	s.r.T.Errorf("exchange %d (%s): "+format, append([]any{s.Seq, s.Note}, args...)...)
}
