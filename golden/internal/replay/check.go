package replay

import (
	"errors"
	"fmt"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Check tells what is wrong with an error; "" is nothing.
type Check func(err error) string

// Is wants an error that errors.Is finds each of the targets in.
func Is(targets ...error) Check {
	return func(err error) string {
		for _, target := range targets {
			if !errors.Is(err, target) {
				return fmt.Sprintf("want one that is %q", target)
			}
		}
		return ""
	}
}

// As wants an error of type E.
func As[E error]() Check {
	return func(err error) string {
		var e E
		if !errors.As(err, &e) {
			return fmt.Sprintf("want a %T", e)
		}
		return ""
	}
}

// Encode wants a value that cannot be written, for the reason.
func Encode(reason wire.EncodeReason) Check {
	return func(err error) string {
		var e *wire.EncodeError
		if !errors.As(err, &e) || e.Reason != reason {
			return fmt.Sprintf("want a *wire.EncodeError: %s", reason)
		}
		return ""
	}
}

// Own wants the component's own failure with the value.
func Own[E any](value E) Check {
	return func(err error) string {
		var refused *runtime.ResultError[E]
		if !errors.As(err, &refused) {
			return fmt.Sprintf("want the component's own failure, %v", value)
		}
		return cmp.Diff(value, refused.Value)
	}
}

// isOwn tells whether the error is a [runtime.ResultError].
func isOwn(err error) bool {
	return strings.HasPrefix(typeName(errors.Unwrap(err)), "*runtime.ResultError[")
}

// Drift wants a difference of versions: pinned is the client's, found that of
// the worker.
func Drift(pinned, found uint64) Check {
	return func(err error) string {
		var drift *runtime.DriftError
		if !errors.As(err, &drift) || !errors.Is(err, runtime.ErrDrift) {
			return "want a *runtime.DriftError"
		}
		if drift.Component.Version != pinned || !drift.FoundKnown || drift.Found != found {
			return fmt.Sprintf("want one that names version %d, and %d as found", pinned, found)
		}
		return ""
	}
}

// Any wants some error; its text is in the table.
func Any(error) string { return "" }
