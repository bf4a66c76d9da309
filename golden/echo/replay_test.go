package echo

import (
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/golden/internal/replay"
	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
)

// TestRecording replays the recording of echo.
func TestRecording(t *testing.T) {
	want := replay.Counts{
		replay.V110:      {Made: 135, Refused: 40, CannotBeSent: 103, Read: 6},
		replay.V120:      {Made: 148, Refused: 28, CannotBeSent: 102, Read: 6},
		replay.V120Typed: {Made: 144, Refused: 31, CannotBeSent: 103, Read: 6},
		replay.V125:      {Made: 146, Refused: 28, CannotBeSent: 100, Read: 6},
		replay.V125Typed: {Made: 143, Refused: 30, CannotBeSent: 101, Read: 6},
	}
	players := map[string]func(r *replay.Replay, s *replay.Step){
		"echo": echoValue, "results": callFailures, "names": nameFunction, "bad-body": sendBody, "bad-request": sendRequest,
		"metadata": readMetadata, "worker-names": nameWorker, "enqueue": enqueue, "ephemeral": callEphemeral, "worker": readWorker, "trap": trap,
	}
	replay.Run(t, "echo", want, func(r *replay.Replay) {
		for r.More() {
			s := r.Next(r.Peek().Note)
			if play := players[s.Category]; play != nil {
				play(r, s)
			}
		}
	})
}

var ctx = replay.Ctx

// at returns the worker of an exchange.
func at(r *replay.Replay, s *replay.Step) *Worker { return NewWorker(r.Client, s.Worker()) }

func callFailures(r *replay.Replay, s *replay.Step) {
	f := at(r, s).Failures
	switch s.Note {
	case "divide ok":
		s.Gives(int32(3))(f.Divide(ctx, 7, 2))
	case "divide err":
		s.Fails(replay.Own("division by zero"))(f.Divide(ctx, 7, 0))
	case "check true":
		s.Gives()(f.Check(ctx, true))
	case "check false":
		s.Fails(replay.Own(struct{}{}))(f.Check(ctx, false))
	case "validate true":
		s.Gives()(f.Validate(ctx, true))
	case "validate false":
		s.Fails(replay.Own("not valid"))(f.Validate(ctx, false))
	}
}

// label returns the result of dump after the label was set to text. The recorded component on
// 1.2.5 returns it with a prefix.
func label(r *replay.Replay, text string) string {
	if r.Server == "1.2.5" {
		return "label=" + text
	}
	return text
}

func nameFunction(r *replay.Replay, s *replay.Step) {
	w := at(r, s)
	switch s.Note {
	case "world-level name dump":
		s.Gives("label=none")(w.World.Dump(ctx))
	case "world-level with param":
		s.Gives()(w.World.SetLabel(ctx, "L"))
	case "world-level after set":
		s.Gives(label(r, "L"))(w.World.Dump(ctx))
	case "function name 'conformance:echo/scalars@0.3.1.{echo-u8}'":
		s.Gives(uint8(1))(w.Scalars.EchoU8(ctx, 1))
	default:
		s.CannotBeSent(replay.NameIsFixed)
	}
}

func sendBody(r *replay.Replay, s *replay.Step) {
	echo := at(r, s).Scalars.EchoU8
	switch {
	case strings.HasPrefix(s.Note, "the same worker, a good call after: ") && s.Status == 200:
		s.Gives(uint8(1))(echo(ctx, 1))
	case strings.HasPrefix(s.Note, "the same worker, a good call after: "):
		s.Fails(r.LostToValue())(echo(ctx, 1))
	case s.Note == "body: no typ" && r.Typed:
		s.CannotBeSent(replay.TypesAreFixed)
	case s.Note == "body: no typ":
		s.Gives(uint8(1))(echo(ctx, 1))
	default:
		s.CannotBeSent(replay.BodyIsFixed)
	}
}

func sendRequest(r *replay.Replay, s *replay.Step) {
	echo := func(id string) (uint8, error) {
		off := runtime.WithVersionCheck(runtime.VersionCheckOff) // the component does not exist
		return NewWorker(r.Client, "main-x", runtime.WithComponentID(Component, id), off).Scalars.EchoU8(ctx, 1)
	}
	switch s.Note {
	case "component id 00000000-0000-0000-0000-000000000000":
		s.Fails(replay.Is(runtime.ErrNotFound, runtime.KindGetLatestVersionOfComponentFailed))(echo("00000000-0000-0000-0000-000000000000"))
	case "component id not-a-uuid":
		s.Refused(replay.As[*runtime.NameError]())(echo("not-a-uuid"))
	case "component id upper case":
		s.Gives(uint8(1))(echo(strings.ToUpper(Component.ID)))
	default:
		s.CannotBeSent(replay.RequestIsFixed)
	}
}

// readMetadata replays questions for metadata. On 1.2.5, another build was recorded. It has
// functions with a bare result in interfaces of their own, which that server leaves out.
func readMetadata(r *replay.Replay, s *replay.Step) {
	switch {
	case s.Status != 200:
		s.Read(replay.As[*metadata.DocumentError](), replay.Document)
	case r.Server == "1.2.5":
		s.Read(nil, replay.Changed(&Component, "recorded/golem-1.1.0/echo.json",
			"function-removed conformance:echo/composites.echo-result-none", "function-removed conformance:echo/failures.check",
			"interface-added conformance:echo/oks", "interface-added conformance:echo/stock"))
	default:
		s.Read(nil, replay.Pinned(&Component))
	}
}

// nameWorker replays calls to workers of many names. The client refuses the names that servers
// refuse.
func nameWorker(r *replay.Replay, s *replay.Step) {
	echo := at(r, s).Scalars.EchoU8
	if s.Status == 200 {
		s.Gives(uint8(1))(echo(ctx, 1))
	} else {
		s.Refused(replay.As[*runtime.NameError]())(echo(ctx, 1))
	}
}

func enqueue(r *replay.Replay, s *replay.Step) {
	world := at(r, s).World
	switch s.Note {
	case "enqueue":
		s.Gives()(world.Enqueue().SetLabel(ctx, "enqueued"))
	case "enqueue wrong param":
		s.CannotBeSent(replay.BodyIsFixed)
	case "dump after enqueue":
		s.Gives(label(r, "enqueued"))(world.Dump(ctx))
	}
}

func callEphemeral(r *replay.Replay, s *replay.Step) {
	scalars := NewEphemeral(r.Client).Scalars
	switch s.Note {
	case "without worker name on a durable component":
		s.Gives(uint8(9))(scalars.EchoU8(ctx, 9))
	case "without worker name enqueue":
		s.Gives()(scalars.Enqueue().EchoU8(ctx, 9))
	}
}

func readWorker(r *replay.Replay, s *replay.Step) {
	switch s.Note {
	case "worker metadata":
		s.Gives(uint64(0))(replay.Version(at(r, s).Worker))
	case "worker metadata missing":
		s.Fails(replay.Is(runtime.ErrNotFound))(replay.Version(at(r, s).Worker))
	case "cancel/delete worker", "delete missing worker":
		s.Gives()(at(r, s).Delete(ctx))
	}
}

func trap(r *replay.Replay, s *replay.Step) {
	w := at(r, s)
	switch s.Note {
	case "before trap":
		s.Gives(uint8(1))(w.Scalars.EchoU8(ctx, 1))
	case "trap":
		s.Fails(replay.Is(runtime.ErrWorkerLost, runtime.KindRuntimeError))(w.Failures.Trap(ctx, "boom"))
	case "after trap":
		s.Fails(replay.Is(runtime.ErrWorkerLost, runtime.KindPreviousInvocationFailed))(w.Scalars.EchoU8(ctx, 2))
	case "enqueue after trap":
		s.Fails(replay.Is(runtime.ErrWorkerLost, runtime.KindPreviousInvocationFailed))(w.Scalars.Enqueue().EchoU8(ctx, 2))
	case "failed worker metadata":
		m, err := w.Metadata(ctx)
		if err != nil || m.LastError == "" {
			r.T.Errorf("the metadata of a lost worker: %+v, %v", m, err)
			return
		}
		s.Gives("Failed")(m.Status, nil)
	}
}
