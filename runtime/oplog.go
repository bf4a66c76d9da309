package runtime

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// oplogPage is a part of a worker's oplog.
type oplogPage struct {
	Entries   []oplogPageEntry
	LastIndex uint64
}

type oplogPageEntry struct {
	OplogIndex uint64
	Entry      oplogEntry
}

// oplogEntry is an entry of an oplog. Servers of 1.1.0 write the old fields.
type oplogEntry struct {
	Type string
	oplogCall
	Invocation oplogCall // of a waiting call
	Response   json.RawMessage
	Error      json.RawMessage
	Dropped    *oplogRegion `json:"droppedRegion"` // of Revert
	OldDropped *oplogRegion `json:"dropped_region"`
}

// oplogRegion is a range of entries. It includes Start and End.
type oplogRegion struct{ Start, End uint64 }

// oplogCall identifies the call that an entry is about.
type oplogCall struct {
	Key         string `json:"idempotencyKey"`
	OldKey      string `json:"idempotency_key"`
	Name        string `json:"functionName"`
	OldName     string `json:"function_name"`
	FullName    string `json:"fullFunctionName"`
	OldFullName string `json:"full_function_name"`
	Method      string `json:"methodName"` // of an agent
}

func (e *oplogEntry) key() string {
	return cmp.Or(e.Key, e.OldKey, e.Invocation.Key, e.Invocation.OldKey)
}

func (e *oplogEntry) function() string {
	return cmp.Or(e.Name, e.OldName, e.Invocation.FullName, e.Invocation.OldFullName, e.Invocation.Method)
}

// oplogCount is the number of entries in a request.
const oplogCount = 100

// readOplog asks for entries from an index on, where 0 is the first. If query is not empty, it
// asks only for entries that contain it.
func (w *Worker) readOplog(ctx context.Context, s *settings, from uint64, query string) (*oplogPage, error) {
	q := "count=" + strconv.Itoa(oplogCount)
	if from > 0 {
		q += "&from=" + strconv.FormatUint(from, 10)
	}
	if query != "" {
		q += "&query=" + url.QueryEscape(query)
	}
	page := new(oplogPage)
	if err := w.client.ask(ctx, s, w.self.at("/oplog"), q, unmarshalInto(page)); err != nil {
		return nil, err
	}
	found := len(page.Entries)
	page.Entries = slices.DeleteFunc(page.Entries, func(e oplogPageEntry) bool { return e.OplogIndex < from })
	if found > 0 && len(page.Entries) == 0 && query == "" && from <= page.LastIndex {
		return nil, fmt.Errorf("the answer to GET %s has only entries before %d, which was asked for", w.self.at("/oplog"), from)
	}
	return page, nil
}

// callTrace collects the entries of a worker's oplog that concern the call with a key.
// Later questions about the same key continue where the last one ended.
type callTrace struct {
	key      string
	next     uint64 // index of the first entry that was not read, 0 at the beginning
	retrying bool   // the server retries a call that trapped

	events []traceEvent
	callTraceState
}

// traceEvent is an entry of the oplog that changed what is known about the call.
type traceEvent struct {
	index uint64
	entry oplogEntry
}

// callTraceState is the state of the call after the events.
type callTraceState struct {
	function string
	queued   bool
	running  bool
	canceled bool
	ended    CallState // CallDone or CallFailed once a run has ended
	runs     int
	result   string
	reason   string
}

// trace reads the worker's oplog for t.key to its end.
func (w *Worker) trace(ctx context.Context, s *settings, t *callTrace) error {
	const rounds = 3 // others may create the worker again meanwhile
	for range rounds {
		if again, err := w.traceWorker(ctx, s, t); err != nil || !again {
			return err
		}
		*t = callTrace{key: t.key}
	}
	return errRecreated
}

// traceWorker is trace for one worker. It reports whether the worker was created again, so that
// everything has to be read again.
func (w *Worker) traceWorker(ctx context.Context, s *settings, t *callTrace) (again bool, err error) {
	if t.next == 0 {
		if err := w.findKey(ctx, s, t); err != nil {
			return false, err
		}
	}
	for {
		page, err := w.readOplog(ctx, s, t.next, "")
		if err != nil {
			return false, err
		}
		if page.LastIndex+1 < t.next {
			return true, nil
		}
		for i := range page.Entries {
			t.add(page.Entries[i].OplogIndex, &page.Entries[i].Entry)
			t.next = page.Entries[i].OplogIndex + 1
		}
		if len(page.Entries) == 0 || t.next > page.LastIndex {
			return false, nil
		}
	}
}

// findKey sets t.next to the first entry to read: the first entry with the key or, if there is
// none, the last entry of the oplog, which a search sometimes misses.
//
// A query matches texts anywhere in an entry, so the keys are compared here. The query must be
// quoted, because a key with a colon would be a query for a field. There is no known way to
// quote quotes, so for keys with quotes all entries are read.
func (w *Worker) findKey(ctx context.Context, s *settings, t *callTrace) error {
	t.next = 1
	if strings.ContainsAny(t.key, `"\`) {
		return nil
	}
	for from := uint64(0); ; {
		page, err := w.readOplog(ctx, s, from, `"`+t.key+`"`)
		if err != nil {
			t.next = 0
			return err
		}
		for i := range page.Entries {
			if page.Entries[i].Entry.key() == t.key {
				t.next = page.Entries[i].OplogIndex
				return nil
			}
			from = page.Entries[i].OplogIndex + 1
		}
		if len(page.Entries) < oplogCount || from > page.LastIndex {
			t.next = max(page.LastIndex, 1)
			return nil
		}
	}
}

// add adds the next entry of the oplog.
func (t *callTrace) add(index uint64, e *oplogEntry) {
	if e.Type == "Revert" {
		t.revert(cmp.Or(e.Dropped, e.OldDropped))
		return
	}
	if t.apply(t.key, e) {
		t.events = append(t.events, traceEvent{index, *e})
	}
}

// revert removes the entries of a region. Somebody has reverted the worker to the state before
// them, and the worker does not recognize the keys of calls in them.
func (t *callTrace) revert(region *oplogRegion) {
	if region == nil {
		return
	}
	events := t.events
	t.events, t.callTraceState = nil, callTraceState{}
	for i := range events {
		if e := &events[i]; e.index < region.Start || e.index > region.End {
			t.add(e.index, &e.entry)
		}
	}
}

// apply applies an entry and reports whether it is about the call with the key. A worker runs one
// call at a time, so an entry that ends a call is about the last one that began.
func (t *callTraceState) apply(key string, e *oplogEntry) bool {
	switch e.Type {
	case "PendingWorkerInvocation", "PendingAgentInvocation":
		if e.key() != key {
			return false
		}
		t.queued, t.canceled, t.function = true, false, e.function()
	case "CancelInvocation", "CancelPendingInvocation": // before 1.4, and from 1.4 on
		if e.key() != key {
			return false
		}
		t.queued, t.canceled = false, true
	case "ExportedFunctionInvoked", "AgentInvocationStarted":
		if e.key() != key {
			return t.stop()
		}
		t.queued, t.canceled, t.running, t.function = false, false, true, e.function()
		t.runs++
	case "ExportedFunctionCompleted", "AgentInvocationFinished":
		if !t.stop() {
			return false
		}
		t.ended, t.result, t.reason = CallDone, string(e.Response), ""
	case "Error", "Exited":
		switch {
		case t.ended == CallDone: // a copy of the call has ended, and the result of the first run remains
			return t.stop()
		case !t.running:
			return false
		}
		t.ended, t.reason = CallFailed, jsonText(e.Error)
	default:
		return false
	}
	return true
}

// stop ends a run and reports whether there was one.
func (t *callTraceState) stop() bool {
	ran := t.running
	t.running = false
	return ran
}

// state returns the state of the call. While a copy of the call waits or runs, nothing must be
// sent again with its key, even if another copy has ended.
func (t *callTrace) state() CallState {
	switch {
	case t.running && (t.ended != CallFailed || t.retrying):
		return CallRunning
	case t.queued:
		return CallWaiting
	case t.ended != CallUnknown:
		return t.ended
	case t.canceled:
		return CallCanceled
	}
	return CallNotReceived
}

func (t *callTrace) status() CallStatus {
	s := CallStatus{State: t.state(), Function: t.function, Runs: t.runs}
	switch s.State {
	case CallDone:
		s.Result = t.result
	case CallFailed:
		s.Reason = t.reason
	}
	return s
}
