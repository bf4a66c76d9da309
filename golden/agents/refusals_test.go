package agents_test

import (
	"context"
	"errors"
	"testing"

	"github.com/golem-gen/golem-gen/golden/agents"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestRefusals checks that the client refuses Go values that have no JSON, and sends nothing.
func TestRefusals(t *testing.T) {
	ctx := context.Background()
	client, err := runtime.NewClient("http://nowhere.invalid")
	if err != nil {
		t.Fatal(err)
	}
	values, media := agents.NewRoundTrip(client, "values"), agents.NewMedia(client, "m")
	_, nilVariant := values.EchoOrder(ctx, agents.Order{Color: agents.ColorRed})
	_, zeroEnum := values.EchoOrder(ctx, agents.Order{Shape: agents.ShapeUnit{}})
	_, nested := values.EchoOptionOption(ctx, runtime.Some(runtime.None[string]()))
	_, nilPart := media.Mixed(ctx, []agents.MixedPart{nil})
	_, unset := values.EchoResult(ctx, runtime.Result[string, agents.OrderError]{})
	for reason, err := range map[wire.EncodeReason]error{
		wire.ReasonNilVariant: nilVariant, wire.ReasonEnumZero: zeroEnum, wire.ReasonNestedNull: nested,
		wire.ReasonNilPart: nilPart, wire.ReasonUnwritableResult: unset,
	} {
		var bad *wire.EncodeError
		if !errors.As(err, &bad) || bad.Reason != reason {
			t.Errorf("%v, want an EncodeError because %v", err, reason)
		}
	}
}
