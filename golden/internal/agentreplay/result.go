package agentreplay

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"regexp"
	"strings"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// check compares the results of a call with the recorded answer.
func (c *Client) check(x *golemtest.Exchange, results []reflect.Value, err error) error {
	own := failure(err)
	if x.Status != http.StatusOK || err != nil && !own.IsValid() {
		if err == nil {
			return fmt.Errorf("no error for status %d", x.Status)
		}
		return nil
	}
	var answer struct{ Result *dataValue }
	if err := json.Unmarshal([]byte(*x.Response), &answer); err != nil {
		return err
	}
	if answer.Result == nil { // accepted
		return nil
	}
	if own.IsValid() {
		return c.same(own, answer.Result.Elements[0], "err")
	}
	if answer.Result.Type == "Multimodal" {
		return c.same(results[0], answer.Result.all, "")
	}
	for i, v := range results {
		if err := c.same(v, answer.Result.Elements[i], "ok"); err != nil {
			return err
		}
	}
	return nil
}

// drifted reports whether an agent of another revision than the client's returned the recorded
// answer.
func (c *Client) drifted(x *golemtest.Exchange) bool {
	var answer struct{ ComponentRevision *uint64 }
	return json.Unmarshal([]byte(*x.Response), &answer) == nil && answer.ComponentRevision != nil && *answer.ComponentRevision != c.Revision
}

// same compares a value with that of an element, or with that of one side of a result.
func (c *Client) same(got reflect.Value, text json.RawMessage, side string) error {
	var want reflect.Value
	var err error
	if side == "" {
		want, err = c.read(got.Type(), text)
	} else {
		var e struct {
			Value json.RawMessage
		}
		if err := json.Unmarshal(text, &e); err != nil {
			return err
		}
		var sides map[string]json.RawMessage
		if want, err = c.readElement(got.Type(), text); err != nil && json.Unmarshal(e.Value, &sides) == nil && sides[side] != nil {
			want, err = c.read(got.Type(), sides[side])
		}
	}
	if err != nil {
		return fmt.Errorf("the answer has no %s: %w", got.Type(), err)
	}
	if !reflect.DeepEqual(got.Interface(), want.Interface()) {
		return fmt.Errorf("returned %s, the answer is %s", show(got), show(want))
	}
	return nil
}

// failure returns the err value of a method, or the zero Value if err is another error.
func failure(err error) reflect.Value {
	for ; err != nil; err = errors.Unwrap(err) {
		if v := reflect.ValueOf(err); v.Kind() == reflect.Pointer && isGeneric(v.Type().Elem(), "ResultError[") {
			return v.Elem().FieldByName("Value")
		}
	}
	return reflect.Value{}
}

// outcome describes the results of a call.
func outcome(results []reflect.Value, err error) string {
	if own := failure(err); own.IsValid() {
		return "ResultError " + shorten(show(own), 200)
	}
	if err != nil {
		return describe(err)
	}
	if len(results) == 0 {
		return "returned"
	}
	values := make([]string, len(results))
	for i, v := range results {
		values[i] = show(v)
	}
	return "returned " + shorten(strings.Join(values, ", "), 200)
}

var sentinels = []struct {
	name string
	err  error
}{
	{"ErrWorkerLost", runtime.ErrWorkerLost},
	{"ErrNotFound", runtime.ErrNotFound},
	{"ErrAlreadyExists", runtime.ErrAlreadyExists},
	{"ErrNotReady", runtime.ErrNotReady},
	{"ErrInvalidRequest", runtime.ErrInvalidRequest},
	{"ErrUnauthorized", runtime.ErrUnauthorized},
	{"ErrLimitExceeded", runtime.ErrLimitExceeded},
	{"ErrDrift", runtime.ErrDrift},
}

// describe returns the types and sentinels of an error, and its text.
func describe(err error) string {
	text := ""
	var call *runtime.CallError
	if errors.As(err, &call) {
		text, err = typeName(call.Err), call.Err
	}
	for _, s := range sentinels {
		if errors.Is(err, s.err) {
			text += " " + s.name
		}
	}
	var status *runtime.StatusError
	if errors.As(err, &status) && status.Type != "" {
		text += " " + status.Type
	}
	if call != nil && call.MayHaveRun() {
		text += ", may have run"
	}
	return text + ": " + shorten(strings.ReplaceAll(withoutKey(err.Error()), "\n", " "), 500)
}

func typeName(err error) string {
	return strings.NewReplacer("*errors.errorString", "error", "*fmt.wrapError", "error").Replace(fmt.Sprintf("%T", err))
}

var keyText = regexp.MustCompile(` \(idempotency key [^)]*\)`)

// withoutKey leaves out what differs between runs.
func withoutKey(text string) string { return keyText.ReplaceAllString(text, "") }

func shorten(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
