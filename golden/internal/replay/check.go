package replay

import (
	"errors"
	"fmt"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Check returns what is wrong with an error, or "".
type Check func(err error) string

// Is expects an error in which errors.Is finds each of the targets.
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

// As expects an error of type E.
func As[E error]() Check {
	return func(err error) string {
		var e E
		if !errors.As(err, &e) {
			return fmt.Sprintf("want a %T", e)
		}
		return ""
	}
}

// Encode expects a *wire.EncodeError with the reason.
func Encode(reason wire.EncodeReason) Check {
	return func(err error) string {
		var e *wire.EncodeError
		if !errors.As(err, &e) || e.Reason != reason {
			return fmt.Sprintf("want a *wire.EncodeError: %s", reason)
		}
		return ""
	}
}

// Own expects a [runtime.ResultError] with the value.
func Own[E any](value E) Check {
	return func(err error) string {
		var refused *runtime.ResultError[E]
		if !errors.As(err, &refused) {
			return fmt.Sprintf("want a *runtime.ResultError with %v", value)
		}
		return cmp.Diff(value, refused.Value)
	}
}

// isOwn reports whether the error is a [runtime.ResultError].
func isOwn(err error) bool {
	return strings.HasPrefix(typeName(errors.Unwrap(err)), "*runtime.ResultError[")
}

// Drift expects a *runtime.DriftError with the client's version, pinned, and the worker's, found.
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

// Any expects some error. Its text is in the golden table.
func Any(error) string { return "" }
