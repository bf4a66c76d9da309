package golemtest

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Fault describes something that goes wrong between a client and the server. Its
// first fields choose the requests that it strikes; their zero values mean every
// invocation.
type Fault struct {
	Function string // as in URLs or short ("cart.total"), of an agent "Counter.increment"; "" for every function
	Worker   string // of an agent its id; "" for every worker
	Path     string // part of the path, for requests other than invocations; "" for invocations only

	Call        int     // only the n-th matching request, from 1 on; 0 for each
	Times       int     // at most so many times; 0 for no limit
	Probability float64 // only by chance, drawn with the server's seed; 0 for always

	Latency    time.Duration // waits before the server reads the request
	Kind       FaultKind
	Early      bool          // for ResetAfter and GatewayTimeout: strike when the call is accepted, before its end
	RetryAfter time.Duration // the Retry-After header of 429 and 503, in whole seconds; none if negative

	mu     sync.Mutex
	seen   int
	struck int
	kept   []func() // copies that Deliver delivers
}

// FaultKind is what a fault does.
type FaultKind uint8

// The kinds of faults. Some keep the call from arriving, others let it run and spoil the
// answer, three change when and how often it arrives, and the last two never answer.
//
// Wedge does what real servers of 1.5 sometimes do, by an unknown rule, if the agent's
// revision does not take a call that the deployment takes: the server does not answer the
// call, the next call of the agent gets the error of this one, and later calls are not
// answered. The agent's status stays Idle. Wedge does not strike a call that the agent
// takes.
const (
	Delay              FaultKind = iota // the latency alone
	ResetBefore                         // the connection is reset; the call never arrives
	BadGateway                          // 502 with an HTML page; the call never arrives
	ServiceUnavailable                  // 503; the call never arrives
	TooManyRequests                     // 429; the call never arrives
	GatewayTimeout                      // 504 with an HTML page; the call runs
	ResetDuring                         // the connection is reset in the middle of the answer
	ResetAfter                          // the connection is reset after the call has run, before the answer
	Truncate                            // the answer ends in the middle, and the connection in order
	Duplicate                           // the call arrives twice, one copy right after the other
	Late                                // the connection is reset; the call arrives when Deliver is called
	LateCopy                            // the call runs and is answered; a copy arrives when Deliver is called
	Hang                                // nothing is answered until the client gives up; the call never arrives
	Wedge                               // a call that an agent's type does not take leaves the agent hanging for good
)

func (k FaultKind) String() string {
	names := [...]string{
		"delay", "reset before", "502", "503", "429", "504", "reset during the answer", "reset after the effect", "truncated answer",
		"duplicate", "late", "late copy", "hang", "wedge",
	}
	if int(k) < len(names) {
		return names[k]
	}
	return "fault " + strconv.Itoa(int(k))
}

// Inject adds faults to the server. Of several that match a request, the first
// strikes. Without arguments Inject removes all faults; what they hold back can
// still be delivered.
//
// A test fails at its end if a fault is for a function that nothing on the server has.
func (s *Server) Inject(list ...*Fault) {
	for _, f := range list {
		s.names("a fault", f.Function)
	}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	if len(list) == 0 {
		s.faults.list = nil
	}
	s.faults.list = append(s.faults.list, list...)
}

type faults struct {
	mu     sync.Mutex
	list   []*Fault
	random *rand.Rand
}

func newFaults(seed uint64) faults { return faults{random: rand.New(rand.NewPCG(seed, seed))} }

// chooseFault returns the fault that strikes a request, nil for none.
func (s *Server) chooseFault(r *http.Request, body []byte) *Fault {
	f := &s.faults
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.list) == 0 {
		return nil
	}
	worker, function := s.describe(r, body)
	for _, fault := range f.list {
		if fault.meets(r, worker, function) && fault.strikes(f.random) {
			return fault
		}
	}
	return nil
}

// describeRequest returns the worker and the function that a request names.
func describeRequest(r *http.Request) (worker, function string) {
	parts, ok := pathParts(r.URL.EscapedPath())
	if ok && len(parts) > 2 && parts[1] == "workers" {
		worker = parts[2]
	}
	return worker, r.URL.Query().Get("function")
}

func (f *Fault) meets(r *http.Request, worker, function string) bool {
	if f.Path != "" {
		return strings.Contains(r.URL.Path, f.Path)
	}
	return function != "" && (f.Worker == "" || f.Worker == worker) && (f.Function == "" || sameFunction(f.Function, function))
}

// sameFunction compares a name that a test has given with the name in a request, which may
// contain the kind of function and the arguments of an implicit resource.
func sameFunction(given, requested string) bool {
	if given == requested {
		return true
	}
	f, ok := parseInterfaceFunction(requested)
	if !ok {
		return false
	}
	iface, _, _ := strings.Cut(f.iface, "@")
	short := iface[strings.LastIndexByte(iface, '/')+1:] + "." + f.local()
	return given == short || given == f.iface+".{"+f.local()+"}"
}

// local returns the function's name within its interface, like
// [metadata.Component.FunctionName] but without the mark of static functions.
func (f *functionName) local() string {
	kind, name, found := strings.Cut(f.document, "]")
	switch {
	case !found:
		return f.document
	case kind == "[constructor":
		return name + ".new"
	case kind == "[drop":
		return name + ".drop"
	}
	return name
}

func (f *Fault) strikes(random *rand.Rand) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seen++
	switch {
	case f.Call > 0 && f.seen != f.Call, f.Times > 0 && f.struck >= f.Times, f.Probability > 0 && random.Float64() >= f.Probability:
		return false
	}
	f.struck++
	return true
}

// Struck returns the number of requests that the fault has struck.
func (f *Fault) Struck() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.struck
}

func (f *Fault) wait(ctx context.Context) {
	if f.Latency <= 0 {
		return
	}
	timer := time.NewTimer(f.Latency)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// instead returns the answer that replaces the call, and whether there is one.
func (f *Fault) instead() (*answer, bool) {
	switch f.Kind {
	case ResetBefore, Late:
		return &answer{ended: true}, true
	case BadGateway:
		return gatewayPage(http.StatusBadGateway), true
	case ServiceUnavailable:
		return f.busy(http.StatusServiceUnavailable), true
	case TooManyRequests:
		return f.busy(http.StatusTooManyRequests), true
	}
	return nil, false
}

// after returns the answer that the client gets to a call that has run.
func (f *Fault) after(a *answer) *answer {
	switch f.Kind {
	case ResetAfter:
		return &answer{ended: true}
	case GatewayTimeout:
		return gatewayPage(http.StatusGatewayTimeout)
	}
	return a
}

func (f *Fault) busy(status int) *answer {
	a := gatewayPage(status)
	if f.RetryAfter >= 0 {
		a.retryAfter = strconv.Itoa(int(f.RetryAfter / time.Second))
	}
	return a
}

func gatewayPage(status int) *answer {
	text := strconv.Itoa(status) + " " + http.StatusText(status)
	return &answer{status: status, contentType: "text/html", body: []byte("<html><head><title>" + text + "</title></head><body><h1>" + text + "</h1></body></html>\n")}
}

func (f *Fault) cutsAnswer() bool { return f.Kind == ResetDuring || f.Kind == Truncate }

// sendPart sends the first half of an answer. With ResetDuring it announces the full
// length, by which the client knows that the answer is cut, and then ends the connection.
func (f *Fault) sendPart(w http.ResponseWriter, a *answer) {
	w.Header().Set("Content-Type", a.contentType)
	if f.Kind == ResetDuring {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body[:len(a.body)/2])
	if f.Kind == Truncate {
		return
	}
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}
