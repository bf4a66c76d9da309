package drift

import (
	"testing"

	"github.com/golem-gen/golem-gen/golden/driftv1"
	"github.com/golem-gen/golem-gen/golden/internal/replay"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestRecording replays calls of a client of version 0 on workers of version 1, which has fields,
// cases and flags of the same names in another order.
func TestRecording(t *testing.T) {
	want := replay.Counts{
		replay.V110:      {Made: 18, Refused: 6, CannotBeSent: 6, Read: 2},
		replay.V120:      {Made: 20, Refused: 2, CannotBeSent: 9, Read: 2},
		replay.V120Typed: {Made: 17, Refused: 4, CannotBeSent: 10, Read: 2},
		replay.V125:      {Made: 20, Refused: 2, CannotBeSent: 9, Read: 2},
		replay.V125Typed: {Made: 17, Refused: 4, CannotBeSent: 10, Read: 2},
	}
	replay.Run(t, "drift", want, func(r *replay.Replay) {
		r.Latest = 1
		r.VersionOf = func(worker string) int {
			if worker == "old" {
				return 0
			}
			return 1
		}
		askVersion(r)
		callOldWorker(r)
		callWithTypes(r)
		callWithoutTypes(r)
		r.Next("worker metadata").Gives(uint64(0))(replay.Version(NewWorker(r.Client, "old").Worker))
		r.Next("worker metadata, new worker").Gives(uint64(1))(replay.Version(NewWorker(r.Client, "w5").Worker))
	})
}

var (
	ctx  = replay.Ctx
	off  = runtime.WithVersionCheck(runtime.VersionCheckOff)
	pair = Pair{A: 1, B: 2, Name: "n", Level: LevelLow}
)

// described has the results of describe, which returns its parameters as text.
type described struct {
	meant     string // of version 0
	misread   string // of version 1, for a request with version 0's types
	readByNew string // of version 1, for a request without types, which it reads by name
}

// descriptions returns the results of the recorded component. The one on 1.2.5 was written in Rust:
// it prints fields in a fixed order, and only the flags that are set.
func descriptions(r *replay.Replay) described {
	if r.Server == "1.2.5" {
		const meant = `a=1 b=2 name="n" level=Level::Low perms=Perms(READ) action=Action::Stop`
		return described{
			meant:     meant,
			misread:   `a=2 b=1 name="n" level=Level::None perms=Perms(ADMIN) action=Action::Pause`,
			readByNew: meant,
		}
	}
	return described{
		meant:     `[{"a":1,"b":2,"name":"n","level":"low"},{"read":true,"write":false},{"tag":"stop"}]`,
		misread:   `[{"b":1,"a":2,"name":"n","level":"none"},{"admin":true,"read":false,"write":false},{"tag":"pause"}]`,
		readByNew: `[{"b":2,"a":1,"name":"n","level":"low"},{"admin":false,"read":true,"write":false},{"tag":"stop"}]`,
	}
}

// askVersion replays the question of a client that does not know the server's version.
func askVersion(r *replay.Replay) {
	w := NewEphemeral(r.Dial(), runtime.WithVersionCheck(runtime.VersionCheckEveryCall))
	r.Next("server version").Fails(replay.Drift(0, 1))(w.API.LevelNow(ctx))
}

func callOldWorker(r *replay.Replay) {
	old := NewWorker(r.Client, "old").API
	r.Next("metadata, version 0").Read(nil, replay.Pinned(&Component))
	if s := r.Next("version 0 client with types, version 0 worker"); r.Typed {
		s.Gives(descriptions(r).meant)(old.Describe(ctx, pair, PermsRead, ActionStop{}))
	} else {
		s.CannotBeSent(replay.TypesAreFixed)
	}
	if r.Server == "1.1.0" { // requires types
		return
	}
	if s := r.Next("version 0 client without types, version 0 worker"); r.Typed {
		s.CannotBeSent(replay.TypesAreFixed)
	} else {
		s.Gives(descriptions(r).meant)(old.Describe(ctx, pair, PermsRead, ActionStop{}))
	}
}

// callWithTypes replays requests with types. The worker misreads some of them, which only the
// client's comparison of versions prevents.
func callWithTypes(r *replay.Replay) {
	r.Next("metadata, version 1: fields reordered, cases and flags inserted").Read(nil, replay.Pinned(&driftv1.Component))
	w1 := NewWorker(r.Client, "w1")
	if s := r.Next("version 0 client with types, version 1 worker: accepted, and every meaning changed"); r.Typed {
		s.Refused(replay.Drift(0, 1))(w1.API.Describe(ctx, pair, PermsRead, ActionStop{}))
		s.Gives(descriptions(r).misread)(w1.API.Describe(ctx, pair, PermsRead, ActionStop{}, off))
	} else {
		s.CannotBeSent(replay.TypesAreFixed)
	}
	// The answer has another type than the client expects.
	r.Next("then, the same worker").Fails(replay.Drift(0, 1))(w1.API.LevelNow(ctx, off))

	r.Next("with types: too few parameters").CannotBeSent(replay.BodyIsFixed)
	then(r, "w2")
	w3 := NewWorker(r.Client, "w3")
	if s := r.Next("with types, unknown function"); r.Typed {
		s.Refused(replay.Drift(0, 1))(describe(w3, &gone))
		s.Fails(replay.Drift(0, 1))(describe(w3, &gone, off))
	} else {
		s.CannotBeSent(replay.TypesAreFixed)
	}
	then(r, "w3")
	r.Next("with types, enqueue, wrong types: accepted").CannotBeSent(replay.BodyIsFixed)
	then(r, "w4")
}

// callWithoutTypes replays requests without types. Servers that read parameters by name refuse
// values that do not fit.
func callWithoutTypes(r *replay.Replay) {
	withoutTypes(r, "without types, version 1 worker", "w5", &fnAPIDescribe)
	then(r, "w5")
	r.Next("without types, missing field").CannotBeSent("a Go struct has each field")
	then(r, "w6")
	noCase := Pair{A: 1, B: 2, Name: "n", Level: LevelHigh + 1}
	unknown := replay.Encode(wire.ReasonEnumRange)
	r.Next("without types, unknown case").Refused(unknown)(NewWorker(r.Client, "w7").API.Describe(ctx, noCase, PermsRead, ActionStop{}))
	then(r, "w7")
	r.Next("without types, too few parameters").CannotBeSent(replay.BodyIsFixed)
	then(r, "w8")
	r.Next("without types, too many parameters").CannotBeSent(replay.BodyIsFixed)
	then(r, "w9")
	withoutTypes(r, "without types, unknown function", "w10", &gone)
	then(r, "w10")
	withoutTypes(r, "without types, unknown interface", "w11", &elsewhere)
	then(r, "w11")
	enqueue := NewWorker(r.Client, "w12").API.Enqueue()
	r.Next("without types, enqueue, unknown case").Refused(unknown)(enqueue.Describe(ctx, noCase, PermsRead, ActionStop{}))
	then(r, "w12")
	r.Next("some with, some without types").CannotBeSent(replay.BodyIsFixed)
	then(r, "w13")
}

// then replays a correct call to the same worker, by a client of its version.
func then(r *replay.Replay, worker string) {
	levelNow := driftv1.NewWorker(r.Client, worker).API.LevelNow
	if s := r.Next("then, the same worker"); s.Status == 200 {
		s.Gives(driftv1.LevelLow)(levelNow(ctx))
	} else {
		s.Fails(r.LostToValue())(levelNow(ctx))
	}
}

// withoutTypes replays a call of version 0 on a worker of version 1. A server that requires types
// refuses the request without any effect, and the client compares versions before it sends types.
func withoutTypes(r *replay.Replay, note, worker string, fn *stub.Function) {
	s := r.Next(note)
	w := NewWorker(r.Dial(runtime.WithServerVersion("1.2.0")), worker)
	switch {
	case r.Typed && r.Server != "1.1.0":
		s.CannotBeSent(replay.TypesAreFixed)
	case s.Status == 200:
		s.Gives(descriptions(r).readByNew)(describe(w, fn))
	case fn == &fnAPIDescribe:
		s.Fails(replay.Drift(0, 1))(describe(w, fn))
	case r.Server == "1.1.0":
		s.Refused(replay.Drift(0, 1))(describe(w, fn))
	default: // by default, the client compares versions and sends nothing
		s.Fails(replay.Drift(0, 1))(describe(w, fn, off))
	}
}

// Functions of clients of other versions.
var (
	gone      = stub.Function{Interface: "acme:drift/api", Name: "gone", Parameters: fnAPIDescribe.Parameters, Result: fnAPIDescribe.Result}
	elsewhere = stub.Function{Interface: "acme:drift/other", Name: "describe", Parameters: fnAPIDescribe.Parameters, Result: fnAPIDescribe.Result}
)

// describe calls fn, which has the parameters and the result of describe. It has the form of a
// generated method.
func describe(w *Worker, fn *stub.Function, opts ...runtime.CallOption) (result string, err error) {
	target, p, x := stub.TargetOf(w.Worker), PermsRead, Action(ActionStop{})
	call := target.Begin(fn, opts)
	call.Buffer = appendPair(call.Param(), &call.Encoder, &pair)
	call.Buffer = appendPerms(call.Param(), &call.Encoder, &p)
	call.Buffer = appendAction(call.Param(), &call.Encoder, &x)
	err = call.AwaitValue(ctx, &result, stub.TakeString)
	return result, err
}
