package echo

import (
	"context"
	"math"

	"github.com/golem-gen/golem-gen/golden/internal/replay"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// echoValue tells an exchange with a function that answers its parameter. The
// value is read from the recorded request, given to the client's method, and
// what that returns compared with what is read from the recorded answer.
func echoValue(r *replay.Replay, s *replay.Step) {
	w := at(r, s)
	switch s.Note {
	case "nothing None":
		s.Gives()(w.Scalars.Nothing(ctx))
		return
	case "two-params":
		s.Gives(runtime.Tuple2[string, uint64]{F0: "left", F1: 42})(w.Scalars.TwoParams(ctx, 42, "left"))
		return
	case "echo-f32 3.4028235e38": // the largest float32 in the text that servers do not take
		s.CannotBeSent(writesOther + writes(r, s, math.MaxFloat32, Scalars.EchoF32, scalarsOf))
		return
	}
	if echo := echoes[s.Function()]; !refuseValue(s, w) && echo != nil {
		echo(r, s)
	}
}

// refuseValue tells the exchanges whose value the client refuses: a Go value may
// be none of the type's, and stands for what the server refused.
func refuseValue(s *replay.Step, w *Worker) bool {
	refused := func(reason wire.EncodeReason) func(...any) { return s.Refused(replay.Encode(reason)) }
	scalars, composites := w.Scalars, w.Composites
	switch s.Note {
	case "echo-f32 3.5e38":
		refused(wire.ReasonNotFinite)(scalars.EchoF32(ctx, float32(math.Inf(1))))
	case "echo-f32 null":
		refused(wire.ReasonNotFinite)(scalars.EchoF32(ctx, float32(math.NaN())))
	case "echo-f64 1.8e308":
		refused(wire.ReasonNotFinite)(scalars.EchoF64(ctx, math.Inf(1)))
	case "echo-f64 null", `echo-f64 "NaN"`:
		refused(wire.ReasonNotFinite)(scalars.EchoF64(ctx, math.NaN()))
	case "echo-char 55296":
		refused(wire.ReasonInvalidRune)(scalars.EchoChar(ctx, 55296))
	case "echo-char 1114112":
		refused(wire.ReasonInvalidRune)(scalars.EchoChar(ctx, 1114112))
	case "echo-char -1":
		refused(wire.ReasonInvalidRune)(scalars.EchoChar(ctx, -1))
	case `echo-string "\ud83d"`:
		refused(wire.ReasonInvalidUTF8)(scalars.EchoString(ctx, "\xed\xa0\xbd"))
	case "echo-priority 0", "echo-priority null":
		refused(wire.ReasonEnumZero)(composites.EchoPriority(ctx, 0))
	case `echo-priority "veryHigh"`, `echo-priority "LOW"`:
		refused(wire.ReasonEnumRange)(composites.EchoPriority(ctx, EchoPriorityValueVeryHigh+1))
	case `echo-permissions ["nope"]`:
		refused(wire.ReasonUnknownFlag)(composites.EchoPermissions(ctx, EchoPermissionsValueSetUID<<1))
	case `echo-option-option {"some":null}`, "echo-option-option [null]":
		refused(wire.ReasonNestedNull)(composites.EchoOptionOption(ctx, runtime.Some(runtime.None[uint8]())))
	case "echo-result {}", "echo-result null":
		refused(wire.ReasonUnwritableResult)(composites.EchoResult(ctx, runtime.Result[string, EchoPriorityValue]{}))
	case `echo-result {"err":"nope"}`:
		refused(wire.ReasonEnumRange)(composites.EchoResult(ctx, runtime.Err[string](EchoPriorityValueVeryHigh+1)))
	case "echo-shape {}", "echo-shape null":
		refused(wire.ReasonNilVariant)(composites.EchoShape(ctx, nil))
	default:
		return false
	}
	return true
}

// echoes tell the exchanges with a function.
var echoes = map[string]func(r *replay.Replay, s *replay.Step){
	"echo-bool":               scalar(wire.DecodeBool, Scalars.EchoBool),
	"echo-u8":                 scalar(wire.DecodeUint8, Scalars.EchoU8),
	"echo-s8":                 scalar(wire.DecodeInt8, Scalars.EchoS8),
	"echo-u16":                scalar(wire.DecodeUint16, Scalars.EchoU16),
	"echo-s16":                scalar(wire.DecodeInt16, Scalars.EchoS16),
	"echo-u32":                scalar(wire.DecodeUint32, Scalars.EchoU32),
	"echo-s32":                scalar(wire.DecodeInt32, Scalars.EchoS32),
	"echo-u64":                scalar(wire.DecodeUint64, Scalars.EchoU64),
	"echo-s64":                scalar(wire.DecodeInt64, Scalars.EchoS64),
	"echo-f32":                scalar(wire.DecodeFloat32, Scalars.EchoF32),
	"echo-f64":                scalar(wire.DecodeFloat64, Scalars.EchoF64),
	"echo-char":               scalar(wire.DecodeChar, Scalars.EchoChar),
	"echo-string":             scalar(wire.DecodeString, Scalars.EchoString),
	"echo-priority":           composite(decodeEchoPriorityValue, Composites.EchoPriority),
	"echo-permissions":        composite(decodeEchoPermissionsValue, Composites.EchoPermissions),
	"echo-wide-flags":         composite(decodeEchoWideFlagsValue, Composites.EchoWideFlags),
	"echo-point":              composite(decodeEchoPointValue, Composites.EchoPoint),
	"echo-order":              composite(decodeEchoOrderValue, Composites.EchoOrder),
	"echo-shape":              composite(decodeEchoShapeValue, Composites.EchoShape),
	"echo-tree":               composite(decodeEchoTreeValue, Composites.EchoTree),
	"echo-keywords":           composite(decodeEchoKeywordsValue, Composites.EchoKeywords),
	"echo-tuple1":             composite(readTuple1Uint8, Composites.EchoTuple1),
	"echo-tuple5":             composite(readTuple5Uint8StringBoolCharEchoPointValue, Composites.EchoTuple5),
	"echo-list-u8":            composite(wire.DecodeBytes, Composites.EchoListU8),
	"echo-list-f64":           composite(wire.DecodeFloat64s, Composites.EchoListF64),
	"echo-list-string":        composite(wire.DecodeStrings, Composites.EchoListString),
	"echo-list-list":          composite(readListListUint32, Composites.EchoListList),
	"echo-list-char":          composite(readListChar, Composites.EchoListChar),
	"echo-list-order":         composite(readListEchoOrderValue, Composites.EchoListOrder),
	"echo-list-shape":         composite(readListEchoShapeValue, Composites.EchoListShape),
	"echo-option":             composite(readOptionString, Composites.EchoOption),
	"echo-option-u64":         composite(readOptionUint64, Composites.EchoOptionU64),
	"echo-option-option":      composite(readOptionOptionUint8, Composites.EchoOptionOption),
	"echo-option-list-option": composite(readOptionListOptionString, Composites.EchoOptionListOption),
	"echo-result":             echoing(compositesOf, readResultStringEchoPriorityValue, readOkResult, Composites.EchoResult),
	"echo-result-none":        composite(readListResultUnitUnit, Composites.EchoResultNone),
	"echo-result-ok-only":     composite(readListResultUint32Unit, Composites.EchoResultOKOnly),
	"echo-result-err-only":    composite(readListResultUnitString, Composites.EchoResultErrOnly),
}

// method is a method expression of a client's interface I.
type method[I, T, R any] = func(client I, ctx context.Context, value T, opts ...runtime.CallOption) (R, error)

func scalar[T any](read wire.DecodeFunc[T], call method[Scalars, T, T]) func(*replay.Replay, *replay.Step) {
	return echoing(scalarsOf, read, read, call)
}

func composite[T any](read wire.DecodeFunc[T], call method[Composites, T, T]) func(*replay.Replay, *replay.Step) {
	return echoing(compositesOf, read, read, call)
}

func scalarsOf(w *Worker) Scalars { return w.Scalars }

func compositesOf(w *Worker) Composites { return w.Composites }

// readOkResult reads what echo-result answers: the parameter in a tuple, in ok.
func readOkResult(d *wire.Decoder, v *runtime.Tuple1[runtime.Result[string, EchoPriorityValue]]) {
	d.BeginResult()
	readTuple1ResultStringEchoPriorityValue(d, v)
	d.EndResult()
}

// writes says what the client writes for a value.
func writes[I, T, R any](r *replay.Replay, s *replay.Step, value T, call method[I, T, R], of func(w *Worker) I) string {
	written := r.Writes(func(client *runtime.Client) {
		_, _ = call(of(NewWorker(client, s.Worker())), ctx, value) // there is no server
	})
	return string(written)
}

func echoing[I, T, R any](of func(w *Worker) I, readParam wire.DecodeFunc[T], readResult wire.DecodeFunc[R], call method[I, T, R]) func(*replay.Replay, *replay.Step) {
	return func(r *replay.Replay, s *replay.Step) {
		var value T
		if err := wire.Unmarshal(s.Param(), &value, readParam); err != nil {
			s.CannotBeSent("no Go value is this: " + err.Error())
			return
		}
		if written := writes(r, s, value, call, of); !replay.SameJSON([]byte(written), s.Param()) {
			s.CannotBeSent(writesOther + written)
			return
		}
		results := func() (R, error) { return call(of(at(r, s)), ctx, value) }
		if r.Typed && unitPayloads[s.Note] {
			s.Refused(replay.Encode(wire.ReasonUnitPayload))(results())
			return
		}
		var want R
		if err := wire.Unmarshal(s.Result(), &want, readResult); err != nil {
			r.T.Fatal(err)
		}
		s.Gives(want)(results())
	}
}

const writesOther = "the client writes this value "

// unitPayloads lose the worker on servers before 1.1.17.
var unitPayloads = map[string]bool{
	`echo-result-none [{"ok":null},{"err":null}]`:      true,
	`echo-result-ok-only [{"ok":7},{"err":null}]`:      true,
	`echo-result-err-only [{"ok":null},{"err":"bad"}]`: true,
}
