package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
)

func ExampleNewClient() {
	client, err := runtime.NewClient("http://localhost:9881",
		runtime.WithTokenSource(func(context.Context) (string, error) { return "token", nil }),
		runtime.WithTimeout(30*time.Second),
		runtime.WithLogger(slog.Default()),
	)
	fmt.Println(client.BaseURL(), err)
	// Output: http://localhost:9881 <nil>
}

// What a program may do about the error of a call.
func ExampleCallError() {
	handle := func(err error) string {
		var refused *runtime.ResultError[string]
		var drift *runtime.DriftError
		var call *runtime.CallError
		switch {
		case errors.As(err, &refused):
			return "the component says: " + refused.Value
		case errors.As(err, &drift):
			return "generate the client again"
		case errors.Is(err, runtime.ErrWorkerLost):
			return "delete the worker"
		case runtime.IsRetryable(err) && errors.As(err, &call):
			return "later, with runtime.WithIdempotencyKey(" + call.IdempotencyKey + ")"
		}
		return "give up"
	}
	fmt.Println(handle(&runtime.CallError{
		IdempotencyKey: "4711", Attempts: 5,
		Err: &runtime.StatusError{Code: 503},
	}))
	// Output: later, with runtime.WithIdempotencyKey(4711)
}

// A metric for each call.
func ExampleInterceptor() {
	durations := func(next runtime.CallFunc) runtime.CallFunc {
		return func(ctx context.Context, info *runtime.CallInfo) error {
			err := next(ctx, info)
			fmt.Println(info.Function, runtime.OutcomeOf(err))
			return err
		}
	}
	client, err := runtime.NewClient("http://localhost:9881", runtime.WithInterceptor(durations), runtime.WithServerVersion("1.2.0"))
	if err != nil {
		panic(err)
	}
	_ = newShop(client, "-no-name").ping(context.Background())
	// Output: ping refused
}
