package echo

import (
	"context"
	"math"
	"reflect"

	"github.com/golem-gen/golem-gen/golden/internal/replay"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// echoValue replays a call of a function that returns its parameter. It decodes the value of the
// recorded request, calls the client's method with it, and compares the result with the decoded
// recorded answer.
func echoValue(r *replay.Replay, s *replay.Step) {
	w := at(r, s)
	switch s.Note {
	case "nothing None":
		s.Gives()(w.Scalars.Nothing(ctx))
		return
	case "two-params":
		s.Gives(runtime.Tuple2[string, uint64]{F0: "left", F1: 42})(w.Scalars.TwoParams(ctx, 42, "left"))
		return
	case "echo-f32 3.4028235e38": // the largest float32, in a spelling that servers refuse
		s.CannotBeSent(writesOther + writes(r, s, math.MaxFloat32, Scalars.EchoF32, scalarsOf))
		return
	}
	if echo := echoes[s.Function()]; !refuseValue(s, w) && echo != nil {
		echo(r, s)
	}
}

// refuseValue replays calls with values that the client refuses, and reports whether the exchange
// is one of them. The Go value stands for the value that the server refused.
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

// echoes has a function for each function of the component that replays its calls.
var echoes = map[string]func(r *replay.Replay, s *replay.Step){
	"echo-bool":               scalar(stub.TakeBool, Scalars.EchoBool),
	"echo-u8":                 scalar(stub.TakeUint8, Scalars.EchoU8),
	"echo-s8":                 scalar(stub.TakeInt8, Scalars.EchoS8),
	"echo-u16":                scalar(stub.TakeUint16, Scalars.EchoU16),
	"echo-s16":                scalar(stub.TakeInt16, Scalars.EchoS16),
	"echo-u32":                scalar(stub.TakeUint32, Scalars.EchoU32),
	"echo-s32":                scalar(stub.TakeInt32, Scalars.EchoS32),
	"echo-u64":                scalar(stub.TakeUint64, Scalars.EchoU64),
	"echo-s64":                scalar(stub.TakeInt64, Scalars.EchoS64),
	"echo-f32":                scalar(stub.TakeFloat32, Scalars.EchoF32),
	"echo-f64":                scalar(stub.TakeFloat64, Scalars.EchoF64),
	"echo-char":               scalar(stub.TakeChar, Scalars.EchoChar),
	"echo-string":             scalar(stub.TakeString, Scalars.EchoString),
	"echo-priority":           composite(takeEchoPriorityValue, Composites.EchoPriority),
	"echo-permissions":        composite(takeEchoPermissionsValue, Composites.EchoPermissions),
	"echo-wide-flags":         composite(takeEchoWideFlagsValue, Composites.EchoWideFlags),
	"echo-point":              composite(takeEchoPointValue, Composites.EchoPoint),
	"echo-order":              composite(takeEchoOrderValue, Composites.EchoOrder),
	"echo-shape":              composite(takeEchoShapeValue, Composites.EchoShape),
	"echo-tree":               composite(takeEchoTreeValue, Composites.EchoTree),
	"echo-keywords":           composite(takeEchoKeywordsValue, Composites.EchoKeywords),
	"echo-tuple1":             composite(takeTuple1Uint8, Composites.EchoTuple1),
	"echo-tuple5":             composite(takeTuple5Uint8StringBoolCharEchoPointValue, Composites.EchoTuple5),
	"echo-list-u8":            composite(stub.TakeBytes, Composites.EchoListU8),
	"echo-list-f64":           composite(stub.TakeFloat64s, Composites.EchoListF64),
	"echo-list-string":        composite(stub.TakeStrings, Composites.EchoListString),
	"echo-list-list":          composite(takeListListUint32, Composites.EchoListList),
	"echo-list-char":          composite(takeListChar, Composites.EchoListChar),
	"echo-list-order":         composite(takeListEchoOrderValue, Composites.EchoListOrder),
	"echo-list-shape":         composite(takeListEchoShapeValue, Composites.EchoListShape),
	"echo-option":             composite(takeOptionString, Composites.EchoOption),
	"echo-option-u64":         composite(takeOptionUint64, Composites.EchoOptionU64),
	"echo-option-option":      composite(takeOptionOptionUint8, Composites.EchoOptionOption),
	"echo-option-list-option": composite(takeOptionListOptionString, Composites.EchoOptionListOption),
	"echo-result":             echoing(compositesOf, readEchoResult, readOkResult, Composites.EchoResult),
	"echo-result-none":        composite(takeListResultUnitUnit, Composites.EchoResultNone),
	"echo-result-ok-only":     composite(takeListResultUint32Unit, Composites.EchoResultOKOnly),
	"echo-result-err-only":    composite(takeListResultUnitString, Composites.EchoResultErrOnly),
}

// method is the type of a method expression of a client's interface I.
type method[I, T, R any] = func(client I, ctx context.Context, value T, opts ...runtime.CallOption) (R, error)

func scalar[T any](take stub.TakeFunc, call method[Scalars, T, T]) func(*replay.Replay, *replay.Step) {
	return echoing(scalarsOf, reads[T](take), reads[T](take), call)
}

func composite[T any](take stub.TakeFunc, call method[Composites, T, T]) func(*replay.Replay, *replay.Step) {
	return echoing(compositesOf, reads[T](take), reads[T](take), call)
}

// reads returns the decoder of a parameter whose type take decodes as a result.
func reads[T any](take stub.TakeFunc) wire.DecodeFunc[T] {
	return func(d *wire.Decoder, at int, v *T) int {
		d.At = at
		take(d, v)
		return d.At
	}
}

func scalarsOf(w *Worker) Scalars { return w.Scalars }

func compositesOf(w *Worker) Composites { return w.Composites }

// readOkResult decodes the result of echo-result, which is the parameter in a tuple in ok.
func readOkResult(d *wire.Decoder, at int, v *runtime.Tuple1[runtime.Result[string, EchoPriorityValue]]) int {
	_, d.At = d.BeginResult(at)
	takeTuple1ResultStringEchoPriorityValue(d, v)
	return d.EndResult(d.At)
}

// writes returns the JSON that the client writes for a value.
func writes[I, T, R any](r *replay.Replay, s *replay.Step, value T, call method[I, T, R], of func(w *Worker) I) string {
	written := r.Writes(func(client *runtime.Client) {
		_, _ = call(of(NewWorker(client, s.Worker())), ctx, value) // the client has no server
	})
	return string(written)
}

func echoing[I, T, R any](of func(w *Worker) I, readParam wire.DecodeFunc[T], readResult wire.DecodeFunc[R], call method[I, T, R]) func(*replay.Replay, *replay.Step) {
	var over T // the value of the call before, which decoding has to replace whole
	return func(r *replay.Replay, s *replay.Step) {
		var value T
		if err := wire.Unmarshal(s.Param(), &value, readParam); err != nil {
			s.CannotBeSent("no Go value is this: " + err.Error())
			return
		}
		if err := wire.Unmarshal(s.Param(), &over, readParam); err != nil || !reflect.DeepEqual(over, value) {
			r.T.Errorf("%s, read over another value, is %+v, %v, want %+v", s.Param(), over, err, value)
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

// unitPayloads has the exchanges whose value makes the worker useless on servers before 1.1.17.
var unitPayloads = map[string]bool{
	`echo-result-none [{"ok":null},{"err":null}]`:      true,
	`echo-result-ok-only [{"ok":7},{"err":null}]`:      true,
	`echo-result-err-only [{"ok":null},{"err":"bad"}]`: true,
}

// readEchoResult decodes the parameter of echo-result.
func readEchoResult(d *wire.Decoder, at int, v *runtime.Result[string, EchoPriorityValue]) int {
	return stub.DecodeResult(d, at, v, wire.DecodeString, decodeEchoPriorityValue)
}
