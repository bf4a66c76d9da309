package runtime

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestSharedQuestion checks that callers share one request, and that none of them alone can
// end it.
func TestSharedQuestion(t *testing.T) {
	var s shared[int]
	own := &settings{}
	asked, begun, goOn := 0, make(chan struct{}), make(chan struct{})
	ask := func(ctx context.Context) (int, error) {
		return s.ask(ctx, own, func(ctx context.Context) (int, error) {
			asked++
			close(begun)
			<-goOn
			return asked, ctx.Err()
		})
	}
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := ask(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
	<-begun
	for range 10 {
		wg.Go(func() {
			if n, err := ask(context.Background()); n != 1 || err != nil {
				t.Errorf("got %d, %v", n, err)
			}
		})
	}
	for waiting := 0; waiting < 11; {
		s.mu.Lock()
		waiting = s.with(own).waiting
		s.mu.Unlock()
		time.Sleep(time.Millisecond)
	}
	cancel()
	close(goOn)
	wg.Wait()
	if s.asking != nil {
		t.Error("the question is still open")
	}
}

// TestSharedQuestionWithoutCallers checks that the request ends when all callers have given
// up, and that the next caller asks again.
func TestSharedQuestionWithoutCallers(t *testing.T) {
	var s shared[int]
	own := &settings{}
	ended := make(chan struct{})
	ctx, cancel := context.WithCancel(context.Background())
	_, err := s.ask(ctx, own, func(ctx context.Context) (int, error) {
		cancel()
		<-ctx.Done()
		close(ended)
		return 0, ctx.Err()
	})
	<-ended
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if n, err := s.ask(context.Background(), own, func(context.Context) (int, error) { return 7, nil }); n != 7 || err != nil {
		t.Errorf("got %d, %v", n, err)
	}
}

// TestSharedQuestionTakesTooLong checks that the time limit of a question does not look like the
// end of a caller's context, wherever the question's error has that end.
func TestSharedQuestionTakesTooLong(t *testing.T) {
	for name, wrap := range map[string]func(error) error{
		"plain":   func(err error) error { return err },
		"wrapped": func(err error) error { return &uncheckedError{err: notCreated(err), agent: true} },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var s shared[int]
				_, err := s.ask(context.Background(), &settings{}, func(ctx context.Context) (int, error) {
					<-ctx.Done()
					return 0, wrap(interrupted(ctx, false))
				})
				if errors.Is(err, context.Canceled) || OutcomeOf(err) != OutcomeUnavailable || !IsRetryable(err) || !strings.Contains(err.Error(), "no answer within 30s") {
					t.Errorf("got %v, outcome %s", err, OutcomeOf(err))
				}
			})
		})
	}
}

// TestSharedQuestionPanics checks that a transport that panics makes all callers panic, and
// that nothing stays open.
func TestSharedQuestionPanics(t *testing.T) {
	var s shared[int]
	own := &settings{}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("no panic")
			}
		}()
		_, _ = s.ask(context.Background(), own, func(context.Context) (int, error) { panic("out of order") })
	}()
	if n, err := s.ask(context.Background(), own, func(context.Context) (int, error) { return 7, nil }); n != 7 || err != nil {
		t.Errorf("got %d, %v", n, err)
	}
}

// TestSharedQuestionOwnSettings checks that callers with other tokens ask for themselves.
func TestSharedQuestionOwnSettings(t *testing.T) {
	var s shared[int]
	one, other := &settings{}, &settings{}
	n, err := s.ask(context.Background(), one, func(context.Context) (int, error) {
		return s.ask(context.Background(), other, func(context.Context) (int, error) { return 2, nil })
	})
	if n != 2 || err != nil {
		t.Errorf("got %d, %v", n, err)
	}
}

// TestGuessEnds checks that a refusal to tell the version does not decide the dialect for
// ever.
func TestGuessEnds(t *testing.T) {
	var s dialectState
	s.guess.Store(&guess{oldDialect, time.Now().Add(time.Hour)})
	if s.known() != oldDialect {
		t.Error("the guess is not used")
	}
	s.guess.Store(&guess{oldDialect, time.Now()})
	if s.known() != nil {
		t.Error("the guess is used for ever")
	}
}
