package golemtest

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"
)

// TestSchedule moves the clock past calls that were scheduled out of order.
func TestSchedule(t *testing.T) {
	s, d, call := counters(t)
	start := time.Date(2030, 1, 2, 3, 0, 0, 0, time.UTC)
	s.SetTime(start)
	var order []string
	d.HandleFunc("Counter.increment", func(_ context.Context, in *Invocation) (json.RawMessage, error) {
		order = append(order, string(in.Parameters[0]))
		return in.Parameters[0], nil
	})
	at := func(by string, after time.Duration) {
		call.do("increment", by, `"mode":"schedule"`, `"scheduleAt":"`+start.Add(after).Format(time.RFC3339)+`"`)
	}
	at("3", 3*time.Minute)
	at("1", time.Minute)
	at("2", 2*time.Minute)
	at("0", 0)
	for _, step := range []struct {
		by   time.Duration
		want string
	}{{0, "[0]"}, {time.Minute, "[0 1]"}, {30 * time.Second, "[0 1]"}, {time.Hour, "[0 1 2 3]"}} {
		s.Advance(step.by)
		s.Settle()
		want(t, "after "+step.by.String(), fmt.Sprint(order), step.want)
	}
}

// TestScheduledAgent schedules calls of an agent that does not exist. It is made at once.
func TestScheduledAgent(t *testing.T) {
	s, first, _ := counters(t)
	s.SetTime(time.Date(2030, 1, 2, 3, 0, 0, 0, time.UTC))
	for _, change := range []struct {
		name string
		make func()
		runs int
	}{
		{"nothing", func() {}, 1},
		{"deployed", func() { deployRecorded(s, "dev", 2) }, 1},
		{"deleted", func() { first.DeleteAgent(`Drifting("deleted")`) }, 0},
		{"made anew", func() {
			first.DeleteAgent(`Drifting("made anew")`)
			agentCaller{t, s, `Drifting("made anew")`}.do("stable", "7")
		}, 1},
	} {
		ran, revision := 0, ""
		count := func(d *Deployment, number string) {
			d.HandleFunc("Drifting.stable", func(_ context.Context, in *Invocation) (json.RawMessage, error) {
				ran, revision = ran+1, number
				return in.Parameters[0], nil
			})
		}
		first.Activate()
		count(first, "the first")
		agent := agentCaller{t, s, fmt.Sprintf("Drifting(%q)", change.name)}
		agent.do("stable", "1", `"mode":"schedule"`, `"scheduleAt":"`+s.now().Add(time.Hour).Format(time.RFC3339)+`"`)
		change.make()
		s.Advance(2 * time.Hour)
		s.Settle()
		if ran != change.runs || ran > 0 && revision != "the first" {
			t.Errorf("%s: ran %d times, by %q", change.name, ran, revision)
		}
	}
}
