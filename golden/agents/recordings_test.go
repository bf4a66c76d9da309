package agents

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// gives checks a call that succeeds.
func gives[T any](t *testing.T, want T) func(T, error) {
	t.Helper()
	return func(got T, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%v, want %v", err, want)
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// fails checks the agent's own failure.
func fails[E, T any](t *testing.T, want E) func(T, error) {
	t.Helper()
	return func(_ T, err error) {
		t.Helper()
		var refused *runtime.ResultError[E]
		if !errors.As(err, &refused) {
			t.Errorf("%v, want a %T", err, refused)
		} else if diff := cmp.Diff(want, refused.Value); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func succeeds(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

// refused checks a call that is not sent.
func refused(t *testing.T, reason wire.EncodeReason, err error) {
	t.Helper()
	var bad *wire.EncodeError
	if !errors.As(err, &bad) || bad.Reason != reason {
		t.Errorf("%v, want an EncodeError because %v", err, reason)
	}
}

func TestValues(t *testing.T) {
	ctx := context.Background()
	a := NewRoundTrip(record(t, "values"), "values")
	gives(t, true)(a.EchoBool(ctx, true))
	gives[uint8](t, 255)(a.EchoU8(ctx, 255))
	gives[uint64](t, 18446744073709551615)(a.EchoU64(ctx, 18446744073709551615))
	gives[int64](t, -9223372036854775808)(a.EchoS64(ctx, -9223372036854775808))
	gives(t, 1e300)(a.EchoF64(ctx, 1e300))
	gives(t, '😀')(a.EchoChar(ctx, '😀'))
	gives(t, "\x00")(a.EchoString(ctx, "\x00"))
	gives(t, []byte{0, 255, 128})(a.EchoBytes(ctx, []byte{0, 255, 128}))
	gives(t, [][]uint32{{1}, {}, {2, 3}})(a.EchoListOfLists(ctx, [][]uint32{{1}, {}, {2, 3}}))
	gives(t, runtime.Some("x"))(a.EchoOption(ctx, runtime.Some("x")))
	list := []runtime.Option[uint32]{runtime.Some[uint32](1), {}, runtime.Some[uint32](3)}
	gives(t, list)(a.EchoListOption(ctx, list))
	tuple := runtime.Tuple3[uint32, string, bool]{F0: 1, F1: "a", F2: true}
	gives(t, tuple)(a.EchoTuple(ctx, tuple))
	gives(t, struct{}{})(a.EchoEmptyTuple(ctx, struct{}{}))
	gives(t, Point{X: 1, Y: -2})(a.EchoRecord(ctx, Point{X: 1, Y: -2}))
	orders, err := a.EchoOrders(ctx, nil)
	gives(t, []Order{})(orders, err)
	_, err = a.EchoOrder(ctx, Order{Color: ColorRed})
	refused(t, wire.ReasonNilVariant, err)
	_, err = a.EchoOrder(ctx, Order{Shape: ShapeUnit{}})
	refused(t, wire.ReasonEnumZero, err)
	gives[Shape](t, ShapeRect{Value: runtime.Tuple2[float64, float64]{F0: 1, F1: 2}})(a.EchoVariant(ctx, ShapeRect{Value: runtime.Tuple2[float64, float64]{F0: 1, F1: 2}}))
	gives[Shape](t, ShapeUnit{})(a.EchoVariant(ctx, ShapeUnit{}))
	gives(t, ColorDarkBlue)(a.EchoEnum(ctx, ColorDarkBlue))
	gives(t, PermsRead)(a.EchoFlags(ctx, PermsRead))
	gives[NoFlags](t, 0)(a.EchoEmptyFlags(ctx, 0))
	gives(t, EchoAnonRecordValue{A: 1, B: "x"})(a.EchoAnonRecord(ctx, EchoAnonRecordValue{A: 1, B: "x"}))
	gives[EchoAnonVariantValue](t, EchoAnonVariantValueB{})(a.EchoAnonVariant(ctx, EchoAnonVariantValueB{}))
	gives[MaybeV](t, MaybeVSomeOpt{})(a.EchoVariantOption(ctx, MaybeVSomeOpt{}))
	_, err = a.EchoOptionOption(ctx, runtime.Some(runtime.None[string]()))
	refused(t, wire.ReasonNestedNull, err)
}

func TestResults(t *testing.T) {
	ctx := context.Background()
	a := NewRoundTrip(record(t, "values"), "values")
	gives(t, "fine")(a.EchoResult(ctx, runtime.Ok[string, OrderError]("fine")))
	fails[OrderError, string](t, OrderErrorNotFound{})(a.EchoResult(ctx, runtime.Err[string, OrderError](OrderErrorNotFound{})))
	limit := OrderErrorLimit{Value: LimitValue{Max: 3}}
	fails[OrderError, string](t, limit)(a.EchoResult(ctx, runtime.Err[string, OrderError](limit)))
	gives[uint32](t, 7)(a.EchoResultErrUnit(ctx, runtime.Ok[uint32, struct{}](7)))
	fails[struct{}, uint32](t, struct{}{})(a.EchoResultErrUnit(ctx, runtime.Err[uint32](struct{}{})))
	succeeds(t, a.EchoResultUnit(ctx, runtime.Ok[struct{}, struct{}](struct{}{})))
	nested := runtime.Some(runtime.Ok[runtime.Option[uint32], struct{}](runtime.Some[uint32](3)))
	gives(t, nested)(a.EchoOptionResult(ctx, nested))
	first, second, err := a.MultiReturn(ctx, 1, "b")
	gives[uint32](t, 1)(first, err)
	gives(t, "b")(second, err)
	succeeds(t, a.Nothing(ctx))
	gives(t, "no parameters")(a.NoParams(ctx))
}

func TestMedia(t *testing.T) {
	ctx := context.Background()
	a := NewMedia(record(t, "media"), "m")
	hello := runtime.InlineText("hello", "en")
	gives(t, hello)(a.EchoText(ctx, hello))
	gives(t, runtime.TextURL("https://a/t"))(a.EchoText(ctx, runtime.TextURL("https://a/t")))
	gives(t, runtime.InlineText("hallo", "de"))(a.EchoTextLang(ctx, runtime.InlineText("hallo", "de")))
	_, err := a.EchoTextLang(ctx, runtime.InlineText("salut", "fr"))
	refused(t, wire.ReasonLanguage, err)
	gives(t, runtime.InlineBinary([]byte{0, 255}, "application/octet-stream"))(
		a.EchoBinary(ctx, runtime.InlineBinary([]byte{0, 255}, "application/octet-stream")))
	gives(t, runtime.InlineBinary([]byte{1}, "image/png"))(a.EchoBinaryMime(ctx, runtime.InlineBinary([]byte{1}, "image/png")))
	_, err = a.EchoBinaryMime(ctx, runtime.InlineBinary([]byte{1}, "image/gif"))
	refused(t, wire.ReasonMediaType, err)
	gives[uint32](t, 3)(a.TextAndNumber(ctx, runtime.InlineText("x", ""), 3))
	text, n, err := a.UnstructuredPair(ctx)
	gives(t, hello)(text, err)
	gives[uint32](t, 5)(n, err)
}

func TestMultimodal(t *testing.T) {
	ctx := context.Background()
	client := record(t, "media")
	a := NewMedia(client, "m")
	parts := []MixedPart{
		MixedPartText{Value: runtime.TextURL("https://a/t")},
		MixedPartBinary{Value: runtime.BinaryURL("https://a/b")},
		MixedPartPoint{Value: Point{X: 1, Y: 2}},
	}
	gives(t, parts)(a.Mixed(ctx, parts))
	if _, err := a.Mixed(ctx, parts[:2]); err == nil {
		t.Error("a part that is missing was sent")
	}
	_, err := a.Mixed(ctx, []MixedPart{nil})
	refused(t, wire.ReasonNilPart, err)

	client = record(t, "agents")
	_, err = NewMultimodalCtor(client, []MultimodalCtorPart{
		MultimodalCtorPartText{Value: "a"}, MultimodalCtorPartPoint{Value: Point{X: 1, Y: 2}},
	}).Which(ctx)
	succeeds(t, err)
	_, err = NewMultimodalCtor(client, nil).Which(ctx)
	succeeds(t, err)
}

func TestAgents(t *testing.T) {
	ctx := context.Background()
	client := record(t, "agents")
	_, err := NewCtorScalars(client, true, 255, 18446744073709551615, -9223372036854775808, 0.1, -1.5, 'a', "a\"b\\c\n ü").Which(ctx)
	succeeds(t, err)
	order := Order{
		OrderID: 1, CustomerName: "Ann", Tags: []string{"a", "b"}, Color: ColorDarkBlue, Perms: PermsRead | PermsExec,
		Shape: ShapeNamed{Value: NamedValue{Label: "l", At: Point{X: 1, Y: 2}}},
	}
	composite := NewCtorComposite(client, order, runtime.Some[uint32](1), runtime.None[runtime.Option[uint32]](), []uint32{1, 2},
		runtime.Tuple2[string, uint32]{F0: "t", F1: 3}, runtime.Ok[string, uint32]("x"), runtime.Ok[struct{}, struct{}](struct{}{}),
		ColorGreen, PermsWrite, ShapeUnit{})
	_, err = composite.Which(ctx)
	succeeds(t, err)
	_, err = NewMediaCtor(client, runtime.InlineText("hi", "en"), runtime.InlineBinary([]byte{1, 2, 3}, "image/png")).Which(ctx)
	succeeds(t, err)
	_, err = NewCtorOptional(client, "a", runtime.None[uint32]()).Which(ctx)
	succeeds(t, err)

	counter := NewCounter(client, "c-392619")
	for _, want := range []uint64{2, 4, 6} {
		gives(t, want)(counter.Increment(ctx, 2))
	}
	gives[uint64](t, 1)(NewSingleton(client).Increment(ctx, 1))
	gives[uint64](t, 1)(NewEphemeralCounter(client, "e").Increment(ctx, 1))
	succeeds(t, NewEphemeralCounter(client, "e").Enqueue().Increment(ctx, 1))
	scheduled := NewCounter(client, "s-392619")
	succeeds(t, scheduled.Enqueue().Increment(ctx, 7))
}

func TestCreate(t *testing.T) {
	ctx := context.Background()
	client := record(t, "agents")
	succeeds(t, NewCounter(client, "cr-392619").Create(ctx))
	agent := NewConfigured(client, "g-392619")
	succeeds(t, agent.Create(ctx, ConfiguredConfig{Greeting: runtime.Some("hello"), LimitsMax: runtime.Some[uint32](5)}))
	_, err := agent.GetConfig(ctx, "limits.max")
	succeeds(t, err)
}

// TestSchedule looks at a request: those of the recording have times of their own.
func TestSchedule(t *testing.T) {
	at := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	counter := NewCounter(record(t, "agents"), "never")
	var _ interface {
		Schedule(time.Time) *CounterEnqueue
	} = counter
	var _ CounterMethods = counter
	if counter.Schedule(at).Calls == nil {
		t.Error("a schedule has no calls")
	}
}
